#include "sogdia/access/skim.h"

#include <algorithm>
#include <optional>

#include "sogdia/access/skim_family.h"
#include "sogdia/access/zone_nodes.h"
#include "sogdia/core/error.h"
#include "sogdia/core/great_circle.h"
#include "sogdia/core/no_number.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

// What choosing a family takes from the pair's place on the globe, and from the world's goods.
struct Choosing {
  const Travel& travel;
  std::optional<GoodsChooser> goods = {};
  std::vector<PairPlace> places = {};  // by zone: `from` alone
  std::vector<SpherePoint> points = {};

  PairPlace of(const Skim& base, std::size_t i, std::size_t j) const {
    return {places[i].from, places[j].from, great_circle_km(points[i], points[j]), ship_apart_of(base, i, j)};
  }
};

Choosing choosing_on(const Network& network, const Travel& travel, const std::vector<std::uint32_t>& zones) {
  Choosing choosing{travel};
  if (!travel.goods) return choosing;
  choosing.goods = make_chooser(*travel.goods, travel.country.rho, -1, travel.switching == Switching::none);
  for (const auto n : zones) {
    choosing.places.push_back({country_in(*travel.goods, network, n)});
    choosing.points.push_back(sphere_point(network.lat[n], network.lon[n]));
  }
  return choosing;
}

struct ZonePair {
  std::size_t i, j;
};

// At most kPairsAtOnce pairs.
void choose_by_goods(Skim& skim, const ZonePair* pairs, std::size_t count, const Choosing& choosing,
                     const Skim* base) {
  std::array<PairPlace, kPairsAtOnce> places;
  std::array<PairCosts, kPairsAtOnce> before, after;
  std::array<GoodsShares, kPairsAtOnce> shares;
  for (std::size_t k = 0; k < count; ++k) {
    const auto [i, j] = pairs[k];
    places[k] = choosing.of(base ? *base : skim, i, j);
    after[k] = costs_of(skim, i, j);
    if (base) before[k] = costs_of(*base, i, j);
  }
  if (base)
    choose_goods_after(*choosing.goods, count, places.data(), before.data(), after.data(), shares.data());
  else
    choose_goods(*choosing.goods, count, places.data(), after.data(), shares.data());
  for (std::size_t k = 0; k < count; ++k) {
    const auto [i, j] = pairs[k];
    for (std::size_t f = 0; f < kFamilyCount; ++f) {
      skim.share[f](i, j) = static_cast<float>(shares[k].value[f]);
      skim.tonnes[f](i, j) = static_cast<float>(shares[k].tonnes[f]);
    }
    if (base) skim.stranded(i, j) = shares[k].stranded;
    skim.paid(i, j) = i == j ? 0 : shares[k].paid;
  }
}

ByFamily<double> shares_of(const Skim& skim, std::size_t i, std::size_t j) {
  ByFamily<double> share;
  for (std::size_t f = 0; f < kFamilyCount; ++f) share[f] = skim.share[f](i, j);
  return share;
}

// The same in proportion, adding up to 1, of the families that have a way; all 0 where none of them has
// goods.
ByFamily<double> of_those_left(ByFamily<double> share, const ByFamily<double>& cost) {
  double left = 0;
  for (std::size_t f = 0; f < kFamilyCount; ++f) left += cost[f] == kInfinity ? 0 : share[f];
  for (std::size_t f = 0; f < kFamilyCount; ++f)
    share[f] = cost[f] == kInfinity || left == 0 ? 0 : share[f] / left;
  return share;
}

void put_shares(const ByFamily<double>& share, std::size_t i, std::size_t j, Skim& skim) {
  for (std::size_t f = 0; f < kFamilyCount; ++f) skim.share[f](i, j) = static_cast<float>(share[f]);
}

