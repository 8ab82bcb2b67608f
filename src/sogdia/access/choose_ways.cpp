#include "sogdia/access/choose_ways.h"

#include <algorithm>
#include <optional>

#include "sogdia/access/hierarchy/vector_math.h"
#include "sogdia/core/great_circle.h"
#include "sogdia/core/no_number.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

// What choosing a family takes from the pair's place on the globe, and from the world's goods.
struct Choosing {
  const Travel& travel;
  const std::vector<std::size_t>& among;
  std::optional<GoodsChooser> goods = {};
  std::vector<std::int32_t> countries = {};  // by zone, of PairPlace
  std::vector<SpherePoint> points = {};
};

// great_circle_km from a point to those of a line.
struct KmOfLine {
  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void run(const SpherePoint& from, const Line<double>& x,
                                                const Line<double>& y, const Line<double>& z,
                                                Line<double>& km) {
    using Math = VectorMath<kBytes>;
    for (std::size_t p = 0; p < kParts<kBytes>; ++p) {
      const typename Math::Numbers dx = part<kBytes>(x, p) - from.x, dy = part<kBytes>(y, p) - from.y,
                                   dz = part<kBytes>(z, p) - from.z;
      typename Math::Numbers square = (dx * dx + dy * dy + dz * dz) * 0.25, angle = square;
      for (std::size_t k = 0; k < kBytes / sizeof(double); ++k) angle[k] = std::sqrt(square[k]);
      Math::lower(angle, typename Math::Numbers{} + 1);
      Math::arcsine(angle);
      part<kBytes>(km, p) = angle * (2 * kEarthRadiusKm);
    }
  }
};

Choosing choosing_on(const Network& network, const Travel& travel, const std::vector<std::uint32_t>& nodes,
                     const std::vector<std::size_t>& among) {
  Choosing choosing{travel, among};
  if (!travel.goods) return choosing;
  choosing.goods = make_chooser(*travel.goods, travel.country.rho, -1, travel.switching == Switching::none);
  for (const auto n : nodes) {
    choosing.countries.push_back(country_in(*travel.goods, network, n));
    choosing.points.push_back(sphere_point(network.lat[n], network.lon[n]));
  }
  return choosing;
}

// The ways from one zone, where they stand in the matrices of a skim: a pair's are read off many of them.
struct WayRow {
  std::size_t i;
  ByFamily<const double*> cost;
  ByFamily<const float*> hours, usd, km, share;  // km nullptr where not asked for
};

WayRow way_row(const Skim& skim, std::size_t i) {
  const std::size_t at = i * skim.zones.size();
  WayRow row{i, {}, {}, {}, {}, {}};
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    row.cost[f] = skim.cost[f]->values.data() + at;
    row.hours[f] = skim.hours[f]->values.data() + at;
    row.usd[f] = skim.usd_per_tonne[f]->values.data() + at;
    row.km[f] = skim.mean_km.values.empty() ? nullptr : skim.km[f]->values.data() + at;
    row.share[f] = skim.share[f].values.data() + at;
  }
  return row;
}

// Up to kPairsAtOnce destinations of a row, which may lie apart.
struct RowLanes {
  std::size_t count = 0;
  std::array<std::uint32_t, kPairsAtOnce> to{};  // ascending; from `count` on the last of them
  bool together = false;                         // none lies between

  RowLanes(const std::uint32_t* destinations, std::size_t many) : count(std::min(kPairsAtOnce, many)) {
    for (std::size_t k = 0; k < kPairsAtOnce; ++k) to[k] = destinations[std::min(k, count - 1)];
    together = count == kPairsAtOnce && to[count - 1] - to[0] == count - 1;
  }
  // More rows are gone along at once than a processor foresees, so that what comes next is asked for ahead.
  static constexpr std::size_t kAhead = 64;
  template <class T>
  void take(const T* row, Line<double>& line) const {
    __builtin_prefetch(row + to[0] + kAhead);
    if (together)
      for (std::size_t k = 0; k < kPairsAtOnce; ++k) line.lane[k] = row[to[0] + k];
    else
      for (std::size_t k = 0; k < kPairsAtOnce; ++k) line.lane[k] = row[to[k]];
  }
  template <class T>
  void put(const Line<double>& line, T* row) const {
    __builtin_prefetch(row + to[0] + kAhead, 1);
    for (std::size_t k = 0; k < count; ++k) row[to[k]] = static_cast<T>(line.lane[k]);
  }
};

