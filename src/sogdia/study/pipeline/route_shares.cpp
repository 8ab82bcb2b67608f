#include "sogdia/study/pipeline/route_shares.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sogdia/core/names.h"
#include "sogdia/study/asked/study.h"
#include "sogdia/study/places/coordinates.h"
#include "sogdia/study/world/goods.h"

namespace sogdia {
namespace {

constexpr auto kTanker = static_cast<std::size_t>(ModeFamily::tanker);

bool on_water(const Leg& leg) { return leg.mode == Mode::sea || leg.mode == Mode::inland_water; }

// Whether a tanker may load and discharge where the way takes ship and lands: no leg on land costs more than
// the limit.
bool tanker_may_go(const Route& route, const Travel& travel) {
  double usd = 0, hours = 0;
  const auto far = [&] {
    return usd / travel.shipper.usd_per_tonne_value + hours / 24 * travel.shipper.value_of_time >
           travel.access_limit[kTanker];
  };
  for (const Leg& leg : route.legs) {
    if (on_water(leg)) {
      if (far()) return false;
      usd = hours = 0;
      continue;
    }
    usd += leg.usd_per_tonne;
    hours += leg.hours;
  }
  return !far();
}

}  // namespace

void tell_rivers_once(std::vector<Route>& routes) {
  const bool river = std::any_of(routes.begin(), routes.end(),
                                 [](const Route& route) { return route.family == ModeFamily::inland_water; });
  if (!river) return;
  std::erase_if(routes, [](const Route& route) {
    return route.family == ModeFamily::sea &&
           std::none_of(route.legs.begin(), route.legs.end(),
                        [](const Leg& leg) { return leg.mode == Mode::sea; });
  });
}

void share_by_goods(const World& world, const Network& network, const Travel& travel,
                    std::pair<std::uint32_t, std::uint32_t> ends, const std::string& goods,
                    const std::string& where, std::vector<Route>& routes) {
  if (!goods.empty()) require_known("class of goods", goods, goods_classes(world), where);
  if (world.records.goods_parts.empty()) return;
  const auto choice = goods_choice(world, make_economy(world, Study().base.year), std::nan(""));
  if (!choice) return;
  const auto country = [&](std::uint32_t node) {
    const std::int32_t k = network.country[node];
    const auto at =
        k < 0 ? std::nullopt : choice->countries.find(network.countries[static_cast<std::size_t>(k)]);
    return at ? static_cast<std::int32_t>(*at) : -1;
  };
  PairCosts costs;
  costs.cost.fill(std::numeric_limits<double>::infinity());
  const auto put = [&](std::size_t f, const Route& route) {
    costs.cost[f] = route.cost;
    costs.hours[f] = route.hours;
    costs.usd[f] = route.usd_per_tonne;
  };
  for (const Route& route : routes) {
    if (route.alternative > 1) continue;
    put(static_cast<std::size_t>(route.family), route);
    if (route.family == ModeFamily::sea && tanker_may_go(route, travel)) put(kTanker, route);
  }
  const auto [a, b] = ends;
  const PairPlace place{country(a), country(b),
                        great_circle_km(network.lat[a], network.lon[a], network.lat[b], network.lon[b])};
  int of_class = -1;
  for (std::size_t c = 0; c < choice->classes.size(); ++c)
    if (choice->classes[c].name == goods) of_class = static_cast<int>(c);
  const GoodsShares shares = choose_goods(*choice, costs, place, travel.country.rho, of_class);
  for (Route& route : routes) {
    route.share = route.alternative > 1 ? 0 : shares.value[static_cast<std::size_t>(route.family)];
    if (route.family == ModeFamily::sea && route.alternative == 1) route.share += shares.value[kTanker];
  }
}

}  // namespace sogdia
