#include "sogdia/study/answers/find_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "sogdia/access/access_limits.h"
#include "sogdia/access/land_bridge.h"
#include "sogdia/access/other_routes.h"
#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/core/parallel.h"
#include "sogdia/study/answers/route_shares.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/world/goods.h"

namespace sogdia {

namespace {

// More ways apart by a fifth there are hardly any.
constexpr int kMostAlternatives = 100;

std::optional<ModeFamily> family_called(const std::string& word) {
  for (const ModeFamily family : kWayFamilies) {
    if (fold(word) == fold(to_string(family))) return family;
  }
  return std::nullopt;
}

std::optional<ModeFamily> family_asked(const RoutesAsked& asked) {
  if (asked.mode.empty()) return std::nullopt;
  if (const auto family = family_called(asked.mode)) return family;
  const std::string where = asked.network.dashes + "mode";
  const std::string hint = nearest_hint(
      asked.mode, {"sea", "rail", "road", "air", "inland_water", "oil_pipeline", "gas_pipeline"});
  throw Error("no ways go by the mode `" + asked.mode + "`", where,
              hint.empty() ? "one of sea, rail, road, air, inland_water, oil_pipeline, gas_pipeline" : hint);
}

void require_possible(const RoutesAsked& asked) {
  if (asked.alternatives < 1)
    throw Error("alternatives is " + std::to_string(asked.alternatives),
                asked.network.dashes + "alternatives", "give a number of ways, 1 or more");
  if (asked.alternatives > 1 && !asked.via.empty())
    throw Error("there are no alternatives to a way that goes by a place",
                asked.network.dashes + "alternatives", "ask for one of the two");
  if (!asked.why.empty() && (asked.alternatives > 1 || !asked.via.empty()))
    throw Error("why not another way is asked of one other way", asked.network.dashes + "why",
                "name it there: a mode, a number of alternative, or a place to go by");
}

const Route* of_family(const std::vector<Route>& found, ModeFamily family) {
  const auto at =
      std::find_if(found.begin(), found.end(), [&](const Route& route) { return route.family == family; });
  return at == found.end() ? nullptr : &*at;
}

// A number of an alternative, 2 or more; 0 where the words are none.
int alternative_called(const std::string& words, const std::string& where) {
  int number = 0;
  const auto [end, failed] = std::from_chars(words.data(), words.data() + words.size(), number);
  if (failed != std::errc() || end != words.data() + words.size()) return 0;
  if (number < 2 || number > kMostAlternatives)
    throw Error(fmt::format("alternative {} is none to ask for", number), where,
                fmt::format("give a number from 2, the first beside the best, to {}", kMostAlternatives));
  return number;
}

// What names a place to go by; empty where nothing does.
const std::string& place_to_go_by(const RoutesAsked& asked) {
  static const std::string none;
  if (asked.why.empty()) return asked.via;
  const bool other =
      family_called(asked.why) || alternative_called(asked.why, asked.network.dashes + "why") != 0;
  return other ? none : asked.why;
}

// The class of goods whose shares are told, a position among those of the pack; -1 = all.
int class_asked(const World& world, const RoutesAsked& asked) {
  if (asked.goods.empty()) return -1;
  const std::string where = asked.network.dashes + "goods";
  if (asked.sector != "general")
    throw Error("both `--sector` and `--goods` say whose goods", where, "give one of the two");
  const auto classes = goods_classes(world);
  require_known("class of goods", asked.goods, classes, where);
  return static_cast<int>(std::find(classes.begin(), classes.end(), asked.goods) - classes.begin());
}

// Where ways are looked for.
struct Searched {
  const Network& network;
  const LinkCosts& costs;
  const Router& router;
  const Travel& travel;
  const std::optional<Spot>& by;  // the place to go by, where one was named
  int goods;                      // class whose shares are told; -1 = all
};

std::optional<WhyNot> why_not(const Searched& ways, const RoutesAsked& asked,
                              std::optional<ModeFamily> family, RoutesFound& found) {
  const auto from = found.from.node, to = found.to.node;
  const std::string where = asked.network.dashes + "why";
  auto best = routes(ways.network, ways.costs, ways.router, from, to);
  tell_rivers_once(best);
  share_by_goods(ways.network, ways.travel, {from, to}, ways.goods, best);
  const Route* chosen = best.empty() ? nullptr : family ? of_family(best, *family) : &best.front();
  if (!chosen) return std::nullopt;
  WhyNot why{*chosen, std::nullopt, {}, ways.travel.shipper};
  if (const auto other = family_called(asked.why)) {
    if (*other == chosen->family)
      throw Error(fmt::format("the way that is chosen goes by {} itself", to_string(*other)), where,
                  "name another mode, a number of alternative (2), or a place to go by");
    if (const Route* route = of_family(best, *other)) why.other = *route;
  } else if (const int number = alternative_called(asked.why, where)) {
    for (Route& route : alternative_routes(ways.network, ways.costs, ways.router, from, to, number)) {
      if (route.family == chosen->family && route.alternative == number) why.other = std::move(route);
    }
  } else {
    const auto by_way = routes_by_way_of(ways.network, ways.costs, ways.router, from, ways.by->node, to);
    const Route* route = by_way.empty() ? nullptr : family ? of_family(by_way, *family) : &by_way.front();
    if (route) why.other = *route;
    if (why.other) why.other->share = 0;  // among ways by this place it has one, among all it has none
  }
  if (why.other) why.difference = difference(ways.network, ways.costs, why.chosen, *why.other);
  found.routes = {why.chosen};
  if (why.other) found.routes.push_back(*why.other);
  return why;
}

// Up to so many ways of each family, and among the sea's a way by two ships with land between where that is
// better than any by one.
std::vector<Route> with_land_bridge(const Network& network, const LinkCosts& costs, const Router& router,
                                    std::uint32_t from, std::uint32_t to, int alternatives, int threads) {
  std::vector<Route> found;
  std::optional<Route> bridge;
  parallel_for(2, threads, [&](std::size_t half) {
    if (half == 0)
      bridge = land_bridge(network, costs, router.graphs[kSea], from, to);
    else
      found = alternative_routes(network, costs, router, from, to, alternatives, threads);
  });
  if (!bridge) return found;
  // It comes before those by one ship, of which the best stands in any case.
  for (Route& route : found) route.alternative += route.family == ModeFamily::sea;
  std::erase_if(found, [&](const Route& route) { return route.alternative > std::max(alternatives, 2); });
  found.push_back(std::move(*bridge));
  std::stable_sort(found.begin(), found.end(),
                   [](const Route& a, const Route& b) { return a.cost < b.cost; });
  return found;
}

// Sets how far land carries goods to and from terminals, at these nodes. The limits are those of the base,
// whose graph of the sea is at hand where nothing is closed or opened.
void limit_land(const World& world, const Network& network, const LinkCosts& base, const LinkCosts& costs,
                const std::vector<std::uint32_t>& ends, Travel& travel, Router& router) {
  const FamilyGraph* sea = differing_links(base, costs).empty() ? &router.graphs[kSea] : nullptr;
  const auto weights =
      sea ? sea->weights : std::make_shared<const LinkWeights>(link_weights(network, base, travel.shipper));
  travel.access_limit = access_limits(network, base, weights, base_limits(world), &ends, sea);
  for (FamilyGraph& graph : router.graphs)
    graph.access_limit = travel.access_limit[static_cast<std::size_t>(graph.family())];
}

}  // namespace

RoutesFound find_routes(const World& world, const RoutesAsked& asked) {
  require_possible(asked);
  const auto family = family_asked(asked);
  RoutesFound found;
  const Gazetteer gazetteer(world, found.network);
  if (asked.threads != 1)
    gazetteer.read_ahead(asked.via.empty() ? std::vector{asked.from, asked.to}
                                           : std::vector{asked.from, asked.to, asked.via});
  NetworkFound on;
  Travel travel;
  parallel_for(2, asked.threads, [&](std::size_t half) {
    if (half == 0) {
      on = find_network(world, asked.network, found.notes);
      return;
    }
    std::optional<Economy> economy;
    if (!world.records.goods_parts.empty()) economy = make_economy(world, Study().base.year);
    travel = unlimited_travel(world, {.sector = asked.sector}, economy ? &*economy : nullptr);
  });
  found.network = std::move(on.network);
  const LinkCosts &base = on.base, &costs = on.costs;
  const auto spot = [&](const std::string& words) {
    Spot at = gazetteer.find(words);
    if (!at.note.empty()) found.notes.push_back(at.note);
    return at;
  };
  // The ends are looked up among all names while the graphs are made.
  std::optional<Spot> by;
  Router router;
  parallel_for(2, asked.threads, [&](std::size_t half) {
    if (half == 0) {
      found.from = spot(asked.from);
      found.to = spot(asked.to);
      if (const std::string& words = place_to_go_by(asked); !words.empty()) by = spot(words);
      return;
    }
    router = make_router(found.network, costs, travel, asked.threads);
  });
  std::vector<std::uint32_t> ends{found.from.node, found.to.node};
  if (by) ends.push_back(by->node);
  limit_land(world, found.network, base, costs, ends, travel, router);
  const auto from = found.from.node, to = found.to.node;
  if (!asked.why.empty()) {
    found.why =
        why_not({found.network, costs, router, travel, by, class_asked(world, asked)}, asked, family, found);
    return found;
  }
  if (by)
    found.routes = routes_by_way_of(found.network, costs, router, from, by->node, to);
  else
    found.routes =
        with_land_bridge(found.network, costs, router, from, to, asked.alternatives, asked.threads);
  tell_rivers_once(found.routes);
  const int goods = class_asked(world, asked);
  if (asked.via.empty()) {
    if (auto route = large_ship_route(found.network, costs, router, travel, {from, to}, goods))
      found.routes.push_back(std::move(*route));
  }
  share_by_goods(found.network, travel, {from, to}, goods, found.routes);
  if (family) std::erase_if(found.routes, [&](const Route& route) { return route.family != *family; });
  return found;
}

NodeLabels::NodeLabels(const World& world, const Network& network)
    : network_(network), places_(world.records.places) {}

std::string NodeLabels::of(std::uint32_t node) const {
  const std::string& name = network_.node_name[node];
  if (!name.empty()) return name;
  double best = std::numeric_limits<double>::infinity();
  const Place* nearest = nullptr;
  const double shrink = std::cos(network_.lat[node] * 3.14159265358979 / 180);
  for (const Place& place : places_) {
    const double x = (place.lon - network_.lon[node]) * shrink, y = place.lat - network_.lat[node];
    if (x * x + y * y >= best) continue;
    best = x * x + y * y;
    nearest = &place;
  }
  return nearest ? "near " + nearest->name : network_.nodes[node];
}

}  // namespace sogdia
