#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/core/frame.h"
#include "sogdia/core/monitor.h"
#include "sogdia/gravity/errors/vcov.h"
#include "sogdia/gravity/models/coefficient.h"
#include "sogdia/gravity/models/iv_report.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

struct EstimateOptions {
  Family family = Family::ppml;
  VcovSpec vcov;  // heteroskedastic by default
  SmallSample small_sample = SmallSample::ppmlhdfe;
  std::string weights, offset;  // columns; empty = none
  bool bias_correct = false;    // Weidner-Zylkin (2021), PPML with two- or three-way effects
  double level = 0.95;          // of the confidence intervals
  double tolerance = 1e-8;      // of the deviance's relative change at the last step
  int max_iterations = 200;     // of IRLS
  int threads = 0;              // 0 = one per core; never changes a bit
  bool separation = true;       // PPML: false leaves in what only regressors and effects together separate
  bool keep_sample = true;      // false: Fit::sample, mu and eta are emptied, to hold many models
};

// A fitted model. Observations are the sample's; `sample.row` leads back to the frame.
struct Fit {
  Model model;
  std::string formula;
  Family family = Family::ppml;
  std::string vcov_name;  // "clustered by exporter^importer (4 120)"
  std::vector<Coefficient> coefficients;
  std::vector<double> vcov;  // k x k
  bool normal = true;        // statistics are z; otherwise t with df_t degrees of freedom
  double df_t = 0;
  double level = 0.95;  // of low and high

  std::size_t observations = 0;
  std::vector<std::uint32_t> separated;   // frame rows, ascending
  std::vector<std::uint32_t> singletons;  // frame rows, ascending
  std::vector<std::uint32_t> missing;     // frame rows, ascending
  std::vector<MissingSource> missing_by;  // what was missing in them
  std::vector<std::string> dropped;  // regressors, with the reason: "x4: collinear with the fixed effects"
  std::vector<std::string>
      separating;  // regressors that separate observations (effects alone do it without them)
  bool converged = false;
  std::string reason;  // "converged", or why not: names the regressors without a maximum
  int iterations = 0;
  double seconds = 0;  // from data in memory to coefficients and errors

  double deviance = 0, log_likelihood = 0, null_log_likelihood = 0, pseudo_r2 = 0;
  double r2 = 0, r2_adjusted = 0, r2_within = 0,
         rmse = 0;  // OLS; for PPML r2 = cor(y, mu)^2 and the others NaN
  double aic = 0, bic = 0;
  std::uint64_t effect_levels = 0;     // sum of levels
  std::uint64_t degrees_absorbed = 0;  // not counting the redundant ones
  std::optional<IvReport> iv;          // where the formula has instruments (iv.h)
  std::vector<double> bias;            // k, where bias_correct: already taken off the estimates

  // sample.x holds the regressors that were kept, partialled out of the effects at the solution (weights mu);
  // evaluate_terms gives them as they were.
  Sample sample;
  std::vector<double> mu;   // n fitted values (OLS: the prediction)
  std::vector<double> eta;  // n linear predictors, offset included
};

// Every model of the formula, in its order. Not converging is a field; bad input throws Error.
std::vector<Fit> estimate(const Frame& frame, std::string_view formula, const EstimateOptions& options = {},
                          const Monitor& monitor = {});

// One model, as parse_formula gave it or as built by hand.
Fit estimate(const Frame& frame, const Model& model, const EstimateOptions& options = {},
             const Monitor& monitor = {});

}  // namespace sogdia
