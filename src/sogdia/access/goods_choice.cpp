#include "sogdia/access/goods_choice.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sogdia/access/goods_kernel.h"
#include "sogdia/core/no_number.h"

namespace sogdia {
namespace {

// A standard normal variable: its quarters at their middles, spread so that the variance is one.
// Gauss-Hermite would put most of a class on one point, which an aircraft takes or leaves whole.
constexpr std::array<double, 4> kPoint{-1.3628, -0.3775, 0.3775, 1.3628};
constexpr double kPointWeight = 0.25;
// Classes of a smaller share are left out of a pair: they move nothing, and each costs as much as a large
// one.
constexpr double kSmallest = 1e-4;

bool carries(const GoodsClass& goods, std::size_t family) {
  return family == kLargeShip ? goods.by_large_ship > 0 : goods.may_go[family] != 0;
}

void load_weights(const GoodsChooser& chooser, std::size_t count, const PairPlace* places,
                  GoodsLanes& lanes) {
  const std::size_t classes = chooser.choice->classes.size();
  fill_lines(lanes.weight, classes, 0.0);
  lanes.any.assign(classes, 0);
  for (std::size_t k = 0; k < count; ++k) {
    const double* mix = chooser.choice->mix_of(places[k].from, places[k].to);
    for (std::size_t c = 0; c < classes; ++c) {
      const double weight = chooser.of_class < 0 ? mix[c] : 1;
      if (!(weight > kSmallest)) continue;
      lanes.weight[c].lane[k] = weight;
      lanes.any[c] = 1;
    }
  }
}

// What a way by ship weighs at the least, however much of it is the road's: a road may be shut.
constexpr double kLeastApart = 0.05;

// exp(pull) by family, for general goods and for bulk.
void load_pulls(const GoodsChooser& chooser, std::size_t count, const PairPlace* places, GoodsLanes& lanes) {
  ByFamily<double> longest;
  for (std::size_t f = 0; f < kFamilyCount; ++f)
    longest[f] = std::log(chooser.choice->pull[f].longest_km / 1000);
  for (std::size_t k = 0; k < count; ++k) {
    const double apart = std::log(std::max(places[k].km, 20.0) / 1000);
    const bool abroad = places[k].from != places[k].to;
    lanes.km.lane[k] = places[k].km;
    for (std::size_t f = 0; f < kFamilyCount; ++f) {
      const FamilyPull& pull = chooser.choice->pull[f];
      const double rest = pull.distance * std::min(apart, longest[f]) +
                          (apart > longest[f] ? pull.beyond * (apart - longest[f]) : 0) +
                          (abroad ? pull.abroad : 0),
                   scale = (rest == 0 ? 1 : std::exp(rest)) * (f == kSea ? places[k].ship_apart : 1);
      lanes.general[f].lane[k] = chooser.general[f] * scale;
      lanes.bulk[f].lane[k] = chooser.bulk[f] * scale;
    }
  }
}

// The ways that are ways: money is infinite and time 0 where there is none. A way that never leaves inland
// water is no way by sea, though ships of the sea may go along it.
void load_ways(std::size_t count, const PairCosts* costs, WayLanes& lanes) {
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    for (std::size_t k = 0; k < kPairsAtOnce; ++k) {
      const PairCosts& ways = costs[std::min(k, count - 1)];
      const bool known = ways.cost[f] < kInfinity && !(f == kSea && ways.cost[kSea] == ways.cost[kRiver]);
      lanes.cost[f].lane[k] = ways.cost[f];
      lanes.hours[f].lane[k] = known ? ways.hours[f] : 0;
      lanes.usd[f].lane[k] = known ? ways.usd[f] : kInfinity;
    }
  }
}

void load(const GoodsChooser& chooser, std::size_t count, const PairPlace* places, GoodsLanes& lanes) {
  load_weights(chooser, count, places, lanes);
  load_pulls(chooser, count, places, lanes);
}

// From sums over goods to shares.
void unload(const GoodsLanes& lanes, double rho, std::size_t count, GoodsShares* shares) {
  for (std::size_t k = 0; k < count; ++k) {
    const double carried = lanes.carried.lane[k], still = lanes.still.lane[k],
                 mean = lanes.discounted.lane[k] / carried;
    shares[k] = {};
    shares[k].stranded = carried > 0 ? lanes.stranded.lane[k] / carried : 0;
    shares[k].paid = !(still > 0) ? kInfinity
                     : rho == 4   ? 1 / std::sqrt(std::sqrt(mean)) - 1
                                  : std::pow(mean, -1 / rho) - 1;
    for (std::size_t f = 0; f < kFamilyCount && still > 0; ++f) {
      shares[k].value[f] = lanes.value[f].lane[k] / still;
      shares[k].tonnes[f] = lanes.tonnes[f].lane[k] / still;
    }
  }
}

GoodsLanes& lanes_of_thread() {
  thread_local GoodsLanes lanes;
  return lanes;
}

}  // namespace

