#include "sogdia/gravity/models/first_stage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/gravity/effects/absorb.h"
#include "sogdia/gravity/effects/first_order.h"
#include "sogdia/gravity/effects/regressors.h"
#include "sogdia/gravity/errors/dense_algebra.h"
#include "sogdia/gravity/errors/sandwich.h"

namespace sogdia {
namespace {

constexpr double kTolerance = 1e-10;  // of partialling out, as for least squares

bool has_constant(const Sample& sample) {
  return !sample.terms.empty() && sample.terms.front() == "(Intercept)";
}

// Takes out the mean. What is rounding beside it was constant, and becomes 0.
double center(std::vector<double>& column) {
  constexpr double kRounding = 64 * 2.2e-16;  // as in column_sizes
  double mean = 0, largest = 0;
  for (const double value : column) mean += value / double(column.size());
  for (double& value : column) {
    value -= mean;
    largest = std::max(largest, std::abs(value));
  }
  if (largest <= kRounding * std::abs(mean)) std::fill(column.begin(), column.end(), 0.0);
  return mean;
}

std::vector<std::vector<double>*> pointers(Columns& columns) {
  std::vector<std::vector<double>*> out;
  for (auto& column : columns) out.push_back(&column);
  return out;
}

template <typename Value>
void keep_unmarked(std::vector<Value>& values, const std::vector<std::uint8_t>& drop, std::size_t from) {
  std::size_t to = 0;
  for (std::size_t j = 0; j < values.size(); ++j)
    if (!drop[from + j]) {
      if (to != j) values[to] = std::move(values[j]);
      ++to;
    }
  values.resize(to);
}

// `first` and `second` are judged together, those of `first` before those of `second`.
Collinear judged(Columns& first, Columns& second, std::vector<double> sizes,
                 const std::vector<double>& more_sizes, int threads) {
  Columns both;
  sizes.insert(sizes.end(), more_sizes.begin(), more_sizes.end());
  for (auto* list : {&first, &second})
    for (auto& column : *list) both.push_back(std::move(column));
  Collinear found = find_collinear(both, sizes, threads);
  for (std::size_t j = 0; j < both.size(); ++j)
    (j < first.size() ? first[j] : second[j - first.size()]) = std::move(both[j]);
  return found;
}

void refuse_unidentified(const Sample& sample, const FirstStages& stages, const Collinear& endogenous,
                         std::size_t exogenous, const std::string& where) {
  for (std::size_t m = 0; m < stages.names.size(); ++m) {
    if (!endogenous.drop[exogenous + m]) continue;
    const std::string& name = stages.names[m];
    if (endogenous.by_effects[exogenous + m])
      throw Error(
          fmt::format("the endogenous `{}` {}", name,
                      sample.effects.empty() ? "does not vary" : "is collinear with the fixed effects"),
          where, "nothing of it is left to estimate: leave it out, or use fewer fixed effects");
    throw Error(fmt::format("the endogenous `{}` is collinear with the regressors", name), where,
                "it is a sum of the exogenous and the other endogenous regressors: leave one out");
  }
  if (stages.instrument_names.size() >= stages.names.size()) return;
  throw Error(
      fmt::format("{} instrument{} left for {} endogenous regressor{}",
                  stages.instrument_names.empty() ? "no" : std::to_string(stages.instrument_names.size()),
                  stages.instrument_names.size() == 1 ? " is" : "s are", stages.names.size(),
                  stages.names.size() == 1 ? "" : "s"),
      where,
      stages.dropped.empty() ? "give at least as many instruments as endogenous regressors"
                             : fmt::format("left out: {}", fmt::join(stages.dropped, "; ")));
}

void refuse_irrelevant(FirstStages& stages, const std::vector<double>& sizes, const std::string& where,
                       int threads) {
  // What the instruments explain of each; where that has no full rank, no weight of it tells them apart.
  Columns explained = stages.endogenous;
  for (std::size_t m = 0; m < explained.size(); ++m)
    for (std::size_t i = 0; i < explained[m].size(); ++i) explained[m][i] -= stages.residual[m][i];
  const Collinear found = find_collinear(explained, sizes, threads);
  for (std::size_t m = 0; m < explained.size(); ++m)
    if (found.drop[m])
      throw Error(fmt::format("the instruments do not identify the endogenous `{}`", stages.names[m]), where,
                  explained.size() == 1
                      ? "they explain nothing of it"
                      : "they explain nothing of it that they do not explain of the others");
}

// The first stage's own equations, on the columns as they were given (first_order.h).
void check_equations(const Sample& sample, FirstStages& stages, int threads) {
  Sample own;
  own.row = sample.row;
  own.weight = sample.weight;
  own.effects = sample.effects;
  for (std::size_t j = 0; j < sample.terms.size(); ++j) {
    if (std::find(stages.names.begin(), stages.names.end(), sample.terms[j]) != stages.names.end()) continue;
    own.terms.push_back(sample.terms[j]);
    own.x.push_back(sample.x[j]);
  }
  own.terms.insert(own.terms.end(), sample.instruments.begin(), sample.instruments.end());
  own.x.insert(own.x.end(), sample.z.begin(), sample.z.end());
  own.y.resize(sample.size());
  const Given given = take_given(own, threads);
  std::vector<double> mu(sample.size());
  for (std::size_t m = 0; m < stages.names.size(); ++m) {
    const auto at = std::find(sample.terms.begin(), sample.terms.end(), stages.names[m]);
    own.y = sample.x[std::size_t(at - sample.terms.begin())];
    if (has_constant(sample) || !sample.effects.empty()) center(own.y);
    for (std::size_t i = 0; i < mu.size(); ++i) mu[i] = own.y[i] - stages.residual[m][i];
    const FirstOrder found = first_order(own, mu, given, threads, mean_residual(own, mu));
    if (found.worst <= kHolds) continue;
    stages.converged = false;
    stages.reason = fmt::format(
        "in the first stage of `{}` the first-order condition of `{}` does not hold: its sum of residuals is "
        "{:.2g} of its size",
        stages.names[m], found.where, found.worst);
  }
}

}  // namespace

Eigen::MatrixXd take_out(const Columns& basis, Columns& targets, const std::vector<double>& weight,
                         int threads) {
  const std::size_t k = basis.size(), q = targets.size(), n = weight.size();
  Eigen::MatrixXd coefficients = Eigen::MatrixXd::Zero(Eigen::Index(k), Eigen::Index(q));
  if (k == 0 || q == 0) return coefficients;
  const Eigen::MatrixXd inverse = inverse_of(weighted_gram(basis, weight, threads));
  Eigen::MatrixXd cross = coefficients;
  // The second round takes out what rounding left in the first.
  for (int round = 0; round < 2; ++round) {
    parallel_for(k * q, threads, [&](std::size_t at) {
      const auto& x = basis[at % k];
      const auto& y = targets[at / k];
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i) sum += weight[i] * x[i] * y[i];
      cross(Eigen::Index(at % k), Eigen::Index(at / k)) = sum;
    });
    const Eigen::MatrixXd step = product(inverse, cross);
    coefficients += step;
    parallel_for(q, threads, [&](std::size_t m) {
      for (std::size_t j = 0; j < k; ++j) {
        const double b = step(Eigen::Index(j), Eigen::Index(m));
        for (std::size_t i = 0; i < n; ++i) targets[m][i] -= b * basis[j][i];
      }
    });
  }
  return coefficients;
}

