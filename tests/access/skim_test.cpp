#include "sogdia/access/skim.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "random_map.h"
#include "search_skim.h"
#include "sogdia/access/access_limits.h"
#include "sogdia/access/router.h"
#include "sogdia/core/no_number.h"
#include "sogdia/network/change.h"
#include "toy_map.h"

namespace sogdia::skim_test {

constexpr AccessLimits kNoLimits{kInfinity, kInfinity, kInfinity};

Index places(const Net& net) {
  std::vector<std::string> zones;
  for (std::size_t n = 0; n < net.node_count(); ++n) {
    if (net.node_type[n] == NodeType::place) zones.push_back(net.nodes[n]);
  }
  return Index(zones);
}

Skim skim_all(const Net& net, int threads = 1, const AccessLimits& limits = kNoLimits) {
  return skim(net, make_access_topology(net, threads), net.costs, make_travel(net, net.costs, {}, limits),
              places(net), {}, threads);
}

// Before and after other costs, with the default limits of land, as a scenario does it.
struct Scenes {
  Skim before, after;
};
Scenes change_costs(const Net& net, const LinkCosts& costs) {
  const Travel travel = make_travel(net, net.costs);
  Scenes scenes;
  const AccessTopology topology = make_access_topology(net, 1);
  const AccessMetric metric = weigh(topology, weigh_links(net, net.costs, travel.shipper), 1);
  scenes.before = skim(net, topology, metric, travel, places(net), {.chains = true}, nullptr, 1);
  const auto changed = differing_links(net.costs, costs);
  const AccessMetric after = reweigh(topology, metric, weigh_links(net, costs, travel.shipper), changed, 1);
  const Before before{scenes.before, changed, &metric};
  scenes.after = skim(net, topology, after, travel, places(net), {}, &before, 1);
  return scenes;
}

Net close(const Net& net, const std::string& target) {
  Net closed = net;
  const Change change{"", NetworkChange(Close{Site{{target}}}), ""};
  closed.costs = apply_changes(net, net.costs, {"", {change}}).costs;
  return closed;
}

double at(const OdMatrix& m, const char* from, const char* to) {
  return m(m.origins.at(from), m.destinations.at(to));
}
double at(const OdMatrixOf<float>& m, const char* from, const char* to) {
  return m(m.origins.at(from), m.destinations.at(to));
}

// Generalized cost as the header states it, with the defaults of Shipper.
double a(double hours, double usd) { return usd / 2000.0 + hours / 24.0 * 0.006; }

TEST(Skim, a_chain_by_rail_pays_two_terminals_and_the_way_between) {
  const Skim s = skim_all(map_of("A----B=====C"));
  EXPECT_DOUBLE_EQ(at(s.hours[kRail], "A", "C"), 8 + 24 + 12.5 + 24);
  EXPECT_DOUBLE_EQ(at(s.usd_per_tonne[kRail], "A", "C"), 40 + 5 + 20 + 5);
  EXPECT_NEAR(at(s.cost[kRail], "A", "C"), a(68.5, 70), 5 * kCostUnit);
  EXPECT_EQ(at(s.cost[kRoad], "A", "C"), kInfinity);
  EXPECT_EQ(at(s.cost[kSea], "A", "C"), kInfinity);
}

TEST(Skim, a_sea_chain_may_reach_the_port_by_rail) {
  const Skim s = skim_all(map_of("A=====B~~~~~C"));
  // Road to rail terminal, rail, ship at the rail side of the port, sea, port.
  EXPECT_DOUBLE_EQ(at(s.hours[kSea], "A", "C"), 24 + 12.5 + 48 + 20 + 48);
  EXPECT_EQ(at(s.cost[kRail], "A", "C"), kInfinity);
}

TEST(Skim, a_chain_needs_at_least_one_link_of_its_main_mode) {
  const Skim s = skim_all(map_of(R"(
      A-----B
      ~
      C=====D)"));
  EXPECT_LT(at(s.cost[kRoad], "A", "B"), kInfinity);
  EXPECT_EQ(at(s.cost[kRail], "A", "B"), kInfinity);
  EXPECT_EQ(at(s.cost[kSea], "A", "B"), kInfinity);
  EXPECT_EQ(at(s.cost[kAir], "A", "B"), kInfinity);
}

TEST(Skim, goods_do_not_alight_where_they_boarded) {
  // Without that rule the train would take them from A to B and back, to go on by road.
  const Skim s = skim_all(map_of(R"(
      B====A----C
           |
           D)"));
  EXPECT_EQ(at(s.cost[kRail], "C", "D"), kInfinity);
  EXPECT_LT(at(s.cost[kRail], "B", "C"), kInfinity);
}

TEST(Skim, a_ship_calling_at_two_ports_without_landing_pays_only_the_ends) {
  const Skim s = skim_all(map_of("A~~~~B~~~~C"));
  EXPECT_DOUBLE_EQ(at(s.hours[kSea], "A", "C"), 48 + 16 + 16 + 48);
}

TEST(Skim, goods_do_not_return_to_sea_once_landed) {
  const Skim s = skim_all(map_of("A~~~~B----C~~~~D"));
  EXPECT_LT(at(s.cost[kSea], "A", "C"), kInfinity);
  EXPECT_EQ(at(s.cost[kSea], "A", "D"), kInfinity);
}

TEST(Skim, a_road_ferry_belongs_to_the_road) {
  const Skim s = skim_all(map_of("A----B___C----D"));
  EXPECT_LT(at(s.cost[kRoad], "A", "D"), kInfinity);
  EXPECT_EQ(at(s.cost[kRail], "A", "D"), kInfinity);
}

TEST(Skim, a_closed_passage_goes_round_or_not_at_all) {
  const Net ring = map_of(R"(
      A~~s~~B
      :     :
      :     :
      :     :
      C~~~~~D)");
  const Skim before = skim_all(ring), after = skim_all(close(ring, "passage:s"));
  EXPECT_DOUBLE_EQ(at(after.hours[kSea], "A", "B") - at(before.hours[kSea], "A", "B"),
                   (1100 - 500) / 25.0 - 12);
  const Net strait = map_of("A~~s~~B");
  EXPECT_EQ(at(skim_all(close(strait, "passage:s")).logsum, "A", "B"), kInfinity);
}

TEST(Skim, a_gap_between_two_roads_stays_a_gap) {
  const Skim s = skim_all(map_of("A----B  C----D"));
  EXPECT_EQ(at(s.logsum, "A", "D"), kInfinity);
  EXPECT_EQ(at(s.mean_hours, "B", "C"), kInfinity);
  for (const auto& share : s.share) EXPECT_EQ(at(share, "B", "C"), 0);
}

TEST(Skim, road_to_the_airport_is_limited_at_either_end) {
  const Net net = map_of("A----B...C");
  const AccessLimits near{2500, 300, 300}, far{2500, 300, 500};
  EXPECT_EQ(at(skim_all(net, 1, near).cost[kAir], "A", "C"), kInfinity);
  EXPECT_EQ(at(skim_all(net, 1, near).cost[kAir], "C", "A"), kInfinity);
  EXPECT_LT(at(skim_all(net, 1, far).cost[kAir], "A", "C"), kInfinity);
}

TEST(Skim, the_limit_is_a_cost_so_rail_reaches_farther_than_road) {
  AccessLimits limits{1000, 300, 300};
  limits.nearest = 0;
  // D-E is the road whose kilometre sets the limit.
  EXPECT_EQ(at(skim_all(map_of("A---------------B~~~C  D-E"), 1, limits).cost[kSea], "A", "C"), kInfinity);
  EXPECT_LT(at(skim_all(map_of("A===============B~~~C  D-E"), 1, limits).cost[kSea], "A", "C"), kInfinity);
}

TEST(Skim, without_choices_ways_cost_the_same) {
  const Net net = map_of(R"(
      A~~s~~B====C
      :     :    |
      ~~~~~~~    D)");
  const Travel travel = make_travel(net, net.costs);
  const AccessTopology topology = make_access_topology(net, 1);
  const AccessMetric metric = weigh(topology, weigh_links(net, net.costs, travel.shipper), 1);
  const Skim whole = skim(net, topology, metric, travel, places(net), {}, nullptr, 1);
  const Skim bare = skim(net, topology, metric, travel, places(net), {.choices = false}, nullptr, 1);
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    EXPECT_EQ(bare.cost[f]->values, whole.cost[f]->values) << f;
    EXPECT_TRUE(bare.share[f].values.empty());
  }
  EXPECT_TRUE(bare.paid.values.empty());
}

TEST(Skim, a_zone_to_itself_costs_nothing_by_road) {
  const Skim s = skim_all(map_of("A====B"));
  EXPECT_EQ(at(s.logsum, "A", "A"), 0);
  EXPECT_EQ(at(s.share[kRoad], "A", "A"), 1);
}

TEST(Skim, the_means_weigh_hours_by_shares) {
  const Skim s = skim_all(map_of(R"(
      A----B
      :    :
      C~~~~D)"));
  const double share = at(s.share[kRoad], "A", "B");
  EXPECT_GT(share, 0.5);
  EXPECT_NEAR(at(s.mean_hours, "A", "B"),
              share * at(s.hours[kRoad], "A", "B") + (1 - share) * at(s.hours[kSea], "A", "B"), 1e-5);
}

TEST(Skim, means_of_a_scenario_hold_the_shares_of_the_base) {
  // Road and sea side by side; the road then takes twice as long.
  const Net net = map_of(R"(
      A----B
      :    :
      C~~~~D)");
  LinkCosts costs = net.costs;
  costs.hours[net.links.at("A-B/road")] *= 2;
  const auto [before, after] = change_costs(net, costs);
  const double share = at(before.share[kRoad], "A", "B");
  EXPECT_GT(share, at(after.share[kRoad], "A", "B"));
  EXPECT_NEAR(at(after.mean_hours, "A", "B"),
              share * at(after.hours[kRoad], "A", "B") + (1 - share) * at(after.hours[kSea], "A", "B"), 1e-5);
  // The base pays what its ways cost at their shares; the scenario, what that does to the logsum besides.
  EXPECT_NEAR(at(before.paid, "A", "B"),
              share * at(before.cost[kRoad], "A", "B") + (1 - share) * at(before.cost[kSea], "A", "B"), 1e-9);
  EXPECT_NEAR(at(after.paid, "A", "B") - at(before.paid, "A", "B"),
              at(after.logsum, "A", "B") - at(before.logsum, "A", "B"), 1e-15);
  // A way that closes leaves the other with all of it.
  costs.closed_by[net.links.at("A-B/road")] = kByStatus;
  const Skim closed = change_costs(net, costs).after;
  EXPECT_EQ(at(closed.mean_hours, "A", "B"), at(closed.hours[kSea], "A", "B"));
}

TEST(Choose, costs_of_any_size_do_not_overflow) {
  ByFamily<double> cost, share;
  cost.fill(kInfinity);
  EXPECT_EQ(choose(cost, 40, share), kInfinity);
  cost[kRail] = 0.3;
  EXPECT_EQ(choose(cost, 40, share), 0.3);
  cost[kSea] = cost[kRail] = 1e6;
  EXPECT_NEAR(choose(cost, 40, share), 1e6 - std::log(2) / 40, 1e-9);
  EXPECT_DOUBLE_EQ(share[kSea], 0.5);
}

void compare_with_reference(const Net& net) {
  const Skim s = skim_all(net);
  for (const auto family : kWayFamilies) {
    for (std::size_t i = 0; i < s.zones.size(); ++i) {
      const auto reference = bellman_ford(net, family, net.nodes.at(s.zones[i]), Shipper());
      for (std::size_t j = 0; j < s.zones.size(); ++j) {
        if (i == j) continue;
        const double mine = s.cost[static_cast<std::size_t>(family)](i, j);
        const double theirs = reference[net.nodes.at(s.zones[j])];
        // Costs of links are whole numbers of kCostUnit here.
        RC_ASSERT(mine == theirs || std::abs(mine - theirs) < 40 * kCostUnit);
      }
    }
  }
}

RC_GTEST_PROP(SkimProperty, skim_equals_bellman_ford_over_the_rules_of_the_chain, ()) {
  compare_with_reference(*random_network());
}

RC_GTEST_PROP(SkimProperty, skim_equals_bellman_ford_on_one_way_networks, ()) {
  Net net = *random_network();
  const auto one_way = *rc::gen::container<std::vector<bool>>(net.link_count(), rc::gen::arbitrary<bool>());
  for (std::size_t l = 0; l < net.link_count(); ++l) net.directed[l] = one_way[l];
  compare_with_reference(net);
}

RC_GTEST_PROP(SkimProperty, closing_a_link_never_lowers_a_cost, ()) {
  const Net net = *random_network();
  const Skim before = skim_all(net);
  const auto link = *rc::gen::inRange<std::size_t>(0, net.link_count());
  const Skim after = skim_all(close(net, "link:" + net.links[link]));
  for (std::size_t k = 0; k < before.logsum.values.size(); ++k) {
    // exp and log round, so the logsum is monotone to the last bits only; the costs it is made of are exactly
    // so.
    constexpr double kRounding = 1e-12;
    RC_ASSERT(after.logsum.values[k] >= before.logsum.values[k] - kRounding);
    for (std::size_t f = 0; f < kWayFamilies.size(); ++f)
      RC_ASSERT(after.cost[f]->values[k] >= before.cost[f]->values[k]);
  }
}

RC_GTEST_PROP(SkimProperty, a_closure_is_no_time_saved, ()) {
  const Net net = *random_network();
  const auto link = *rc::gen::inRange<std::size_t>(0, net.link_count());
  const auto [before, after] = change_costs(net, close(net, "link:" + net.links[link]).costs);
  for (std::size_t k = 0; k < before.mean_hours.values.size(); ++k)
    RC_ASSERT(after.mean_hours.values[k] >= before.mean_hours.values[k] * (1 - 1e-12));
}

// The limits of land come from the base: else a cheaper road would shrink the reach of every port.
RC_GTEST_PROP(SkimProperty, a_cheaper_link_never_makes_a_pair_dearer, ()) {
  const Net net = *random_network();
  LinkCosts costs = net.costs;
  for (const auto link :
       *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, net.link_count()))) {
    costs.hours[link] *= 0.25;
    costs.usd_per_tonne[link] *= 0.25;
  }
  const auto [before, after] = change_costs(net, costs);
  for (std::size_t k = 0; k < before.paid.values.size(); ++k) {
    RC_ASSERT(after.paid.values[k] <= before.paid.values[k] + 1e-12);
    for (std::size_t f = 0; f < kWayFamilies.size(); ++f)
      RC_ASSERT(after.cost[f]->values[k] <= before.cost[f]->values[k]);
  }
}

void compare_with_searches(const Net& net, const Travel& travel) {
  const Skim swept =
      skim(net, make_access_topology(net, 1), net.costs, travel, places(net), {true, false}, 1);
  const SearchedSkim searched = search_skim(net, net.costs, travel, places(net));
  for (std::size_t f = 0; f < kWayFamilies.size(); ++f) {
    if (searched.cost[f].values.empty()) continue;  // pipelines, where goods are all alike
    RC_ASSERT(swept.cost[f]->values == searched.cost[f].values);
    for (std::size_t k = 0; k < swept.cost[f]->values.size(); ++k) {
      if (swept.cost[f]->values[k] == kInfinity) continue;
      // Of ways that cost the same either may be taken; what rides along makes up the cost all the same.
      const double rides = a(swept.hours[f]->values[k], swept.usd_per_tonne[f]->values[k]);
      RC_ASSERT(std::abs(rides - swept.cost[f]->values[k]) < 1e-6 * (1 + rides));
    }
  }
}

RC_GTEST_PROP(SkimProperty, sweeps_cost_to_the_last_bit_what_searches_cost, ()) {
  const Net net = *random_network();
  compare_with_searches(net, make_travel(net, net.costs, {}, kNoLimits));
  compare_with_searches(net, make_travel(net, net.costs));
}

RC_GTEST_PROP(SkimProperty, sweeps_cost_what_searches_cost_on_one_way_networks_with_zones, ()) {
  Net net = *random_network();
  const auto one_way = *rc::gen::container<std::vector<bool>>(net.link_count(), rc::gen::arbitrary<bool>());
  for (std::size_t l = 0; l < net.link_count(); ++l) {
    net.directed[l] = one_way[l];
    if (*rc::gen::inRange(0, 8) == 0) net.costs.closed_by[l] |= kByStatus;
  }
  compare_with_searches(net, make_travel(net, net.costs, {}, kNoLimits));
  const Index zones = places(net);
  for (auto& type : net.node_type) {
    if (type == NodeType::place && *rc::gen::inRange(0, 3) == 0) type = NodeType::zone;
  }
  const Travel travel = make_travel(net, net.costs, {}, kNoLimits);
  const Skim swept = skim(net, make_access_topology(net, 1), net.costs, travel, zones, {}, 1);
  const SearchedSkim searched = search_skim(net, net.costs, travel, zones);
  for (std::size_t f = 0; f < kWayFamilies.size(); ++f) {
    if (searched.cost[f].values.empty()) continue;  // pipelines, where goods are all alike
    RC_ASSERT(swept.cost[f]->values == searched.cost[f].values);
  }
}

// Only the families that a change has a part in are searched again.
RC_GTEST_PROP(SkimProperty, what_is_kept_of_the_base_is_what_a_skim_of_all_would_find, ()) {
  const Net net = *random_network();
  LinkCosts costs = net.costs;
  for (std::size_t l = 0; l < net.link_count(); ++l) {
    const int pick = *rc::gen::inRange(0, 10);
    if (pick == 0) costs.closed_by[l] ^= kByStatus;
    if (pick == 1) costs.hours[l] *= 0.5;
  }
  const Skim kept = change_costs(net, costs).after;
  const Skim anew =
      skim(net, make_access_topology(net, 1), costs, make_travel(net, net.costs), places(net), {}, 1);
  for (std::size_t f = 0; f < kWayFamilies.size(); ++f) {
    RC_ASSERT(kept.cost[f]->values == anew.cost[f]->values);
    RC_ASSERT(kept.hours[f]->values == anew.hours[f]->values);
    RC_ASSERT(kept.share[f].values == anew.share[f].values);
  }
}

RC_GTEST_PROP(SkimProperty, what_is_paid_is_never_below_the_cheapest_way_nor_zero, ()) {
  const Net net = *random_network();
  LinkCosts costs = net.costs;
  for (auto& hours : costs.hours) hours *= *rc::gen::element(0.0, 0.5, 1.0, 2.0);
  for (auto& reasons : costs.closed_by) {
    if (*rc::gen::inRange(0, 5) == 0) reasons |= kByStatus;
  }
  const auto [before, after] = change_costs(net, costs);
  for (const Skim* s : {&before, &after}) {
    for (std::size_t k = 0; k < s->paid.values.size(); ++k) {
      double least = kInfinity;
      for (const auto& cost : s->cost) least = std::min(least, cost->values[k]);
      RC_ASSERT(s->paid.values[k] >= least);
      RC_ASSERT(s->paid.values[k] >= 0);
      RC_ASSERT((s->paid.values[k] == kInfinity) == (s->logsum.values[k] == kInfinity));
    }
  }
}

RC_GTEST_PROP(SkimProperty, undirected_networks_cost_the_same_both_ways, ()) {
  const Skim s = skim_all(*random_network());
  for (std::size_t i = 0; i < s.zones.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double there = s.logsum(i, j), back = s.logsum(j, i);
      RC_ASSERT(there == back || std::abs(there - back) < 1e-12);
    }
  }
}

