#pragma once
#include <array>
#include <limits>
#include <utility>
#include <vector>

#include "sogdia/access/access_topology.h"
#include "sogdia/core/monitor.h"

namespace sogdia {

// The least-cost way of a family between two nodes; an infinite cost where there is none.
struct PairWay {
  double cost = std::numeric_limits<double>::infinity();
  Carried carried;
};

// Ways between pairs of nodes, by ModeFamily. Few pairs of many nodes: by road each pair is a query of its
// own, and the other families' lists on land and hauls are swept once for all. `limit`: as
// Travel::access_limit, in what the metric weighs. Pipelines, which carry no general goods, are left out. A
// node to itself is road at no cost.
std::vector<ByFamily<PairWay>> pair_ways(const AccessTopology& topology, const AccessMetric& metric,
                                         const ByFamily<AccessLimit>& limit,
                                         const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs,
                                         int threads = 0, const Monitor& monitor = {});

}  // namespace sogdia