FirstStages fit_first_stages(const Sample& sample, const std::string& where, int threads,
                             const Monitor& monitor) {
  if (threads <= 0) threads = default_threads();
  FirstStages stages;
  stages.names = sample.endogenous;
  stages.instrument_names = sample.instruments;
  const bool absorbed = std::any_of(sample.effects.begin(), sample.effects.end(),
                                    [](const Effect& effect) { return effect.intercept; });
  for (std::size_t j = 0; j < sample.terms.size(); ++j) {
    const bool own =
        std::find(stages.names.begin(), stages.names.end(), sample.terms[j]) != stages.names.end();
    Columns& columns = own ? stages.endogenous : stages.exogenous;
    columns.push_back(sample.x[j]);
    if (!own) stages.exogenous_names.push_back(sample.terms[j]);
    const bool centred = (absorbed || has_constant(sample)) && sample.terms[j] != "(Intercept)";
    (own ? stages.endogenous_means : stages.exogenous_means)
        .push_back(centred ? center(columns.back()) : 0.0);
  }
  stages.instruments = sample.z;
  for (auto& column : stages.instruments)
    stages.instrument_means.push_back(absorbed || has_constant(sample) ? center(column) : 0.0);
  const bool effects = !sample.effects.empty();
  const std::vector<double> exogenous_size = column_sizes(stages.exogenous, effects, threads),
                            instrument_size = column_sizes(stages.instruments, effects, threads),
                            endogenous_size = column_sizes(stages.endogenous, effects, threads);

  // Weights, then judged where every observation counts alike.
  stages.weight = sample.weight.empty() ? std::vector<double>(sample.size(), 1.0) : sample.weight;
  Columns* const all[] = {&stages.exogenous, &stages.instruments, &stages.endogenous};
  Absorber absorber(sample, threads, monitor);
  const auto partial_out = [&](const std::vector<double>& weight) {
    if (!effects) return;
    absorber.weigh(weight, true, monitor);
    for (Columns* columns : all) {
      const auto status = absorber.partial_out(pointers(*columns), kTolerance, monitor);
      if (status.converged) continue;
      stages.converged = false;
      stages.reason = "the first stage's columns could not be partialled out of the fixed effects";
    }
  };
  partial_out(std::vector<double>(sample.size(), 1.0));
  const std::size_t exogenous = stages.exogenous.size();
  const Collinear of_instruments =
      judged(stages.exogenous, stages.instruments, exogenous_size, instrument_size, threads);
  const Collinear of_endogenous =
      judged(stages.exogenous, stages.endogenous, exogenous_size, endogenous_size, threads);
  for (std::size_t j = 0; j < stages.instruments.size(); ++j) {
    if (!of_instruments.drop[exogenous + j]) continue;
    const std::string& name = stages.instrument_names[j];
    const bool twice = std::find(stages.exogenous_names.begin(), stages.exogenous_names.end(), name) !=
                       stages.exogenous_names.end();
    const char* why = twice                                       ? "also an exogenous regressor"
                      : !of_instruments.by_effects[exogenous + j] ? "collinear with the exogenous regressors "
                                                                    "and the instruments before it"
                      : effects                                   ? "collinear with the fixed effects"
                                                                  : "does not vary";
    stages.dropped.push_back(fmt::format("instrument {}: {}", name, why));
  }
  keep_unmarked(stages.instruments, of_instruments.drop, exogenous);
  keep_unmarked(stages.instrument_names, of_instruments.drop, exogenous);
  keep_unmarked(stages.instrument_means, of_instruments.drop, exogenous);
  refuse_unidentified(sample, stages, of_endogenous, exogenous, where);
  // Exogenous regressors that add nothing: the second stage tells of them.
  keep_unmarked(stages.exogenous, of_instruments.drop, 0);
  keep_unmarked(stages.exogenous_names, of_instruments.drop, 0);
  keep_unmarked(stages.exogenous_means, of_instruments.drop, 0);
  if (!sample.weight.empty()) partial_out(sample.weight);

  stages.exogenous_on_instruments = take_out(stages.exogenous, stages.instruments, stages.weight, threads);
  stages.exogenous_on_endogenous = take_out(stages.exogenous, stages.endogenous, stages.weight, threads);
  stages.residual = stages.endogenous;
  stages.pi = take_out(stages.instruments, stages.residual, stages.weight, threads);
  const std::vector<double> left = column_norms(stages.residual, stages.weight.data(), false, threads),
                            own = column_norms(stages.endogenous, stages.weight.data(), false, threads);
  for (std::size_t m = 0; m < left.size(); ++m) {
    stages.explained.push_back(left[m] <= kAbsorbed * own[m]);
    if (stages.explained[m]) std::fill(stages.residual[m].begin(), stages.residual[m].end(), 0.0);
  }
  refuse_irrelevant(stages, own, where, threads);
  check_equations(sample, stages, threads);
  return stages;
}

}  // namespace sogdia
