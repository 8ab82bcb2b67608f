#pragma once
#include <functional>
#include <vector>

#include "sogdia/assignment/assignment_network.h"
#include "sogdia/assignment/tree_search.h"
#include "sogdia/core/monitor.h"

namespace sogdia {

// Flows of the arcs (by position in the star) and what follows from them.
struct LinkLoads {
  std::vector<double> flow;           // by arc
  std::vector<double> volume, delay;  // by bottleneck
  std::vector<double> cost;           // by arc: fixed + delay
};

// Volumes, delays and costs of the flows that stand in `loads`.
void update_loads(LinkLoads& loads, const ForwardStar& star, const std::vector<Bottleneck>& bottlenecks);

// Costs alone, of the delays that stand in `loads`.
void update_costs(LinkLoads& loads, const ForwardStar& star);

// sum_a cost_a v_a, the total of what all trips spend.
double total_cost(const LinkLoads& loads);

// Beckmann's objective: sum_a fixed_a v_a + sum of the integrals of the delays from 0 to their volumes.
double beckmann_objective(const LinkLoads& loads, const ForwardStar& star,
                          const std::vector<Bottleneck>& bottlenecks);

// Work on origins goes by blocks of them that do not depend on the number of threads, and sums go from block
// to block in order, so that no bit does.
std::size_t origin_blocks(const Demand& demand);
// Calls `body(block, origin)` for every origin, those of one block one after the other. Between them, in the
// thread that called, the monitor may say stop.
void for_origins(const Demand& demand, int threads, const Monitor& monitor,
                 const std::function<void(std::size_t block, std::size_t origin)>& body);

// One search for each block, kept from iteration to iteration.
using Searches = std::vector<TreeSearch>;
Searches make_searches(const ForwardStar& star, const Demand& demand);

// The least cost of every origin, from tree to tree: sum over pairs of trips times shortest cost. `visit` is
// called with each tree, in the thread of its origin. Throws Error where no way leads to a destination.
double search_all(const AssignmentNetwork& network, const Demand& demand, const std::vector<double>& cost,
                  int threads, const Monitor& monitor, Searches& searches,
                  const std::function<void(std::size_t block, std::size_t origin, const TreeSearch&)>& visit);

// All trips on their shortest ways: the flow of each arc, and the sum of trips times shortest cost.
struct AllOrNothing {
  std::vector<double> flow;
  double least_cost = 0;
};
AllOrNothing all_or_nothing(
    const AssignmentNetwork& network, const ForwardStar& star, const Demand& demand,
    const std::vector<double>& cost, int threads, const Monitor& monitor, Searches& searches,
    const std::function<void(std::size_t origin, const TreeSearch&)>& visit = nullptr);

// The sum of the blocks' rows in their order.
std::vector<double> sum_of_blocks(const std::vector<std::vector<double>>& blocks);

}  // namespace sogdia
