#include "sogdia/gravity/after/effects.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/gravity/effects/absorb.h"
#include "sogdia/gravity/errors/degrees.h"
#include "sogdia/gravity/models/residual_columns.h"

namespace sogdia {
namespace {

constexpr double kSolverTolerance = 1e-12;  // of the sum of effects
constexpr double kSumTolerance =
    1e-6;  // of any observation's sum, against the largest: the solver stops by norm
constexpr double kShiftTolerance = 1e-13;  // of the largest value: shifts of means below it are rounding
constexpr int kMostPasses = 10000;

// Moves the mean that `later` has in each component to `earlier`. Returns the largest.
double move_means(const Components& components, std::vector<double>& earlier, std::vector<double>& later) {
  std::vector<double> mean(components.count, 0.0), levels(components.count, 0.0);
  for (std::size_t l = 0; l < later.size(); ++l) {
    mean[components.of_b[l]] += later[l];
    levels[components.of_b[l]] += 1.0;
  }
  double largest = 0.0;
  for (std::size_t c = 0; c < mean.size(); ++c) {
    if (levels[c] > 0.0) mean[c] /= levels[c];
    largest = std::max(largest, std::abs(mean[c]));
  }
  for (std::size_t l = 0; l < later.size(); ++l) later[l] -= mean[components.of_b[l]];
  for (std::size_t l = 0; l < earlier.size(); ++l) earlier[l] += mean[components.of_a[l]];
  return largest;
}

}  // namespace

std::vector<double> fitted_coefficients(const Fit& fit) {
  std::vector<double> beta;
  for (std::size_t k = 0; k < fit.coefficients.size(); ++k)
    beta.push_back(fit.coefficients[k].estimate + (fit.bias.empty() ? 0.0 : fit.bias[k]));
  return beta;
}

std::vector<std::string> effect_keys(const Frame& frame, const std::vector<std::uint32_t>& row,
                                     const Effect& effect) {
  std::vector<const FrameColumn*> columns;
  for (const std::string& column : effect.columns) columns.push_back(&frame.column(column));
  std::vector<std::string> keys(effect.levels);
  std::vector<bool> seen(effect.levels, false);
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::uint32_t level = effect.level[i];
    if (seen[level]) continue;
    seen[level] = true;
    for (const FrameColumn* column : columns) {
      if (column != columns.front()) keys[level] += '^';
      keys[level] += cell_text(*column, row[i]);
    }
  }
  return keys;
}

RawEffects solve_effects(const Fit& fit, const Frame& frame, int threads, const Monitor& monitor) {
  const Sample& sample = fit.sample;
  if (fit.eta.empty() || fit.eta.size() != sample.size())
    throw Error("the fit of `" + fit.formula + "` did not keep its sample", "fixed effects",
                "estimate with keep_sample");
  std::vector<double> rest = fit.eta;
  if (!sample.offset.empty())
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= sample.offset[i];
  const std::vector<double> beta = fitted_coefficients(fit);
  WidenedFrame held;
  const std::vector<std::vector<double>> x =
      evaluate_terms(with_residuals(frame, fit, held), fit.model, sample.terms, sample.row);
  for (std::size_t k = 0; k < beta.size(); ++k)
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= beta[k] * x[k][i];
  RawEffects raw;
  if (sample.effects.empty()) return raw;
  std::vector<double> weight =
      sample.weight.empty() ? std::vector<double>(sample.size(), 1.0) : sample.weight;
  if (fit.family == Family::ppml)
    for (std::size_t i = 0; i < weight.size(); ++i) weight[i] *= fit.mu[i];
  Absorber absorber(sample, threads);
  absorber.weigh(weight);
  raw.value = absorber.coefficients(rest, kSolverTolerance, monitor);
  double largest = 0.0, left = 0.0;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    double sum = 0.0;
    for (std::size_t e = 0; e < sample.effects.size(); ++e) {
      const Effect& effect = sample.effects[e];
      std::size_t c = 0;
      if (effect.intercept) sum += raw.value[e][c++][effect.level[i]];
      for (const std::vector<double>& slope : effect.slopes)
        sum += raw.value[e][c++][effect.level[i]] * slope[i];
    }
    largest = std::max(largest, std::abs(rest[i]));
    left = std::max(left, std::abs(rest[i] - sum));
  }
  raw.converged = left <= kSumTolerance * std::max(largest, 1.0);
  return raw;
}

RecoveredEffects recover_effects(const Fit& fit, const Frame& frame, int threads, const Monitor& monitor) {
  const Sample& sample = fit.sample;
  RawEffects raw = solve_effects(fit, frame, threads, monitor);
  RecoveredEffects recovered;
  recovered.converged = raw.converged;

  std::vector<std::size_t> own;  // effects with dummies of their own
  for (std::size_t e = 0; e < sample.effects.size(); ++e)
    if (sample.effects[e].intercept) own.push_back(e);
  struct Pair {
    std::size_t earlier, later;
    Components components;
  };
  std::vector<Pair> pairs;
  for (std::size_t b = 1; b < own.size(); ++b)
    for (std::size_t a = 0; a < b; ++a)
      pairs.push_back({own[a], own[b], components_of(sample.effects[own[a]], sample.effects[own[b]])});
  for (int pass = 0;; ++pass) {
    double shift = 0.0, largest = 0.0;
    for (const Pair& pair : pairs) {
      shift =
          std::max(shift, move_means(pair.components, raw.value[pair.earlier][0], raw.value[pair.later][0]));
      for (const double value : raw.value[pair.earlier][0]) largest = std::max(largest, std::abs(value));
    }
    if (shift <= kShiftTolerance * largest) break;
    check_cancelled(monitor);
    if (pass == kMostPasses) {
      recovered.converged = false;
      break;
    }
  }
  if (!own.empty()) {
    std::vector<double>& first = raw.value[own[0]][0];
    recovered.constant = ordered_sum(first) / double(first.size());
    for (double& value : first) value -= recovered.constant;
  }

  for (std::size_t e = 0; e < sample.effects.size(); ++e) {
    const Effect& effect = sample.effects[e];
    const std::vector<std::string> keys = effect_keys(frame, sample.row, effect);
    for (std::size_t c = 0; c < raw.value[e].size(); ++c) {
      const bool slope = c >= (effect.intercept ? 1u : 0u);
      const std::string name =
          slope ? effect.name + "[" + effect.slope_names[c - (effect.intercept ? 1 : 0)] + "]" : effect.name;
      recovered.effects.push_back({name, keys, std::move(raw.value[e][c])});
    }
  }
  return recovered;
}

Table effects_table(const RecoveredEffects& effects) {
  std::vector<std::string> effect, level;
  std::vector<double> value;
  for (const RecoveredEffect& one : effects.effects) {
    effect.insert(effect.end(), one.level.size(), one.name);
    level.insert(level.end(), one.level.begin(), one.level.end());
    value.insert(value.end(), one.value.begin(), one.value.end());
  }
  Table table;
  table.name = "effects";
  table.add("effect", std::move(effect)).add("level", std::move(level)).add("value", std::move(value));
  return table;
}

}  // namespace sogdia
