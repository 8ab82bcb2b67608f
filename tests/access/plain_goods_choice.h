#pragma once
// choose_goods and choose_goods_after one pair, one class and one value at a time: the reference of
// goods_choice.h.
#include <algorithm>
#include <array>
#include <cmath>

#include "sogdia/access/goods_choice.h"
#include "sogdia/core/no_number.h"

namespace sogdia::plain {

// A standard normal variable: its quarters at their middles, spread so that the variance is one.
// Gauss-Hermite would put most of a class on one point, which an aircraft takes or leaves whole.
inline constexpr std::array<double, 4> kPoint{-1.3628, -0.3775, 0.3775, 1.3628};
inline constexpr double kPointWeight = 0.25;
// Classes of a smaller share are left out of a pair: they move nothing, and each costs as much as a large
// one.
inline constexpr double kSmallest = 1e-4;

inline double power(double x, int n) {
  double result = 1;
  for (double square = x; n > 0; n >>= 1, square *= square)
    if (n & 1) result *= square;
  return result;
}

// exp(pull) by family, for general goods and for bulk.
struct Pulls {
  ByFamily<double> general, bulk;
};

inline Pulls pulls_of(const GoodsChoice& choice, const PairPlace& place) {
  Pulls pulls{};
  const bool abroad = place.from != place.to;
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    const FamilyPull& pull = choice.pull[f];
    const double km = std::max(place.km, 20.0), near = std::min(km, pull.longest_km);
    const double rest = pull.distance * std::log(near / 1000) +
                        (km > near ? pull.beyond * (std::log(km / 1000) - std::log(near / 1000)) : 0) +
                        (abroad ? pull.abroad : 0);
    const double apart = f == kSea ? place.ship_apart : 1;
    pulls.general[f] = std::exp(pull.general + rest) * apart;
    pulls.bulk[f] = std::exp(pull.bulk + rest) * apart;
  }
  return pulls;
}

// Ships share the pull of the one family that would carry the goods, where large ones go on the base.
inline ByFamily<double> pull_on(const GoodsClass& goods, const Pulls& pulls, const PairCosts& base) {
  ByFamily<double> pull = goods.bulk ? pulls.bulk : pulls.general;
  const std::size_t ships = goods.may_go[kSea] ? kSea : kTanker;
  pull[kLargeShip] = goods.by_large_ship * pull[ships];
  if (base.usd[kLargeShip] < kInfinity) pull[ships] *= 1 - goods.by_large_ship;
  return pull;
}

// The ways of a pair that are ways, by family: money is infinite and time 0 where there is none. A way that
// never leaves inland water is no way by sea, though ships of the sea may go along it.
inline PairCosts known_ways(PairCosts ways) {
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    if (ways.cost[f] < kInfinity && !(f == kSea && ways.cost[kSea] == ways.cost[kRiver])) continue;
    ways.usd[f] = kInfinity;
    ways.hours[f] = 0;
  }
  return ways;
}

// The choice of goods of one class and value. Loops over families have no branches, so that they go by
// vectors.
struct Chosen {
  ByFamily<double> share{};
  double index = 0;         // G^-k over least^-k
  double paid = kInfinity;  // sum of shares times costs, USD a tonne
  double least = kInfinity;
};

// Whether the goods begin at wells that the network knows: then no tanker loads them elsewhere. Told by the
// base, so that a line that is shut leaves its oil where it is.
inline bool from_wells(const GoodsClass& goods, const PairCosts& base) {
  return goods.may_go[kOilPipe] && base.usd[kOilPipe] < kInfinity;
}

// USD a tonne by family, infinite = no way.
inline ByFamily<double> costs_of(const GoodsClass& goods, double per_hour, const PairCosts& ways,
                                 const PairPlace& place, bool wells, const PairCosts& base) {
  ByFamily<double> cost;
  // Ways of no cost, from a place to itself, are as near as can be.
  for (std::size_t f = 0; f < kFamilyCount; ++f)
    cost[f] = std::max(ways.usd[f] + per_hour * ways.hours[f], 1e-6);
  for (std::size_t f = 0; f < kFamilyCount; ++f)
    if (f == kLargeShip ? !(goods.by_large_ship > 0) : !goods.may_go[f]) cost[f] = kInfinity;
  if (place.km > goods.road_km) cost[kRoad] = kInfinity;
  if (wells) cost[kTanker] = cost[kLargeShip] = kInfinity;
  // What a tanker or a pipe takes goes by no train.
  if (goods.rail_last && std::min(base.usd[kOilPipe], base.usd[kTanker]) < kInfinity) cost[kRail] = kInfinity;
  return cost;
}

// Ways are those of the general shipper, who may take a dearer and faster one when it becomes cheaper to him;
// goods that mind the money would have stayed. So where a way has become cheaper to him it is dearer to none,
// and where it has become dearer, cheaper to none.
inline void hold(const PairCosts& before, const PairCosts& after, const ByFamily<double>& was,
                 ByFamily<double>& is) {
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    if (was[f] == kInfinity || is[f] == kInfinity) continue;
    is[f] = after.cost[f] > before.cost[f] ? std::max(is[f], was[f]) : std::min(is[f], was[f]);
  }
}