// The ways that some families do not have stay as they are: none.
void take_ways(const WayRow& row, const RowLanes& lanes, const std::vector<std::size_t>& among,
               WayLanes& ways) {
  for (const std::size_t f : among) {
    lanes.take(row.cost[f], ways.cost[f]);
    lanes.take(row.hours[f], ways.hours[f]);
    lanes.take(row.usd[f], ways.usd[f]);
  }
}
WayLanes no_ways() {
  WayLanes ways;
  for (auto* of : {&ways.cost, &ways.hours, &ways.usd})
    for (auto& line : *of) std::ranges::fill(line.lane, kInfinity);
  return ways;
}

// Means of the hours, money and km of pairs, as choose_families has them, by shares of goods.
struct MeanLanes {
  const WayLanes &is, &was;
  const ByFamily<Line<double>>&share, &share_before, &km;  // of the base; km of the ways as they are
  Line<double> hours, usd, mean_km;
};

template <bool kHeld>
struct TakeMeans {
  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void run(const std::vector<std::size_t>& among, MeanLanes& lanes) {
    using Numbers = typename Register<double, kBytes>::Type;
    constexpr double kFinite = 1e100;
    const Numbers zero{}, one = zero + 1, tiny = zero + 1e-300;
    // Infinite ones as kFinite, of which a weight of 0 is 0.
    const auto finite = [&](const ByFamily<Line<double>>& of, std::size_t f, std::size_t p, Numbers& number) {
      const Numbers value = part<kBytes>(of[f], p);
      number = value < zero + kFinite ? value : zero + kFinite;
    };
    // 1 = there is a way, 0 = there is none: GCC takes a comparison that is kept apart lane by lane.
    const auto way = [&](const WayLanes& ways, std::size_t f, std::size_t p, Numbers& there) {
      finite(ways.cost, f, p, there);
      there = one - there * (1 / kFinite);
    };
    for (std::size_t p = 0; p < kParts<kBytes>; ++p) {
      // Shares are told in proportion of those that have a way.
      Numbers left{}, stays{}, here, there;
      for (const std::size_t f : among) {
        way(lanes.is, f, p, here);
        left += here * part<kBytes>(lanes.share[f], p);
        if (!kHeld) continue;
        way(lanes.was, f, p, there);
        stays += here * there * part<kBytes>(lanes.share_before[f], p);
      }
      Numbers some = left, kept = stays, keeps = stays * (1 / tiny);
      some = some > tiny ? some : tiny;
      kept = kept > tiny ? kept : tiny;
      keeps = keeps < one ? keeps : one;  // 1 = a family that had goods has a way, else 0
      const Numbers of_left = one / some, of_kept = one / kept;
      Numbers hours{}, usd{}, km{};
      for (const std::size_t f : among) {
        Numbers weight = part<kBytes>(lanes.share[f], p) * of_left, time, money, length;
        way(lanes.is, f, p, here);
        finite(lanes.is.hours, f, p, time);
        finite(lanes.is.usd, f, p, money);
        finite(lanes.km, f, p, length);
        if (kHeld) {
          way(lanes.was, f, p, there);
          weight = keeps * there * part<kBytes>(lanes.share_before[f], p) * of_kept + (one - keeps) * weight;
          Numbers longer, cost, cheaper;
          finite(lanes.was.hours, f, p, longer);
          finite(lanes.is.cost, f, p, cost);
          finite(lanes.was.cost, f, p, cheaper);
          longer = longer > time ? longer : time;
          cheaper = (cheaper - cost) * (1 / tiny);  // to 1 = it is cheaper, else 0
          cheaper = cheaper > zero ? cheaper : zero;
          cheaper = cheaper < one ? cheaper : one;
          time = cheaper * time + (one - cheaper) * longer;
        }
        weight *= here;
        hours += weight * time;
        usd += weight * money;
        km += weight * length;
      }
      part<kBytes>(lanes.hours, p) = hours;
      part<kBytes>(lanes.usd, p) = usd;
      part<kBytes>(lanes.mean_km, p) = km;
    }
  }
};

