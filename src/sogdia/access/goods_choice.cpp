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

void load_weights(const GoodsChooser& chooser, const PairLanes& pairs, GoodsLanes& lanes) {
  const std::size_t classes = chooser.choice->classes.size();
  fill_lines(lanes.weight, classes, 0.0);
  fill_lines(lanes.worth, classes, 1.0);
  lanes.any.assign(classes, 0);
  const double* mix = nullptr;
  for (std::size_t k = 0; k < pairs.count; ++k) {
    const PairPlace& place = pairs.place[k];
    if (k == 0 || place.from != pairs.place[k - 1].from || place.to != pairs.place[k - 1].to)
      mix = chooser.choice->mix_of(place.from, place.to);
    if (const double* worth = chooser.choice->worth_from(place.from, place.to))
      for (std::size_t c = 0; c < classes; ++c) lanes.worth[c].lane[k] = worth[c];
    for (std::size_t c = 0; c < classes; ++c) {
      const double weight = chooser.of_class < 0 ? mix[c] : 1;
      lanes.weight[c].lane[k] = weight > kSmallest ? weight : 0;
      lanes.any[c] |= weight > kSmallest;
    }
  }
}

// What a way by ship weighs at the least, however much of it is the road's: a road may be shut.
constexpr double kLeastApart = 0.05;

void load(const GoodsChooser& chooser, const PairLanes& pairs, bool scenario, GoodsLanes& lanes) {
  load_weights(chooser, pairs, lanes);
  Line<double> ship_apart;
  for (std::size_t k = 0; k < kPairsAtOnce; ++k) {
    const PairPlace& place = pairs.place[std::min(k, pairs.count - 1)];
    lanes.km.lane[k] = place.km;
    lanes.abroad.lane[k] = place.from != place.to;
    ship_apart.lane[k] = place.ship_apart;
  }
  run_widest<LoadGoods>(chooser, pairs, ship_apart, scenario, lanes);
}

void put(const PairCosts& costs, WayLanes& ways) {
  const auto all = [](Line<double>& line, double value) { std::ranges::fill(line.lane, value); };
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    all(ways.cost[f], costs.cost[f]);
    all(ways.hours[f], costs.hours[f]);
    all(ways.usd[f], costs.usd[f]);
  }
}

GoodsShares first_of(const ShareLanes& lanes) {
  GoodsShares shares;
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    shares.value[f] = lanes.value[f].lane[0];
    shares.tonnes[f] = lanes.tonnes[f].lane[0];
  }
  shares.paid = lanes.paid.lane[0];
  shares.stranded = lanes.stranded.lane[0];
  return shares;
}

// The pack's elasticity is compiled in.
template <bool kScenario>
void run_chosen(const GoodsChooser& chooser, GoodsLanes& lanes, ShareLanes& shares) {
  if (chooser.choice->elasticity == 5) return run_widest<ChooseGoods<kScenario, 5>>(chooser, lanes, shares);
  run_widest<ChooseGoods<kScenario, 0>>(chooser, lanes, shares);
}

GoodsLanes& lanes_of_thread() {
  thread_local GoodsLanes lanes;
  return lanes;
}

}  // namespace

double mean_value(const GoodsClass& goods) {
  double tonnes = 0;
  for (const double point : kPoint)
    tonnes += kPointWeight * std::exp(-goods.spread * point) / goods.usd_per_tonne_value;
  return 1 / tonnes;
}

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

const double* GoodsChoice::worth_from(std::int32_t exporter, std::int32_t importer) const {
  if (worth.empty() || exporter < 0 || exporter == importer) return nullptr;
  return worth.data() + static_cast<std::size_t>(exporter) * classes.size();
}

double GoodsChoice::worth_of(std::int32_t exporter, std::int32_t importer, std::size_t of_class) const {
  const double* from = worth_from(exporter, importer);
  return from ? from[of_class] : 1;
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
  GoodsChooser chooser{&choice, rho, of_class, held, {}, {}, {}, {}};
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
    chooser.longest[f] = std::log(choice.pull[f].longest_km / 1000);
  }
  return chooser;
}

void choose_goods(const GoodsChooser& chooser, const PairLanes& pairs, ShareLanes& shares) {
  GoodsLanes& lanes = lanes_of_thread();
  load(chooser, pairs, false, lanes);
  run_chosen<false>(chooser, lanes, shares);
}

GoodsShares choose_goods(const GoodsChooser& chooser, const PairCosts& costs, const PairPlace& place) {
  PairLanes pairs;
  pairs.count = 1;
  pairs.place[0] = place;
  put(costs, pairs.before);
  ShareLanes shares;
  choose_goods(chooser, pairs, shares);
  return first_of(shares);
}

void choose_goods_after(const GoodsChooser& chooser, const PairLanes& pairs, ShareLanes& shares) {
  GoodsLanes& lanes = lanes_of_thread();
  load(chooser, pairs, true, lanes);
  run_chosen<true>(chooser, lanes, shares);
  const Line<double> carried = lanes.carried;
  if (std::all_of(carried.lane, carried.lane + pairs.count, [](double share) { return share > 0; })) return;
  // A pair without a way on the base takes its first.
  PairLanes first = pairs;
  first.before = pairs.after;
  ShareLanes taken;
  choose_goods(chooser, first, taken);
  for (std::size_t k = 0; k < pairs.count; ++k) {
    if (carried.lane[k] > 0) continue;
    for (std::size_t f = 0; f < kFamilyCount; ++f) {
      shares.value[f].lane[k] = taken.value[f].lane[k];
      shares.tonnes[f].lane[k] = taken.tonnes[f].lane[k];
    }
    shares.paid.lane[k] = taken.paid.lane[k];
    shares.stranded.lane[k] = taken.stranded.lane[k];
  }
}

GoodsShares choose_goods_after(const GoodsChooser& chooser, const PairCosts& before, const PairCosts& after,
                               const PairPlace& place) {
  PairLanes pairs;
  pairs.count = 1;
  pairs.place[0] = place;
  put(before, pairs.before);
  put(after, pairs.after);
  ShareLanes shares;
  choose_goods_after(chooser, pairs, shares);
  return first_of(shares);
}

}  // namespace sogdia
