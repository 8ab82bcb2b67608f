// What a skim chooses for lines of pairs is what each pair chooses by itself.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "plain_goods_choice.h"
#include "random_map.h"
#include "sogdia/core/great_circle.h"
#include "sogdia/network/change.h"

namespace sogdia::choose_ways_test {

Index places(const Net& net) {
  std::vector<std::string> zones;
  for (std::size_t n = 0; n < net.node_count(); ++n)
    if (net.node_type[n] == NodeType::place) zones.push_back(net.nodes[n]);
  return Index(zones);
}

// More places than a line of pairs has:
//
//   A---B===C~~~D ... J
//   |   :           (ways down at some)
//   K   L ...       T
Net two_rows() {
  const char* across[] = {"---", "===", "~~~", "...", "   "};
  std::string top, down, bottom;
  for (char c = 'A'; c <= 'J'; ++c) {
    top += c;
    bottom += static_cast<char>(c + 10);
    down += "|!:' "[*rc::gen::inRange(0, 5)];
    if (c == 'J') break;
    top += across[*rc::gen::inRange(0, 5)];
    bottom += across[*rc::gen::inRange(0, 5)];
    down += "   ";
  }
  return make(draw(top + "\n" + down + "\n" + bottom));
}

Travel travel_on(const Net& net) {
  auto choice = std::make_shared<GoodsChoice>();
  GoodsClass ore{"ore", 100, 0, 0.002, true, {}}, cars{"cars", 9000, 0.8, 0.01, false, {}};
  ore.may_go[kSea] = ore.may_go[kRail] = 1;
  cars.may_go.fill(1);
  choice->classes = {ore, cars};
  choice->countries = net.countries;
  choice->mix.assign(2 * net.countries.size() * net.countries.size(), 0);
  for (double& part : choice->mix) part = *rc::gen::element(0.0, 0.2, 0.8);
  choice->world = {0.5, 0.5};
  choice->elasticity = *rc::gen::element(5, 4);
  choice->pull[kRail] = {0.3, -0.2, 0.4, 0.1};
  Travel travel = make_travel(net, net.costs);
  travel.goods = choice;
  travel.switching = *rc::gen::element(Switching::costs, Switching::none, Switching::all);
  return travel;
}

bool near(double a, double b) { return a == b || std::abs(a - b) <= 1e-6 * std::max(1.0, std::abs(b)); }

// Shares in proportion of those that have a way.
ByFamily<double> left_of(const Skim& skim, const Skim& of, std::size_t i, std::size_t j) {
  ByFamily<double> share{};
  double left = 0;
  for (std::size_t f = 0; f < kFamilyCount; ++f)
    if (skim.cost[f](i, j) < kInfinity && of.cost[f](i, j) < kInfinity) left += share[f] = of.share[f](i, j);
  for (double& part : share) part = left > 0 ? part / left : 0;
  return share;
}

// Mean hours of a pair in a scenario, as skim.h has them.
double mean_hours(const Skim& base, const Skim& after, Switching switching, std::size_t i, std::size_t j) {
  if (switching == Switching::all) {
    double mean = 0;
    const auto share = left_of(after, after, i, j);
    for (std::size_t f = 0; f < kFamilyCount; ++f)
      if (share[f] > 0) mean += share[f] * after.hours[f](i, j);
    return mean;
  }
  const auto before = left_of(base, base, i, j);
  auto weight = left_of(after, base, i, j);
  if (std::ranges::all_of(weight, [](double w) { return w == 0; })) weight = left_of(after, after, i, j);
  double hours = 0, lost = 0;
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    const double was = base.hours[f](i, j), is = after.hours[f](i, j);
    const bool dearer = after.cost[f](i, j) >= base.cost[f](i, j);
    if (weight[f] > 0) hours += weight[f] * (dearer ? std::max(was, is) : is);
  }
  for (std::size_t f = 0; f < kFamilyCount; ++f)
    if (before[f] > 0 && after.cost[f](i, j) == kInfinity)
      lost += before[f] * std::max(0.0, base.hours[f](i, j) - hours);
  return hours + lost;
}

RC_GTEST_PROP(ChooseWays, lines_of_pairs_choose_as_each_pair_does, ()) {
  const Net net = two_rows();
  LinkCosts costs = net.costs;
  for (std::size_t l = 0; l < net.link_count(); ++l) {
    const int pick = *rc::gen::inRange(0, 12);
    if (pick == 0) costs.closed_by[l] ^= kByStatus;
    if (pick == 1) costs.hours[l] *= 0.5;
  }
  const Travel travel = travel_on(net);
  const Index zones = places(net);
  const AccessTopology topology = make_access_topology(net, 1);
  const AccessMetric was = weigh(topology, weigh_links(net, net.costs, travel.shipper), 1);
  const Skim base = skim(net, topology, was, travel, zones, {.chains = true}, nullptr, 1);
  const auto changed = differing_links(net.costs, costs);
  const AccessMetric is = reweigh(topology, was, weigh_links(net, costs, travel.shipper), changed, 1);
  const Before before{base, changed, &was};
  const Skim after = skim(net, topology, is, travel, zones, {.chains = true}, &before, 1);

  for (std::size_t i = 0; i < zones.size(); ++i) {
    for (std::size_t j = 0; j < zones.size(); ++j) {
      if (i == j) continue;
      const auto a = static_cast<std::uint32_t>(net.nodes.at(zones[i])),
                 b = static_cast<std::uint32_t>(net.nodes.at(zones[j]));
      const PairPlace place{
          country_in(*travel.goods, net, a), country_in(*travel.goods, net, b),
          great_circle_km(sphere_point(net.lat[a], net.lon[a]), sphere_point(net.lat[b], net.lon[b])),
          ship_apart_of(base, i, j)};
      const double rho = travel.country.rho;
      const PairCosts old_ways = costs_of(base, i, j), ways = costs_of(after, i, j);
      const GoodsShares first = plain::choose_goods(*travel.goods, old_ways, place, rho),
                        then = plain::choose_goods_after(*travel.goods, old_ways, ways, place, rho,
                                                         travel.switching == Switching::none);
      RC_ASSERT(near(base.paid(i, j), first.paid));
      RC_ASSERT(near(after.paid(i, j), then.paid));
      for (std::size_t f = 0; f < kFamilyCount; ++f) {
        RC_ASSERT(near(base.share[f](i, j), first.value[f]));
        RC_ASSERT(near(after.share[f](i, j), then.value[f]));
        RC_ASSERT(near(after.tonnes[f](i, j), then.tonnes[f]));
      }
      if (after.paid(i, j) < kInfinity)
        RC_ASSERT(near(after.mean_hours(i, j), mean_hours(base, after, travel.switching, i, j)));
    }
  }
}

}  // namespace sogdia::choose_ways_test
