#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "sogdia/access/travel.h"

namespace sogdia {

inline constexpr std::uint32_t kNoState = 0xFFFFFFFFu;

// Arcs between vertices, each with the link that it goes along.
struct LinkArcs {
  std::vector<std::uint32_t> tail, head, link;

  std::size_t size() const { return link.size(); }
};

// What may follow what in the chains of one mode family, without costs: it depends on the network alone, and
// closed links are in it. A chain is access on land, boarding at a terminal, the main haul, alighting at a
// terminal, egress on land; the road family is access alone.
//
//   family  land links          main links          others on the main haul
//   sea     road, rail, ferry   sea, inland_water
//   large_ship  as sea          sea, where Network::bars_large_ships does not
//   rail    road                rail                ferry between rail nodes or ports
//   road    road, ferry
//   air     road                air
//   oil_pipeline  as sea        oil_pipeline, sea, inland_water
//   gas_pipeline  as sea        gas_pipeline
//
// Goods board and alight by transfer links, and pipelines by those links of their own that end at a place:
// what goes by pipe boards by no other, and gas alights by no other. A node belongs to the land or to the
// main layer by the modes of its links; a place is always on land; a port without a ferry and an airport
// never, nor a rail terminal but for the sea family, which may come by rail; a border crossing that ferries
// alone lead to belongs to the rail family's main layer. A journey may begin or end at a node that is off
// land: by sea a port is on board and nowhere else, so that between two ports there is no way over land; an
// airport is on board or leaves through its transfer links.
struct FamilyLayers {
  ModeFamily family = ModeFamily::road;
  std::vector<std::uint8_t> land_node;       // by node, 1 = on land
  std::vector<std::uint8_t> no_through;      // by node, 1 = a zone, which goods only start from and end at;
                                             // empty = there is none
  std::vector<std::uint32_t> main_position;  // by node, kNoState = not in the main layer
  std::vector<std::uint32_t> main_nodes;
  std::shared_ptr<const LinkArcs> land;  // node to node, of which one at least is on land
  LinkArcs board, alight;                // node to position in main_nodes, and back
  LinkArcs main;                         // between positions in main_nodes
  std::vector<std::uint8_t> carries;     // by arc of `main`: 0 = a transfer or ferry, which alone is no haul
  std::vector<std::uint8_t> main_used;   // by arc of `main`: 1 = goods may go along it; empty = along all
  std::vector<std::uint8_t>
      here_only;         // by link, 1 = goods alight by it at their destination alone, a pipeline's
                         // grid, over which they go to no border; empty = there is none
  bool one_way = false;  // some arc of `land` has no arc back

  // Whether goods that land has led to a transfer at such a cost may take it.
  bool takes(std::uint32_t link, double land_cost) const {
    return land_cost == 0 || here_only.empty() || !here_only[link];
  }
  // Whether goods may pass through on land.
  bool passable(std::uint32_t node) const {
    return land_node[node] && (no_through.empty() || !no_through[node]);
  }
};

// The family over whose land it comes to its terminals: goods go to ports and pipelines alike, and to trains
// as to aircraft. It stands before the others in kFamilies.
ModeFamily land_family(ModeFamily family);

// `same_land`: layers of a family over the same land, whose arcs are shared; nullptr = there are none.
FamilyLayers make_layers(const Network& network, ModeFamily family, const FamilyLayers* same_land = nullptr);
// Those of large ships, whose main arcs are the sea's.
FamilyLayers large_ship_layers(const Network& network, FamilyLayers sea);

}  // namespace sogdia
