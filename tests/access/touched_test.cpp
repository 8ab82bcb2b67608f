#include "sogdia/access/touched.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "random_map.h"
#include "sogdia/access/access_limits.h"
#include "sogdia/network/change.h"

namespace sogdia::touched_test {

Index places(const Net& net) {
  std::vector<std::string> zones;
  for (std::size_t n = 0; n < net.node_count(); ++n)
    if (net.node_type[n] == NodeType::place || net.node_type[n] == NodeType::zone)
      zones.push_back(net.nodes[n]);
  return Index(zones);
}

// A scenario found from what the change can alter, and found whole.
struct Both {
  Skim touched, whole;
};
Both change_costs(const Net& net, const LinkCosts& costs, const AccessLimits& limits) {
  const Travel travel = make_travel(net, net.costs, {}, limits);
  const AccessTopology topology = make_access_topology(net, 1);
  const AccessMetric was = weigh(topology, weigh_links(net, net.costs, travel.shipper), 1);
  const Skim base = skim(net, topology, was, travel, places(net), {true, true}, nullptr, 1);
  const auto changed = differing_links(net.costs, costs);
  const AccessMetric is = reweigh(topology, was, weigh_links(net, costs, travel.shipper), changed, 1);
  const Before some{base, changed, &was}, all{base, changed};
  return {skim(net, topology, is, travel, places(net), {true, true}, &some, 1),
          skim(net, topology, is, travel, places(net), {true, true}, &all, 1)};
}

bool same_bits(const Skim& a, const Skim& b) {
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    if (a.share[f].values != b.share[f].values) return false;
    if (a.cost[f]->values != b.cost[f]->values) return false;
    for (const auto of : {&Skim::hours, &Skim::usd_per_tonne, &Skim::km})
      if ((*(a.*of)[f]).values != (*(b.*of)[f]).values) return false;
  }
  return a.paid.values == b.paid.values && a.mean_hours.values == b.mean_hours.values &&
         a.mean_usd_per_tonne.values == b.mean_usd_per_tonne.values;
}

// Links of these maps cost so alike that ways of equal cost abound.
RC_GTEST_PROP(Touched, what_a_change_cannot_alter_is_as_it_was_to_the_bit, ()) {
  Net net = *random_network();
  const bool one_way = *rc::gen::arbitrary<bool>(), zones = *rc::gen::arbitrary<bool>(),
             few = *rc::gen::arbitrary<bool>();
  for (std::size_t l = 0; l < net.link_count(); ++l) {
    if (one_way) net.directed[l] = *rc::gen::arbitrary<bool>();
    if (*rc::gen::inRange(0, 8) == 0) net.costs.closed_by[l] |= kByStatus;
  }
  for (auto& type : net.node_type)
    if (zones && type == NodeType::place && *rc::gen::inRange(0, 3) == 0) type = NodeType::zone;
  LinkCosts costs = net.costs;
  for (std::size_t l = 0; l < net.link_count(); ++l) {
    const int pick = *rc::gen::inRange(0, few ? 30 : 8);
    if (pick == 0) costs.closed_by[l] ^= kByStatus;
    if (pick == 1) costs.hours[l] *= 0.5;
    if (pick == 2) costs.usd_per_tonne[l] *= 2;
  }
  const bool limited = *rc::gen::arbitrary<bool>();
  const double far = std::numeric_limits<double>::infinity();
  const auto [touched, whole] =
      change_costs(net, costs, limited ? AccessLimits{} : AccessLimits{far, far, far});
  RC_ASSERT(same_bits(touched, whole));
}

}  // namespace sogdia::touched_test