// What the pair pays, and the means; after choose_by_goods where there are classes of goods.
void choose_families(Skim& skim, std::size_t i, std::size_t j, const Choosing& choosing, const Skim* base) {
  const ByFamily<double> cost = costs_of(skim, i, j).cost;
  double logsum;
  if (choosing.travel.goods) {
    logsum = skim.paid(i, j);
  } else {
    ByFamily<double> share;
    logsum = skim.logsum(i, j) =
        choosing.travel.least ? choose_least(cost, share) : choose(cost, choosing.travel.shipper.mu, share);
    put_shares(share, i, j, skim);
  }
  if (logsum == kInfinity) {
    skim.paid(i, j) = skim.mean_hours(i, j) = skim.mean_usd_per_tonne(i, j) = kInfinity;
    if (!skim.mean_km.values.empty()) skim.mean_km(i, j) = kInfinity;
    return;
  }

  const Switching switching = choosing.travel.switching;
  const bool held = base && switching != Switching::all;
  const ByFamily<double> share = of_those_left(shares_of(skim, i, j), cost);
  const ByFamily<double> before =
      held ? of_those_left(shares_of(*base, i, j), costs_of(*base, i, j).cost) : share;
  ByFamily<double> weight = held ? of_those_left(before, cost) : share;
  if (std::all_of(weight.begin(), weight.end(), [](double w) { return w == 0; })) weight = share;
  double hours = 0, usd = 0, km = 0, mean = 0;
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    if (cost[f] == kInfinity || weight[f] == 0) continue;
    const bool dearer = held && cost[f] >= base->cost[f](i, j);
    hours += weight[f] * (dearer ? std::max(skim.hours[f](i, j), base->hours[f](i, j)) : skim.hours[f](i, j));
    usd += weight[f] * skim.usd_per_tonne[f](i, j);
    if (!skim.mean_km.values.empty()) km += weight[f] * skim.km[f](i, j);
    mean += share[f] * cost[f];
  }
  // What has lost its way takes no less than it took.
  const double others_hours = hours, others_usd = usd;
  for (std::size_t f = 0; f < kFamilyCount && held; ++f) {
    if (cost[f] < kInfinity || before[f] == 0) continue;
    hours += before[f] * std::max(0.0, base->hours[f](i, j) - others_hours);
    usd += before[f] * std::max(0.0, base->usd_per_tonne[f](i, j) - others_usd);
  }
  skim.mean_hours(i, j) = hours;
  skim.mean_usd_per_tonne(i, j) = usd;
  if (!skim.mean_km.values.empty()) skim.mean_km(i, j) = km;
  if (choosing.travel.goods) return;
  const bool known = base && base->logsum(i, j) < kInfinity;
  if (known && switching == Switching::none) {
    const Kept kept = keep_families(before, costs_of(*base, i, j).cost, cost);
    put_shares(kept.share, i, j, skim);
    skim.paid(i, j) = kept.paid;
    return;
  }
  const double least = *std::min_element(cost.begin(), cost.end());
  skim.paid(i, j) = std::max(least, known ? base->paid(i, j) + (logsum - base->logsum(i, j)) : mean);
}

// By destination, 1 = some way from i is not the base's in a family that is not the base's own.
std::vector<std::uint8_t> other_ways(const Skim& skim, const Skim& base, const ByFamily<bool>& kept,
                                     std::size_t i) {
  const std::size_t count = skim.zones.size();
  std::vector<std::uint8_t> other(count, 0);
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    if (kept[f]) continue;
    for (const auto of : {&Skim::cost, &Skim::hours, &Skim::usd_per_tonne}) {
      const double *is = &(*(skim.*of)[f]).values[i * count], *was = &(*(base.*of)[f]).values[i * count];
      for (std::size_t j = 0; j < count; ++j) other[j] |= is[j] != was[j];
    }
  }
  return other;
}

// The choice among all families. Pairs whose ways are the base's choose as they did, which the skim starts
// from.
void choose_ways(const ByFamily<bool>& kept, const Choosing& choosing, int threads, Skim& skim,
                 const Skim* base) {
  const std::size_t count = skim.zones.size();
  parallel_for(count, threads, [&](std::size_t i) {
    const auto other = base ? other_ways(skim, *base, kept, i) : std::vector<std::uint8_t>(count, 1);
    std::vector<ZonePair> pairs;
    for (std::size_t j = 0; j < count; ++j)
      if (other[j]) pairs.push_back({i, j});
    for (std::size_t k = 0; choosing.goods && k < pairs.size(); k += kPairsAtOnce)
      choose_by_goods(skim, pairs.data() + k, std::min(kPairsAtOnce, pairs.size() - k), choosing, base);
    for (const auto& pair : pairs) choose_families(skim, pair.i, pair.j, choosing, base);
  });
}

// The sea's ships take what is told of the road, and tankers take the sea's haul.
constexpr std::array<std::size_t, kFamilyCount> kInTurn{kRoad,  kSea,     kTanker,  kRail,     kAir,
                                                        kRiver, kOilPipe, kGasPipe, kLargeShip};

// Where all goods are alike nothing goes by tanker or large ship that does not go by sea, and nothing by
// pipe.
bool looked_for(const Travel& travel, std::size_t f) {
  if (f == kLargeShip) return travel.goods && carries_any(*travel.goods, f);
  return travel.goods || !(f == kTanker || by_pipe(kFamilies[f]));
}

}  // namespace

double ship_apart_of(const Skim& skim, std::size_t i, std::size_t j) {
  const std::vector<float>& apart = *skim.ship_apart;
  return apart.empty() ? 1 : apart[i * skim.zones.size() + j];
}

