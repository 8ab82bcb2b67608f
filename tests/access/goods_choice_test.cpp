#include "sogdia/access/goods_choice.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plain_goods_choice.h"
#include "sogdia/core/no_number.h"

namespace sogdia::goods_choice_test {

GoodsClass goods_of(const char* name, double value, double spread, double value_of_time) {
  GoodsClass goods{name, value, spread, value_of_time, false, {}};
  goods.may_go.fill(1);
  goods.may_go[kTanker] = 0;
  return goods;
}

// Two classes of equal value; oil goes by tanker alone.
GoodsChoice two_classes(int elasticity) {
  GoodsChoice choice;
  GoodsClass oil = goods_of("oil", 500, 0, 0.002);
  oil.may_go.fill(0);
  oil.may_go[kTanker] = 1;
  choice.classes = {goods_of("cars", 10000, 0.8, 0.01), oil};
  choice.elasticity = elasticity;
  choice.world = {0.5, 0.5};
  return choice;
}

PairCosts no_ways() {
  PairCosts costs{};
  costs.cost.fill(kInfinity);
  return costs;
}

void put(PairCosts& costs, std::size_t f, double hours, double usd) {
  costs.cost[f] = usd / 1550 + hours / 24 * 0.006;  // of the general shipper
  costs.hours[f] = hours;
  costs.usd[f] = usd;
}

PairCosts random_ways() {
  PairCosts costs = no_ways();
  for (std::size_t f = 0; f < kFamilyCount; ++f)
    if (*rc::gen::arbitrary<bool>()) put(costs, f, *rc::gen::inRange(1, 2000), *rc::gen::inRange(1, 3000));
  return costs;
}

GoodsShares choose_goods(const GoodsChoice& choice, const PairCosts& costs, const PairPlace& place,
                         double rho, int of_class = -1) {
  return choose_goods(make_chooser(choice, rho, of_class), costs, place);
}
GoodsShares choose_goods_after(const GoodsChoice& choice, const PairCosts& before, const PairCosts& after,
                               const PairPlace& place, double rho, bool held = false) {
  return choose_goods_after(make_chooser(choice, rho, -1, held), before, after, place);
}

double sum(const ByFamily<double>& shares) { return std::accumulate(shares.begin(), shares.end(), 0.0); }

// By hand: goods of one value, C = 100 + 10000 x 0.01 x 2 = 300 by road and 50 + 10000 x 0.01 x 10 = 1050 by
// sea; weights 300^-2 and 1050^-2.
TEST(GoodsChoice, shares_are_powers_of_costs) {
  GoodsChoice choice = two_classes(2);
  choice.classes = {goods_of("cars", 10000, 0, 0.01)};
  choice.world = {1};
  PairCosts costs = no_ways();
  put(costs, kRoad, 48, 100);
  put(costs, kSea, 240, 50);
  const GoodsShares shares = choose_goods(choice, costs, {}, 4);
  const double road = 1 / (300.0 * 300), sea = 1 / (1050.0 * 1050);
  EXPECT_NEAR(shares.value[kRoad], road / (road + sea), 1e-12);
  EXPECT_NEAR(shares.tonnes[kSea], sea / (road + sea) / 10000, 1e-16);
  EXPECT_NEAR(shares.paid, (road * 300 + sea * 1050) / (road + sea) / 10000, 1e-12);
}

// What a tonne of an exporter's goods is worth is its own abroad, and that of the class at home.
TEST(GoodsChoice, a_tonne_is_worth_what_its_exporter_sells_it_for) {
  GoodsChoice choice = two_classes(5), dearer = two_classes(5);
  for (GoodsChoice* each : {&choice, &dearer}) {
    each->countries = Index({"CHL", "CHN"});
    each->mix.assign(8, 0.5);
  }
  choice.worth = {3, 1, 1, 1};
  dearer.classes[0].usd_per_tonne_value *= 3;
  PairCosts costs = no_ways();
  put(costs, kSea, 800, 150);
  put(costs, kRoad, 300, 400);
  const GoodsShares own = choose_goods(choice, costs, {0, 1, 9000}, 4),
                    of_dearer = choose_goods(dearer, costs, {0, 1, 9000}, 4),
                    at_home = choose_goods(choice, costs, {0, 0, 900}, 4),
                    usual = choose_goods(two_classes(5), costs, {-1, -1, 900}, 4);
  EXPECT_NEAR(own.value[kSea], of_dearer.value[kSea], 1e-12);
  EXPECT_NEAR(own.tonnes[kSea], of_dearer.tonnes[kSea], 1e-16);
  EXPECT_EQ(at_home.value[kSea], usual.value[kSea]);
  EXPECT_EQ(choice.worth_of(1, 0, 0), 1);
  // A dollar's goods weigh what the mean value says.
  EXPECT_NEAR(sum(usual.tonnes), 1 / mean_value(choice.classes[0]), 1e-12);
}

// A spread of values within a class: the dear ones fly, and weigh little.
TEST(GoodsChoice, air_has_more_of_the_value_than_of_the_tonnes) {
  GoodsChoice choice = two_classes(6);
  PairCosts costs = no_ways();
  put(costs, kSea, 800, 150);
  put(costs, static_cast<std::size_t>(ModeFamily::air), 80, 3000);
  const GoodsShares shares = choose_goods(choice, costs, {}, 4, 0);
  const auto air = static_cast<std::size_t>(ModeFamily::air);
  EXPECT_GT(shares.value[air], 0.01);
  EXPECT_LT(shares.tonnes[air] / sum(shares.tonnes), shares.value[air]);
}

TEST(GoodsChoice, goods_that_no_way_may_carry_are_left_out_on_the_base_and_lost_in_a_scenario) {
  const GoodsChoice choice = two_classes(6);
  PairCosts costs = no_ways();
  put(costs, kSea, 800, 150);
  const GoodsShares no_tanker = choose_goods(choice, costs, {}, 4);
  EXPECT_NEAR(sum(no_tanker.value), 1, 1e-12);
  PairCosts with = costs;
  put(with, kTanker, 800, 150);
  const GoodsShares before = choose_goods(choice, with, {}, 4);
  EXPECT_NEAR(before.value[kTanker], 0.5, 1e-12);
  // Half of the trade has no way left: (1 + a)^-rho halves, but for what the rest pays.
  const GoodsShares after = choose_goods_after(choice, with, costs, {}, 4);
  EXPECT_NEAR(std::pow(1 + after.paid, -4), std::pow(1 + no_tanker.paid, -4) / 2, 1e-12);
  EXPECT_EQ(after.value[kTanker], 0);
}

// What a well gives is stranded with its way: told apart, at what it paid.
TEST(GoodsChoice, specific_goods_without_a_way_are_told_apart) {
  GoodsChoice choice = two_classes(6);
  choice.classes[1].specific = true;
  PairCosts costs = no_ways();
  put(costs, kSea, 800, 150);
  PairCosts with = costs;
  put(with, kTanker, 800, 150);
  const GoodsShares before = choose_goods(choice, with, {}, 4);
  const GoodsShares after = choose_goods_after(choice, with, costs, {}, 4);
  EXPECT_EQ(after.stranded, 0.5);
  EXPECT_NEAR(after.paid, before.paid, 1e-12);
  EXPECT_NEAR(after.value[kSea], 1, 1e-12);
  EXPECT_EQ(choose_goods_after(choice, with, no_ways(), {}, 4).paid, kInfinity);
}

TEST(GoodsChoice, a_way_on_rivers_alone_is_no_way_by_sea) {
  const GoodsChoice choice = two_classes(6);
  PairCosts costs = no_ways();
  put(costs, kSea, 100, 20);
  put(costs, kRiver, 100, 20);
  const GoodsShares shares = choose_goods(choice, costs, {}, 4, 0);
  EXPECT_EQ(shares.value[kSea], 0);
  EXPECT_NEAR(shares.value[kRiver], 1, 1e-12);
}

// Ships of two sizes that go one way carry what ships of one would; where the large ones go a longer way they
// carry less than their part; and where none go the others carry all.
TEST(GoodsChoice, large_ships_share_the_pull_of_the_others) {
  GoodsChoice choice = two_classes(2);
  choice.classes = {choice.classes[1]};
  choice.classes[0].may_go[kRail] = 1;
  choice.world = {1};
  PairCosts costs = no_ways();
  put(costs, kTanker, 480, 60);
  put(costs, kRail, 240, 90);
  const GoodsShares one = choose_goods(choice, costs, {}, 4);
  choice.classes[0].by_large_ship = 0.8;
  EXPECT_NEAR(choose_goods(choice, costs, {}, 4).value[kTanker], one.value[kTanker], 1e-12);
  put(costs, kLargeShip, 480, 60);
  const GoodsShares both = choose_goods(choice, costs, {}, 4);
  EXPECT_NEAR(both.value[kLargeShip], 0.8 * one.value[kTanker], 1e-12);
  EXPECT_NEAR(both.value[kTanker], 0.2 * one.value[kTanker], 1e-12);
  EXPECT_NEAR(both.paid, one.paid, 1e-12);
  PairCosts longer = costs;
  put(longer, kLargeShip, 960, 120);  // twice the cost: a quarter of the weight
  const GoodsShares apart = choose_goods(choice, longer, {}, 4);
  EXPECT_NEAR(apart.value[kLargeShip] / apart.value[kTanker], 0.8 / 4 / 0.2, 1e-12);
  // What closes to large ships alone costs no less, though the others might carry all.
  PairCosts closed = costs;
  closed.cost[kLargeShip] = kInfinity;
  EXPECT_GT(choose_goods_after(choice, costs, closed, {}, 4).paid, both.paid);
}

RC_GTEST_PROP(GoodsChoiceProperty, shares_of_what_can_go_sum_to_one, ()) {
  const GoodsChoice choice = two_classes(*rc::gen::inRange(1, 9));
  const GoodsShares shares = choose_goods(choice, random_ways(), {-1, -2, 500}, 4);
  const double all = sum(shares.value);
  RC_ASSERT(all == 0 || std::abs(all - 1) < 1e-12);
  RC_ASSERT((all == 0) == (shares.paid == kInfinity));
  RC_ASSERT(shares.paid >= 0);
}

RC_GTEST_PROP(GoodsChoiceProperty, what_does_not_change_pays_what_it_paid, ()) {
  const GoodsChoice choice = two_classes(6);
  const PairCosts ways = random_ways();
  const double paid = choose_goods(choice, ways, {}, 4).paid;
  if (paid < kInfinity)
    RC_ASSERT(std::abs(choose_goods_after(choice, ways, ways, {}, 4).paid - paid) < 1e-12);
}

// Whatever becomes of hours and money when the general shipper takes another way.
RC_GTEST_PROP(GoodsChoiceProperty, closing_a_way_makes_nothing_cheaper_and_a_cheaper_way_nothing_dearer, ()) {
  GoodsChoice choice = two_classes(*rc::gen::inRange(1, 9));
  for (GoodsClass& goods : choice.classes) goods.by_large_ship = *rc::gen::element(0.0, 0.8);
  const PairCosts before = random_ways();
  const double paid = choose_goods(choice, before, {}, 4).paid;
  RC_PRE(paid < kInfinity);
  const auto f = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(kFamilyCount)));
  RC_PRE(before.cost[f] < kInfinity && before.cost[kSea] != before.cost[kRiver]);
  PairCosts closed = before;
  closed.cost[f] = kInfinity;
  RC_ASSERT(choose_goods_after(choice, before, closed, {}, 4).paid >= paid - 1e-12);
  // A faster and dearer way, cheaper to the general shipper.
  PairCosts cheaper = before;
  cheaper.hours[f] *= 0.5;
  cheaper.usd[f] *= 1.2;
  cheaper.cost[f] *= 0.9;
  RC_ASSERT(choose_goods_after(choice, before, cheaper, {}, 4).paid <= paid + 1e-12);
}

