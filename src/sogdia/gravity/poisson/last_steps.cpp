#include "sogdia/gravity/poisson/last_steps.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sogdia/gravity/effects/regressors.h"
#include "sogdia/gravity/factor/orthogonal.h"
#include "sogdia/gravity/factor/schur_blocks.h"
#include "sogdia/gravity/poisson/poisson_state.h"

namespace sogdia {
namespace {

constexpr double kWild = 1.0;  // one that moves the index by more comes of rounding, and is not taken
// Of clearing, where it can be had: v is as large as the noise beside weights of any size, and b the little
// that light observations say.
constexpr double kTight = 1e-13;
// Far from the end v~ tells b, near it v itself: with D'Wv = 0 its sum with x~ is that with x, whatever the
// clearing has left, so that where the steps end does not depend on it.
constexpr double kFar = 1e-2;
constexpr double kFurthest = 5.0;  // that one of all steps may move the index
constexpr int kMostSteps = 6, kMostOfAll = 100;

bool has_slopes(const Sample& sample) {
  return std::any_of(sample.effects.begin(), sample.effects.end(),
                     [](const Effect& effect) { return !effect.slopes.empty(); });
}

double offset_at(const Sample& sample, std::size_t i) {
  return sample.offset.empty() ? 0.0 : sample.offset[i];
}

// mu_0 = (y + mean of y) / 2, as in fit_ppml.
void start(const Sample& sample, std::vector<double>& beta, std::vector<double>& eta, std::vector<double>& mu,
           int threads) {
  const auto sum = [&](const auto& term) { return sum_rows(sample.size(), threads, term); };
  const double mean = sum([&](std::size_t i) { return weight_at(sample, i) * sample.y[i]; }) /
                      sum([&](std::size_t i) { return weight_at(sample, i); });
  std::fill(beta.begin(), beta.end(), 0.0);
  for (std::size_t i = 0; i < sample.size(); ++i) {
    mu[i] = 0.5 * (sample.y[i] + mean);
    eta[i] = std::log(mu[i]);
  }
}

// Least squares of the last of the cleared columns on those before it.
std::vector<double> least_squares(const std::vector<std::vector<double>>& columns,
                                  const std::vector<double>& weight, int threads) {
  const std::size_t k = columns.size() - 1;
  const auto gram = weighted_gram(columns, weight.data(), weight.size(), threads);
  std::vector<double> packed, b(k);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = i; j < k; ++j) packed.push_back(gram[i * (k + 1) + j]);
    b[i] = gram[i * (k + 1) + k];
  }
  factor_packed(packed.data(), k);
  solve_packed(packed.data(), k, b.data());
  return b;
}

}  // namespace

LastSteps last_steps(Sample& sample, Absorber& absorber, std::vector<double>& beta, std::vector<double>& eta,
                     std::vector<double>& mu, Steps asked, double tolerance, int threads,
                     const Monitor& monitor) {
  const std::size_t n = sample.size(), k = sample.x.size();
  LastSteps last;
  const bool small = may_be_orthogonal(sample);
  last.taken = k > 0 && (asked == Steps::last || (asked == Steps::all && small)) &&
               (!sample.weight.empty() || has_slopes(sample));
  const bool all = last.taken && asked == Steps::all;
  if (all) start(sample, beta, eta, mu, threads);
  last.working_weight.resize(n);
  last.score.resize(n);
  if (sample.weight.empty() && !has_slopes(sample)) absorber.trust();
  double before = all ? kFurthest : 0;  // how far the step before moved the index
  for (;; ++last.steps) {
    std::vector<double> v(n);
    for (std::size_t i = 0; i < n; ++i) {
      last.working_weight[i] = weight_at(sample, i) * mu[i];
      last.score[i] = weight_at(sample, i) * (sample.y[i] - mu[i]);
      v[i] = (sample.y[i] - mu[i]) / mu[i];
      // The start is no sum of regressors and effects; the first step's end is.
      if (all && last.steps == 0) v[i] += eta[i] - offset_at(sample, i);
    }
    // Weights move no more: what the last steps leaned on serves once again.
    const bool refresh = last.taken || asked == Steps::none || absorber.direct();
    absorber.weigh(last.working_weight, refresh, monitor);
    std::vector<double> cleared = v;
    std::vector<std::vector<double>*> columns;
    for (auto& x : sample.x) columns.push_back(&x);
    if (last.taken) columns.push_back(&cleared);
    last.cleared = absorber.partial_out(columns, last.taken && small ? kTight : tolerance, monitor).converged;
    if (!last.taken || !last.cleared) return last;
    check_cancelled(monitor);
    std::vector<std::vector<double>> joined = std::move(sample.x);
    joined.push_back(before > kFar ? cleared : v);
    const std::vector<double> b = least_squares(joined, last.working_weight, threads);
    joined.pop_back();
    sample.x = std::move(joined);
    double longest = 0;
    last.moved = 0;
    for (std::size_t i = 0; i < n; ++i) {
      double by_regressors = 0;
      for (std::size_t j = 0; j < k; ++j) by_regressors += b[j] * sample.x[j][i];
      v[i] -= cleared[i] - by_regressors;
      last.moved = std::max(last.moved, std::abs(by_regressors));
      longest = std::max(longest, std::abs(v[i]));
    }
    const bool first = all && last.steps == 0;
    if (!first && (longest <= kRests || last.moved <= (all ? 0 : kRests))) return last;
    if (last.steps == (all ? kMostOfAll : kMostSteps) || !(all || longest <= kWild) ||
        !std::isfinite(longest))
      return last;
    before = longest;
    const double length = all && !first ? std::min(1.0, kFurthest / longest) : 1.0;
    for (std::size_t j = 0; j < k; ++j) beta[j] += length * b[j];
    for (std::size_t i = 0; i < n; ++i) {
      eta[i] = (first ? offset_at(sample, i) : eta[i]) + length * v[i];
      mu[i] = std::exp(std::clamp(eta[i], -700.0, 700.0));
    }
  }
}

}  // namespace sogdia