PairCosts costs_of(const Skim& skim, std::size_t i, std::size_t j) {
  PairCosts costs;
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    costs.cost[f] = skim.cost[f](i, j);
    costs.hours[f] = skim.hours[f](i, j);
    costs.usd[f] = skim.usd_per_tonne[f](i, j);
  }
  return costs;
}

Skim skim(const Network& network, const AccessTopology& topology, const AccessMetric& metric,
          const Travel& travel, const Index& zones, const SkimNeeds& needs, const Before* before, int threads,
          const Monitor& monitor) {
  const Skim* base = before ? &before->skim : nullptr;
  // By family: the base's lists, or all of it, stand. A table of the haul is of the terminals in the lists.
  ByFamily<bool> land_kept{}, kept{};
  if (base) {
    require_same(base->zones, zones, "zones");
    const FamiliesUsed used = families_of(topology, before->changed);
    for (std::size_t f = 0; f < kFamilyCount; ++f) {
      land_kept[f] = !(used.land >> f & 1);
      kept[f] = land_kept[f] && !(used.main >> f & 1);
    }
  }
  const std::vector<std::uint32_t> nodes = zone_nodes(network, zones);

  Skim result;
  result.zones = zones;
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    if (needs.choices) {
      result.share[f] = base ? base->share[f] : OdMatrixOf<float>(zones, zones, "fraction");
      if (travel.goods)
        result.tonnes[f] = base ? base->tonnes[f] : OdMatrixOf<float>(zones, zones, "tonnes_per_usd");
    }
    if (kept[f]) result.chains[f] = base->chains[f];
    // Of a family that differs from the base its matrices are the base's until it is found anew.
    const auto matrix = [&](ByFamily<Shared<OdMatrix>> Skim::*of, const char* unit) {
      (result.*of)[f] = base ? (base->*of)[f] : Shared<OdMatrix>(OdMatrix(zones, zones, unit, kInfinity));
    };
    matrix(&Skim::cost, "fraction");
    if (needs.choices) {
      matrix(&Skim::hours, "hours");
      matrix(&Skim::usd_per_tonne, "usd_per_tonne");
    }
    if (needs.km) matrix(&Skim::km, "km");
  }
  std::vector<float> road_km;
  if (base) {
    result.ship_apart = base->ship_apart;
  } else if (travel.goods) {
    const std::size_t pairs = zones.size() * zones.size();
    road_km.assign(pairs, std::numeric_limits<float>::infinity());
    result.ship_apart = Shared<std::vector<float>>(std::vector<float>(pairs, 1.0F));
  }
  const auto chosen = [&](OdMatrix Skim::*of, const char* unit) {
    if (needs.choices) result.*of = base ? base->*of : OdMatrix(zones, zones, unit, kInfinity);
  };
  if (!travel.goods) chosen(&Skim::logsum, "fraction");
  chosen(&Skim::paid, "fraction");
  chosen(&Skim::mean_hours, "hours");
  chosen(&Skim::mean_usd_per_tonne, "usd_per_tonne");
  if (base && travel.goods && needs.choices) result.stranded = OdMatrix(zones, zones, "fraction", 0.0);
  if (needs.km) chosen(&Skim::mean_km, "km");

  FamilySkims skims{topology,
                    metric,
                    travel,
                    nodes,
                    needs.km        ? HaulCarries::km_too
                    : needs.choices ? HaulCarries::hours_and_usd
                                    : HaulCarries::nothing,
                    threads,
                    monitor,
                    result,
                    std::move(road_km),
                    land_kept};
  for (std::size_t turn = 0; turn < kFamilyCount; ++turn) {
    const std::size_t f = kInTurn[turn];
    report_progress(monitor, "access", 0.8 / kFamilyCount * static_cast<double>(turn));
    check_cancelled(monitor);
    if (kept[f] || !looked_for(travel, f)) continue;
    if (!before || !before->metric || !skim_touched(skims, f, *before)) skim_whole(skims, f, base);
  }
  forget_carried(skims);
  report_progress(monitor, "access", 0.8);
  check_cancelled(monitor);
  if (needs.choices) choose_ways(kept, choosing_on(network, travel, nodes), threads, result, base);
  report_progress(monitor, "access", 1);
  if (!needs.chains) result.chains = {};
  return result;
}

Skim skim(const Network& network, const AccessTopology& topology, const LinkCosts& costs,
          const Travel& travel, const Index& zones, const SkimNeeds& needs, int threads,
          const Monitor& monitor) {
  return skim(network, topology, weigh(topology, weigh_links(network, costs, travel.shipper), threads),
              travel, zones, needs, nullptr, threads, monitor);
}

}  // namespace sogdia
