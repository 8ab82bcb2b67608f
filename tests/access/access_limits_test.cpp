#include "sogdia/access/access_limits.h"

#include <gtest/gtest.h>

#include "sogdia/access/terminal_lists.h"
#include "toy_map.h"

namespace sogdia::access_limits_test {

TEST(AccessLimits, a_place_far_from_every_port_reaches_those_not_much_farther_than_its_nearest) {
  // A is 1,600 km from B and 2,300 from F; the limit is 1,000.
  const Net net = map_of("C~~~B---------------A----------------------F~~~G");
  const AccessTopology topology = make_access_topology(net, 1);
  const auto starts = [&](double nearest) {
    const Travel travel = make_travel(net, net.costs, {}, {1000, 300, 300, 300, 600, nearest});
    const AccessMetric metric = weigh(topology, weigh_links(net, net.costs, travel.shipper), 1);
    const std::vector<std::uint32_t> zones{static_cast<std::uint32_t>(net.nodes.at("A"))};
    return terminal_lists(topology, metric, ModeFamily::sea, zones,
                          land_limits(travel.access_limit[kSea], zones))
        .starts[0]
        .size();
  };
  EXPECT_EQ(starts(0), 0u);
  EXPECT_EQ(starts(1), 1u);
  EXPECT_EQ(starts(1.5), 2u);
}

}  // namespace sogdia::access_limits_test
