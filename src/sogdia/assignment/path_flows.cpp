#include "sogdia/assignment/path_flows.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

using Path = PathFlows::Path;
using Pair = PathFlows::Pair;

// The arcs of the tree from a destination back to the origin.
void arcs_to(std::vector<std::uint32_t>& arcs, const ForwardStar& star, const TreeSearch& tree,
             std::uint32_t to) {
  arcs.clear();
  for (std::uint32_t node = to; tree.parent[node] != TreeSearch::kNone; node = star.tail[arcs.back()])
    arcs.push_back(tree.parent[node]);
}

double path_cost(const Path& path, const ForwardStar& star, const std::vector<double>& delays) {
  double sum = 0;
  for (const auto a : path.arcs) sum += star.fixed[a] + delays[star.bottleneck[a]];
  return sum;
}

// Moves flow from one path to another.
class Shift {
 public:
  Shift(LinkLoads& loads, const ForwardStar& star, const std::vector<Bottleneck>& bottlenecks)
      : loads_(loads),
        star_(star),
        bottlenecks_(bottlenecks),
        times_(bottlenecks.size(), 0),
        listed_(bottlenecks.size(), 0) {}

  void operator()(Path& from, Path& to) {
    fixed_ = 0;
    touched_.clear();
    for (const auto a : from.arcs) count(a, -1);
    for (const auto a : to.arcs) count(a, 1);
    for (const auto k : touched_) listed_[k] = 0;
    std::erase_if(touched_, [&](std::uint32_t k) { return times_[k] == 0; });
    double saved = fixed_;
    for (const auto k : touched_) saved -= times_[k] * loads_.delay[k];
    if (saved > 0) move(from, to, saved);
    for (const auto k : touched_) times_[k] = 0;
  }

 private:
  void count(std::uint32_t arc, int times) {
    const std::uint32_t k = star_.bottleneck[arc];
    if (!listed_[k]) touched_.push_back(k);
    listed_[k] = 1;
    times_[k] += times;
    fixed_ -= times * star_.fixed[arc];
  }

  // cost_from - cost_to once `step` has moved; leaves the delays of then in `after_`.
  double saved_after(double step) {
    double sum = fixed_;
    after_.clear();
    for (const auto k : touched_) {
      after_.push_back(delay(bottlenecks_[k], loads_.volume[k] + times_[k] * step));
      sum -= times_[k] * after_.back();
    }
    return sum;
  }

  void move(Path& from, Path& to, double saved) {
    double curvature = 0;
    for (const auto k : touched_)
      curvature += times_[k] * times_[k] * delay_slope(bottlenecks_[k], loads_.volume[k], loads_.delay[k]);
    double step = from.flow;
    if (curvature > 0) step = std::min(step, std::isfinite(curvature) ? saved / curvature : from.flow / 2);
    // Newton's step goes too far where slopes rise from next to nothing: it is halved between where the costs
    // still differ and where the difference has turned, until that is a fraction of what it was.
    constexpr double kTurned = 0.25;
    constexpr int kMost = 40;
    double low = 0, high = step, left = saved_after(step);
    for (int k = 0; k < kMost; ++k) {
      if (left < -kTurned * saved)
        high = step;
      else if (left > kTurned * saved && high > step)
        low = step;
      else
        break;
      step = (low + high) / 2;
      left = saved_after(step);
    }
    from.flow -= step;
    to.flow += step;
    for (std::size_t i = 0; i < touched_.size(); ++i) {
      const std::uint32_t k = touched_[i];
      loads_.volume[k] = std::max(0.0, loads_.volume[k] + times_[k] * step);
      loads_.delay[k] = after_[i];
    }
  }

  LinkLoads& loads_;
  const ForwardStar& star_;
  const std::vector<Bottleneck>& bottlenecks_;
  std::vector<int> times_;  // by bottleneck: of the path that gains less of the one that gives
  std::vector<std::uint8_t> listed_;
  std::vector<std::uint32_t> touched_;  // where these differ
  std::vector<double> after_;           // the delays there
  double fixed_ = 0;
};

}  // namespace