// With r = least / cost: w = pull r^k, and w cost = least pull r^(k-1).
inline Chosen choose_among(const ByFamily<double>& cost, const ByFamily<double>& pull, int k) {
  Chosen chosen;
  for (const double c : cost) chosen.least = std::min(chosen.least, c);
  if (chosen.least == kInfinity) return chosen;
  ByFamily<double> ratio, nearly;
  for (std::size_t f = 0; f < kFamilyCount; ++f) ratio[f] = chosen.least / cost[f];
  nearly = pull;
  ByFamily<double> square = ratio;
  for (int n = k - 1; n > 0; n >>= 1) {
    if (n & 1)
      for (std::size_t f = 0; f < kFamilyCount; ++f) nearly[f] *= square[f];
    for (std::size_t f = 0; f < kFamilyCount; ++f) square[f] *= square[f];
  }
  double sum = 0, spent = 0;
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    chosen.share[f] = nearly[f] * ratio[f];
    sum += chosen.share[f];
    spent += cost[f] < kInfinity ? nearly[f] : 0;
  }
  const double each = 1 / sum;
  for (std::size_t f = 0; f < kFamilyCount; ++f) chosen.share[f] *= each;
  chosen.paid = chosen.least * spent * each;
  chosen.index = sum;
  return chosen;
}

// Goods that stay with the families that they took.
inline void stay(const Chosen& was, const ByFamily<double>& before, const ByFamily<double>& after,
                 Chosen& is) {
  const Kept kept = keep_families(was.share, before, after);
  is.share = kept.share;
  is.paid = kept.paid;
}

// G' / G of two choices.
inline double index_ratio(const Chosen& before, const Chosen& after, int k) {
  return after.least / before.least * std::pow(before.index / after.index, 1.0 / k);
}

inline double discount(double a, double rho) {
  return rho == 4 ? 1 / power(1 + a, 4) : std::pow(1 + a, -rho);
}

// Over all goods of a pair: visit(class, weight, value of a tonne, of an hour).
template <class Visit>
void each_goods(const GoodsChoice& choice, const PairPlace& place, int of_class, const Visit& visit) {
  const double* mix = choice.mix_of(place.from, place.to);
  for (std::size_t c = 0; c < choice.classes.size(); ++c) {
    if (of_class >= 0 ? static_cast<std::size_t>(of_class) != c : !(mix[c] > kSmallest)) continue;
    const GoodsClass& goods = choice.classes[c];
    for (std::size_t p = 0; p < kPoint.size(); ++p) {
      if (goods.spread == 0 && p != 1) continue;
      const double value = goods.usd_per_tonne_value * std::exp(goods.spread * kPoint[p]) *
                           choice.worth_of(place.from, place.to, c);
      visit(goods, (of_class >= 0 ? 1 : mix[c]) * (goods.spread == 0 ? 1 : kPointWeight), value,
            value * goods.value_of_time / 24);
    }
  }
}

inline GoodsShares choose_goods(const GoodsChoice& choice, const PairCosts& all, const PairPlace& place,
                                double rho, int of_class = -1) {
  const Pulls pulls = pulls_of(choice, place);
  const PairCosts costs = known_ways(all);
  GoodsShares shares;
  double carried = 0, discounted = 0;
  each_goods(choice, place, of_class,
             [&](const GoodsClass& goods, double weight, double value, double per_hour) {
               const Chosen chosen =
                   choose_among(costs_of(goods, per_hour, costs, place, from_wells(goods, costs), costs),
                                pull_on(goods, pulls, costs), choice.elasticity);
               if (chosen.least == kInfinity) return;
               carried += weight;
               discounted += weight * discount(chosen.paid / value, rho);
               for (std::size_t f = 0; f < kFamilyCount; ++f) {
                 shares.value[f] += weight * chosen.share[f];
                 shares.tonnes[f] += weight * chosen.share[f] / value;
               }
             });
  shares.paid = carried > 0 ? std::pow(discounted / carried, -1 / rho) - 1 : kInfinity;
  for (std::size_t f = 0; f < kFamilyCount && carried > 0; ++f) {
    shares.value[f] /= carried;
    shares.tonnes[f] /= carried;
  }
  return shares;
}

inline GoodsShares choose_goods_after(const GoodsChoice& choice, const PairCosts& all_before,
                                      const PairCosts& all_after, const PairPlace& place, double rho,
                                      bool held = false) {
  const Pulls pulls = pulls_of(choice, place);
  const PairCosts before = known_ways(all_before), after = known_ways(all_after);
  GoodsShares shares;
  double carried = 0, still = 0, discounted = 0;
  each_goods(choice, place, -1, [&](const GoodsClass& goods, double weight, double value, double per_hour) {
    const ByFamily<double> pull = pull_on(goods, pulls, before);
    const bool wells = from_wells(goods, before);
    const ByFamily<double> old_costs = costs_of(goods, per_hour, before, place, wells, before);
    ByFamily<double> costs = costs_of(goods, per_hour, after, place, wells, before);
    hold(before, after, old_costs, costs);
    const Chosen was = choose_among(old_costs, pull, choice.elasticity);
    Chosen is = choose_among(costs, pull, choice.elasticity);
    if (was.least == kInfinity) return;
    carried += weight;
    if (is.least == kInfinity) {
      if (!goods.specific) return;
      shares.stranded += weight;
      discounted += weight * discount(was.paid / value, rho);
      return;
    }
    still += weight;
    if (held) stay(was, old_costs, costs, is);
    const double paid =
        held ? is.paid : std::max(is.least, was.paid * index_ratio(was, is, choice.elasticity));
    discounted += weight * discount(paid / value, rho);
    for (std::size_t f = 0; f < kFamilyCount; ++f) {
      shares.value[f] += weight * is.share[f];
      shares.tonnes[f] += weight * is.share[f] / value;
    }
  });
  if (!(carried > 0)) return choose_goods(choice, all_after, place, rho);  // its first way
  shares.stranded /= carried;
  shares.paid = still > 0 ? std::pow(discounted / carried, -1 / rho) - 1 : kInfinity;
  for (std::size_t f = 0; f < kFamilyCount && still > 0; ++f) {
    shares.value[f] /= still;
    shares.tonnes[f] /= still;
  }
  return shares;
}

}  // namespace sogdia::plain
