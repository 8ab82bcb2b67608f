#include "sogdia/assignment/assignment_network.h"

#include <algorithm>
#include <numeric>

namespace sogdia {

ForwardStar forward_star(const AssignmentNetwork& network) {
  const std::size_t arcs = network.tail.size();
  ForwardStar star;
  star.first.assign(network.nodes.size() + 1, 0);
  for (const auto node : network.tail) ++star.first[node + 1];
  std::partial_sum(star.first.begin(), star.first.end(), star.first.begin());
  star.arc.resize(arcs);
  std::vector<std::uint32_t> next(star.first.begin(), star.first.end());
  for (std::size_t a = 0; a < arcs; ++a) star.arc[next[network.tail[a]]++] = static_cast<std::uint32_t>(a);
  for (const auto a : star.arc) {
    star.tail.push_back(network.tail[a]);
    star.head.push_back(network.head[a]);
    star.bottleneck.push_back(network.bottleneck[a]);
    star.fixed.push_back(network.fixed[a]);
  }
  star.end_only = network.end_only;
  return star;
}

Demand demand_by_origin(const std::vector<Trips>& trips) {
  std::vector<Trips> sorted;
  for (const auto& trip : trips)
    if (trip.amount > 0 && trip.from != trip.to) sorted.push_back(trip);
  std::stable_sort(sorted.begin(), sorted.end(), [](const Trips& a, const Trips& b) {
    return a.from != b.from ? a.from < b.from : a.to < b.to;
  });
  Demand demand;
  for (const auto& trip : sorted) {
    if (demand.origins.empty() || demand.origins.back().node != trip.from) {
      const auto at = static_cast<std::uint32_t>(demand.to.size());
      demand.origins.push_back({trip.from, at, at});
    }
    auto& origin = demand.origins.back();
    if (origin.last > origin.first && demand.to.back() == trip.to) {
      demand.amount.back() += trip.amount;
      continue;
    }
    demand.to.push_back(trip.to);
    demand.amount.push_back(trip.amount);
    ++origin.last;
  }
  return demand;
}

}  // namespace sogdia
