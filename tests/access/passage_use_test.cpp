#include "sogdia/access/passage_use.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "sogdia/access/access_limits.h"
#include "toy_map.h"

namespace sogdia::passage_use_test {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Every place is a country of its own.
Zones zones_of(const Net& net) {
  std::vector<std::string> nodes;
  for (std::size_t n = 0; n < net.node_count(); ++n)
    if (net.node_type[n] == NodeType::place) nodes.push_back(net.nodes[n]);
  Zones zones;
  zones.iso3 = nodes;
  zones.nodes = Index(nodes);
  zones.population.assign(nodes.size(), 1);
  zones.weight.assign(nodes.size(), 1);
  return zones;
}

std::map<std::string, PassageUse> uses(const Net& net) {
  const Zones zones = zones_of(net);
  const Travel travel = make_travel(net, net.costs, {}, {kInfinity, kInfinity, kInfinity});
  std::map<std::string, PassageUse> by_name;
  for (auto& use : passage_use(net, make_access_topology(net), net.costs, travel, zones, Index(zones.iso3))) {
    std::string name = use.passage;
    by_name.emplace(std::move(name), std::move(use));
  }
  return by_name;
}

double at(const OdMatrix& m, const char* from, const char* to) {
  return m(m.origins.at(from, "country"), m.destinations.at(to, "country"));
}

// Through s it is 500 km and the passage, 20 + 12 h; round by C and E 1,300 km, 52 h. D lies behind t.
const char* const kStraits = R"(
A~~s~~B~~t~~D
:     :
:     :
:     :
:     :
C~~~~~E)";

TEST(PassageUse, a_way_round_is_a_detour_and_none_is_told) {
  const auto found = uses(map_of(kStraits));
  ASSERT_EQ(found.size(), 2u);
  const PassageUse &s = found.at("s"), &t = found.at("t");
  for (const auto& [from, to] : {std::pair{"A", "B"}, {"B", "A"}}) {
    EXPECT_EQ(at(s.through, from, to), 1);
    EXPECT_EQ(at(s.lose_mode, from, to), 0);
    EXPECT_NEAR(at(s.detour_hours, from, to), 20, 1e-9);
    EXPECT_EQ(at(t.through, from, to), 0);
  }
  // A to E goes by C, whether s is open or not.
  EXPECT_EQ(at(s.through, "A", "E"), 0);
  EXPECT_EQ(at(s.detour_hours, "A", "E"), 0);
  // A to D goes through both; round s there is a way, round t there is none.
  EXPECT_EQ(at(s.through, "A", "D"), 1);
  EXPECT_EQ(at(s.no_way, "A", "D"), 0);
  EXPECT_NEAR(at(s.detour_hours, "A", "D"), 20, 1e-9);
  EXPECT_EQ(at(t.through, "A", "D"), 1);
  EXPECT_EQ(at(t.lose_mode, "A", "D"), 1);
  EXPECT_EQ(at(t.no_way, "A", "D"), 1);
  EXPECT_EQ(at(t.detour_hours, "A", "D"), 0);
  EXPECT_TRUE(std::isnan(at(t.through, "A", "A")));
}

// With a railway beside it, who loses the sea changes mode: no sea way is left, but a way is.
TEST(PassageUse, goods_that_lose_their_mode_go_by_another) {
  const auto found = uses(map_of(R"(
A~~s~~B
!     !
C=====D)"));
  const PassageUse& s = found.at("s");
  const double sea = at(s.through, "A", "B");
  EXPECT_GT(sea, 0);
  EXPECT_LT(sea, 1);
  EXPECT_EQ(at(s.lose_mode, "A", "B"), sea);
  EXPECT_EQ(at(s.no_way, "A", "B"), 0);
}

TEST(PassageUse, a_passage_that_is_closed_already_is_nobodys) {
  Net net = map_of(kStraits);
  for (std::size_t link = 0; link < net.link_count(); ++link)
    if (net.passage[link] == static_cast<std::int32_t>(net.passages.at("s", "passage")))
      net.costs.closed_by[link] |= kByStatus;
  const auto found = uses(net);
  EXPECT_FALSE(found.contains("s"));
  EXPECT_TRUE(found.contains("t"));
}

}  // namespace sogdia::passage_use_test