// Goods that stay where they are pay what their ways cost now, and no less than they paid where those are
// gone.
RC_GTEST_PROP(GoodsChoiceProperty, goods_that_stay_pay_for_the_ways_they_took, ()) {
  GoodsChoice choice = two_classes(*rc::gen::inRange(1, 9));
  choice.classes = {goods_of("cars", 10000, 0, 0.01)};
  choice.world = {1};
  const PairCosts before = random_ways();
  PairCosts after = before;
  const auto f = *rc::gen::inRange<std::size_t>(0, kFamilyCount);
  const bool closed = *rc::gen::arbitrary<bool>();
  if (closed)
    after.cost[f] = kInfinity;
  else if (before.cost[f] < kInfinity)
    put(after, f, before.hours[f] / 2, before.usd[f]);
  const GoodsShares was = choose_goods(choice, before, {}, 4),
                    is = choose_goods_after(choice, before, after, {}, 4, true),
                    free = choose_goods_after(choice, before, after, {}, 4);
  RC_PRE(was.paid < kInfinity && free.paid < kInfinity);
  RC_PRE(before.cost[kSea] != before.cost[kRiver] && after.cost[kSea] != after.cost[kRiver]);
  RC_ASSERT(std::abs(sum(is.value) - 1) < 1e-12);
  if (closed) {
    RC_ASSERT(is.paid >= was.paid - 1e-12);
    RC_ASSERT(is.value[f] == 0);
  } else {
    const double saved = was.value[f] * 0.01 / 24 * (before.hours[f] - after.hours[f]);
    RC_ASSERT(std::abs(was.paid - saved - is.paid) < 1e-12);
    RC_ASSERT(is.value == was.value);
  }
}

