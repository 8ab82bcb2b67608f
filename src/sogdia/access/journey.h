#pragma once
#include <optional>
#include <vector>

#include "sogdia/access/router.h"
#include "sogdia/access/search.h"

namespace sogdia {

// A way as its links in order of travel, each from one node to the next.
struct Step {
  std::uint32_t link, tail, head;
};

// The two ends of all ways of one family from an origin to a destination, of which one differs from the other
// in the main part between: trees on land from the origin and to the destination, and where the main part
// begins and ends. That is a state of the haul at a terminal; by road, the origin and the land nodes before
// the destination.
struct Journey {
  std::uint32_t origin, destination;
  SearchTree out, back;
  std::vector<Seed> starts, ends;
};
Journey make_journey(const FamilyGraph& graph, std::uint32_t origin, std::uint32_t destination);

// The graph of the main part: `haul` and its states, or by road `land` and its nodes.
const Adjacency& main_part(const FamilyGraph& graph, bool backward = false);
std::uint32_t node_of(const FamilyGraph& graph, std::uint32_t vertex);

// Along a tree over the main part: from its root to `vertex`; and along a backward one, from `vertex` on to
// its root.
std::vector<Step> steps_to(const FamilyGraph& graph, const SearchTree& tree, std::uint32_t vertex);
std::vector<Step> steps_on(const FamilyGraph& graph, const SearchTree& tree, std::uint32_t vertex);

// The whole way: on land to where the main part starts, the main part, and on from where it ends.
std::vector<Step> door_to_door(const Network& network, const FamilyGraph& graph, const Journey& journey,
                               const Seed& start, const std::vector<Step>& main, const Seed& end);

// The best way of the family; nothing where there is none. Its cost is by the costs that the graph was made
// from.
std::optional<Route> best_route(const Network& network, const LinkCosts& costs, const FamilyGraph& graph,
                                const Journey& journey);

// What a way costs and meets. `cost` is its generalized cost.
Route assemble(const Network& network, const LinkCosts& costs, ModeFamily family, double cost,
               const std::vector<Step>& steps);

}  // namespace sogdia
