#include "sogdia/access/access_limits.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "random_map.h"
#include "sogdia/access/family_graph.h"
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

RC_GTEST_PROP(AccessLimits, of_few_ends_are_those_of_all, ()) {
  const Net net = *random_network();
  const auto weights = std::make_shared<const LinkWeights>(link_weights(net, net.costs, {}));
  const AccessLimits limits{1000, 300, 300, 300, 600, 1.5};
  const ByFamily<AccessLimit> all = access_limits(net, net.costs, weights, limits);
  const std::vector<std::uint32_t> ends{*rc::gen::inRange(0u, static_cast<std::uint32_t>(net.node_count())),
                                        *rc::gen::inRange(0u, static_cast<std::uint32_t>(net.node_count()))};
  const auto layers = std::make_shared<const FamilyLayers>(make_layers(net, ModeFamily::sea));
  const FamilyGraph sea = make_family_graph(net.costs, layers, weights, {});
  for (const FamilyGraph* at_hand : {static_cast<const FamilyGraph*>(nullptr), &sea}) {
    const ByFamily<AccessLimit> few = access_limits(net, net.costs, weights, limits, &ends, at_hand);
    for (std::size_t f = 0; f < kFamilyCount; ++f)
      for (const auto end : ends)
        for (const bool backward : {false, true})
          RC_ASSERT(few[f].of(end, backward) == all[f].of(end, backward));
  }
}

}  // namespace sogdia::access_limits_test
