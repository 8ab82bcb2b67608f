#pragma once
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "sogdia/access/goods_choice.h"
#include "sogdia/access/hierarchy/lanes.h"
#include "sogdia/access/hierarchy/vector_math.h"
#include "sogdia/core/no_number.h"

// The choice of goods_choice.h for a line of pairs at once, without a branch that a pair decides.
namespace sogdia {

// What the pairs of a line share with no other, ready for the kernel.
struct GoodsLanes {
  std::vector<Line<double>> weight;       // by class: share of the pair's value
  std::vector<Line<double>> worth;        // by class: worth_of the exporter
  std::vector<std::uint8_t> any;          // by class: whether a pair has some of it
  Line<double> km, apart, abroad;         // great circle; ln(km / 1000); 1 = the ends lie in two countries
  ByFamily<Line<double>> general, bulk;   // exp(pull)
  WayLanes before, after;                 // USD infinite and hours 0 = no way
  Line<double> with_pipe, with_tanker;    // infinite where oil has a way by them on the base, else 0
  ByFamily<std::uint8_t> there, changed;  // whether a pair has a way, before or after; whether it is another

  Line<double> carried;  // share of the value that has a way on the base
};

// Of one register of pairs.
template <std::size_t kBytes>
struct GoodsRegister : VectorMath<kBytes> {
  using Math = VectorMath<kBytes>;
  using typename Math::Numbers;

  struct EachFamily {
    Numbers of[kFamilyCount];

    [[gnu::always_inline]] Numbers& operator[](std::size_t f) { return of[f]; }
    [[gnu::always_inline]] const Numbers& operator[](std::size_t f) const { return of[f]; }
  };
  // With r = scale / cost: w = pull r^k, of whose sum each family has its share; w cost = scale pull r^(k-1).
  struct Choice {
    EachFamily weight;
    Numbers sum{}, spent{};
  };

  // USD a tonne by the piece's families, infinite = no way. Ways of no cost, from a place to itself, are as
  // near as can be.
  [[gnu::always_inline]] static inline void costs_of(const GoodsPiece& piece, const Numbers& per_hour,
                                                     const WayLanes& ways, const GoodsLanes& lanes,
                                                     std::size_t p, std::size_t f, Numbers& cost) {
    const Numbers never = Numbers{} + kInfinity, least = Numbers{} + 1e-6;
    cost = part<kBytes>(ways.usd[f], p) + per_hour * part<kBytes>(ways.hours[f], p);
    Math::raise(cost, least);
    if (f == kRoad) cost = part<kBytes>(lanes.km, p) > Numbers{} + piece.road_km ? never : cost;
    // Both are told by the base, so that a line that is shut leaves its oil where it is. Where the goods
    // begin at wells that the network knows no tanker loads them elsewhere; and what a tanker or a pipe takes
    // goes by no train.
    if ((f == kTanker || f == kLargeShip) && piece.from_wells) cost += part<kBytes>(lanes.with_pipe, p);
    if (f == kRail && piece.rail_last)
      cost += part<kBytes>(lanes.with_pipe, p) + part<kBytes>(lanes.with_tanker, p);
  }

  // Ways are those of the general shipper, who may take a dearer and faster one when it becomes cheaper to
  // him; goods that mind the money would have stayed. So where a way has become cheaper to him it is dearer
  // to none, and where it has become dearer, cheaper to none.
  [[gnu::always_inline]] static inline void hold(const GoodsLanes& lanes, std::size_t p, std::size_t f,
                                                 const Numbers& before, Numbers& after) {
    const Numbers never = Numbers{} + kInfinity;
    Numbers more = before, less = before;
    Math::raise(more, after);
    Math::lower(less, after);
    const Numbers held =
        part<kBytes>(lanes.after.cost[f], p) > part<kBytes>(lanes.before.cost[f], p) ? more : less;
    const Numbers known = before == never ? after : held;
    after = after == never ? never : known;
  }

  // The pull of a family on the piece, of exp(pull) by family: of ships, times their part of it. Whether
  // large ones go is told by the base, so that no change to those draws goods to the others.
  [[gnu::always_inline]] static inline void pull_on(const GoodsPiece& piece,
                                                    const ByFamily<Line<double>>& pulls,
                                                    const GoodsLanes& lanes, std::size_t p, std::size_t f,
                                                    Numbers& pull) {
    pull = part<kBytes>(pulls[f == kLargeShip ? piece.ships : f], p);
    if (!(piece.by_large_ship > 0) || (f != piece.ships && f != kLargeShip)) return;
    const Numbers never = Numbers{} + kInfinity, one = Numbers{} + 1;
    if (f == kLargeShip)
      pull *= piece.by_large_ship;
    else
      pull *= part<kBytes>(lanes.before.usd[kLargeShip], p) < never ? one - piece.by_large_ship : one;
  }

