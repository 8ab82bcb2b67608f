#include "sogdia/assignment/link_loads.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

// Enough blocks for any number of cores to share, few enough for their sums to cost nothing.
constexpr std::size_t kMostBlocks = 64;

// The trips of one origin come down its tree, from the farthest node to the nearest.
void load_tree(const ForwardStar& star, const Demand& demand, std::size_t origin, const TreeSearch& tree,
               std::vector<double>& through, std::vector<double>& flow) {
  const auto& of = demand.origins[origin];
  for (std::uint32_t k = of.first; k < of.last; ++k) through[demand.to[k]] += demand.amount[k];
  for (std::size_t s = tree.settled.size(); s-- > 1;) {
    const std::uint32_t node = tree.settled[s];
    if (through[node] == 0) continue;
    const std::uint32_t arc = tree.parent[node];
    flow[arc] += through[node];
    through[star.tail[arc]] += through[node];
    through[node] = 0;
  }
  through[of.node] = 0;
}

}  // namespace

void update_costs(LinkLoads& loads, const ForwardStar& star) {
  loads.cost.resize(star.head.size());
  for (std::size_t a = 0; a < star.head.size(); ++a)
    loads.cost[a] = star.fixed[a] + loads.delay[star.bottleneck[a]];
}

void update_loads(LinkLoads& loads, const ForwardStar& star, const std::vector<Bottleneck>& bottlenecks) {
  loads.volume.assign(bottlenecks.size(), 0);
  for (std::size_t a = 0; a < star.head.size(); ++a) loads.volume[star.bottleneck[a]] += loads.flow[a];
  loads.delay.resize(bottlenecks.size());
  for (std::size_t k = 0; k < bottlenecks.size(); ++k)
    loads.delay[k] = delay(bottlenecks[k], loads.volume[k]);
  update_costs(loads, star);
}

double total_cost(const LinkLoads& loads) {
  std::vector<double> terms(loads.cost.size());
  for (std::size_t a = 0; a < terms.size(); ++a) terms[a] = loads.cost[a] * loads.flow[a];
  return ordered_sum(terms);
}

double beckmann_objective(const LinkLoads& loads, const ForwardStar& star,
                          const std::vector<Bottleneck>& bottlenecks) {
  std::vector<double> terms;
  for (std::size_t a = 0; a < star.fixed.size(); ++a) terms.push_back(star.fixed[a] * loads.flow[a]);
  for (std::size_t k = 0; k < bottlenecks.size(); ++k)
    terms.push_back(delay_integral(bottlenecks[k], loads.volume[k], loads.delay[k]));
  return ordered_sum(terms);
}

std::size_t origin_blocks(const Demand& demand) { return std::min(kMostBlocks, demand.origins.size()); }

void for_origins(const Demand& demand, int threads, const Monitor& monitor,
                 const std::function<void(std::size_t block, std::size_t origin)>& body) {
  const std::size_t blocks = origin_blocks(demand), origins = demand.origins.size();
  const auto caller = std::this_thread::get_id();
  parallel_for(blocks, threads, [&](std::size_t block) {
    for (std::size_t o = block * origins / blocks; o < (block + 1) * origins / blocks; ++o) {
      if (std::this_thread::get_id() == caller) check_cancelled(monitor);
      body(block, o);
    }
  });
}

Searches make_searches(const ForwardStar& star, const Demand& demand) {
  Searches searches;
  for (std::size_t block = 0; block < origin_blocks(demand); ++block) searches.emplace_back(star);
  return searches;
}

double search_all(
    const AssignmentNetwork& network, const Demand& demand, const std::vector<double>& cost, int threads,
    const Monitor& monitor, Searches& searches,
    const std::function<void(std::size_t block, std::size_t origin, const TreeSearch&)>& visit) {
  std::vector<double> spent(demand.origins.size(), 0);
  for_origins(demand, threads, monitor, [&](std::size_t block, std::size_t o) {
    const auto& of = demand.origins[o];
    TreeSearch& tree = searches[block];
    tree.run(of.node, demand.to.data() + of.first, demand.to.data() + of.last, cost);
    for (std::uint32_t k = of.first; k < of.last; ++k) {
      const double far = tree.distance[demand.to[k]];
      if (far == TreeSearch::kFar)
        throw Error(
            fmt::format("no way leads from `{}` to `{}`, between which there are trips",
                        network.nodes[of.node], network.nodes[demand.to[k]]),
            "", "is a link missing, or closed, or one-way? No way leads through a zone that is an end only");
      spent[o] += demand.amount[k] * far;
    }
    visit(block, o, tree);
  });
  return ordered_sum(spent);
}

AllOrNothing all_or_nothing(const AssignmentNetwork& network, const ForwardStar& star, const Demand& demand,
                            const std::vector<double>& cost, int threads, const Monitor& monitor,
                            Searches& searches,
                            const std::function<void(std::size_t origin, const TreeSearch&)>& visit) {
  const std::size_t blocks = origin_blocks(demand);
  std::vector<std::vector<double>> flow(blocks), through(blocks);
  AllOrNothing out;
  out.least_cost = search_all(network, demand, cost, threads, monitor, searches,
                              [&](std::size_t block, std::size_t o, const TreeSearch& tree) {
                                if (flow[block].empty()) {
                                  flow[block].assign(star.head.size(), 0);
                                  through[block].assign(star.end_only.size(), 0);
                                }
                                load_tree(star, demand, o, tree, through[block], flow[block]);
                                if (visit) visit(o, tree);
                              });
  out.flow = sum_of_blocks(flow);
  out.flow.resize(star.head.size(), 0);
  return out;
}

std::vector<double> sum_of_blocks(const std::vector<std::vector<double>>& blocks) {
  std::vector<double> sum;
  for (const auto& block : blocks) {
    sum.resize(block.size(), 0);
    for (std::size_t a = 0; a < block.size(); ++a) sum[a] += block[a];
  }
  return sum;
}

}  // namespace sogdia
