#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/assignment/link_loads.h"

namespace sogdia {

// Gradient projection over the ways of each pair, Jayakrishnan, Tsai, Prashker & Rajadhyaksha (1994), "A
// faster path-based algorithm for traffic assignment", Transportation Research Record 1443: one pair after
// the other, each dearer way p gives flow to the cheapest m,
//   min(flow_p, (cost_p - cost_m) / sum_k n_k^2 t'_k),
// k over the bottlenecks that the two do not share and n_k how many times more m goes through k; where that
// oversteps the point of equal costs, the step is shortened to it. Where Frank-Wolfe's steps grow short, near
// the equilibrium, these do not.
struct PathFlows {
  struct Path {
    std::vector<std::uint32_t> arcs;  // positions in the star, from the destination back
    double flow = 0;
  };
  struct Pair {
    std::vector<Path> paths;
    std::vector<std::uint16_t> chosen;  // while Frank-Wolfe runs: the path of each all-or-nothing
  };
  std::vector<Pair> pairs;  // as in Demand

  explicit PathFlows(const Demand& demand) : pairs(demand.to.size()) {}
};

// Notes the shortest ways of an origin, of one more all-or-nothing.
void record_paths(PathFlows& flows, const ForwardStar& star, const Demand& demand, std::size_t origin,
                  const TreeSearch& tree);

// From the paths of the all-or-nothings to flows: the mean of these with the weights given.
void flows_of_weights(PathFlows& flows, const Demand& demand, const std::vector<double>& weights);

// Adds the shortest way to each destination of an origin where it is shorter than all that the pair has.
void offer_paths(PathFlows& flows, const ForwardStar& star, const Demand& demand, std::size_t origin,
                 const TreeSearch& tree, const std::vector<double>& cost);

// Flows by arc, afresh, so that no rounding gathers.
std::vector<double> arc_flows(const PathFlows& flows, const ForwardStar& star, const Demand& demand,
                              int threads, const Monitor& monitor);

// Once through all pairs of two paths and more, in order; volumes and delays follow at once, costs and flows
// of arcs do not. Paths left without flow are dropped. Returns what was spent beyond the cheapest path of
// each pair before its turn.
double equalise_costs(PathFlows& flows, LinkLoads& loads, const ForwardStar& star,
                      const std::vector<Bottleneck>& bottlenecks);

}  // namespace sogdia
