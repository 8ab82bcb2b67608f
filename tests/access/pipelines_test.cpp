// Oil that goes by pipe, on toy networks: what may carry it, where it begins, and where it goes on by ship.
#include <gtest/gtest.h>

#include "sogdia/access/access_limits.h"
#include "sogdia/access/router.h"
#include "sogdia/access/skim.h"
#include "sogdia/core/error.h"
#include "sogdia/core/no_number.h"
#include "sogdia/network/change.h"
#include "sogdia/network/target.h"
#include "toy_map.h"

namespace sogdia::pipelines_test {

Index places(const Net& net) {
  std::vector<std::string> zones;
  for (std::size_t n = 0; n < net.node_count(); ++n)
    if (net.node_type[n] == NodeType::place) zones.push_back(net.nodes[n]);
  return Index(zones);
}

// One class that goes by pipe or tanker, and one that goes by lorry.
std::shared_ptr<const GoodsChoice> oil_and_cloth(const Net& net) {
  auto choice = std::make_shared<GoodsChoice>();
  GoodsClass oil{"crude_oil", 590, 0, 0.002, true, {}, true};
  oil.may_go[kOilPipe] = oil.may_go[kTanker] = 1;
  GoodsClass cloth{"cloth", 7000, 0, 0.01, false, {}};
  cloth.may_go[kRoad] = cloth.may_go[kSea] = 1;
  choice->classes = {oil, cloth};
  choice->countries = net.countries;
  choice->mix.assign(net.countries.size() * net.countries.size() * 2, 0.5);
  choice->world = {0.5, 0.5};
  return choice;
}

Travel travel_on(const Net& net) {
  Travel travel = make_travel(net, net.costs);
  travel.goods = oil_and_cloth(net);
  return travel;
}

Skim skim_all(const Net& net, const LinkCosts& costs) {
  return skim(net, make_access_topology(net, 1), costs, travel_on(net), places(net), {}, 1);
}
Skim skim_all(const Net& net) { return skim_all(net, net.costs); }

LinkCosts close(const Net& net, const std::string& target) {
  return apply_changes(net, net.costs, {"", {Change{"", NetworkChange(Close{Site{{target}}}), ""}}}).costs;
}

double at(const OdMatrix& m, const char* from, const char* to) {
  return m(m.origins.at(from), m.destinations.at(to));
}
double at(const OdMatrixOf<float>& m, const char* from, const char* to) {
  return m(m.origins.at(from), m.destinations.at(to));
}

TEST(Pipelines, oil_goes_by_pipe_to_a_port_and_on_by_ship) {
  const Skim s = skim_all(map_of("A>>>B~~~~C"));
  EXPECT_DOUBLE_EQ(at(s.hours[kOilPipe], "A", "C"), 300 / 10.0 + 48 + 400 / 25.0 + 48);
  EXPECT_DOUBLE_EQ(at(s.usd_per_tonne[kOilPipe], "A", "C"), 300 * 0.01 + 10 + 400 * 0.005 + 10);
  EXPECT_DOUBLE_EQ(at(s.hours[kOilPipe], "A", "B"), 300 / 10.0);
  EXPECT_EQ(at(s.cost[kOilPipe], "C", "A"), kInfinity);  // it flows one way
  EXPECT_EQ(at(s.cost[kSea], "A", "C"), kInfinity);      // and takes no cloth
}

TEST(Pipelines, oil_begins_where_a_pipe_does_and_comes_to_none_by_lorry) {
  const Skim s = skim_all(map_of("Z--A>>>B--Y"));
  EXPECT_EQ(at(s.cost[kOilPipe], "Z", "B"), kInfinity);
  EXPECT_LT(at(s.cost[kOilPipe], "A", "B"), kInfinity);
  EXPECT_EQ(at(s.cost[kOilPipe], "A", "Y"), kInfinity);  // nor leaves one by it
  EXPECT_LT(at(s.cost[kRoad], "Z", "A"), kInfinity);
}

TEST(Pipelines, a_ship_may_sail_on_to_land_but_not_from_a_port_without_a_pipe) {
  const Skim s = skim_all(map_of("A>>>B~~~~C--D"));
  EXPECT_LT(at(s.cost[kOilPipe], "A", "D"), kInfinity);
  EXPECT_EQ(at(s.cost[kOilPipe], "B", "C"), kInfinity);  // by tanker, which is a family of its own
  EXPECT_LT(at(s.cost[kTanker], "B", "C"), kInfinity);
}

TEST(Pipelines, only_goods_that_may_go_by_pipe_do) {
  const Skim s = skim_all(map_of("A>>>B"));
  EXPECT_DOUBLE_EQ(at(s.share[kOilPipe], "A", "B"), 1);
  const Net net = map_of("A>>>B");
  const Skim alike =
      skim(net, make_access_topology(net, 1), net.costs, make_travel(net, net.costs), places(net), {}, 1);
  EXPECT_EQ(at(alike.paid, "A", "B"), kInfinity);
}

TEST(Pipelines, one_is_closed_by_its_name_and_by_the_border_that_it_crosses) {
  const Net net = map_of("A>>>B~~~~C");
  for (const char* target : {"pipeline:AB", "border:A-B", "border:A", "link:pipe:AB/1.1"})
    EXPECT_EQ(at(skim_all(net, close(net, target)).cost[kOilPipe], "A", "C"), kInfinity) << target;
  try {
    close(net, "pipeline:AC");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message, "unknown pipeline `AC`");
    EXPECT_NE(error.hint.find("AB"), std::string::npos) << error.hint;
  }
}

