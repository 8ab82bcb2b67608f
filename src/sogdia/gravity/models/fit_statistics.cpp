#include "sogdia/gravity/models/fit_statistics.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sogdia/core/no_number.h"
#include "sogdia/core/parallel.h"
#include "sogdia/gravity/sample/blocks.h"

namespace sogdia {
namespace {

// sum over observations of term(i), by blocks in their order.
template <class Term>
double sum_of(std::size_t n, int threads, Term term) {
  std::vector<double> parts(n / kBlockRows + 1, 0.0);
  for_blocks(n, threads, [&](std::size_t begin, std::size_t end) {
    double sum = 0.0;
    for (std::size_t i = begin; i < end; ++i) sum += term(i);
    parts[begin / kBlockRows] = sum;
  });
  return ordered_sum(parts);
}

FitStatistics of_poisson(const Sample& sample, const std::vector<double>& mu, const std::vector<double>& eta,
                         int threads) {
  const std::size_t n = sample.size();
  const std::vector<double>& y = sample.y;
  const auto weight = [&](std::size_t i) { return sample.weight.empty() ? 1.0 : sample.weight[i]; };
  const auto sum = [&](auto term) { return sum_of(n, threads, term); };
  const double weights = sum(weight);
  const double mean = sum([&](std::size_t i) { return weight(i) * y[i]; }) / weights;
  const double mean_mu = sum([&](std::size_t i) { return weight(i) * mu[i]; }) / weights;
  const double factorials =
      sum([&](std::size_t i) { return y[i] > 0.0 ? weight(i) * log_gamma(y[i] + 1.0) : 0.0; });

  FitStatistics statistics;
  statistics.log_likelihood =
      sum([&](std::size_t i) { return weight(i) * ((y[i] > 0.0 ? y[i] * eta[i] : 0.0) - mu[i]); }) -
      factorials;
  statistics.null_log_likelihood = weights * (mean * std::log(mean) - mean) - factorials;
  const double yy = sum([&](std::size_t i) { return weight(i) * (y[i] - mean) * (y[i] - mean); });
  const double mm = sum([&](std::size_t i) { return weight(i) * (mu[i] - mean_mu) * (mu[i] - mean_mu); });
  const double ym = sum([&](std::size_t i) { return weight(i) * (y[i] - mean) * (mu[i] - mean_mu); });
  statistics.r2 = yy > 0.0 && mm > 0.0 ? ym * ym / (yy * mm) : kNaN;
  statistics.r2_adjusted = statistics.r2_within = statistics.rmse = kNaN;
  return statistics;
}

FitStatistics of_least_squares(const Sample& sample, const std::vector<double>& beta,
                               const std::vector<double>& mu, double parameters, SmallSample convention,
                               int threads) {
  const double n = double(sample.size());
  const std::vector<double>& y = sample.y;
  const auto sum = [&](auto term) { return sum_of(sample.size(), threads, term); };
  const auto given = [&](std::size_t i) { return sample.weight.empty() ? 1.0 : sample.weight[i]; };
  const double scale = n / sum(given);
  const auto weight = [&](std::size_t i) { return scale * given(i); };
  const bool constant =
      std::any_of(sample.effects.begin(), sample.effects.end(),
                  [](const Effect& e) { return e.intercept; }) ||
      std::find(sample.terms.begin(), sample.terms.end(), "(Intercept)") != sample.terms.end();
  const auto offset = [&](std::size_t i) { return sample.offset.empty() ? 0.0 : sample.offset[i]; };
  const double mean = constant ? sum([&](std::size_t i) { return weight(i) * (y[i] - offset(i)); }) / n : 0.0;
  const double rss = sum([&](std::size_t i) { return weight(i) * (y[i] - mu[i]) * (y[i] - mu[i]); });
  const double tss = sum([&](std::size_t i) {
    const double apart = y[i] - offset(i) - mean;
    return weight(i) * apart * apart;
  });
  const double left = n - parameters;

  FitStatistics statistics;
  const auto likelihood = [n](double squares) {
    return -0.5 * n * (1.0 + std::log(2.0 * std::numbers::pi) + std::log(squares / n));
  };
  statistics.log_likelihood = likelihood(rss);
  statistics.null_log_likelihood = likelihood(tss);
  statistics.r2 = 1.0 - rss / tss;
  statistics.r2_adjusted = left > 0.0 ? 1.0 - (rss / left) / (tss / (n - (constant ? 1.0 : 0.0))) : kNaN;
  statistics.r2_within = kNaN;
  if (!sample.effects.empty()) {
    const double within = sum([&](std::size_t i) {
      double partialled = y[i] - mu[i];
      for (std::size_t k = 0; k < beta.size(); ++k) partialled += beta[k] * sample.x[k][i];
      return weight(i) * partialled * partialled;
    });
    statistics.r2_within = 1.0 - rss / within;
  }
  if (convention == SmallSample::fixest)
    statistics.rmse = std::sqrt(rss / n);
  else
    statistics.rmse = left > 0.0 ? std::sqrt(rss / left) : kNaN;
  return statistics;
}

}  // namespace

double log_gamma(double x) {
  // Stirling's series from 15 on: its next term is below 3e-14. Smaller x climb there by Gamma(x + 1) = x
  // Gamma(x).
  double product = 1.0;
  for (; x < 15.0; x += 1.0) product *= x;
  const double r = 1.0 / x, r2 = r * r;
  const double series = r * (1.0 / 12 - r2 * (1.0 / 360 - r2 * (1.0 / 1260 - r2 * (1.0 / 1680))));
  return (x - 0.5) * std::log(x) - x + 0.5 * std::log(2.0 * std::numbers::pi) + series -
         (product == 1.0 ? 0.0 : std::log(product));
}

FitStatistics fit_statistics(const Sample& sample, Family family, const std::vector<double>& beta,
                             const std::vector<double>& mu, const std::vector<double>& eta,
                             std::uint64_t degrees_absorbed, SmallSample convention, int threads) {
  const double parameters = double(beta.size()) + double(degrees_absorbed);
  FitStatistics statistics = family == Family::ppml
                                 ? of_poisson(sample, mu, eta, threads)
                                 : of_least_squares(sample, beta, mu, parameters, convention, threads);
  statistics.pseudo_r2 = 1.0 - statistics.log_likelihood / statistics.null_log_likelihood;
  statistics.aic = -2.0 * statistics.log_likelihood + 2.0 * parameters;
  statistics.bic = -2.0 * statistics.log_likelihood + std::log(double(sample.size())) * parameters;
  return statistics;
}

}  // namespace sogdia
