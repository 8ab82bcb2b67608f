#include "sogdia/access/square_ways.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "random_map.h"
#include "sogdia/access/access_limits.h"
#include "sogdia/access/zone_nodes.h"

namespace sogdia::square_ways_test {

// From a few origins at a time, what the skim of all has.
RC_GTEST_PROP(SquareWays, from_a_few_origins_at_a_time_are_those_of_the_skim, ()) {
  const Net net = *random_network();
  std::vector<std::string> labels;
  for (std::size_t n = 0; n < net.node_count(); ++n)
    if (net.node_type[n] == NodeType::place || *rc::gen::arbitrary<bool>()) labels.push_back(net.nodes[n]);
  const Index zones(labels);
  const Travel travel = make_travel(net, net.costs);
  const AccessTopology topology = make_access_topology(net, 1);
  const AccessMetric metric = weigh(topology, weigh_links(net, net.costs, travel.shipper), 1);
  const Skim all = skim(net, topology, metric, travel, zones, {.km = true}, nullptr, 1);
  const SquareWays square =
      make_square_ways(topology, metric, travel.access_limit, zone_nodes(net, zones), 1);
  const std::size_t count = zones.size(), step = *rc::gen::inRange<std::size_t>(1, 12);
  for (std::size_t first = 0; first < count; first += step) {
    const std::size_t here = std::min(step, count - first);
    const auto found = ways_from(square, first, here, 2);
    for (std::size_t i = 0; i < here; ++i) {
      for (std::size_t j = 0; j < count; ++j) {
        for (const ModeFamily family : kWayFamilies) {
          const auto f = static_cast<std::size_t>(family);
          const PairWay& way = found[i * count + j][f];
          const double cost = all.cost[f](first + i, j);
          RC_ASSERT(way.cost == cost);
          if (cost == std::numeric_limits<double>::infinity()) continue;
          RC_ASSERT(static_cast<float>(way.carried.hours) == all.hours[f](first + i, j));
          RC_ASSERT(static_cast<float>(way.carried.usd) == all.usd_per_tonne[f](first + i, j));
          RC_ASSERT(static_cast<float>(way.carried.km) == all.km[f](first + i, j));
        }
      }
    }
  }
}

}  // namespace sogdia::square_ways_test
