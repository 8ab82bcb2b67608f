#include "sogdia/assignment/frank_wolfe.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

// A step this near to 1 leaves nothing of where it came from, and nothing to be conjugate to.
constexpr double kWholeStep = 0.99;

std::vector<double> volumes(const ForwardStar& star, const std::vector<double>& flow, std::size_t count) {
  std::vector<double> volume(count, 0);
  for (std::size_t a = 0; a < flow.size(); ++a) volume[star.bottleneck[a]] += flow[a];
  return volume;
}

// sum_k w_k a_k b_k
double product(const std::vector<double>& w, const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> terms(w.size());
  for (std::size_t k = 0; k < w.size(); ++k) terms[k] = w[k] * a[k] * b[k];
  return ordered_sum(terms);
}

std::vector<double> difference(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> out(a.size());
  for (std::size_t k = 0; k < a.size(); ++k) out[k] = a[k] - b[k];
  return out;
}

// to := (1 - share) to + share of; `of` may be the longer.
void mix(std::vector<double>& to, const std::vector<double>& of, double share) {
  to.resize(std::max(to.size(), of.size()), 0);
  for (std::size_t k = 0; k < to.size(); ++k)
    to[k] = (1 - share) * to[k] + share * (k < of.size() ? of[k] : 0);
}

// The alpha in [0, 1] where the derivative of f on the way, sum_a cost_a(x + alpha d) d_a, is zero: Newton's
// method between bounds that it tightens. f is convex, so that the derivative rises.
double exact_step(const std::vector<Bottleneck>& bottlenecks, const std::vector<double>& volume,
                  const std::vector<double>& direction, double fixed) {
  constexpr int kMost = 100;
  constexpr double kFine = 1e-12;  // of the derivative at the start, and of the bounds
  const auto slope_at = [&](double alpha, double& curvature) {
    double sum = fixed, second = 0;
    for (std::size_t k = 0; k < bottlenecks.size(); ++k) {
      const double d = direction[k];
      if (d == 0) continue;
      const double v = volume[k] + alpha * d, t = delay(bottlenecks[k], v);
      sum += t * d;
      second += delay_slope(bottlenecks[k], v, t) * d * d;
    }
    curvature = second;
    return sum;
  };
  double curvature = 0, low = 0, high = 1;
  const double start = slope_at(0, curvature);
  if (!(start < 0)) return 0;
  double alpha = curvature > 0 && std::isfinite(curvature) ? -start / curvature : 1;
  if (!(alpha < 1)) {
    if (slope_at(1, curvature) <= 0) return 1;
    alpha = 0.5;
  }
  for (int k = 0; k < kMost && high - low > kFine * high; ++k) {
    const double slope = slope_at(alpha, curvature);
    if (std::fabs(slope) <= -kFine * start) break;
    (slope < 0 ? low : high) = alpha;
    alpha -= slope / curvature;
    if (!(alpha > low && alpha < high)) alpha = (low + high) / 2;
  }
  return alpha;
}

}  // namespace

FrankWolfe::Point FrankWolfe::target(const LinkLoads& loads, Point shortest) const {
  if (!last_ || alpha_ >= kWholeStep) return shortest;
  std::vector<double> h(bottlenecks_.size());
  for (std::size_t k = 0; k < h.size(); ++k) {
    h[k] = delay_slope(bottlenecks_[k], loads.volume[k], loads.delay[k]);
    if (!std::isfinite(h[k])) return shortest;
  }
  const auto d = difference(shortest.volume, loads.volume), d1 = difference(last_->volume, loads.volume);
  double mu = 0;
  if (before_last_) {
    const auto back = difference(before_last_->volume, last_->volume);
    std::vector<double> d2 = d1;
    for (std::size_t k = 0; k < d2.size(); ++k) d2[k] += (1 - alpha_) * back[k];
    mu = -product(h, d2, d) / product(h, d2, back);
    if (!(mu > 0) || !std::isfinite(mu)) mu = 0;
  }
  double nu = -product(h, d1, d) / product(h, d1, d1) + mu * alpha_ / (1 - alpha_);
  if (!(nu > 0) || !std::isfinite(nu)) nu = 0;
  Point s = std::move(shortest);
  const double sum = 1 + mu + nu;
  // beta_1 of s_{k-1} first, and beta_2 of s_{k-2} on top of what that makes of the rest.
  const auto blend = [&](std::vector<double> Point::*part) {
    mix(s.*part, (*last_).*part, nu / (1 + nu));
    if (before_last_) mix(s.*part, (*before_last_).*part, mu / sum);
  };
  blend(&Point::flow), blend(&Point::volume), blend(&Point::weight);
  return s;
}

bool FrankWolfe::step(LinkLoads& loads, const std::vector<double>& shortest) {
  Point y{shortest, volumes(star_, shortest, bottlenecks_.size()),
          std::vector<double>(weight_x_.size() + 1, 0)};
  y.weight.back() = 1;
  const auto step_to = [&](const Point& s) {
    double fixed = 0;
    for (std::size_t a = 0; a < star_.fixed.size(); ++a)
      fixed += star_.fixed[a] * (s.flow[a] - loads.flow[a]);
    return exact_step(bottlenecks_, loads.volume, difference(s.volume, loads.volume), fixed);
  };
  Point s = target(loads, y);
  double alpha = step_to(s);
  if (alpha == 0) {
    // The conjugate direction leads nowhere: the plain one, and a fresh start from it.
    s = std::move(y);
    last_.reset();
    alpha = step_to(s);
  }
  if (alpha == 0) return false;
  mix(loads.flow, s.flow, alpha);
  mix(weight_x_, s.weight, alpha);
  update_loads(loads, star_, bottlenecks_);
  before_last_ = std::move(last_);
  last_ = std::move(s);
  alpha_ = alpha;
  return true;
}

}  // namespace sogdia
