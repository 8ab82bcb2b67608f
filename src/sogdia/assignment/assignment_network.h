#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/assignment/delay.h"

namespace sogdia {

// A network on which trips slow each other down. To travel an arc costs
//   cost = fixed + t(v of its bottleneck)
// where v is the flow of all arcs that share the bottleneck: a road's one direction, or both ways through a
// port. Costs then depend on each other alike (dt_a/dv_b = dt_b/dv_a), which is what Beckmann's objective
// needs.
struct AssignmentNetwork {
  std::vector<std::string> nodes;         // names, for errors
  std::vector<std::uint8_t> end_only;     // by node: ways start and end here, and never lead through
  std::vector<std::uint32_t> tail, head;  // by arc
  std::vector<double> fixed;              // by arc: tolls, length, hours that never change; >= 0
  std::vector<std::uint32_t> bottleneck;  // by arc: a position in `bottlenecks`
  std::vector<Bottleneck> bottlenecks;
};

struct Trips {
  std::uint32_t from = 0, to = 0;  // nodes
  double amount = 0;               // >= 0
};

// The arcs in the order of their tails, as a search reads them.
struct ForwardStar {
  std::vector<std::uint32_t> first;  // by node, and one more
  std::vector<std::uint32_t> tail, head, bottleneck;
  std::vector<double> fixed;
  std::vector<std::uint32_t> arc;  // the position in the AssignmentNetwork
  std::vector<std::uint8_t> end_only;
};
ForwardStar forward_star(const AssignmentNetwork& network);

// The trips by origin: those of one pair added up, without those that stay where they are.
struct Demand {
  struct Origin {
    std::uint32_t node;
    std::uint32_t first, last;  // of `to` and `amount`
  };
  std::vector<Origin> origins;
  std::vector<std::uint32_t> to;
  std::vector<double> amount;
};
Demand demand_by_origin(const std::vector<Trips>& trips);

}  // namespace sogdia