// What has lost its way takes no less than it took.
void add_lost(const std::vector<std::size_t>& among, MeanLanes& lanes) {
  for (std::size_t k = 0; k < kPairsAtOnce; ++k) {
    double told = 0;
    bool any = false;
    for (const std::size_t f : among) {
      if (lanes.was.cost[f].lane[k] == kInfinity) continue;
      told += lanes.share_before[f].lane[k];
      any |= lanes.is.cost[f].lane[k] == kInfinity;
    }
    if (!any || told == 0) continue;
    const double others_hours = lanes.hours.lane[k], others_usd = lanes.usd.lane[k];
    for (const std::size_t f : among) {
      const double lost = lanes.share_before[f].lane[k] / told;
      if (lost == 0 || lanes.was.cost[f].lane[k] == kInfinity || lanes.is.cost[f].lane[k] < kInfinity)
        continue;
      lanes.hours.lane[k] += lost * std::max(0.0, lanes.was.hours[f].lane[k] - others_hours);
      lanes.usd.lane[k] += lost * std::max(0.0, lanes.was.usd[f].lane[k] - others_usd);
    }
  }
}

// Where the pairs of a line lie.
void place_pairs(const Choosing& choosing, const Skim& base, std::size_t i, const RowLanes& lanes,
                 PairLanes& pairs) {
  Line<double> x, y, z, km;
  for (std::size_t k = 0; k < kPairsAtOnce; ++k) {
    const SpherePoint& to = choosing.points[lanes.to[k]];
    x.lane[k] = to.x;
    y.lane[k] = to.y;
    z.lane[k] = to.z;
  }
  run_widest<KmOfLine>(choosing.points[i], x, y, z, km);
  for (std::size_t k = 0; k < kPairsAtOnce; ++k)
    pairs.place[k] = {choosing.countries[i], choosing.countries[lanes.to[k]], km.lane[k],
                      ship_apart_of(base, i, lanes.to[k])};
}