void record_paths(PathFlows& flows, const ForwardStar& star, const Demand& demand, std::size_t origin,
                  const TreeSearch& tree) {
  std::vector<std::uint32_t> arcs;
  for (std::uint32_t k = demand.origins[origin].first; k < demand.origins[origin].last; ++k) {
    Pair& pair = flows.pairs[k];
    arcs_to(arcs, star, tree, demand.to[k]);
    const auto same = std::find_if(pair.paths.begin(), pair.paths.end(),
                                   [&](const Path& path) { return path.arcs == arcs; });
    pair.chosen.push_back(static_cast<std::uint16_t>(same - pair.paths.begin()));
    if (same == pair.paths.end()) pair.paths.push_back({arcs, 0});
  }
}

void flows_of_weights(PathFlows& flows, const Demand& demand, const std::vector<double>& weights) {
  for (std::size_t k = 0; k < flows.pairs.size(); ++k) {
    Pair& pair = flows.pairs[k];
    for (std::size_t y = 0; y < weights.size(); ++y)
      pair.paths[pair.chosen[y]].flow += weights[y] * demand.amount[k];
    pair.chosen = {};
    std::erase_if(pair.paths, [](const Path& path) { return path.flow <= 0; });
  }
}

void offer_paths(PathFlows& flows, const ForwardStar& star, const Demand& demand, std::size_t origin,
                 const TreeSearch& tree, const std::vector<double>& cost) {
  std::vector<std::uint32_t> arcs;
  for (std::uint32_t k = demand.origins[origin].first; k < demand.origins[origin].last; ++k) {
    auto& paths = flows.pairs[k].paths;
    const double shortest = tree.distance[demand.to[k]];
    const bool shorter = std::all_of(paths.begin(), paths.end(), [&](const Path& path) {
      double sum = 0;
      for (const auto a : path.arcs) sum += cost[a];
      return shortest < sum;
    });
    if (!shorter) continue;
    arcs_to(arcs, star, tree, demand.to[k]);
    // The same path, added up from its other end.
    if (std::any_of(paths.begin(), paths.end(), [&](const Path& path) { return path.arcs == arcs; }))
      continue;
    paths.push_back({arcs, 0});
  }
}

std::vector<double> arc_flows(const PathFlows& flows, const ForwardStar& star, const Demand& demand,
                              int threads, const Monitor& monitor) {
  std::vector<std::vector<double>> flow(origin_blocks(demand));
  for_origins(demand, threads, monitor, [&](std::size_t block, std::size_t o) {
    flow[block].resize(star.head.size(), 0);
    for (std::uint32_t k = demand.origins[o].first; k < demand.origins[o].last; ++k)
      for (const auto& path : flows.pairs[k].paths)
        for (const auto a : path.arcs) flow[block][a] += path.flow;
  });
  std::vector<double> sum = sum_of_blocks(flow);
  sum.resize(star.head.size(), 0);
  return sum;
}

double equalise_costs(PathFlows& flows, LinkLoads& loads, const ForwardStar& star,
                      const std::vector<Bottleneck>& bottlenecks) {
  Shift shift(loads, star, bottlenecks);
  std::vector<double> costs;
  double excess = 0;
  for (auto& pair : flows.pairs) {
    if (pair.paths.size() < 2) continue;
    costs.clear();
    for (const auto& path : pair.paths) costs.push_back(path_cost(path, star, loads.delay));
    const auto best = static_cast<std::size_t>(std::min_element(costs.begin(), costs.end()) - costs.begin());
    for (std::size_t p = 0; p < costs.size(); ++p) {
      if (p == best || pair.paths[p].flow <= 0) continue;
      excess += (costs[p] - costs[best]) * pair.paths[p].flow;
      shift(pair.paths[p], pair.paths[best]);
    }
    // The one that gains stays, whatever it gained: it is the cheapest.
    std::swap(pair.paths.front(), pair.paths[best]);
    pair.paths.erase(std::remove_if(pair.paths.begin() + 1, pair.paths.end(),
                                    [](const Path& path) { return path.flow <= 0; }),
                     pair.paths.end());
  }
  return excess;
}

}  // namespace sogdia