  // scale / cost by family, 0 where there is no way: all by one division, that by the product of the costs.
  [[gnu::always_inline]] static inline void ratios(std::span<const std::size_t> families,
                                                   const EachFamily& cost, const Numbers& scale,
                                                   EachFamily& ratio) {
    const Numbers zero{}, one = zero + 1, never = zero + kInfinity;
    Numbers product = one;
    for (const std::size_t f : families) {
      ratio[f] = product;
      product *= cost[f] < never ? cost[f] : one;
    }
    Numbers rest = scale / product;
    for (auto f = families.rbegin(); f != families.rend(); ++f) {
      const Numbers here = ratio[*f] * rest;
      ratio[*f] = cost[*f] < never ? here : zero;
      rest *= cost[*f] < never ? cost[*f] : one;
    }
  }
  // w and w cost / scale, of a ratio. The power is kPower, or `k` where that is 0.
  template <int kPower>
  [[gnu::always_inline]] static inline void weigh(const Numbers& ratio, const Numbers& pull, int k,
                                                  Numbers& weight, Numbers& spent) {
    static_assert(kPower == 0 || kPower == 5);
    Numbers nearly = ratio;
    if constexpr (kPower == 5) {
      const Numbers square = ratio * ratio;
      spent = pull * (square * square);
      weight = spent * ratio;
      return;
    }
    if (k > 1) Math::power(nearly, k - 1);
    const Numbers once = ratio > Numbers{} ? pull : Numbers{};
    spent = k > 1 ? pull * nearly : once;
    weight = spent * ratio;
  }

  // Goods that stay with the families that they took, as keep_families has it: what they weigh of `was.sum`,
  // and what they pay.
  [[gnu::always_inline]] static inline void keep(std::span<const std::size_t> families, const Choice& was,
                                                 const EachFamily& before, const EachFamily& after,
                                                 const Numbers& least, EachFamily& weight, Numbers& paid) {
    const Numbers zero{}, never = zero + kInfinity;
    Numbers moved{};
    paid = zero;
    for (const std::size_t f : families) {
      const auto stays = after[f] < never;
      weight[f] = stays ? was.weight[f] : zero;
      moved += was.weight[f] - weight[f];
      Numbers elsewhere = before[f];
      Math::raise(elsewhere, least);
      const Numbers price = stays ? after[f] : elsewhere;
      paid += was.weight[f] > zero ? was.weight[f] * price : zero;
    }
    paid /= was.sum;
    // To the first of the cheapest.
    for (const std::size_t f : families) {
      const auto here = after[f] == least;
      weight[f] += here ? moved : zero;
      moved = here ? zero : moved;
    }
  }

  // (1 + a)^-rho, of 1 / (1 + a) for an a that is paid of a tonne's value.
  [[gnu::always_inline]] static inline void discount(Numbers& x, double rho) {
    if (rho == 4) {
      x *= x;
      x *= x;
      return;
    }
    for (std::size_t k = 0; k < kBytes / sizeof(double); ++k) x[k] = std::pow(x[k], rho);
  }