// Where goods are told apart by class. `was` is nullptr on the base, whose skim this is.
void choose_by_goods(Skim& skim, const WayRow& is, const std::vector<std::uint32_t>& destinations,
                     const Choosing& choosing, const Skim& base, const WayRow* was) {
  const std::vector<std::size_t>& among = choosing.among;
  const std::size_t at = is.i * skim.zones.size();
  const bool with_km = !skim.mean_km.values.empty(), with_tonnes = !skim.tonnes[kRoad].values.empty();
  PairLanes pairs;
  pairs.before = pairs.after = no_ways();
  WayLanes& ways = was ? pairs.after : pairs.before;
  ShareLanes shares;
  ByFamily<Line<double>> told{}, before{}, km{};
  const bool held = was && choosing.travel.switching != Switching::all;
  MeanLanes means{ways, pairs.before, told, before, km, {}, {}, {}};
  for (std::size_t first = 0; first < destinations.size(); first += kPairsAtOnce) {
    const RowLanes lanes(destinations.data() + first, destinations.size() - first);
    pairs.count = lanes.count;
    place_pairs(choosing, base, is.i, lanes, pairs);
    take_ways(is, lanes, among, ways);
    if (was) take_ways(*was, lanes, among, pairs.before);
    if (was)
      choose_goods_after(*choosing.goods, pairs, shares);
    else
      choose_goods(*choosing.goods, pairs, shares);
    for (const std::size_t f : among) {
      for (std::size_t k = 0; k < kPairsAtOnce; ++k)
        told[f].lane[k] = static_cast<float>(shares.value[f].lane[k]);  // as it is told
      lanes.put(told[f], skim.share[f].values.data() + at);
      if (with_tonnes) lanes.put(shares.tonnes[f], skim.tonnes[f].values.data() + at);
      if (was) lanes.take(was->share[f], before[f]);
      if (with_km) lanes.take(is.km[f], km[f]);
    }
    if (held)
      run_widest<TakeMeans<true>>(among, means), add_lost(among, means);
    else
      run_widest<TakeMeans<false>>(among, means);
    for (std::size_t k = 0; k < lanes.count; ++k) {
      if (lanes.to[k] == is.i) shares.paid.lane[k] = 0;
      if (shares.paid.lane[k] == kInfinity)
        means.hours.lane[k] = means.usd.lane[k] = means.mean_km.lane[k] = kInfinity;
    }
    lanes.put(shares.paid, skim.paid.values.data() + at);
    lanes.put(means.hours, skim.mean_hours.values.data() + at);
    lanes.put(means.usd, skim.mean_usd_per_tonne.values.data() + at);
    if (with_km) lanes.put(means.mean_km, skim.mean_km.values.data() + at);
    if (was) lanes.put(shares.stranded, skim.stranded.values.data() + at);
  }
}

// Infinite but for the families chosen among.
ByFamily<double> cost_of(const WayRow& row, std::size_t j, const std::vector<std::size_t>& among) {
  ByFamily<double> cost;
  cost.fill(kInfinity);
  for (const std::size_t f : among) cost[f] = row.cost[f][j];
  return cost;
}

// Shares in proportion, adding up to 1, of the families that have a way; all 0 where none of them has goods.
ByFamily<double> of_those_left(const WayRow& row, std::size_t j, const ByFamily<double>& cost,
                               const std::vector<std::size_t>& among) {
  ByFamily<double> share{};
  double left = 0;
  for (const std::size_t f : among)
    if (cost[f] < kInfinity) left += share[f] = row.share[f][j];
  if (left == 0) return {};
  for (const std::size_t f : among) share[f] /= left;
  return share;
}
ByFamily<double> of_those_left(ByFamily<double> share, const ByFamily<double>& cost) {
  double left = 0;
  for (std::size_t f = 0; f < kFamilyCount; ++f) left += cost[f] == kInfinity ? 0 : share[f];
  for (std::size_t f = 0; f < kFamilyCount; ++f)
    share[f] = cost[f] == kInfinity || left == 0 ? 0 : share[f] / left;
  return share;
}

void put_shares(const ByFamily<double>& share, std::size_t i, std::size_t j,
                const std::vector<std::size_t>& among, Skim& skim) {
  for (const std::size_t f : among) skim.share[f](i, j) = static_cast<float>(share[f]);
}

