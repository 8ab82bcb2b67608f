#pragma once
#include <vector>

#include "sogdia/access/pair_ways.h"
#include "sogdia/access/skim.h"

namespace sogdia {

// Ways among some nodes, all with all, from a few origins at a time, so that what is held does not grow with
// the pairs: where each family boards and alights about every node, and the main hauls between.
struct SquareWays {
  const AccessTopology& topology;
  const AccessMetric& metric;
  std::vector<std::uint32_t> nodes;
  ByFamily<Chains> chains;  // none by road and of pipelines, which carry no general goods
};
SquareWays make_square_ways(const AccessTopology& topology, const AccessMetric& metric,
                            const ByFamily<AccessLimit>& limit, std::vector<std::uint32_t> nodes,
                            int threads = 0, const Monitor& monitor = {});

// The ways from origins first .. first + count, positions, to all nodes: those of an origin follow each
// other. A node to itself is road at no cost.
std::vector<ByFamily<PairWay>> ways_from(const SquareWays& square, std::size_t first, std::size_t count,
                                         int threads = 0, const Monitor& monitor = {});

}  // namespace sogdia
