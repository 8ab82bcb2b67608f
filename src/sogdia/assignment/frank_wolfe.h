#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "sogdia/assignment/link_loads.h"

namespace sogdia {

// Bi-conjugate Frank-Wolfe for the user equilibrium,
//   min over feasible flows x of  f(x) = sum_a integral_0^{x_a} t_a(v) dv        (Beckmann)
// after Mitradjieva & Lindberg (2013), "The stiff is moving: conjugate direction Frank-Wolfe methods with
// applications to traffic assignment", Transportation Science 47(2). Each iteration k moves from x_k towards
//   s_k = beta_0 y_k + beta_1 s_{k-1} + beta_2 s_{k-2},
// y_k all trips on their shortest ways at the costs of x_k, so that the direction s_k - x_k is conjugate to
// the last two with respect to the Hessian H_k of f at x_k. With d = y_k - x_k, d1 = s_{k-1} - x_k and
// d2 = alpha_{k-1} s_{k-1} + (1 - alpha_{k-1}) s_{k-2} - x_k:
//   mu = max(0, - d2' H d / d2' H (s_{k-2} - s_{k-1}))
//   nu = max(0, - d1' H d / d1' H d1 + mu alpha_{k-1} / (1 - alpha_{k-1}))
//   beta_0 = 1 / (1 + mu + nu),  beta_1 = nu beta_0,  beta_2 = mu beta_0
// The step alpha_k is the one that minimizes f on the way, found exactly.
class FrankWolfe {
 public:
  FrankWolfe(const ForwardStar& star, const std::vector<Bottleneck>& bottlenecks)
      : star_(star), bottlenecks_(bottlenecks) {}

  // Moves `loads` one step on, given all trips on their shortest ways at its costs. False where no step
  // lowers f any more: rounding is all that is left.
  bool step(LinkLoads& loads, const std::vector<double>& shortest);

  // x is a mean of the all-or-nothing flows y_0, y_1, ... that it came from: the weight of each.
  const std::vector<double>& weights() const { return weight_x_; }
  // The first: all trips on the shortest ways of the empty network.
  void start() { weight_x_ = {1}; }

 private:
  // A point on the way, its volumes, and of which mean of the y's it is.
  struct Point {
    std::vector<double> flow, volume, weight;
  };
  Point target(const LinkLoads& loads, Point shortest) const;

  const ForwardStar& star_;
  const std::vector<Bottleneck>& bottlenecks_;
  std::vector<double> weight_x_;
  std::optional<Point> last_, before_last_;  // s_{k-1}, s_{k-2}
  double alpha_ = 0;                         // of the last step
};

}  // namespace sogdia