double ship_apart(double land_km, double road_km) {
  return road_km < kInfinity ? std::clamp(2 * (1 - land_km / std::max(road_km, 1.0)), kLeastApart, 1.0) : 1;
}

const double* GoodsChoice::mix_of(std::int32_t exporter, std::int32_t importer) const {
  if (exporter < 0 || importer < 0) return world.data();
  const double* at = mix.data() + (static_cast<std::size_t>(exporter) * countries.size() +
                                   static_cast<std::size_t>(importer)) *
                                      classes.size();
  const bool known = std::any_of(at, at + classes.size(), [](double share) { return share > 0; });
  return known ? at : world.data();
}

std::int32_t country_in(const GoodsChoice& choice, const Network& network, std::uint32_t node) {
  const std::int32_t country = network.country[node];
  if (country < 0) return -1;
  const auto known = choice.countries.find(network.countries[static_cast<std::size_t>(country)]);
  return known ? static_cast<std::int32_t>(*known) : -1;
}

bool carries_any(const GoodsChoice& choice, std::size_t family) {
  return std::ranges::any_of(choice.classes, [&](const GoodsClass& goods) { return carries(goods, family); });
}

GoodsChooser make_chooser(const GoodsChoice& choice, double rho, int of_class, bool held) {
  GoodsChooser chooser{&choice, rho, of_class, held, {}, {}, {}};
  for (std::size_t c = 0; c < choice.classes.size(); ++c) {
    if (of_class >= 0 && static_cast<std::size_t>(of_class) != c) continue;
    const GoodsClass& goods = choice.classes[c];
    for (std::size_t p = 0; p < kPoint.size(); ++p) {
      if (goods.spread == 0 && p != 1) continue;
      const double value = goods.usd_per_tonne_value * std::exp(goods.spread * kPoint[p]);
      GoodsPiece piece{c,
                       goods.spread == 0 ? 1 : kPointWeight,
                       value,
                       value * goods.value_of_time / 24,
                       goods.road_km,
                       goods.bulk,
                       goods.specific,
                       goods.rail_last,
                       goods.may_go[kOilPipe] != 0,
                       goods.may_go[kSea] ? kSea : kTanker,
                       goods.by_large_ship,
                       {}};
      for (std::size_t f = 0; f < kFamilyCount; ++f)
        if (carries(goods, f)) piece.families.push_back(f);
      chooser.pieces.push_back(std::move(piece));
    }
  }
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    chooser.general[f] = std::exp(choice.pull[f].general);
    chooser.bulk[f] = std::exp(choice.pull[f].bulk);
  }
  return chooser;
}

void choose_goods(const GoodsChooser& chooser, std::size_t count, const PairPlace* places,
                  const PairCosts* costs, GoodsShares* shares) {
  GoodsLanes& lanes = lanes_of_thread();
  load(chooser, count, places, lanes);
  load_ways(count, costs, lanes.before);
  run_widest<ChooseGoods<false>>(chooser, lanes);
  unload(lanes, chooser.rho, count, shares);
}

GoodsShares choose_goods(const GoodsChooser& chooser, const PairCosts& costs, const PairPlace& place) {
  GoodsShares shares;
  choose_goods(chooser, 1, &place, &costs, &shares);
  return shares;
}

void choose_goods_after(const GoodsChooser& chooser, std::size_t count, const PairPlace* places,
                        const PairCosts* before, const PairCosts* after, GoodsShares* shares) {
  GoodsLanes& lanes = lanes_of_thread();
  load(chooser, count, places, lanes);
  load_ways(count, before, lanes.before);
  load_ways(count, after, lanes.after);
  const auto same = [](const Line<double>& a, const Line<double>& b) {
    return std::ranges::equal(a.lane, b.lane);
  };
  for (std::size_t f = 0; f < kFamilyCount; ++f)
    lanes.changed[f] = !same(lanes.before.cost[f], lanes.after.cost[f]) ||
                       !same(lanes.before.hours[f], lanes.after.hours[f]) ||
                       !same(lanes.before.usd[f], lanes.after.usd[f]);
  run_widest<ChooseGoods<true>>(chooser, lanes);
  unload(lanes, chooser.rho, count, shares);
  const Line<double> carried = lanes.carried;
  // A pair without a way on the base takes its first.
  for (std::size_t k = 0; k < count; ++k)
    if (!(carried.lane[k] > 0)) shares[k] = choose_goods(chooser, after[k], places[k]);
}

}  // namespace sogdia
