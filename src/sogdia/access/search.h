#pragma once
#include <cstdint>
#include <limits>
#include <vector>

#include "sogdia/access/family_graph.h"

namespace sogdia {

// Sums of some hundred costs in two orders differ by less, as a fraction.
inline constexpr double kSumRounding = 1e-12;

// A least-cost tree. `cost` is infinite where the search did not come; `by_vertex` and `by_arc` are kNoState
// at its roots. `carried` is along the tree. One tree is reused for many searches.
struct SearchTree {
  std::vector<double> cost;
  std::vector<Carried> carried;
  std::vector<std::uint32_t> by_vertex, by_arc;
  std::vector<std::uint32_t> settled;  // in the order they were settled

  struct Entry {
    double cost;
    std::uint32_t vertex;
  };
  std::vector<Entry> heap;
  std::vector<std::uint8_t> done;
};

struct Root {
  std::uint32_t vertex;
  double cost = 0;
};

// Where a search ends before it has seen everything.
struct SearchEnd {
  double limit = std::numeric_limits<double>::infinity();  // no way that costs more is looked at
  // By vertex, 1 = wanted, `wanted_count` of them: the search stops when all are settled. nullptr: never.
  const std::vector<std::uint8_t>* wanted = nullptr;
  std::size_t wanted_count = 0;
  // By vertex, 1 = no way leads on from here, unless it starts here. nullptr: all lead on.
  const std::vector<std::uint8_t>* no_through = nullptr;
  // Vertices where ways end, and what ending there costs: once a way is known, none that costs more to its
  // end is looked at. nullptr: none.
  const std::vector<Root>* ends = nullptr;
};

// Dijkstra's algorithm with a 4-ary heap. Equal costs are settled in the order of vertices, so the tree is
// the same on every machine.
void search(const LinkWeights& weights, const Adjacency& arcs, const std::vector<Root>& roots,
            const SearchEnd& end, SearchTree& tree);

// The tree on land from `node`, and to `node` with `backward`.
void search_land(const FamilyGraph& graph, std::uint32_t node, bool backward, SearchTree& tree);

// Where a journey boards or alights, with what the way on land has cost.
struct Seed {
  std::uint32_t vertex;
  double cost;
  Carried carried;
  // The land node and transfer link by which it boards or alights; kNoState = it stood there.
  std::uint32_t node, link;

  bool operator==(const Seed&) const = default;
};

// The cheapest way into each state that `transfers` (graph.board or graph.alight) reaches from a tree on
// land, in the order of states. `node` is the tree's root.
std::vector<Seed> terminals(const FamilyGraph& graph, const Adjacency& transfers, std::uint32_t node,
                            const SearchTree& land);

// Of seeds at the same vertex the cheapest, the first of equal ones; in the order of vertices.
void keep_best(std::vector<Seed>& seeds);

// The road family's ends at `node`: itself, or for a node off land the last land node before it.
std::vector<Seed> road_ends(const FamilyGraph& graph, std::uint32_t node);

// Position in `ends` of the least cost, tree to end and end to destination together; kNoState where no end is
// reached.
std::uint32_t best_road_end(const SearchTree& tree, const std::vector<Seed>& ends);

}  // namespace sogdia
