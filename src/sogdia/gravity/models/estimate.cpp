#include "sogdia/gravity/models/estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/gravity/bias/bias.h"
#include "sogdia/gravity/bias/gravity_sides.h"
#include "sogdia/gravity/effects/absorb.h"
#include "sogdia/gravity/effects/first_order.h"
#include "sogdia/gravity/effects/regressors.h"
#include "sogdia/gravity/errors/degrees.h"
#include "sogdia/gravity/factor/schur_blocks.h"
#include "sogdia/gravity/models/fit_checks.h"
#include "sogdia/gravity/models/fit_report.h"
#include "sogdia/gravity/models/iv.h"
#include "sogdia/gravity/models/residual_columns.h"
#include "sogdia/gravity/poisson/last_steps.h"
#include "sogdia/gravity/poisson/ppml.h"
#include "sogdia/gravity/poisson/separation.h"

namespace sogdia {
namespace {

// Of the regressors' last partialling out: the errors need it, the coefficients do not (OLS: they do).
constexpr const char* kNotPartialled =
    "could not be partialled out of the fixed effects: weights, or slopes, that differ by many orders of "
    "magnitude leave too few digits";
constexpr const char* kRounded =
    "the weights differ by so much that rounding hides what light observations tell";
constexpr double kMoveAtEnd = 1e-6;  // what coefficients may still move of an observation at the end
// Of clearing columns of the effects. Coefficients are off by its square, errors by less than it.
constexpr double kCleared = 1e-8;
constexpr double kMade =
    1e-6;  // a residual below this part of the outcome may be what clearing has left of it

void add_rows(std::vector<std::uint32_t>& rows, const std::vector<std::uint32_t>& more) {
  rows.insert(rows.end(), more.begin(), more.end());
  std::sort(rows.begin(), rows.end());
}

// Takes out what single effects tell to be uninformative, and lists it.
void drop_uninformative(Fit& fit, int threads) {
  Sample& sample = fit.sample;
  const Uninformative found = find_uninformative(sample, fit.family == Family::ppml, threads);
  if (found.separated + found.singletons == 0) return;
  std::vector<std::uint8_t> keep(sample.size());
  std::vector<std::uint32_t> separated, singletons;
  for (std::size_t i = 0; i < keep.size(); ++i) {
    keep[i] = found.kind[i] == Uninformative::kKept;
    if (found.kind[i] == Uninformative::kSeparated) separated.push_back(sample.row[i]);
    if (found.kind[i] == Uninformative::kSingleton) singletons.push_back(sample.row[i]);
  }
  add_rows(fit.separated, separated);
  add_rows(fit.singletons, singletons);
  shrink(sample, keep);
}

std::string list(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "`" : ", `") + name + "`";
  return text;
}

// Takes collinear regressors out of the sample and says so; keeps `beta` beside what is left.
void drop_collinear(Fit& fit, const Collinear& collinear, std::vector<double>& beta) {
  Sample& sample = fit.sample;
  std::size_t to = 0;
  for (std::size_t j = 0; j < sample.x.size(); ++j) {
    if (collinear.drop[j]) {
      fit.dropped.push_back(sample.terms[j] + (collinear.by_effects[j]
                                                   ? ": collinear with the fixed effects"
                                                   : ": collinear with the regressors before it"));
      continue;
    }
    if (to != j) {
      sample.terms[to] = std::move(sample.terms[j]);
      sample.x[to] = std::move(sample.x[j]);
      beta[to] = beta[j];
    }
    ++to;
  }
  sample.terms.resize(to);
  sample.x.resize(to);
  beta.resize(to);
}

std::vector<double> unit_weights(const Sample& sample) {
  return sample.weight.empty() ? std::vector<double>(sample.size(), 1.0) : sample.weight;
}

void require_rows(const Frame& frame, const Model& model, const Fit& fit, std::size_t rows) {
  if (rows > 0) return;
  throw Error(
      fmt::format("no observation is left: of {} rows, {} have missing values, {} are separated and {} stand "
                  "alone in a level of a fixed effect",
                  frame.rows, fit.missing.size(), fit.separated.size(), fit.singletons.size()),
      frame.source,
      fmt::format("the model `{}` has no maximum on these rows; use fewer fixed effects", model.text));
}

// Regression errors, statistics and intervals from fit.sample.x, partialled out.
void fit_ppml_model(const Frame& frame, Fit& fit, const EstimateOptions& options, std::vector<double>& beta,
                    std::vector<double>& working_weight, std::vector<double>& score, Given& given,
                    const Monitor& monitor) {
  Sample& sample = fit.sample;
  const int threads = options.threads;
  if (std::none_of(sample.y.begin(), sample.y.end(), [](double y) { return y > 0; }))
    throw Error(
        fmt::format("every `{}` is 0, so the Poisson likelihood has no maximum", fit.model.outcome_text),
        frame.source, "check the outcome column and the filter");
  drop_uninformative(fit, options.threads);
  check_cancelled(monitor);
  require_rows(frame, fit.model, fit, sample.size());
  given = take_given(sample, options.threads);

  PpmlOptions ppml;
  ppml.tolerance = options.tolerance * 1e-3;
  ppml.max_iterations = options.max_iterations;
  ppml.separation = options.separation;
  ppml.threads = threads;
  const std::vector<std::string> terms = sample.terms;
  PpmlFit found = fit_ppml(sample, ppml, monitor);
  add_rows(fit.separated, found.separated);
  add_rows(fit.singletons, found.singletons);
  require_rows(frame, fit.model, fit, sample.size());
  fit.iterations = found.iterations;
  fit.converged = found.converged;
  fit.deviance = found.deviance;
  std::vector<std::string> separating;
  for (std::size_t j = 0; j < terms.size(); ++j) {
    if (found.separating[j]) separating.push_back(terms[j]);
  }
  fit.separating = separating;
  beta = std::move(found.beta);
  fit.eta = std::move(found.eta);
  fit.mu = std::move(found.mu);
  drop_collinear(fit, found.collinear, beta);
  const Steps asked = found.converged || found.rounded  ? Steps::last
                      : found.uneven && found.certified ? Steps::all
                                                        : Steps::none;
  LastSteps last =
      last_steps(sample, *found.absorber, beta, fit.eta, fit.mu, asked, kCleared, threads, monitor);
  fit.iterations += last.steps;
  working_weight = std::move(last.working_weight);
  score = std::move(last.score);
  if (last.taken && last.cleared) {
    fit.converged = last.moved <= kMoveAtEnd;
    found.rounded = !fit.converged;
    if (asked == Steps::all) found.reason.clear();
    fit.deviance = poisson_deviance(sample, fit.mu, threads);
  }
  fit.reason = (fit.converged ? "converged" : found.rounded ? kRounded : "") + found.reason;
  if (!options.separation && fit.converged)
    fit.reason +=
        "; separation by regressors and effects together was not looked for, so coefficients that some "
        "zeros drive without end may be among these";
  if (!separating.empty())
    fit.reason +=
        fmt::format("; on all rows the likelihood has no maximum, since {} separate{} {} of them, left out",
                    list(separating), separating.size() == 1 ? "s" : "", found.separated.size());
  if (!last.cleared) {
    fit.converged = false;
    fit.reason = std::string("the regressors ") + kNotPartialled;
  }
}

// Whether a pivot of the factored X'WX is small beside its diagonal. `gram` is (k + 1) x (k + 1).
bool is_nearly_collinear(const std::vector<double>& packed, const std::vector<double>& gram, std::size_t k) {
  constexpr double kNear = 1e-3;
  std::size_t at = 0;
  for (std::size_t j = 0; j < k; at += k - j, ++j) {
    if (packed[at] * packed[at] < kNear * gram[j * (k + 1) + j]) return true;
  }
  return false;
}

// The least squares of what beta leaves of y once more, for what rounding took off X'WX.
void refine(const Sample& sample, const std::vector<double>& y, const std::vector<double>& weight,
            const std::vector<double>& factor, int threads, std::vector<double>& beta) {
  const std::size_t n = y.size(), k = beta.size();
  std::vector<double> left(n), more(k);
  for (std::size_t i = 0; i < n; ++i) {
    double rest = y[i];
    for (std::size_t j = 0; j < k; ++j) rest -= beta[j] * sample.x[j][i];
    left[i] = weight[i] * rest;
  }
  parallel_for(k, threads, [&](std::size_t j) {
    for (std::size_t i = 0; i < n; ++i) more[j] += sample.x[j][i] * left[i];
  });
  solve_packed(factor.data(), k, more.data());
  for (std::size_t j = 0; j < k; ++j) beta[j] += more[j];
}

void fit_ols_model(const Frame& frame, Fit& fit, const EstimateOptions& options, std::vector<double>& beta,
                   std::vector<double>& working_weight, std::vector<double>& score, Given& given,
                   const Monitor& monitor) {
  Sample& sample = fit.sample;
  const int threads = options.threads > 0 ? options.threads : default_threads();
  drop_uninformative(fit, options.threads);
  check_cancelled(monitor);
  require_rows(frame, fit.model, fit, sample.size());
  working_weight = unit_weights(sample);
  const std::size_t n = sample.size();
  if (!sample.offset.empty()) {
    for (std::size_t i = 0; i < n; ++i) sample.y[i] -= sample.offset[i];
  }
  report_progress(monitor, "least squares", 0.5);
  Absorber absorber(sample, threads, monitor);
  given = take_given(sample, threads);
  absorber.weigh(working_weight, true, monitor);
  beta.assign(sample.x.size(), 0.0);
  const auto size = column_sizes(sample.x, !sample.effects.empty(), threads);
  if (!sample.weight.empty()) {
    // Judged where every observation counts alike.
    const std::vector<double> ones(n, 1.0);
    absorber.weigh(ones, true, monitor);
    std::vector<std::vector<double>*> alone;
    for (auto& x : sample.x) alone.push_back(&x);
    absorber.partial_out(alone, kCleared, monitor);
    drop_collinear(fit, find_collinear(sample.x, size, threads), beta);
    absorber.weigh(working_weight, true, monitor);
  }
  std::vector<double> y = sample.y;
  std::vector<std::vector<double>*> columns{&y};
  for (auto& x : sample.x) columns.push_back(&x);
  const auto status = absorber.partial_out(columns, kCleared, monitor);
  fit.converged = status.converged;
  fit.reason = status.converged ? "converged" : std::string("the columns ") + kNotPartialled;
  fit.iterations = status.iterations;
  if (sample.weight.empty()) drop_collinear(fit, find_collinear(sample.x, size, threads), beta);
  // beta = (X'WX)^-1 X'Wy, all partialled out.
  const std::size_t k = sample.x.size();
  std::vector<std::vector<double>> joined = std::move(sample.x);
  joined.push_back(std::move(y));
  const auto gram = weighted_gram(joined, working_weight.data(), n, threads);
  y = std::move(joined.back());
  joined.pop_back();
  sample.x = std::move(joined);
  std::vector<double> packed;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = i; j < k; ++j) packed.push_back(gram[i * (k + 1) + j]);
    beta[i] = gram[i * (k + 1) + k];
  }
  factor_packed(packed.data(), k);
  solve_packed(packed.data(), k, beta.data());
  if (is_nearly_collinear(packed, gram, k)) refine(sample, y, working_weight, packed, threads, beta);
  std::vector<double>& residual = y;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < k; ++j) residual[i] -= beta[j] * sample.x[j][i];
  }
  const auto squares = [&] {
    std::vector<double> values(n);
    for (std::size_t i = 0; i < n; ++i) values[i] = working_weight[i] * residual[i] * residual[i];
    return ordered_sum(values);
  };
  fit.deviance = squares();
  // Of an outcome that is made of regressors and effects nothing is left, once that is cleared as well.
  if (fit.deviance < kMade * kMade * gram[k * (k + 1) + k]) {
    absorber.partial_out({&residual}, kCleared, monitor);
    fit.deviance = squares();
  }
  score.resize(n);
  fit.eta.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (!sample.offset.empty()) sample.y[i] += sample.offset[i];
    fit.eta[i] = sample.y[i] - residual[i];
    score[i] = working_weight[i] * residual[i];
  }
  fit.mu = fit.eta;
}

