#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "sogdia/access/skim.h"

namespace sogdia {

inline constexpr std::uint32_t kNoState = 0xFFFFFFFFu;

// a = usd_per_tonne / usd_per_tonne_value + hours / 24 * value_of_time, by link.
std::vector<double> generalized_cost(const Network& network, const Shipper& shipper);

// The search graph of one mode family. A state is a node in a phase of the chain:
//   before   on land, the main mode is still to come
//   boarded  at a terminal of the main mode, not yet moved by it
//   main     carried by the main mode at least once
//   after    on land again
// Land and main-mode links stay within a phase (boarded -> main on the first main link); only transfer links
// lead from before to boarded and from main to after. The road family has the one phase `before`.
//
//   family  land links          main links          others in phase boarded and main
//   sea     road, rail, ferry   sea, inland_water
//   rail    road                rail                ferry between rail nodes or ports
//   road    road, ferry
//   air     road                air
//
// A node belongs to the land or to the main layer by the modes of its links; a place is always on land, a
// port without a ferry, a rail terminal (but for the sea family) and an airport never. A journey may begin or
// end at a node that is not on land (a port): it then starts boarded, or leaves through that node's transfer
// links.
struct FamilyGraph {
  enum Phase : std::uint8_t { before, boarded, main, after };

  Family family = Family::road;
  std::vector<std::uint32_t> state_node;
  // Arcs of state s are first[s] .. first[s + 1].
  struct Arc {
    double cost;
    std::uint32_t head;
    std::uint32_t link;
  };
  std::vector<std::uint32_t> first;
  std::vector<Arc> arcs;
  // By node: the states a journey may start and end in, kNoState where there is none.
  std::vector<std::array<std::uint32_t, 2>> start, end;

  std::size_t state_count() const { return state_node.size(); }
};

FamilyGraph make_family_graph(const Network& network, Family family, const std::vector<double>& link_cost);

// Least-cost tree from one node. `cost` is infinite and `by_arc` is kNoState where a state was not reached.
// One tree is reused for many searches.
struct SearchTree {
  std::vector<double> cost;
  std::vector<std::uint32_t> by_state, by_arc;
  std::vector<std::uint32_t> settled;  // in the order they were settled
  struct Entry {
    double cost;
    std::uint32_t state;
  };
  std::vector<Entry> heap;
  std::vector<std::uint8_t> done;
};

// Dijkstra's algorithm with a 4-ary heap. Equal costs are settled in the order of states, so the tree is the
// same on every machine. `wanted` marks states by 1, `wanted_count` of them: the search stops when all are
// settled (nullptr: searches everything).
void search(const FamilyGraph& graph, std::uint32_t origin, const std::vector<std::uint8_t>* wanted,
            std::size_t wanted_count, SearchTree& tree);

// The end state of `node` reached at least cost, or kNoState.
std::uint32_t best_end(const FamilyGraph& graph, const SearchTree& tree, std::uint32_t node);

}  // namespace sogdia
