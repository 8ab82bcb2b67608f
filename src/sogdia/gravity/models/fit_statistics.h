#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/gravity/errors/vcov.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// How well a model fits. N observations, weights w scaled to sum to N, p = k + degrees_absorbed parameters.
//
// PPML, as ppmlhdfe and fixest print them:
//   log_likelihood       sum w (y eta - mu - ln y!)                (w as given)
//   null_log_likelihood  the same with one mean for all
//   pseudo_r2            1 - log_likelihood / null_log_likelihood  (McFadden)
//   r2                   squared correlation of y and mu           (others: NaN)
// OLS, as reghdfe prints them, with rss = sum w (y - mu)^2, tss = sum w (y - mean)^2 (about 0 where the model
// has no constant) and y~ partialled out of the effects:
//   log_likelihood       -N/2 (1 + ln 2 pi + ln(rss/N)); null: tss in place of rss; pseudo_r2 from the two
//   r2, r2_within        1 - rss/tss, 1 - rss / sum w y~^2 (NaN without effects)
//   r2_adjusted          1 - (rss/(N - p)) / (tss/(N - 1))
//   rmse                 (rss/(N - p))^(1/2); fixest: (rss/N)^(1/2)
// Both: aic = -2 log_likelihood + 2 p, bic = -2 log_likelihood + p ln N.
struct FitStatistics {
  double log_likelihood = 0, null_log_likelihood = 0, pseudo_r2 = 0;
  double r2 = 0, r2_adjusted = 0, r2_within = 0, rmse = 0;
  double aic = 0, bic = 0;
};

// sample.x partialled out of the effects; beta k; mu and eta n (OLS: mu is the prediction, eta is not read).
FitStatistics fit_statistics(const Sample& sample, Family family, const std::vector<double>& beta,
                             const std::vector<double>& mu, const std::vector<double>& eta,
                             std::uint64_t degrees_absorbed, SmallSample convention, int threads);

// ln Gamma(x) for x > 0, to about 1e-14 of itself or absolutely; the same on every platform and safe on
// threads.
double log_gamma(double x);

}  // namespace sogdia
