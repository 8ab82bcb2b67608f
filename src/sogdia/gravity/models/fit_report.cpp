#include "sogdia/gravity/models/fit_report.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "sogdia/gravity/errors/student.h"
#include "sogdia/gravity/models/fit_statistics.h"

namespace sogdia {

void describe_fit(Fit& fit, const std::vector<double>& beta, const EstimateOptions& options) {
  const FitStatistics found = fit_statistics(fit.sample, fit.family, beta, fit.mu, fit.eta,
                                             fit.degrees_absorbed, options.small_sample, options.threads);
  fit.log_likelihood = found.log_likelihood;
  fit.null_log_likelihood = found.null_log_likelihood;
  fit.pseudo_r2 = found.pseudo_r2;
  fit.r2 = found.r2;
  fit.r2_adjusted = found.r2_adjusted;
  fit.r2_within = found.r2_within;
  fit.rmse = found.rmse;
  fit.aic = found.aic;
  fit.bic = found.bic;
  if (fit.model.endogenous > 0 && fit.family == Family::ols)  // 2SLS maximizes no likelihood
    fit.log_likelihood = fit.null_log_likelihood = fit.pseudo_r2 = fit.aic = fit.bic =
        std::numeric_limits<double>::quiet_NaN();
  fit.effect_levels = 0;
  for (const Effect& effect : fit.sample.effects)
    fit.effect_levels += std::uint64_t{effect.levels} * (effect.intercept + effect.slopes.size());
}

void report(Fit& fit, const std::vector<double>& beta, const Errors& errors, double level) {
  fit.vcov = errors.vcov;
  fit.vcov_name = errors.name;
  fit.normal = errors.normal;
  fit.df_t = errors.df_t;
  fit.degrees_absorbed = errors.degrees_absorbed;
  const std::size_t k = beta.size();
  const double quantile = two_sided_quantile(level, errors.normal, errors.df_t);
  for (std::size_t j = 0; j < k; ++j) {
    Coefficient c;
    c.term = fit.sample.terms[j];
    c.estimate = beta[j];
    c.std_error = std::sqrt(errors.vcov[j * k + j]);
    add_inference(c, quantile, errors.normal, errors.df_t);
    fit.coefficients.push_back(std::move(c));
  }
}

}  // namespace sogdia