// 2SLS: least squares on the first stage's fitted values.
FirstStages fit_two_stages(const Frame& frame, Fit& fit, const EstimateOptions& options,
                           std::vector<double>& beta, std::vector<double>& working_weight,
                           std::vector<double>& score, Given& given, const Monitor& monitor) {
  drop_uninformative(fit, options.threads);
  require_rows(frame, fit.model, fit, fit.sample.size());
  FirstStages stages = fit_first_stages(fit.sample, fit.model.text, options.threads, monitor);
  fit.dropped = stages.dropped;
  put_fitted(fit.sample, stages);
  fit_ols_model(frame, fit, options, beta, working_weight, score, given, monitor);
  use_regressors(fit, stages, beta, working_weight, score);
  return stages;
}

// A control function: PPML with the first stage's residuals. The first stage is that of the rows which PPML
// keeps, so that both are estimated again where some are separated.
FirstStages fit_control_function(const Frame& frame, Fit& fit, const EstimateOptions& options,
                                 std::vector<double>& beta, std::vector<double>& working_weight,
                                 std::vector<double>& score, Given& given, const Monitor& monitor) {
  drop_uninformative(fit, options.threads);
  require_rows(frame, fit.model, fit, fit.sample.size());
  Sample sample = fit.sample;
  std::vector<std::string> separating;
  std::string told;
  for (;;) {
    FirstStages stages = fit_first_stages(sample, fit.model.text, options.threads, monitor);
    fit.sample = sample;
    fit.dropped = stages.dropped;
    for (std::size_t m = 0; m < stages.names.size(); ++m)
      if (stages.explained[m])
        fit.dropped.push_back(residual_name(stages.names[m]) + ": the instruments explain all of it");
    add_residuals(fit.sample, stages);
    fit_ppml_model(frame, fit, options, beta, working_weight, score, given, monitor);
    for (const auto& name : fit.separating)
      if (std::find(separating.begin(), separating.end(), name) == separating.end())
        separating.push_back(name);
    if (fit.sample.size() == sample.size()) {
      fit.separating = separating;
      fit.reason += told;
      return stages;
    }
    const std::string_view done = "converged";
    if (fit.reason.compare(0, done.size(), done) == 0) told += fit.reason.substr(done.size());
    std::vector<std::uint8_t> keep(sample.size(), 0);
    for (std::size_t i = 0, at = 0; i < keep.size() && at < fit.sample.size(); ++i)
      if (sample.row[i] == fit.sample.row[at]) keep[i] = 1, ++at;
    shrink(sample, keep);
  }
}

