#include "sogdia/study/pipeline/find_routes.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sogdia/access/other_routes.h"
#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/pipeline/route_shares.h"

namespace sogdia {

namespace {

std::optional<ModeFamily> family_asked(const RoutesAsked& asked) {
  if (asked.mode.empty()) return std::nullopt;
  for (const ModeFamily family : kWayFamilies) {
    if (fold(asked.mode) == to_string(family)) return family;
  }
  const std::string where = asked.network.dashes + "mode";
  const std::string hint = nearest_hint(asked.mode, {"sea", "rail", "road", "air", "inland_water"});
  throw Error("no ways go by the mode `" + asked.mode + "`", where,
              hint.empty() ? "one of sea, rail, road, air, inland_water" : hint);
}

void require_possible(const RoutesAsked& asked) {
  if (asked.alternatives < 1)
    throw Error("alternatives is " + std::to_string(asked.alternatives),
                asked.network.dashes + "alternatives", "give a number of ways, 1 or more");
  if (asked.alternatives > 1 && !asked.via.empty())
    throw Error("there are no alternatives to a way that goes by a place",
                asked.network.dashes + "alternatives", "ask for one of the two");
}

}  // namespace

RoutesFound find_routes(const World& world, const RoutesAsked& asked) {
  require_possible(asked);
  const auto family = family_asked(asked);
  RoutesFound found;
  auto [network, base, costs] = find_network(world, asked.network, found.notes);
  found.network = std::move(network);
  const Gazetteer gazetteer(world, found.network);
  const auto spot = [&](const std::string& words) {
    Spot at = gazetteer.find(words);
    if (!at.note.empty()) found.notes.push_back(at.note);
    return at;
  };
  found.from = spot(asked.from);
  found.to = spot(asked.to);
  const Travel travel = base_travel(world, found.network, base, asked.sector);
  const Router router = make_router(found.network, costs, travel, asked.threads);
  const auto from = found.from.node, to = found.to.node;
  if (!asked.via.empty())
    found.routes = routes_by_way_of(found.network, costs, router, from, spot(asked.via).node, to);
  else if (asked.alternatives > 1)
    found.routes = alternative_routes(found.network, costs, router, travel, from, to, asked.alternatives);
  else
    found.routes = routes(found.network, costs, router, from, to);
  tell_rivers_once(found.routes);
  if (asked.sector != "general" && !asked.goods.empty())
    throw Error("both `--sector` and `--goods` say whose goods", asked.network.dashes + "goods",
                "give one of the two");
  if (asked.sector == "general")
    share_by_goods(world, found.network, travel, {from, to}, asked.goods, asked.network.dashes + "goods",
                   found.routes);
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
