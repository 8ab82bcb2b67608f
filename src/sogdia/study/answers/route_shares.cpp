#include "sogdia/study/answers/route_shares.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sogdia/access/goods_choice.h"
#include "sogdia/access/journey.h"
#include "sogdia/core/great_circle.h"

namespace sogdia {
namespace {

bool on_water(const Leg& leg) { return leg.mode == Mode::sea || leg.mode == Mode::inland_water; }

// Whether a tanker may load and discharge where the way takes ship and lands: no leg on land costs more than
// the limits. What the port takes is no part of it.
bool tanker_may_go(const Route& route, std::pair<std::uint32_t, std::uint32_t> ends, const Travel& travel) {
  double usd = 0, hours = 0;
  bool boarded = false;
  const auto far = [&] {
    return generalized_cost(usd, hours, travel.shipper) >
           travel.access_limit[kTanker].of(boarded ? ends.second : ends.first, boarded);
  };
  const auto at_port = [&](std::size_t k) {
    return route.legs[k].mode == Mode::transfer &&
           ((k > 0 && on_water(route.legs[k - 1])) ||
            (k + 1 < route.legs.size() && on_water(route.legs[k + 1])));
  };
  for (std::size_t k = 0; k < route.legs.size(); ++k) {
    const Leg& leg = route.legs[k];
    if (at_port(k)) continue;
    if (on_water(leg)) {
      if (far()) return false;
      boarded = true;
      usd = hours = 0;
      continue;
    }
    usd += leg.usd_per_tonne;
    hours += leg.hours;
  }
  return !far();
}

// Km on land before goods board a ship and after they alight.
double land_km(const Route& route) {
  const auto at_sea = [](const Leg& leg) { return leg.mode == Mode::sea; };
  const auto first = std::find_if(route.legs.begin(), route.legs.end(), at_sea);
  const auto last = std::find_if(route.legs.rbegin(), route.legs.rend(), at_sea).base();
  double km = 0;
  for (auto leg = route.legs.begin(); leg != route.legs.end(); ++leg)
    if (leg < first || leg >= last) km += leg->km;
  return km;
}

bool by_one_ship(const Route& route) { return route.family == ModeFamily::sea && !route.land_bridge; }

// Ships of both sizes as one way by sea.
void tell_ships_once(std::vector<Route>& routes) {
  const auto large = std::ranges::find(routes, ModeFamily::large_ship, &Route::family);
  if (large == routes.end()) return;
  const auto other = std::ranges::find_if(routes, by_one_ship);
  large->family = ModeFamily::sea;
  if (other != routes.end()) {
    const double value = large->share + other->share, tonnes = large->share_tonnes + other->share_tonnes;
    large->alternative = other->alternative;
    if (large->share > other->share) std::swap(*large, *other);
    other->share = value;
    other->share_tonnes = tonnes;
    routes.erase(large);
  }
  std::ranges::stable_sort(routes, {}, &Route::cost);
}

}  // namespace

std::optional<Route> large_ship_route(const Network& network, const LinkCosts& costs, const Router& router,
                                      const Travel& travel, std::pair<std::uint32_t, std::uint32_t> ends,
                                      int of_class) {
  if (!travel.goods || of_class < 0 || ends.first == ends.second ||
      !(travel.goods->classes[static_cast<std::size_t>(of_class)].by_large_ship > 0))
    return std::nullopt;
  const auto layers = std::make_shared<const FamilyLayers>(
      make_layers(network, ModeFamily::large_ship, router.graphs[kSea].layers.get()));
  const FamilyGraph graph = make_family_graph(costs, layers, router.graphs[kSea].weights,
                                              travel.access_limit[kLargeShip], &router.graphs[kSea]);
  return best_route(network, costs, graph, make_journey(graph, ends.first, ends.second));
}

void tell_rivers_once(std::vector<Route>& routes) {
  std::erase_if(routes, [](const Route& route) {
    return by_pipe(route.family) && std::none_of(route.legs.begin(), route.legs.end(),
                                                 [](const Leg& leg) { return is_pipeline(leg.mode); });
  });
  const bool river = std::any_of(routes.begin(), routes.end(),
                                 [](const Route& route) { return route.family == ModeFamily::inland_water; });
  if (!river) return;
  std::erase_if(routes, [](const Route& route) {
    return route.family == ModeFamily::sea &&
           std::none_of(route.legs.begin(), route.legs.end(),
                        [](const Leg& leg) { return leg.mode == Mode::sea; });
  });
}

void share_by_goods(const Network& network, const Travel& travel,
                    std::pair<std::uint32_t, std::uint32_t> ends, int of_class, std::vector<Route>& routes) {
  if (!travel.goods) return;
  const GoodsChoice& choice = *travel.goods;
  const auto [a, b] = ends;
  PairPlace place{country_in(choice, network, a), country_in(choice, network, b),
                  great_circle_km(network.lat[a], network.lon[a], network.lat[b], network.lon[b])};
  double road_km = std::numeric_limits<double>::infinity();
  for (const Route& route : routes)
    if (route.family == ModeFamily::road && route.alternative == 1) road_km = route.km;
  PairCosts costs;
  costs.cost.fill(std::numeric_limits<double>::infinity());
  const bool bridged = std::ranges::any_of(routes, &Route::land_bridge);
  const auto put = [&](std::size_t f, const Route& route) {
    costs.cost[f] = route.cost;
    costs.hours[f] = route.hours;
    costs.usd[f] = route.usd_per_tonne;
    if (f == kSea) place.ship_apart = ship_apart(land_km(route), road_km);
  };
  for (const Route& route : routes) {
    // No tanker crosses land, and there may be one beside ships that do.
    if (route.family == ModeFamily::sea && !route.land_bridge && (route.alternative == 1 || bridged) &&
        tanker_may_go(route, ends, travel))
      put(kTanker, route);
    if (route.alternative == 1) put(static_cast<std::size_t>(route.family), route);
  }
  const GoodsShares shares = choose_goods(make_chooser(choice, travel.country.rho, of_class), costs, place);
  double tonnes = 0;
  for (const double t : shares.tonnes) tonnes += t;
  const auto take = [&](Route& route, std::size_t f) {
    route.share += shares.value[f];
    if (tonnes > 0) route.share_tonnes += shares.tonnes[f] / tonnes;
  };
  for (Route& route : routes) {
    route.share = route.share_tonnes = 0;
    if (route.family == ModeFamily::sea && !route.land_bridge && (route.alternative == 1 || bridged))
      take(route, kTanker);
    if (route.alternative == 1) take(route, static_cast<std::size_t>(route.family));
  }
  tell_ships_once(routes);
  std::erase_if(routes, [&](const Route& route) {
    return by_pipe(route.family) && !(shares.value[static_cast<std::size_t>(route.family)] > 0);
  });
}

}  // namespace sogdia
