#include "sogdia/assignment/assign.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/assignment/frank_wolfe.h"
#include "sogdia/assignment/path_flows.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

// What starting a thread costs is worth this many arcs looked at.
constexpr std::size_t kArcsWorthThreads = 200'000;

// Sweeps over the paths between two rounds of searches end when the paths at hand differ by so little of what
// the shortest ways differ from them.
constexpr double kSettled = 0.1;
constexpr int kMostSweeps = 20;

struct Run {
  const AssignmentNetwork& network;
  const AssignmentOptions& options;
  const Monitor& monitor;
  ForwardStar star;
  Demand demand;
  int threads;
  Searches searches;
  LinkLoads loads;
  double first_gap = 0;
  Assignment out;

  // Whether to stop at the gap that `least_cost` makes of the loads at hand.
  bool done(double least_cost) {
    out.tstt = total_cost(loads);
    out.relative_gap = out.tstt > 0 ? std::max(0.0, (out.tstt - least_cost) / out.tstt) : 0;
    out.converged = out.relative_gap <= options.gap;
    if (first_gap == 0) first_gap = out.relative_gap;
    check_cancelled(monitor);
    const double all = std::log(first_gap / options.gap), made = std::log(first_gap / out.relative_gap);
    report_progress(monitor, fmt::format("gap {:.1e}", out.relative_gap),
                    all > 0 && made > 0 ? std::min(1.0, made / all) : 0);
    return out.converged || out.iterations >= options.max_iterations;
  }
};

// True where done; else the path flows stand where Frank-Wolfe got to.
bool by_frank_wolfe(Run& run, PathFlows& paths) {
  const bool hands_over = run.options.frank_wolfe_iterations < run.options.max_iterations;
  const auto shortest = [&](bool recorded) {
    std::function<void(std::size_t, const TreeSearch&)> record;
    if (recorded)
      record = [&](std::size_t origin, const TreeSearch& tree) {
        record_paths(paths, run.star, run.demand, origin, tree);
      };
    return all_or_nothing(run.network, run.star, run.demand, run.loads.cost, run.threads, run.monitor,
                          run.searches, record);
  };
  run.loads.flow = shortest(hands_over).flow;
  update_loads(run.loads, run.star, run.network.bottlenecks);
  FrankWolfe method(run.star, run.network.bottlenecks);
  method.start();
  while (true) {
    const bool last = hands_over && run.out.iterations >= run.options.frank_wolfe_iterations;
    const AllOrNothing y = shortest(hands_over && !last);
    if (run.done(y.least_cost)) return true;
    if (last) break;
    if (!method.step(run.loads, y.flow)) {
      if (!hands_over) return true;
      break;
    }
    ++run.out.iterations;
  }
  flows_of_weights(paths, run.demand, method.weights());
  return false;
}

void by_paths(Run& run, PathFlows& paths) {
  while (true) {
    run.loads.flow = arc_flows(paths, run.star, run.demand, run.threads, run.monitor);
    update_loads(run.loads, run.star, run.network.bottlenecks);
    const double least =
        search_all(run.network, run.demand, run.loads.cost, run.threads, run.monitor, run.searches,
                   [&](std::size_t, std::size_t origin, const TreeSearch& tree) {
                     offer_paths(paths, run.star, run.demand, origin, tree, run.loads.cost);
                   });
    if (run.done(least)) return;
    const double enough = kSettled * run.out.relative_gap * run.out.tstt;
    for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
      check_cancelled(run.monitor);
      if (equalise_costs(paths, run.loads, run.star, run.network.bottlenecks) <= enough) break;
    }
    ++run.out.iterations;
  }
}

}  // namespace

Assignment assign(const AssignmentNetwork& network, const std::vector<Trips>& trips,
                  const AssignmentOptions& options, const Monitor& monitor) {
  Run run{network, options, monitor, forward_star(network), demand_by_origin(trips), 1, {}, {}, 0, {}};
  if (run.demand.origins.size() * network.head.size() > kArcsWorthThreads) run.threads = options.threads;
  run.searches = make_searches(run.star, run.demand);
  run.loads.flow.assign(network.head.size(), 0);
  update_loads(run.loads, run.star, network.bottlenecks);
  PathFlows paths(run.demand);
  if (!by_frank_wolfe(run, paths)) by_paths(run, paths);
  Assignment& out = run.out;
  out.objective = beckmann_objective(run.loads, run.star, network.bottlenecks);
  out.volume = run.loads.volume;
  out.flow.resize(network.head.size());
  out.cost.resize(network.head.size());
  for (std::size_t a = 0; a < run.star.arc.size(); ++a) {
    out.flow[run.star.arc[a]] = run.loads.flow[a];
    out.cost[run.star.arc[a]] = run.loads.cost[a];
  }
  return std::move(out);
}

}  // namespace sogdia