  // a of (1 + a)^-rho > 0.
  [[gnu::always_inline]] static inline void undiscount(Numbers& x, double rho) {
    if (rho == 4) {
      Math::inverse_root(x, 4);
    } else {
      for (std::size_t k = 0; k < kBytes / sizeof(double); ++k) x[k] = std::pow(x[k], -1 / rho);
    }
    x -= 1;
  }
};

// exp(pull) by family, and the ways that are ways: a way that never leaves inland water is no way by sea,
// though ships of the sea may go along it.
struct LoadGoods {
  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void ways(const WayLanes& all, WayLanes& known) {
    using Numbers = typename Register<double, kBytes>::Type;
    const Numbers zero{}, never = zero + kInfinity;
    for (std::size_t f = 0; f < kFamilyCount; ++f) {
      for (std::size_t p = 0; p < kParts<kBytes>; ++p) {
        const Numbers cost = part<kBytes>(all.cost[f], p), hours = part<kBytes>(all.hours[f], p),
                      usd = part<kBytes>(all.usd[f], p), river = part<kBytes>(all.cost[kRiver], p);
        const Numbers way = f == kSea ? (cost == river ? never : cost) : cost;
        part<kBytes>(known.cost[f], p) = cost;
        part<kBytes>(known.hours[f], p) = way < never ? hours : zero;
        part<kBytes>(known.usd[f], p) = way < never ? usd : never;
      }
    }
  }

  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void pulls(const GoodsChooser& chooser, const Line<double>& ship_apart,
                                                  GoodsLanes& lanes) {
    using Goods = GoodsRegister<kBytes>;
    using Numbers = typename Goods::Numbers;
    for (std::size_t f = 0; f < kFamilyCount; ++f) {
      if (!lanes.there[f]) continue;
      const FamilyPull& pull = chooser.choice->pull[f];
      const bool told = pull.distance != 0 || pull.beyond != 0 || pull.abroad != 0;
      for (std::size_t p = 0; p < kParts<kBytes>; ++p) {
        Numbers scale = Numbers{} + 1;
        if (told) {
          const Numbers apart = part<kBytes>(lanes.apart, p), longest = Numbers{} + chooser.longest[f];
          Numbers near = apart, far = apart - longest;
          Goods::lower(near, longest);
          Goods::raise(far, Numbers{});
          scale = near * pull.distance + far * pull.beyond + part<kBytes>(lanes.abroad, p) * pull.abroad;
          Goods::exponential(scale);
        }
        if (f == kSea) scale *= part<kBytes>(ship_apart, p);
        part<kBytes>(lanes.general[f], p) = scale * chooser.general[f];
        part<kBytes>(lanes.bulk[f], p) = scale * chooser.bulk[f];
      }
    }
  }

  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void run(const GoodsChooser& chooser, const PairLanes& pairs,
                                                const Line<double>& ship_apart, const bool& scenario,
                                                GoodsLanes& lanes) {
    ways<kBytes>(pairs.before, lanes.before);
    if (scenario) ways<kBytes>(pairs.after, lanes.after);
    for (std::size_t f = 0; f < kFamilyCount; ++f) {
      bool there = false, changed = false;
      for (std::size_t k = 0; k < kPairsAtOnce; ++k) {
        there |= lanes.before.usd[f].lane[k] < kInfinity;
        if (!scenario) continue;
        there |= lanes.after.usd[f].lane[k] < kInfinity;
        changed |= lanes.before.cost[f].lane[k] != lanes.after.cost[f].lane[k] ||
                   lanes.before.hours[f].lane[k] != lanes.after.hours[f].lane[k] ||
                   lanes.before.usd[f].lane[k] != lanes.after.usd[f].lane[k];
      }
      lanes.there[f] = there;
      lanes.changed[f] = changed;
    }
    // A tanker's goods may go by large ships alone, which take its pull.
    lanes.there[kTanker] |= lanes.there[kLargeShip];
    lanes.there[kSea] |= lanes.there[kLargeShip];
    for (std::size_t p = 0; p < kParts<kBytes>; ++p) {
      using Math = VectorMath<kBytes>;
      typename Math::Numbers apart = part<kBytes>(lanes.km, p);
      Math::raise(apart, typename Math::Numbers{} + 20);
      apart *= 1.0 / 1000;
      Math::logarithm(apart);
      part<kBytes>(lanes.apart, p) = apart;
    }
    pulls<kBytes>(chooser, ship_apart, lanes);
    for (std::size_t k = 0; k < kPairsAtOnce; ++k) {
      lanes.with_pipe.lane[k] = lanes.before.usd[kOilPipe].lane[k] < kInfinity ? kInfinity : 0;
      lanes.with_tanker.lane[k] = lanes.before.usd[kTanker].lane[k] < kInfinity ? kInfinity : 0;
    }
  }
};

template <bool kScenario, int kPower>
struct ChooseGoods {
  static constexpr double kFinite = 1e100;

  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void run(const GoodsChooser& chooser, GoodsLanes& lanes,
                                                ShareLanes& shares) {
    using Goods = GoodsRegister<kBytes>;
    using Numbers = typename Goods::Numbers;
    const int k = chooser.choice->elasticity;
    const Numbers zero{}, one = zero + 1, never = zero + kInfinity, finite = zero + 1e100,
                          tiny = zero + 1e-150;
    for (std::size_t p = 0; p < kParts<kBytes>; ++p) {
      typename Goods::EachFamily value{}, tonnes{};
      Numbers carried{}, still{}, discounted{}, stranded{};
      std::array<std::size_t, kFamilyCount> ways;
      std::size_t count = 0, last = chooser.choice->classes.size();
      typename Goods::EachFamily pull;
      Numbers worth = one, per_worth = one;
      for (const GoodsPiece& piece : chooser.pieces) {
        if (!lanes.any[piece.of_class]) continue;
        if (piece.of_class != last) {
          last = piece.of_class;
          count = 0;
          worth = part<kBytes>(lanes.worth[last], p);
          per_worth = one / worth;
          for (const std::size_t f : piece.families) {
            if (!lanes.there[f]) continue;
            ways[count++] = f;
            Goods::pull_on(piece, piece.bulk ? lanes.bulk : lanes.general, lanes, p, f, pull[f]);
          }
        }
        const std::span<const std::size_t> families(ways.data(), count);
        typename Goods::EachFamily old_cost, cost, ratio;
        const Numbers per_hour = worth * piece.per_hour, each = per_worth * (1 / piece.value);
        Numbers old_least = never, least = never;
        for (const std::size_t f : families) {
          Goods::costs_of(piece, per_hour, lanes.before, lanes, p, f, old_cost[f]);
          Goods::lower(old_least, old_cost[f]);
          if (!kScenario) continue;
          cost[f] = old_cost[f];
          if (lanes.changed[f]) {
            Goods::costs_of(piece, per_hour, lanes.after, lanes, p, f, cost[f]);
            Goods::hold(lanes, p, f, old_cost[f], cost[f]);
          }
          Goods::lower(least, cost[f]);
        }
        // Costs are told by the least of the base, so that nothing overflows, and sums of both compare.
        // What no way takes costs kFinite, of which 1 - cost / kFinite is left: 0, and 1 of all else. GCC
        // takes a comparison that is kept for several choices apart lane by lane.
        Numbers scale = old_least;
        Goods::lower(scale, finite);
        const Numbers any = one - scale * (1 / kFinite);
        scale = any * scale + (one - any);
        typename Goods::Choice was, is;
        Goods::ratios(families, old_cost, scale, ratio);
        for (const std::size_t f : families) {
          Numbers spent;
          Goods::template weigh<kPower>(ratio[f], pull[f], k, was.weight[f], spent);
          was.sum += was.weight[f];
          was.spent += spent;
        }
        Goods::raise(was.sum, tiny);
        if (kScenario) {
          Goods::ratios(families, cost, scale, ratio);
          for (const std::size_t f : families) {
            is.weight[f] = was.weight[f];
            if (lanes.changed[f]) {
              Numbers weight, spent;
              Goods::template weigh<kPower>(ratio[f], pull[f], k, weight, spent);
              is.weight[f] = cost[f] == old_cost[f] ? was.weight[f] : weight;
            }
            is.sum += is.weight[f];
          }
        }
        const Numbers all = part<kBytes>(lanes.weight[piece.of_class], p) * piece.weight, weight = all * any,
                      spent = scale * was.spent;
        // 1 / sum and 1 / (1 + a) of a = spent / (sum v), by one division.
        Numbers kept = was.sum + spent * each, of_sum = one / (was.sum * kept), discount = was.sum;
        discount *= was.sum * of_sum;
        of_sum *= kept;
        Numbers left = weight, counted = weight;
        if (kScenario) {
          Numbers paid = spent * of_sum;
          Numbers after;
          Numbers reached = least;
          Goods::lower(reached, finite);
          left = weight * (one - reached * (1 / kFinite));
          if (chooser.held) {
            Goods::keep(families, was, old_cost, cost, least, is.weight, after);
          } else {
            // G' / G, where there are both.
            Numbers index = is.sum / was.sum;
            Goods::inverse_root(index, k);
            after = paid * index;
            Goods::raise(after, least);
            Goods::raise(is.sum, tiny);
            of_sum = one / is.sum;
          }
          paid = left > zero ? after : paid;
          discount = one / (one + paid * each);
          const Numbers gone = piece.specific ? weight - left : zero;
          stranded += gone;
          counted = left + gone;
        }
        Goods::discount(discount, chooser.rho);
        carried += weight;
        still += left;
        discounted += counted * discount;
        const Numbers share = left * of_sum;
        const typename Goods::EachFamily& weights = kScenario ? is.weight : was.weight;
        for (const std::size_t f : families) {
          const Numbers taken = share * weights[f];
          value[f] += taken;
          tonnes[f] += taken * each;
        }
      }
      // From sums over goods to shares.
      Numbers all = carried, some = still;
      Goods::raise(all, tiny);
      Goods::raise(some, tiny);
      const Numbers of_some = one / some;
      for (std::size_t f = 0; f < kFamilyCount; ++f) {
        part<kBytes>(shares.value[f], p) = value[f] * of_some;
        part<kBytes>(shares.tonnes[f], p) = tonnes[f] * of_some;
      }
      part<kBytes>(shares.stranded, p) = stranded / all;
      Numbers paid = discounted / all;
      Goods::raise(paid, tiny);
      Goods::undiscount(paid, chooser.rho);
      Numbers goes = still * 1e100;
      Goods::lower(goes, one);
      part<kBytes>(shares.paid, p) = paid / goes;
      part<kBytes>(lanes.carried, p) = carried;
    }
  }
};

}  // namespace sogdia
