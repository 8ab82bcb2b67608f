// The user equilibrium by means of its own: Floyd and Warshall's distances, and the method of successive
// averages. Slow, and written from the definitions.
#pragma once
#include <cmath>
#include <limits>
#include <vector>

#include "sogdia/assignment/assignment_network.h"

namespace sogdia {

inline std::vector<double> free_costs(const AssignmentNetwork& network) {
  std::vector<double> cost = network.fixed;
  for (std::size_t a = 0; a < cost.size(); ++a)
    cost[a] += network.bottlenecks[network.bottleneck[a]].free_flow;
  return cost;
}

// From every node to every other; `next`, where asked for, is the arc that leads on.
inline std::vector<std::vector<double>> all_distances(const AssignmentNetwork& network,
                                                      const std::vector<double>& cost,
                                                      std::vector<std::vector<int>>* next = nullptr) {
  const std::size_t n = network.nodes.size();
  std::vector<std::vector<double>> far(n, std::vector<double>(n, std::numeric_limits<double>::infinity()));
  std::vector<std::vector<int>> on(n, std::vector<int>(n, -1));
  for (std::size_t i = 0; i < n; ++i) far[i][i] = 0;
  for (std::size_t a = 0; a < cost.size(); ++a) {
    auto& at = far[network.tail[a]][network.head[a]];
    if (cost[a] < at) at = cost[a], on[network.tail[a]][network.head[a]] = static_cast<int>(a);
  }
  for (std::size_t k = 0; k < n; ++k) {
    if (network.end_only[k]) continue;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        if (far[i][k] + far[k][j] < far[i][j]) far[i][j] = far[i][k] + far[k][j], on[i][j] = on[i][k];
  }
  if (next) *next = on;
  return far;
}

struct Slow {
  double objective = 0;  // of its flows; the least is no more than this, and no less than this minus `gap`
  double gap = 0;
};

inline Slow slow_assignment(const AssignmentNetwork& network, const std::vector<Trips>& trips, int rounds) {
  const std::size_t arcs = network.tail.size();
  std::vector<double> flow(arcs, 0);
  Slow out;
  double best_bound = -std::numeric_limits<double>::infinity();
  for (int round = 0; round <= rounds; ++round) {
    std::vector<double> volume(network.bottlenecks.size(), 0), cost = network.fixed, aim(arcs, 0);
    for (std::size_t a = 0; a < arcs; ++a) volume[network.bottleneck[a]] += flow[a];
    double objective = 0;
    for (std::size_t a = 0; a < arcs; ++a) {
      const auto& at = network.bottlenecks[network.bottleneck[a]];
      const double v = volume[network.bottleneck[a]];
      cost[a] += at.free_flow + at.extra * std::pow(v / at.capacity, at.power);
      objective += network.fixed[a] * flow[a];
    }
    for (std::size_t k = 0; k < volume.size(); ++k) {
      const auto& at = network.bottlenecks[k];
      objective += at.free_flow * volume[k] +
                   at.extra * std::pow(volume[k] / at.capacity, at.power) * volume[k] / (at.power + 1);
    }
    std::vector<std::vector<int>> next;
    all_distances(network, cost, &next);
    for (const auto& trip : trips)
      for (std::uint32_t node = trip.from; node != trip.to && trip.amount > 0;) {
        const auto a = static_cast<std::size_t>(next[node][trip.to]);
        aim[a] += trip.amount;
        node = network.head[a];
      }
    double spent = 0;
    for (std::size_t a = 0; a < arcs; ++a) spent += cost[a] * (flow[a] - aim[a]);
    if (round > 0) {
      best_bound = std::max(best_bound, objective - spent);
      out = {objective, objective - best_bound};
    }
    for (std::size_t a = 0; a < arcs; ++a) flow[a] += (aim[a] - flow[a]) / (round + 1);
  }
  return out;
}

}  // namespace sogdia