TEST(GoodsChoiceTest, a_ship_to_the_next_port_and_then_the_road_is_hardly_another_way_than_the_road) {
  EXPECT_EQ(ship_apart(0, 700), 1);
  EXPECT_EQ(ship_apart(350, 700), 1);
  EXPECT_NEAR(ship_apart(525, 700), 0.5, 1e-12);
  EXPECT_GT(ship_apart(800, 700), 0);  // the road may be shut
  EXPECT_LT(ship_apart(800, 700), 0.1);
  EXPECT_EQ(ship_apart(800, kInfinity), 1);

  const GoodsChoice choice = two_classes(5);
  PairCosts costs = no_ways();
  put(costs, kSea, 100, 60);
  put(costs, kRoad, 50, 60);
  PairPlace place{-1, -1, 700};
  const GoodsShares plain = choose_goods(choice, costs, place, 4, 0);
  place.ship_apart = 0.5;
  const GoodsShares half = choose_goods(choice, costs, place, 4, 0);
  EXPECT_LT(half.value[kSea], plain.value[kSea]);
  EXPECT_GT(half.value[kSea], 0);
}

TEST(GoodsChoiceTest, beyond_the_longest_another_slope_draws) {
  GoodsChoice choice = two_classes(5);
  choice.pull[kRail].distance = 2;
  choice.pull[kRail].longest_km = 6000;
  PairCosts costs = no_ways();
  put(costs, kSea, 800, 100);
  put(costs, kRail, 400, 200);
  const auto by_rail = [&](double km) {
    return choose_goods(choice, costs, {-1, -2, km}, 4, 0).value[kRail];
  };
  EXPECT_GT(by_rail(6000), by_rail(5000));
  EXPECT_EQ(by_rail(9000), by_rail(6000));
  const double at = by_rail(6000);
  choice.pull[kRail].beyond = -1;
  EXPECT_EQ(by_rail(6000), at);
  EXPECT_LT(by_rail(9000), at);
}