// Where all goods are alike: shares, what the pair pays, and the means.
void choose_families(Skim& skim, const WayRow& is, std::size_t j, const Choosing& choosing, const Skim* base,
                     const WayRow* was) {
  const std::size_t i = is.i;
  const std::vector<std::size_t>& among = choosing.among;
  const ByFamily<double> cost = cost_of(is, j, among);
  ByFamily<double> chosen;
  const double logsum = skim.logsum(i, j) =
      choosing.travel.least ? choose_least(cost, chosen) : choose(cost, choosing.travel.shipper.mu, chosen);
  put_shares(chosen, i, j, among, skim);
  if (logsum == kInfinity) {
    skim.paid(i, j) = skim.mean_hours(i, j) = skim.mean_usd_per_tonne(i, j) = kInfinity;
    if (!skim.mean_km.values.empty()) skim.mean_km(i, j) = kInfinity;
    return;
  }

  const Switching switching = choosing.travel.switching;
  const bool held = was && switching != Switching::all;
  const ByFamily<double> share = of_those_left(is, j, cost, among);
  ByFamily<double> old_cost, before = share, weight = share;
  if (held) {
    old_cost = cost_of(*was, j, among);
    before = of_those_left(*was, j, old_cost, among);
    weight = of_those_left(before, cost);
    if (std::all_of(weight.begin(), weight.end(), [](double w) { return w == 0; })) weight = share;
  }
  double hours = 0, usd = 0, km = 0, mean = 0;
  for (const std::size_t f : among) {
    if (cost[f] == kInfinity || weight[f] == 0) continue;
    const bool dearer = held && cost[f] >= old_cost[f];
    hours += weight[f] * (dearer ? std::max(is.hours[f][j], was->hours[f][j]) : is.hours[f][j]);
    usd += weight[f] * is.usd[f][j];
    if (is.km[f]) km += weight[f] * is.km[f][j];
    mean += share[f] * cost[f];
  }
  // What has lost its way takes no less than it took.
  const double others_hours = hours, others_usd = usd;
  for (std::size_t f = 0; f < kFamilyCount && held; ++f) {
    if (cost[f] < kInfinity || before[f] == 0) continue;
    hours += before[f] * std::max(0.0, was->hours[f][j] - others_hours);
    usd += before[f] * std::max(0.0, was->usd[f][j] - others_usd);
  }
  skim.mean_hours(i, j) = hours;
  skim.mean_usd_per_tonne(i, j) = usd;
  if (!skim.mean_km.values.empty()) skim.mean_km(i, j) = km;
  const bool known = base && base->logsum(i, j) < kInfinity;
  if (known && switching == Switching::none) {
    const Kept kept = keep_families(before, old_cost, cost);
    put_shares(kept.share, i, j, among, skim);
    skim.paid(i, j) = kept.paid;
    return;
  }
  const double least = *std::min_element(cost.begin(), cost.end());
  skim.paid(i, j) = std::max(least, known ? base->paid(i, j) + (logsum - base->logsum(i, j)) : mean);
}

// By destination, 1 = some way from i is not the base's in a family that is not the base's own.
std::vector<std::uint8_t> other_ways(const WayRow& is, const WayRow& was, const ByFamily<bool>& kept,
                                     std::size_t count) {
  std::vector<std::uint8_t> other(count, 0);
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    if (kept[f]) continue;
    const auto differ = [&](const auto& now, const auto& then) {
      for (std::size_t j = 0; j < count; ++j) other[j] |= now[f][j] != then[f][j];
    };
    differ(is.cost, was.cost);
    differ(is.hours, was.hours);
    differ(is.usd, was.usd);
  }
  return other;
}

}  // namespace

void choose_ways(const Network& network, const Travel& travel, const std::vector<std::uint32_t>& nodes,
                 const std::vector<std::size_t>& among, const ByFamily<bool>& kept, int threads, Skim& skim,
                 const Skim* base) {
  const std::size_t count = skim.zones.size();
  const Choosing choosing = choosing_on(network, travel, nodes, among);
  parallel_for(count, threads, [&](std::size_t i) {
    const WayRow is = way_row(skim, i);
    std::optional<WayRow> was;
    if (base) was = way_row(*base, i);
    const WayRow* before = was ? &*was : nullptr;
    const auto other = before ? other_ways(is, *before, kept, count) : std::vector<std::uint8_t>(count, 1);
    std::vector<std::uint32_t> to;
    for (std::uint32_t j = 0; j < count; ++j)
      if (other[j]) to.push_back(j);
    if (choosing.goods) return choose_by_goods(skim, is, to, choosing, base ? *base : skim, before);
    for (const auto j : to) choose_families(skim, is, j, choosing, base, before);
  });
}

}  // namespace sogdia
