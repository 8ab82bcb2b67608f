#include "sogdia/access/land_bridge.h"

#include <algorithm>
#include <cmath>

#include "sogdia/access/journey.h"
#include "sogdia/core/no_number.h"

namespace sogdia {
namespace {

// States of the haul on the first ship, nodes of the land, and states of the haul on later ships.
struct Layers {
  std::uint32_t states, nodes;
  Adjacency arcs;

  std::uint32_t later() const { return states + nodes; }
};

Layers layers_of(const FamilyGraph& sea) {
  Layers made{2 * sea.main_count(), static_cast<std::uint32_t>(sea.layers->land_node.size()), {}};
  std::vector<std::vector<Arc>> landings(made.states);
  for (std::uint32_t n = 0; n < made.nodes; ++n)
    for (std::uint32_t a = sea.alight.first[n]; a < sea.alight.first[n + 1]; ++a)
      landings[sea.alight.arcs[a].head].push_back({sea.alight.arcs[a].cost, n, sea.alight.arcs[a].link});
  Adjacency& all = made.arcs;
  all.arcs.reserve(2 * sea.haul.arcs.size() + sea.land->arcs.size() + 2 * sea.alight.arcs.size() +
                   sea.board.arcs.size());
  all.first.push_back(0);
  const auto add = [&](const Arc* first, const Arc* last, std::uint32_t shift) {
    for (; first != last; ++first) all.arcs.push_back({first->cost, first->head + shift, first->link});
  };
  const auto add_from = [&](const Adjacency& from, std::uint32_t v, std::uint32_t shift) {
    add(from.arcs.data() + from.first[v], from.arcs.data() + from.first[v + 1], shift);
  };
  const auto close = [&] { all.first.push_back(static_cast<std::uint32_t>(all.arcs.size())); };
  const auto add_ships = [&](std::uint32_t shift) {
    for (std::uint32_t s = 0; s < made.states; ++s) {
      add_from(sea.haul, s, shift);
      add(landings[s].data(), landings[s].data() + landings[s].size(), made.states);
      close();
    }
  };
  add_ships(0);
  for (std::uint32_t n = 0; n < made.nodes; ++n) {
    add_from(*sea.land, n, made.states);
    add_from(sea.board, n, made.later());
    close();
  }
  add_ships(made.later());
  return made;
}

}  // namespace

std::optional<Route> land_bridge(const Network& network, const LinkCosts& costs, const FamilyGraph& sea,
                                 std::uint32_t origin, std::uint32_t destination) {
  const FamilyLayers& at = *sea.layers;
  if (!at.land_node[origin] || !at.land_node[destination]) return std::nullopt;
  const Journey journey = make_journey(sea, origin, destination);
  if (journey.starts.empty() || journey.ends.empty()) return std::nullopt;
  const Layers layers = layers_of(sea);
  std::vector<Root> roots;
  for (const Seed& start : journey.starts) roots.push_back({start.vertex, start.cost});
  std::vector<std::uint8_t> no_through(layers.arcs.first.size() - 1, 0);
  std::copy(at.no_through.begin(), at.no_through.end(), no_through.begin() + layers.states);
  std::vector<Root> ends;  // of one ship, and of two
  for (const std::uint32_t shift : {0u, layers.later()})
    for (const Seed& seed : journey.ends) ends.push_back({seed.vertex + shift, seed.cost});
  SearchEnd end;
  end.ends = &ends;
  end.no_through = &no_through;
  SearchTree tree;
  search(*sea.weights, layers.arcs, roots, end, tree);

  const Seed* landed = nullptr;
  double least = kInfinity;
  for (const Seed& seed : journey.ends) least = std::min(least, tree.cost[seed.vertex] + seed.cost);
  for (const Seed& seed : journey.ends) {
    const double cost = tree.cost[seed.vertex + layers.later()] + seed.cost;
    if (!(cost < least)) continue;
    least = cost;
    landed = &seed;
  }
  if (!landed) return std::nullopt;
  const auto node = [&](std::uint32_t v) {
    if (v >= layers.states && v < layers.later()) return v - layers.states;
    return at.main_nodes[(v < layers.states ? v : v - layers.later()) % sea.main_count()];
  };
  std::vector<Step> steps;
  std::uint32_t v = landed->vertex + layers.later();
  for (; tree.by_arc[v] != kNoState; v = tree.by_vertex[v])
    steps.push_back({layers.arcs.arcs[tree.by_arc[v]].link, node(tree.by_vertex[v]), node(v)});
  std::ranges::reverse(steps);
  const auto boarded = std::ranges::find(journey.starts, v, &Seed::vertex);
  // Two ships that only sail to and fro cross no land.
  std::vector<std::uint32_t> met;
  for (const Step& step : steps) met.push_back(step.head);
  std::ranges::sort(met);
  if (std::ranges::adjacent_find(met) != met.end()) return std::nullopt;
  Route route = assemble(network, costs, ModeFamily::sea, least,
                         door_to_door(network, sea, journey, *boarded, steps, *landed));
  route.land_bridge = true;
  return route;
}

}  // namespace sogdia
