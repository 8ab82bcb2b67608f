#include "sogdia/access/choose_ways.h"

#include <algorithm>
#include <optional>

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
  std::vector<PairPlace> places = {};  // by zone: `from` alone
  std::vector<SpherePoint> points = {};

  PairPlace of(const Skim& base, std::size_t i, std::size_t j) const {
    return {places[i].from, places[j].from, great_circle_km(points[i], points[j]), ship_apart_of(base, i, j)};
  }
};

Choosing choosing_on(const Network& network, const Travel& travel, const std::vector<std::uint32_t>& nodes,
                     const std::vector<std::size_t>& among) {
  Choosing choosing{travel, among};
  if (!travel.goods) return choosing;
  choosing.goods = make_chooser(*travel.goods, travel.country.rho, -1, travel.switching == Switching::none);
  for (const auto n : nodes) {
    choosing.places.push_back({country_in(*travel.goods, network, n)});
    choosing.points.push_back(sphere_point(network.lat[n], network.lon[n]));
  }
  return choosing;
}

// The ways from one zone, where they stand in the matrices of a skim: a pair's are read off many of them.
struct WayRow {
  std::size_t i;
  ByFamily<const double*> cost, hours, usd, km;  // km nullptr where not asked for
  ByFamily<const float*> share;
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

PairCosts costs_of(const WayRow& row, std::size_t j) {
  PairCosts costs;
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    costs.cost[f] = row.cost[f][j];
    costs.hours[f] = row.hours[f][j];
    costs.usd[f] = row.usd[f][j];
  }
  return costs;
}

// At most kPairsAtOnce destinations.
void choose_by_goods(Skim& skim, const WayRow& is, const std::uint32_t* destinations, std::size_t count,
                     const Choosing& choosing, const Skim* base, const WayRow* was) {
  std::array<PairPlace, kPairsAtOnce> places;
  std::array<PairCosts, kPairsAtOnce> before, after;
  std::array<GoodsShares, kPairsAtOnce> shares;
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t j = destinations[k];
    places[k] = choosing.of(base ? *base : skim, is.i, j);
    after[k] = costs_of(is, j);
    if (was) before[k] = costs_of(*was, j);
  }
  if (was)
    choose_goods_after(*choosing.goods, count, places.data(), before.data(), after.data(), shares.data());
  else
    choose_goods(*choosing.goods, count, places.data(), after.data(), shares.data());
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t i = is.i, j = destinations[k];
    for (const std::size_t f : choosing.among) {
      skim.share[f](i, j) = static_cast<float>(shares[k].value[f]);
      skim.tonnes[f](i, j) = static_cast<float>(shares[k].tonnes[f]);
    }
    if (base) skim.stranded(i, j) = shares[k].stranded;
    skim.paid(i, j) = i == j ? 0 : shares[k].paid;
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

// What the pair pays, and the means; after choose_by_goods where there are classes of goods.
void choose_families(Skim& skim, const WayRow& is, std::size_t j, const Choosing& choosing, const Skim* base,
                     const WayRow* was) {
  const std::size_t i = is.i;
  const std::vector<std::size_t>& among = choosing.among;
  const ByFamily<double> cost = cost_of(is, j, among);
  double logsum;
  if (choosing.travel.goods) {
    logsum = skim.paid(i, j);
  } else {
    ByFamily<double> share;
    logsum = skim.logsum(i, j) =
        choosing.travel.least ? choose_least(cost, share) : choose(cost, choosing.travel.shipper.mu, share);
    put_shares(share, i, j, among, skim);
  }
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
  if (choosing.travel.goods) return;
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
    for (const auto of : {&WayRow::cost, &WayRow::hours, &WayRow::usd}) {
      const double *now = (is.*of)[f], *then = (was.*of)[f];
      for (std::size_t j = 0; j < count; ++j) other[j] |= now[j] != then[j];
    }
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
    for (std::size_t k = 0; choosing.goods && k < to.size(); k += kPairsAtOnce)
      choose_by_goods(skim, is, to.data() + k, std::min(kPairsAtOnce, to.size() - k), choosing, base, before);
    for (const auto j : to) choose_families(skim, is, j, choosing, base, before);
  });
}

}  // namespace sogdia
