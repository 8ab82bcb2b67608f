#include "sogdia/access/skim.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <type_traits>

#include "sogdia/access/choose_ways.h"
#include "sogdia/access/skim_family.h"
#include "sogdia/access/zone_nodes.h"
#include "sogdia/core/error.h"
#include "sogdia/core/no_number.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

// The sea's ships take what is told of the road, and tankers take the sea's haul.
constexpr std::array<std::size_t, kFamilyCount> kInTurn{kRoad,  kSea,     kTanker,  kRail,     kAir,
                                                        kRiver, kOilPipe, kGasPipe, kLargeShip};

// Where all goods are alike nothing goes by tanker or large ship that does not go by sea, and nothing by
// pipe.
bool looked_for(const Travel& travel, std::size_t f) {
  if (f == kLargeShip) return travel.goods && carries_any(*travel.goods, f);
  return travel.goods || !(f == kTanker || by_pipe(kFamilies[f]));
}

// All matrices, with no way anywhere; those of a family that differs from the base are the base's until it is
// found anew. They are filled side by side, which is a tenth of a large skim.
void make_matrices(const Travel& travel, const SkimNeeds& needs, const Skim* base, int threads,
                   Skim& result) {
  const Index& zones = result.zones;
  std::vector<std::function<void()>> tasks;
  // The families that nothing goes by share their matrices: those of the first of them.
  std::size_t none = 0;
  while (none < kFamilyCount && looked_for(travel, none)) ++none;
  const auto matrices = [&](auto Skim::*of, const char* unit) {
    if (base) {
      result.*of = base->*of;
      return;
    }
    for (std::size_t f = 0; f < kFamilyCount; ++f) {
      if (f != none && !looked_for(travel, f)) continue;
      tasks.emplace_back([&result, of, unit, f] {
        auto& matrix = (result.*of)[f];
        matrix = std::decay_t<decltype(*matrix)>(result.zones, result.zones, unit, kInfinity);
      });
    }
  };
  matrices(&Skim::cost, "fraction");
  if (needs.choices) {
    matrices(&Skim::hours, "hours");
    matrices(&Skim::usd_per_tonne, "usd_per_tonne");
  }
  if (needs.km) matrices(&Skim::km, "km");
  // What is chosen from them.
  const auto chosen = [&](auto Skim::*of, const char* unit) {
    using Matrix = std::decay_t<decltype(result.*of)>;
    tasks.emplace_back([&result, base, of, unit] {
      result.*of = base ? base->*of : Matrix(result.zones, result.zones, unit, kInfinity);
    });
  };
  if (needs.choices) {
    for (std::size_t f = 0; f < kFamilyCount; ++f) {
      tasks.emplace_back([&, f] {
        result.share[f] = base ? base->share[f] : FloatMatrix(zones, zones, "fraction");
        if (travel.goods && needs.chains)
          result.tonnes[f] = base ? base->tonnes[f] : FloatMatrix(zones, zones, "tonnes_per_usd");
      });
    }
    if (!travel.goods) chosen(&Skim::logsum, "fraction");
    chosen(&Skim::paid, "fraction");
    chosen(&Skim::mean_hours, "hours");
    chosen(&Skim::mean_usd_per_tonne, "usd_per_tonne");
    if (needs.km) chosen(&Skim::mean_km, "km");
    if (base && travel.goods)
      tasks.emplace_back(
          [&result] { result.stranded = OdMatrix(result.zones, result.zones, "fraction", 0.0); });
  }
  parallel_for(tasks.size(), threads, [&](std::size_t n) { tasks[n](); });
  for (std::size_t f = none + 1; f < kFamilyCount; ++f) {
    if (looked_for(travel, f)) continue;
    result.cost[f] = result.cost[none];
    for (const auto of : {&Skim::hours, &Skim::usd_per_tonne, &Skim::km})
      (result.*of)[f] = (result.*of)[none];
  }
}

}  // namespace

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

  std::vector<std::size_t> among;
  for (std::size_t f = 0; f < kFamilyCount; ++f)
    if (looked_for(travel, f)) among.push_back(f);
  Skim result;
  result.zones = zones;
  make_matrices(travel, needs, base, threads, result);
  for (std::size_t f = 0; f < kFamilyCount; ++f)
    if (kept[f]) result.chains[f] = base->chains[f];
  std::vector<float> road_km;
  if (base) {
    result.ship_apart = base->ship_apart;
  } else if (travel.goods) {
    const std::size_t pairs = zones.size() * zones.size();
    road_km.assign(pairs, std::numeric_limits<float>::infinity());
    result.ship_apart = Shared<std::vector<float>>(std::vector<float>(pairs, 1.0F));
  }
  FamilySkims skims{topology,
                    metric,
                    travel,
                    nodes,
                    needs.km        ? HaulCarries::km_too
                    : needs.choices ? HaulCarries::hours_and_usd
                                    : HaulCarries::nothing,
                    needs.chains,
                    threads,
                    monitor,
                    result,
                    std::move(road_km),
                    land_kept,
                    among};
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
  if (needs.choices) choose_ways(network, travel, nodes, among, kept, threads, result, base);
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
