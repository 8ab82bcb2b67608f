#pragma once
#include <cstdint>
#include <limits>
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
// the sea family, which may come by rail; a border crossing that ferries alone lead to belongs to the rail
// family's main layer. A journey may begin or end at a node that is off land: by sea a port is on board and
// nowhere else, so that between two ports there is no way over land; an airport is on board or leaves
// through its transfer links.
//
// Vertices of `land`, `land_backward`, `board` and `alight` are nodes. Vertices of `haul` are states: k =
// node main_nodes[k] on board but not yet moved, K + k = carried there, with K main nodes. So a chain has at
// least one main link.
struct FamilyGraph {
  ModeFamily family = ModeFamily::road;
  std::vector<std::uint8_t> land_node;       // by node, 1 = on land
  std::vector<std::uint8_t> no_through;      // by node, 1 = a zone, which goods only start from and end at;
                                             // empty = there is none
  std::vector<std::uint32_t> main_position;  // by node, kNoState = not in the main layer
  std::vector<std::uint32_t> main_nodes;
  Adjacency land;           // arcs lead to land nodes
  Adjacency land_backward;  // the same links against their direction; arcs lead to land nodes
  bool one_way = false;     // false: land_backward is left empty, for it equals `land`
  Adjacency board;          // at a node: to the states it boards to
  Adjacency alight;         // at a node: to the states one alights from to it
  Adjacency haul;
  Adjacency haul_backward;  // the arcs of `haul` against their direction, by head
  double access_limit = std::numeric_limits<double>::infinity();  // cost of access or egress on land

  const Adjacency& backward() const { return one_way ? land_backward : land; }
};

FamilyGraph make_family_graph(const Network& network, const LinkCosts& costs, ModeFamily family,
                              const std::vector<double>& link_cost, double access_limit);

}  // namespace sogdia
