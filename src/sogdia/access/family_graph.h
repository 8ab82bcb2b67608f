#pragma once
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "sogdia/access/family_layers.h"
#include "sogdia/access/link_weights.h"

namespace sogdia {

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

// The search graphs of one mode family (family_layers.h) at one state of its costs; closed links are left
// out.
//
// Vertices of `land`, `land_backward`, `board` and `alight` are nodes. Vertices of `haul` are states: k =
// node main_nodes[k] on board but not yet moved, K + k = carried there, with K main nodes. So a chain has at
// least one main link.
struct FamilyGraph {
  std::shared_ptr<const FamilyLayers> layers;
  std::shared_ptr<const LinkWeights> weights;
  std::shared_ptr<const Adjacency> land;           // arcs lead to land nodes
  std::shared_ptr<const Adjacency> land_backward;  // the same links against their direction
  Adjacency board;                                 // at a node: to the states it boards to
  Adjacency alight;                                // at a node: to the states one alights from to it
  Adjacency haul;
  Adjacency haul_backward;   // the arcs of `haul` against their direction, by head
  AccessLimit access_limit;  // of access and egress on land

  ModeFamily family() const { return layers->family; }
  std::uint32_t main_count() const { return static_cast<std::uint32_t>(layers->main_nodes.size()); }
};

// `same_land`: the graph, on the same costs, of a family whose layers share its land; nullptr = there is
// none.
FamilyGraph make_family_graph(const LinkCosts& costs, std::shared_ptr<const FamilyLayers> layers,
                              std::shared_ptr<const LinkWeights> weights, AccessLimit access_limit,
                              const FamilyGraph* same_land = nullptr);

}  // namespace sogdia
