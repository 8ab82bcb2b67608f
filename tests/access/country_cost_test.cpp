#include "sogdia/access/country_cost.h"

#include <gtest/gtest.h>

#include <limits>

#include "sogdia/access/access_limits.h"
#include "sogdia/core/error.h"
#include "toy_map.h"

namespace sogdia::country_cost_test {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Place place(const char* id, const char* iso3, double population, bool capital = false) {
  Place place;
  place.id = place.node = id;
  place.iso3 = iso3;
  place.population = population;
  place.capital = capital;
  return place;
}

std::vector<Place> places() {
  return {place("A", "X", 100, true), place("B", "X", 300), place("C", "X", 200), place("D", "Y", 50, true),
          place("E", "Y", 80)};
}

const char* const kPicture = "A----B----C----D----E";

TEST(Zones, the_largest_place_of_each_country_comes_before_capitals_and_capitals_before_size) {
  const Net net = map_of(kPicture);
  EXPECT_EQ(choose_zones(places(), net, {}, {2, 12}).nodes, Index({"B", "E"}));
  EXPECT_EQ(choose_zones(places(), net, {}, {3, 12}).nodes, Index({"B", "A", "E"}));
  EXPECT_EQ(choose_zones(places(), net, {}, {4, 12}).nodes, Index({"B", "A", "E", "D"}));
  EXPECT_EQ(choose_zones(places(), net, {}, {5, 2}).nodes, Index({"B", "A", "E", "D"}));
}

TEST(Zones, weights_are_population_shares_within_the_country) {
  const Zones zones = choose_zones(places(), map_of(kPicture));
  EXPECT_DOUBLE_EQ(zones.weight[zones.nodes.at("B")], 0.5);
  EXPECT_DOUBLE_EQ(zones.weight[zones.nodes.at("D")], 50 / 130.0);
}

TEST(Zones, fewer_zones_than_countries_is_an_error) {
  EXPECT_THROW(choose_zones(places(), map_of(kPicture), {}, {1, 12}), Error);
}

Skim skim_of(const Net& net, const Zones& zones) {
  return skim(net, make_access_topology(net), net.costs, make_travel(net, net.costs), zones.nodes);
}

struct Costs {
  Zones zones;
  CountryCost cost;
};

Costs costs(const std::string& picture) {
  const Net net = map_of(picture);
  Costs c{choose_zones(places(), net), {}};
  c.cost = country_cost(skim_of(net, c.zones), c.zones, Index({"X", "Y", "Z"}));
  return c;
}

TEST(CountryCost, is_the_constant_elasticity_mean_over_pairs_of_places) {
  const Net net = map_of(kPicture);
  const Zones zones = choose_zones(places(), net);
  const Skim s = skim_of(net, zones);
  const CountryCost c = country_cost(s, zones, Index({"X", "Y"}));
  double power = 0, hours = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 3; j < 5; ++j) {
      const double w = zones.weight[i] * zones.weight[j];
      power += w * std::pow(1 + s.logsum(i, j), -4);
      hours += w * s.mean_hours(i, j);
    }
  }
  EXPECT_NEAR(c.cost(0, 1), std::pow(power, -0.25) - 1, 1e-14);
  EXPECT_NEAR(c.hours(0, 1), hours, 1e-12);
  EXPECT_NEAR(c.reached(0, 1), 1, 1e-15);
}

TEST(CountryCost, a_pair_is_unreachable_only_when_all_its_places_are) {
  const Costs part = costs("A----B----C----D  E"), none = costs("A----B----C  D----E");
  EXPECT_LT(part.cost.cost(0, 1), kInfinity);
  EXPECT_NEAR(part.cost.reached(0, 1), 50 / 130.0, 1e-15);
  EXPECT_EQ(none.cost.cost(0, 1), kInfinity);
  EXPECT_EQ(none.cost.hours(0, 1), kInfinity);
}

TEST(CountryCost, losing_the_way_to_some_places_makes_a_country_dearer) {
  EXPECT_GT(costs("A----B----C----D  E").cost.cost(0, 1), costs(kPicture).cost.cost(0, 1));
}

TEST(CountryCost, a_country_without_places_is_unreachable_and_has_a_domestic_cost) {
  const CountryCost c = costs(kPicture).cost;
  EXPECT_EQ(c.cost(0, 2), kInfinity);
  EXPECT_GT(c.cost(2, 2), 0);
  EXPECT_LT(c.cost(2, 2), 0.01);
  const auto pairs = unreachable_pairs(c);
  EXPECT_EQ(pairs.size(), 4u);
  EXPECT_EQ(pairs[0], (std::pair<std::string, std::string>{"X", "Z"}));
}

TEST(CountryCost, a_single_place_country_pays_its_own_internal_way) {
  CountryCostOptions options;
  const Net net = map_of("A----B");
  const std::vector<Place> one{place("A", "X", 30e6), place("B", "Y", 1e3)};
  const Zones zones = choose_zones(one, net);
  const CountryCost c = country_cost(skim_of(net, zones), zones, Index({"X", "Y"}), options);
  const double radius = std::sqrt(30e6 / (3000 * 3.14159265358979));
  EXPECT_NEAR(c.hours(0, 0), 0.9054 * radius / 30, 1e-3);
  EXPECT_NEAR(c.hours(1, 1), 20.0 / 30, 1e-12);
}

}  // namespace sogdia::country_cost_test
