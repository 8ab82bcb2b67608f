#pragma once
#include <vector>

#include "sogdia/assignment/assignment_network.h"
#include "sogdia/core/monitor.h"

namespace sogdia {

struct AssignmentOptions {
  double gap = 1e-6;           // relative gap that is good enough
  int max_iterations = 10000;  // of either kind
  // After so many iterations of Frank-Wolfe the path flows that they came to go on by gradient projection;
  // never where max_iterations are no more.
  int frank_wolfe_iterations = 10;
  int threads = 0;  // 0 = one per core; never changes a bit
};

// A user equilibrium: no trip has a cheaper way than its own (Wardrop's first principle), up to the gap
//   relative_gap = (sum_a cost_a v_a - sum over pairs of trips * shortest cost) / sum_a cost_a v_a
struct Assignment {
  std::vector<double> flow, cost;  // by arc of the network
  std::vector<double> volume;      // by bottleneck
  double objective = 0;            // Beckmann's
  double tstt = 0;                 // total system travel time, sum_a cost_a v_a
  double relative_gap = 0;
  int iterations = 0;
  bool converged = false;
};

// Bi-conjugate Frank-Wolfe (frank_wolfe.h), then gradient projection on its paths (path_flows.h):
//
//   Assignment found = assign(network, {{0, 19, 4400}}, {.gap = 1e-8});
//   found.flow[3];   // of the fourth arc
//
// Throws Error where no way leads from an origin to a destination of its trips.
Assignment assign(const AssignmentNetwork& network, const std::vector<Trips>& trips,
                  const AssignmentOptions& options = {}, const Monitor& monitor = {});

}  // namespace sogdia
