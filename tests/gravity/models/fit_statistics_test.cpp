#include "sogdia/gravity/models/fit_statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "gravity/dense.h"
#include "gravity/pyfixest_panel.h"
#include "sogdia/gravity/errors/degrees.h"

namespace sogdia::fit_statistics_test {

using namespace pyfixest_panel;

FitStatistics statistics_of(const dense::DenseFit& fit, Family family, SmallSample convention) {
  return fit_statistics(fit.sample, family, fit.beta, fit.mu, fit.eta,
                        count_absorbed(fit.sample, {}, convention).all, convention, 2);
}

TEST(FitStatistics, equal_pyfixest) {
  std::ifstream file(SOGDIA_SOURCE_DIR "/tests/oracles/vcov_pyfixest.json");
  const Json oracle = Json::parse(file);
  for (const Json& one : oracle.at("statistics")) {
    const Family family = one.at("family") == "ppml" ? Family::ppml : Family::ols;
    const std::string effects = one.at("effects"), weights = one.at("weights");
    SCOPED_TRACE(one.dump());
    const dense::DenseFit fit = dense::fit(sample_of(oracle.at("data"), effects, weights, "iid"), family);
    const FitStatistics found = statistics_of(fit, family, SmallSample::fixest);
    // Both fits are at the optimum to 1e-9 or so, where these statistics are flat.
    const auto near = [&](const char* name, double value) {
      if (one.contains(name)) {
        EXPECT_NEAR(value, one.at(name).get<double>(), 1e-9 * std::abs(value)) << name;
      }
    };
    near("_loglik", found.log_likelihood);
    near("_pseudo_r2", found.pseudo_r2);
    near("_r2", found.r2);
    near("_adj_r2", found.r2_adjusted);
    near("_r2_within", found.r2_within);
    // With weights, pyfixest's rmse is that of weights as they are; here they are scaled to sum to N.
    if (weights.empty()) near("_rmse", found.rmse);
  }
}

TEST(FitStatistics, scaling_the_weights_of_least_squares_changes_nothing) {
  std::ifstream file(SOGDIA_SOURCE_DIR "/tests/oracles/vcov_pyfixest.json");
  const Json oracle = Json::parse(file);
  Sample sample = sample_of(oracle.at("data"), "exporter", "w", "iid");
  const FitStatistics one =
      statistics_of(dense::fit(sample, Family::ols), Family::ols, SmallSample::ppmlhdfe);
  for (double& w : sample.weight) w *= 8.0;
  const FitStatistics other =
      statistics_of(dense::fit(sample, Family::ols), Family::ols, SmallSample::ppmlhdfe);
  EXPECT_NEAR(one.log_likelihood, other.log_likelihood, 1e-9);  // of some hundreds
  EXPECT_NEAR(one.rmse, other.rmse, 1e-12);
  EXPECT_NEAR(one.r2_adjusted, other.r2_adjusted, 1e-12);
}

TEST(FitStatistics, a_model_of_a_constant_alone_explains_nothing) {
  Sample sample;
  sample.y = {1, 0, 3, 7, 2};
  sample.terms = {"(Intercept)"};
  sample.x = {{1, 1, 1, 1, 1}};
  const dense::DenseFit fit = dense::fit(sample, Family::ppml);
  const FitStatistics found = statistics_of(fit, Family::ppml, SmallSample::ppmlhdfe);
  EXPECT_NEAR(found.pseudo_r2, 0.0, 1e-14);  // rounding
  EXPECT_TRUE(std::isnan(found.r2_within));
  EXPECT_NEAR(found.aic, -2 * found.log_likelihood + 2, 1e-12);
}

TEST(LogGamma, agrees_with_the_standard_library) {
  for (double x = 0.1; x < 3000; x *= 1.01)
    EXPECT_NEAR(log_gamma(x), std::lgamma(x), 1e-13 * std::max(1.0, std::abs(std::lgamma(x)))) << x;
}

}  // namespace sogdia::fit_statistics_test