SidesPlan plan_correction(const Model& model, const EstimateOptions& options) {
  if (options.family != Family::ppml)
    throw Error("bias correction is for PPML; least squares with fixed effects has no such bias",
                "model `" + model.text + "`", "leave it out, or estimate by PPML");
  if (model.endogenous > 0)
    throw Error("bias correction is not known for models with instruments", "model `" + model.text + "`",
                "leave it out");
  return plan_sides(model, options.vcov);
}

// Takes the bias off beta; the sample's clusters are the plan's.
Errors correct(Fit& fit, std::vector<double>& beta, const SidesPlan& plan, const EstimateOptions& options,
               const Monitor& monitor) {
  const BiasCorrection correction =
      bias_correction(fit.sample, fit.mu, gravity_sides(fit.sample, fit.model, plan),
                      options.small_sample != SmallSample::none, options.threads, monitor);
  fit.bias = correction.bias;
  for (std::size_t j = 0; j < beta.size(); ++j) beta[j] -= correction.bias[j];
  Errors errors;
  errors.vcov = correction.vcov;
  errors.name = correction.name;
  errors.df_t = double(correction.pairs) - 1.0;
  errors.groups = {correction.pairs};
  errors.degrees_absorbed = count_absorbed(fit.sample, {}, options.small_sample, options.threads).all;
  return errors;
}