TEST(Pipelines, oil_of_wells_takes_their_pipe_and_no_tanker_elsewhere) {
  const Net net = map_of(
      "A>>>>B\n"
      ":    :\n"
      "G~s~~C");
  const Travel travel = travel_on(net);
  const AccessTopology topology = make_access_topology(net, 1);
  const AccessMetric metric = weigh(topology, weigh_links(net, net.costs, travel.shipper), 1);
  const Skim before = skim(net, topology, metric, travel, places(net), {.chains = true}, nullptr, 1);
  EXPECT_EQ(at(before.share[kTanker], "A", "C"), 0);
  EXPECT_DOUBLE_EQ(at(before.share[kOilPipe], "A", "C"), 0.5);
  EXPECT_DOUBLE_EQ(at(before.share[kTanker], "B", "C"), 0.5);  // whose wells nobody knows
  for (const auto& [target, stranded] : {std::pair{"passage:s", 0.0}, std::pair{"pipeline:AB", 0.5}}) {
    const LinkCosts costs = close(net, target);
    const auto changed = differing_links(net.costs, costs);
    const AccessMetric after = reweigh(topology, metric, weigh_links(net, costs, travel.shipper), changed, 1);
    const Before known{before, changed, &metric};
    const Skim s = skim(net, topology, after, travel, places(net), {}, &known, 1);
    const Skim anew = skim_all(net, costs);
    EXPECT_DOUBLE_EQ(at(s.stranded, "A", "C"), stranded) << target;
    EXPECT_GE(at(s.paid, "A", "C"), at(before.paid, "A", "C")) << target;
    for (std::size_t f = 0; f < kFamilyCount; ++f)
      EXPECT_EQ(at(s.cost[f], "A", "C"), at(anew.cost[f], "A", "C")) << target;
  }
}

TEST(Pipelines, a_route_tells_the_pipe_as_a_leg) {
  const Net net = map_of("A>>>B~~~~C");
  const auto found = routes(net, net.costs, make_router(net, net.costs, travel_on(net), 1),
                            static_cast<std::uint32_t>(net.nodes.at("A", "node")),
                            static_cast<std::uint32_t>(net.nodes.at("C", "node")));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].family, ModeFamily::oil_pipeline);
  EXPECT_DOUBLE_EQ(found[0].km, 700);
  ASSERT_GE(found[0].legs.size(), 2u);
  EXPECT_EQ(found[0].legs[0].mode, Mode::oil_pipeline);
  EXPECT_DOUBLE_EQ(found[0].legs[0].km, 300);
}

}  // namespace sogdia::pipelines_test
