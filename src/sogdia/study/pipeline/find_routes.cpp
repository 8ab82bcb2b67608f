#include "sogdia/study/pipeline/find_routes.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sogdia/access/other_routes.h"
#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/pipeline/route_shares.h"
#include "sogdia/study/world/goods.h"

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
  std::optional<Economy> economy;
  if (!world.records.goods_parts.empty()) economy = make_economy(world, Study().base.year);
  const Travel travel =
      base_travel(world, found.network, base, asked.sector, {}, economy ? &*economy : nullptr);
  const Router router = make_router(found.network, costs, travel, asked.threads);
  const auto from = found.from.node, to = found.to.node;
  if (!asked.via.empty())
    found.routes = routes_by_way_of(found.network, costs, router, from, spot(asked.via).node, to);
  else if (asked.alternatives > 1)
    found.routes = alternative_routes(found.network, costs, router, travel, from, to, asked.alternatives);
  else
    found.routes = routes(found.network, costs, router, from, to);
  tell_rivers_once(found.routes);
  share_by_goods(found.network, travel, {from, to}, class_asked(world, asked), found.routes);
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