void put_lane(const PairCosts& costs, std::size_t k, WayLanes& ways) {
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    ways.cost[f].lane[k] = costs.cost[f];
    ways.hours[f].lane[k] = costs.hours[f];
    ways.usd[f].lane[k] = costs.usd[f];
  }
}

// Of any class, pull and elasticity, and some pairs at a time, each with its own place.
RC_GTEST_PROP(GoodsChoiceProperty, a_line_of_pairs_is_one_pair_after_another, ()) {
  GoodsChoice choice = two_classes(*rc::gen::inRange(1, 12));
  choice.classes[0].may_go[kTanker] = 1;
  choice.classes[0].road_km = 1500;
  choice.classes[1].may_go[kOilPipe] = choice.classes[1].may_go[kRoad] = 1;
  choice.classes[1].spread = 0.5;
  choice.classes[1].may_go[kRail] = 1;
  choice.classes[1].rail_last = *rc::gen::arbitrary<bool>();
  choice.classes[1].bulk = true;
  choice.classes[1].specific = *rc::gen::arbitrary<bool>();
  for (GoodsClass& goods : choice.classes) goods.by_large_ship = *rc::gen::element(0.0, 0.3, 0.9);
  choice.classes[0].may_go[kSea] = *rc::gen::arbitrary<bool>();
  choice.world = {0.7, *rc::gen::element(0.3, 0.00005)};
  choice.countries = Index({"CHL", "CHN"});
  choice.mix.assign(8, 0);
  if (*rc::gen::arbitrary<bool>())
    for (int cell = 0; cell < 4; ++cell) choice.worth.push_back(*rc::gen::inRange(1, 60) / 10.0);
  for (std::size_t f = 0; f < kFamilyCount; ++f)
    choice.pull[f] = {*rc::gen::inRange(-30, 30) / 10.0,    *rc::gen::inRange(-30, 30) / 10.0,
                      *rc::gen::inRange(-9, 9) / 10.0,      *rc::gen::inRange(-9, 9) / 10.0,
                      *rc::gen::element(6000.0, kInfinity), *rc::gen::inRange(-9, 9) / 10.0};
  const double rho = *rc::gen::element(4.0, 2.5);
  const bool held = *rc::gen::arbitrary<bool>();
  const auto count = *rc::gen::inRange<std::size_t>(1, kPairsAtOnce + 1);
  std::vector<PairPlace> places;
  std::vector<PairCosts> before, after;
  for (std::size_t k = 0; k < count; ++k) {
    places.push_back({*rc::gen::inRange(-1, 2), *rc::gen::inRange(-2, 2), 1.0 * *rc::gen::inRange(0, 9000)});
    places[k].ship_apart = *rc::gen::inRange(5, 101) / 100.0;
    before.push_back(random_ways());
    after.push_back(*rc::gen::arbitrary<bool>() ? random_ways() : before[k]);
  }
  PairLanes pairs;
  pairs.count = count;
  for (std::size_t k = 0; k < kPairsAtOnce; ++k) {
    const std::size_t of = std::min(k, count - 1);
    pairs.place[k] = places[of];
    put_lane(before[of], k, pairs.before);
    put_lane(after[of], k, pairs.after);
  }
  const GoodsChooser chooser = make_chooser(choice, rho, -1, held);
  ShareLanes base, scenario;
  sogdia::choose_goods(chooser, pairs, base);
  sogdia::choose_goods_after(chooser, pairs, scenario);
  const auto near = [](double a, double b) { return a == b || std::abs(a - b) < 1e-12 * std::max(1.0, b); };
  for (std::size_t k = 0; k < count; ++k) {
    const GoodsShares plain_base = plain::choose_goods(choice, before[k], places[k], rho),
                      plain_scenario =
                          plain::choose_goods_after(choice, before[k], after[k], places[k], rho, held);
    for (const auto& [found, right] : {std::pair(&base, plain_base), {&scenario, plain_scenario}}) {
      RC_ASSERT(near(found->paid.lane[k], right.paid));
      RC_ASSERT(near(found->stranded.lane[k], right.stranded));
      for (std::size_t f = 0; f < kFamilyCount; ++f) {
        RC_ASSERT(near(found->value[f].lane[k], right.value[f]));
        RC_ASSERT(near(found->tonnes[f].lane[k], right.tonnes[f]));
      }
    }
  }
}

}  // namespace sogdia::goods_choice_test
