#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "sogdia/access/travel.h"

namespace sogdia {

inline constexpr std::uint32_t kNoState = 0xFFFFFFFFu;

// Outgoing arcs of vertex v are arcs[first[v]] .. arcs[first[v + 1]].
struct Arc {
  double cost;
  std::uint32_t head;
  std::uint32_t link;
};
struct Adjacency {
  std::vector<std::uint32_t> first;
  std::vector<Arc> arcs;
};

// The search graphs of one mode family. A chain is access on land, boarding at a terminal, the main haul,
// alighting at a terminal, egress on land; the road family is access alone.
//
//   family  land links          main links          others on the main haul
//   sea     road, rail, ferry   sea, inland_water
//   rail    road                rail                ferry between rail nodes or ports
//   road    road, ferry
//   air     road                air
//
// Only transfer links board and alight. A node belongs to the land or to the main layer by the modes of its
// links; a place is always on land; a port without a ferry and an airport never, nor a rail terminal but for
// the sea family, which may come by rail. A journey may begin or end at a node that is off land (a port): it
// starts on board, or leaves through that node's transfer links.
//
// Vertices of `land`, `land_backward`, `board` and `alight` are nodes. Vertices of `haul` are states: k =
// node main_nodes[k] on board but not yet moved, K + k = carried there, with K main nodes. So a chain has at
// least one main link.
struct FamilyGraph {
  ModeFamily family = ModeFamily::road;
  std::vector<std::uint8_t> land_node;       // by node, 1 = on land
  std::vector<std::uint32_t> main_position;  // by node, kNoState = not in the main layer
  std::vector<std::uint32_t> main_nodes;
  Adjacency land;           // arcs lead to land nodes
  Adjacency land_backward;  // the same links against their direction; arcs lead to land nodes
  bool one_way = false;     // false: land_backward is left empty, for it equals `land`
  Adjacency board;          // at a node: to the states it boards to
  Adjacency alight;         // at a node: to the states one alights from to it
  Adjacency haul;
  double access_limit = std::numeric_limits<double>::infinity();  // cost of access or egress on land

  const Adjacency& backward() const { return one_way ? land_backward : land; }
};

FamilyGraph make_family_graph(const Network& network, const LinkCosts& costs, ModeFamily family,
                              const std::vector<double>& link_cost, double access_limit);

// A least-cost tree. `cost` is infinite where the search did not come; `by_vertex` and `by_arc` are kNoState
// at its roots. Hours and money are those along the tree. One tree is reused for many searches.
struct SearchTree {
  std::vector<double> cost, hours, usd;
  std::vector<std::uint32_t> by_vertex, by_arc;
  std::vector<std::uint32_t> settled;  // in the order they were settled

  struct Entry {
    double cost;
    std::uint32_t vertex;
  };
  std::vector<Entry> heap;
  std::vector<std::uint8_t> done;
};

// Least-cost ways over the main haul. Label 2s is the least-cost way to state s, label 2s + 1 the least-cost
// one that boarded at another terminal than that, for goods do not alight where they boarded: that way is by
// land.
struct HaulTree {
  std::vector<double> cost, hours, usd;         // by label, infinite where there is none
  std::vector<std::uint32_t> boarded_at;        // by label, a position in main_nodes
  std::vector<std::uint32_t> by_label, by_arc;  // kNoState where it boarded

  struct Entry {
    double cost;
    std::uint32_t vertex, boarded_at, by_label, by_arc;
  };
  std::vector<Entry> heap;
  std::vector<double> best;  // by label, the least cost pushed so far
  std::vector<std::uint32_t> best_boarded_at;
  std::vector<std::uint8_t> settled;  // by state, labels settled
};

// Where a journey may start, with what it has cost so far.
struct Seed {
  std::uint32_t vertex;
  double cost, hours, usd;
  std::uint32_t node,
      link;  // the land node and transfer link by which it boards or alights; kNoState = it stood there
};

// Both searches are Dijkstra's algorithm with a 4-ary heap. Equal costs are settled in the order of vertices,
// so the tree is the same on every machine.

// Tree on land from `node`, and to `node` with `backward`.
void search_land(const LinkCosts& costs, const FamilyGraph& graph, std::uint32_t node, bool backward,
                 SearchTree& tree);

// Ways over the main haul from the terminals in `starts`. `wanted` marks by 1 the states where somebody
// alights, `wanted_count` of them: the search stops when all have the label that they need (nullptr: searches
// everything).
void search_haul(const LinkCosts& costs, const FamilyGraph& graph, const std::vector<Seed>& starts,
                 const std::vector<std::uint8_t>* wanted, std::size_t wanted_count, HaulTree& tree);

// The cheapest way into each state that `transfers` (graph.board or graph.alight) reaches from a tree on
// land, in the order of states. `node` is the tree's root.
std::vector<Seed> terminals(const LinkCosts& costs, const FamilyGraph& graph, const Adjacency& transfers,
                            std::uint32_t node, const SearchTree& land);

// The road family's ends at `node`: itself, or for a node off land the last land node before it.
std::vector<Seed> road_ends(const LinkCosts& costs, const FamilyGraph& graph, std::uint32_t node);

// The end of least cost, tree to end and end to destination together: its position in `ends` and the label or
// vertex of the tree that leads to it. Nothing where no end is reached.
struct BestEnd {
  std::size_t end;
  std::uint32_t label;
};
std::optional<BestEnd> best_end(const SearchTree& tree, const std::vector<Seed>& ends);
std::optional<BestEnd> best_end(const FamilyGraph& graph, const HaulTree& tree,
                                const std::vector<Seed>& ends);

}  // namespace sogdia