Fit estimate_model(const Frame& frame, const Model& model, std::string_view formula,
                   const EstimateOptions& options, const Monitor& monitor) {
  const auto start = std::chrono::steady_clock::now();
  Fit fit;
  fit.model = model;
  fit.formula = std::string(formula);
  fit.family = options.family;
  fit.level = options.level;
  SampleSpec spec;
  spec.model = model;
  spec.weights = options.weights;
  spec.offset = options.offset;
  spec.family = options.family;
  spec.clusters = options.vcov.columns;
  spec.dyadic = options.vcov.kind == VcovSpec::Kind::dyadic;
  SidesPlan plan;
  if (options.bias_correct) {
    plan = plan_correction(model, options);
    spec.clusters = plan.clusters;
  }
  report_progress(monitor, "keys and terms", 0);
  fit.sample = build_sample(frame, spec, options.threads, monitor);
  fit.missing = fit.sample.missing;
  fit.missing_by = fit.sample.missing_by;
  std::vector<double> beta, working_weight, score;
  Given given;
  const bool instruments = model.endogenous > 0, ppml = options.family == Family::ppml;
  FirstStages stages;
  if (instruments)
    stages = (ppml ? fit_control_function : fit_two_stages)(frame, fit, options, beta, working_weight, score,
                                                            given, monitor);
  else
    (ppml ? fit_ppml_model : fit_ols_model)(frame, fit, options, beta, working_weight, score, given, monitor);
  if (!stages.converged) fit.converged = false, fit.reason = stages.reason;
  report_progress(monitor, options.bias_correct ? "bias correction" : "standard errors", 0.95);
  hold_against_equations(fit, beta, given, options.threads);
  hint_at_levels(fit);
  fit.observations = fit.sample.size();
  check_cancelled(monitor);
  const std::vector<double> uncorrected = beta;
  Errors errors = options.bias_correct ? correct(fit, beta, plan, options, monitor)
                  : instruments && ppml
                      ? control_function_errors(fit.sample, stages, beta, working_weight, score, options.vcov,
                                                options.small_sample, options.threads)
                      : errors_of(fit.sample, fit.family, working_weight, score, options.vcov,
                                  options.small_sample, options.threads);
  if (instruments && !ppml) put_regressors(fit.sample, stages);
  check_cancelled(monitor);
  leave_out_errors(fit, errors);
  give_back(given, fit.sample, beta, errors.vcov);
  report(fit, beta, errors, options.level);
  describe_fit(fit, uncorrected, options);
  if (instruments) add_iv_report(fit, stages, options);
  report_progress(monitor, "", 1);
  fit.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return fit;
}

}  // namespace

Fit estimate(const Frame& frame, const Model& model, const EstimateOptions& options, const Monitor& monitor) {
  Fit fit = estimate_model(frame, model, model.text, options, monitor);
  if (options.keep_sample) return fit;
  fit.sample = {};
  fit.mu = fit.eta = {};
  return fit;
}

std::vector<Fit> estimate(const Frame& frame, std::string_view formula, const EstimateOptions& options,
                          const Monitor& monitor) {
  std::vector<Fit> fits;
  for (const Model& model : parse_formula(formula)) fits.push_back(estimate(frame, model, options, monitor));
  return fits;
}

}  // namespace sogdia
