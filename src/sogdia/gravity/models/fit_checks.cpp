#include "sogdia/gravity/models/fit_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sogdia {
namespace {

// What a coefficient's own rounding may move the index by.
constexpr double kIndexRounding = 1e-7;

// Every observation is fitted to its last digits: as many parameters as observations, or an outcome made of
// the regressors. What is left is rounding, of which no errors can be made.
bool fits_perfectly(const Fit& fit) {
  constexpr double kOwn = 1e-6, kLargest = 1e-11;  // of the outcome, of the largest one
  const bool poisson = fit.family == Family::ppml;
  double largest = 0;
  for (const double y : fit.sample.y) largest = std::max(largest, std::abs(y));
  for (std::size_t i = 0; i < fit.mu.size(); ++i) {
    const double off = std::abs(fit.sample.y[i] - fit.mu[i]);
    if (off > (poisson ? kOwn * fit.sample.y[i] : 0.0) + kLargest * largest) return false;
  }
  return true;
}

}  // namespace

void hold_against_equations(Fit& fit, const std::vector<double>& beta, const Given& given, int threads) {
  if (!fit.converged) return;
  const double noise = fit.family == Family::ols ? mean_residual(fit.sample, fit.mu) : 0.0;
  const FirstOrder found = first_order(fit.sample, fit.mu, given, threads, noise);
  if (!(found.worst <= kHolds)) {
    fit.converged = false;
    fit.reason = fmt::format(
        "the first-order condition of `{}` does not hold: its sum of residuals is {:.2g} of its size",
        found.where, found.worst);
    return;
  }
  std::size_t from = 0;
  double index = 1;
  for (const double eta : fit.eta) index = std::max(index, std::abs(eta));
  for (std::size_t j = 0; j < beta.size(); ++j, ++from) {
    while (given.terms[from] != fit.sample.terms[j]) ++from;
    const double moved = std::abs(beta[j]) * (given.largest[from] + std::abs(given.mean[from])) * 1e-16;
    if (moved <= kIndexRounding * index) continue;
    fit.converged = false;
    fit.reason = fmt::format("the coefficient of `{}`, {:.3g}, is so large that rounding moves the index",
                             fit.sample.terms[j], beta[j]);
    return;
  }
}

void hint_at_levels(Fit& fit) {
  constexpr double kLogs = 50;  // no log of an exposure spans more
  if (fit.converged || fit.family != Family::ppml || fit.sample.offset.empty()) return;
  const auto [low, high] = std::minmax_element(fit.sample.offset.begin(), fit.sample.offset.end());
  if (*high - *low <= kLogs) return;
  fit.reason += fmt::format(
      "; the offset runs from {:.6g} to {:.6g}: it is added to the log of the mean, so give the log of an "
      "exposure",
      *low, *high);
}

void leave_out_errors(Fit& fit, Errors& errors) {
  const bool perfect = fit.converged && fits_perfectly(fit);
  const bool missing =
      std::any_of(errors.vcov.begin(), errors.vcov.end(), [](double v) { return !std::isfinite(v); });
  if (errors.vcov.empty() || !(perfect || missing)) return;
  std::fill(errors.vcov.begin(), errors.vcov.end(), std::numeric_limits<double>::quiet_NaN());
  if (!fit.converged) return;
  fit.reason +=
      perfect ? "; no standard errors: the model fits every observation, so nothing is left to tell them from"
              : "; no standard errors: there are as many parameters as observations";
}

}  // namespace sogdia