RC_GTEST_PROP(SkimProperty, a_detour_by_road_is_never_cheaper, ()) {
  const Skim s = skim_all(*random_network());
  const auto& cost = s.cost[kRoad];
  for (std::size_t i = 0; i < s.zones.size(); ++i) {
    for (std::size_t j = 0; j < s.zones.size(); ++j) {
      for (std::size_t k = 0; k < s.zones.size(); ++k)
        RC_ASSERT(cost(i, j) <= cost(i, k) + cost(k, j) + 1e-12);
    }
  }
}

RC_GTEST_PROP(SkimProperty, shares_sum_to_one_where_there_is_a_way, ()) {
  const Skim s = skim_all(*random_network());
  for (std::size_t k = 0; k < s.logsum.values.size(); ++k) {
    double sum = 0;
    for (const auto& share : s.share) sum += share.values[k];
    RC_ASSERT(std::abs(sum - (s.logsum.values[k] == kInfinity ? 0 : 1)) < 1e-6);  // in single precision
  }
}

RC_GTEST_PROP(SkimProperty, one_thread_and_four_give_the_same_bits, ()) {
  const Net net = *random_network();
  const Skim one = skim_all(net, 1), four = skim_all(net, 4);
  RC_ASSERT(one.logsum.values == four.logsum.values);
  RC_ASSERT(one.mean_hours.values == four.mean_hours.values);
  for (std::size_t f = 0; f < kWayFamilies.size(); ++f) {
    RC_ASSERT(one.cost[f]->values == four.cost[f]->values);
    RC_ASSERT(one.usd_per_tonne[f]->values == four.usd_per_tonne[f]->values);
  }
}

RC_GTEST_PROP(SkimProperty, routes_cost_what_the_skim_says, ()) {
  const Net net = *random_network();
  const Skim s = skim_all(net);
  const Router router = make_router(net, net.costs, make_travel(net, net.costs, {}, kNoLimits));
  for (std::size_t i = 0; i < s.zones.size(); ++i) {
    for (std::size_t j = 0; j < s.zones.size(); ++j) {
      if (i == j) continue;
      double share = 0;
      for (const auto& route :
           routes(net, net.costs, router, static_cast<std::uint32_t>(net.nodes.at(s.zones[i])),
                  static_cast<std::uint32_t>(net.nodes.at(s.zones[j])))) {
        const auto f = static_cast<std::size_t>(route.family);
        RC_ASSERT(route.cost == s.cost[f](i, j));
        RC_ASSERT(std::abs(route.hours - s.hours[f](i, j)) <= 1e-7 * route.hours);
        share += route.share;
      }
      RC_ASSERT(std::abs(share - (s.logsum(i, j) == kInfinity ? 0 : 1)) < 1e-14);
    }
  }
}

}  // namespace sogdia::skim_test
