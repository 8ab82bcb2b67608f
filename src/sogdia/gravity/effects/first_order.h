#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// The regressors as the formula gave them, kept to hold the finished fit against: single precision, about
// their means, which the effects or the constant take up.
struct Given {
  std::vector<std::uint32_t> row;  // of the sample that they were taken from
  std::vector<std::string> terms;
  std::vector<std::vector<float>> x;  // x - mean, as part of `largest`
  std::vector<double> mean, largest;  // of each; mean 0 where nothing takes it up
};

// Takes the regressors' means off the sample's x where effects or a constant absorb them, which keeps the
// digits of a regressor whose mean is large, and notes them.
Given take_given(Sample& sample, int threads);

// A model without effects gets its regressors back as they were, its constant and the constant's covariances
// to match. `beta` k, `vcov` k x k of the sample's terms.
void give_back(const Given& given, Sample& sample, std::vector<double>& beta, std::vector<double>& vcov);

// The first-order conditions of a maximum, for Poisson and least squares alike:
//   sum_i w_i (y_i - mu_i) c_i = 0
// for c each regressor that was given (dropped ones too: they are sums of the others), each level of each
// effect and each slope of it. `worst` is the largest of these sums as part of
//   sum_i w_i (|y_i| + |mu_i| + noise) |c_i|,
// `where` the name of its regressor or effect. Least squares takes what a residual is on average for `noise`:
// a level may lie next to 0 by chance, and a sum is not held against that.
struct FirstOrder {
  double worst = 0;
  std::string where;
};
// What a fit may leave of them.
inline constexpr double kHolds = 1e-5;
FirstOrder first_order(const Sample& sample, const std::vector<double>& mu, const Given& given, int threads,
                       double noise = 0);

// The root of the mean squared residual.
double mean_residual(const Sample& sample, const std::vector<double>& mu);

// The first-order conditions of v less its projection on the effects, `left`: of each level, and of each
// slope in it (about its mean where there is an intercept),
//   |sum_i w_i c_i left_i|  as part of  sum_i w_i |c_i| (|left_i| + rounding + little * l),
// times the part of the norm of `left` that the level's rows have, l being what its values are on average.
// `rounding` is what a value of `left` may be off by its own last digits. `little` keeps a slope that one row
// alone has, and fits, from counting as left; where weights are uneven it must be 0, light rows being small.
// The largest of them.
double worst_projection(const Sample& sample, const std::vector<double>& weights,
                        const std::vector<double>& left, double rounding, double little, int threads);

// Those of a maximum, of the effects' intercepts alone.
double worst_level(const Sample& sample, const std::vector<double>& mu, int threads);

}  // namespace sogdia
