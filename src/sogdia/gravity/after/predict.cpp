#include "sogdia/gravity/after/predict.h"

#include <cmath>
#include <numeric>
#include <unordered_map>

#include "sogdia/core/no_number.h"
#include "sogdia/gravity/after/effects.h"
#include "sogdia/gravity/errors/degrees.h"
#include "sogdia/gravity/models/residual_columns.h"
#include "sogdia/gravity/sample/evaluate.h"
#include "sogdia/gravity/sample/expand.h"
#include "sogdia/gravity/sample/keys.h"

namespace sogdia {
namespace {

std::vector<double> evaluated(const Frame& rows, const Expression& expression) {
  std::vector<double> values(rows.rows);
  evaluate(bind(expression, rows), 0, rows.rows, values.data());
  return values;
}

// The sample's level of each row, kNoLevel where a key is missing or was not estimated.
std::vector<std::uint32_t> find_levels(const Frame& rows, const Effect& effect,
                                       const std::vector<std::string>& keys, int threads) {
  std::unordered_map<std::string, std::uint32_t> level_of;
  for (std::uint32_t level = 0; level < effect.levels; ++level) level_of.emplace(keys[level], level);
  // Texts are made once for each level that the rows have.
  std::vector<KeyCodes> columns;
  std::vector<std::uint32_t> present;
  for (const std::string& column : effect.columns)
    columns.push_back(key_codes(rows.column(column), rows.rows, threads));
  for (std::uint32_t r = 0; r < rows.rows; ++r) {
    bool missing = false;
    for (const KeyCodes& column : columns) missing = missing || column.code[r] == kNoLevel;
    if (!missing) present.push_back(r);
  }
  std::vector<const KeyCodes*> views;
  for (KeyCodes& column : columns) {
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t r : present) kept.push_back(column.code[r]);
    column.code = std::move(kept);
    views.push_back(&column);
  }
  std::vector<std::uint32_t> found(rows.rows, kNoLevel);
  if (present.empty()) return found;
  const KeyCodes product = product_codes(views, threads);
  Effect asked;
  asked.columns = effect.columns;
  asked.level = product.code;
  asked.levels = product.levels;
  const std::vector<std::string> texts = effect_keys(rows, present, asked);
  for (std::size_t i = 0; i < present.size(); ++i) {
    const auto at = level_of.find(texts[product.code[i]]);
    if (at != level_of.end()) found[present[i]] = at->second;
  }
  return found;
}

// The rows whose dummies stand for levels, or for a combination of them, that no observation had: they have
// no coefficient, and are not the reference either.
void mark_unseen(const Fit& fit, const Frame& frame, const Frame& rows, int threads,
                 std::vector<bool>& unknown) {
  const Sample& sample = fit.sample;
  for (const Term& term : fit.model.terms) {
    Effect seen;
    for (const std::string& column : dummy_columns(term, frame)) seen.columns.push_back(column);
    if (seen.columns.empty()) continue;
    std::vector<KeyCodes> columns;
    std::vector<const KeyCodes*> views;
    for (const std::string& name : seen.columns) {
      const KeyCodes all = key_codes(frame.column(name), frame.rows, threads);
      KeyCodes kept;
      kept.levels = all.levels;
      for (const std::uint32_t row : sample.row) kept.code.push_back(all.code[row]);
      columns.push_back(std::move(kept));
    }
    for (const KeyCodes& column : columns) views.push_back(&column);
    KeyCodes product = product_codes(views, threads);
    seen.level = std::move(product.code);
    seen.levels = product.levels;
    const auto level = find_levels(rows, seen, effect_keys(frame, sample.row, seen), threads);
    for (std::size_t r = 0; r < rows.rows; ++r) unknown[r] = unknown[r] || level[r] == kNoLevel;
  }
}

}  // namespace

Prediction predict(const Fit& fit, const Frame& frame, const Frame& rows, const std::string& offset,
                   bool corrected, int threads, const Monitor& monitor) {
  const Sample& sample = fit.sample;
  const RawEffects raw = solve_effects(fit, frame, threads, monitor);
  std::vector<std::uint32_t> all(rows.rows);
  std::iota(all.begin(), all.end(), 0u);
  Prediction prediction;
  prediction.eta = offset.empty() ? std::vector<double>(rows.rows, 0.0) : numbers_of(rows, offset);
  for (const Expression& more : fit.model.offsets) {
    const std::vector<double> values = evaluated(rows, more);
    for (std::size_t r = 0; r < rows.rows; ++r) prediction.eta[r] += values[r];
  }
  std::vector<double> beta = fitted_coefficients(fit);
  if (corrected)
    for (std::size_t k = 0; k < beta.size(); ++k) beta[k] = fit.coefficients[k].estimate;
  // Of the data themselves, the residuals of a first stage are known.
  WidenedFrame held;
  const Frame& own = &rows == &frame ? with_residuals(frame, fit, held) : rows;
  const std::vector<std::vector<double>> x = evaluate_terms(own, fit.model, sample.terms, all);
  for (std::size_t k = 0; k < beta.size(); ++k)
    for (std::size_t r = 0; r < rows.rows; ++r) prediction.eta[r] += beta[k] * x[k][r];

  std::vector<std::vector<std::uint32_t>> levels;
  for (const Effect& effect : sample.effects)
    levels.push_back(find_levels(rows, effect, effect_keys(frame, sample.row, effect), threads));
  std::vector<bool> unknown(rows.rows, false);
  mark_unseen(fit, frame, rows, threads, unknown);
  for (std::size_t e = 0; e < levels.size(); ++e) {
    const Effect& effect = sample.effects[e];
    std::vector<std::vector<double>> slopes;
    for (const Expression& slope : fit.model.effects[e].slopes) slopes.push_back(evaluated(rows, slope));
    for (std::size_t r = 0; r < rows.rows; ++r) {
      const std::uint32_t level = levels[e][r];
      if (level == kNoLevel) {
        unknown[r] = true;
        continue;
      }
      std::size_t c = 0;
      if (effect.intercept) prediction.eta[r] += raw.value[e][c++][level];
      for (const std::vector<double>& slope : slopes)
        prediction.eta[r] += raw.value[e][c++][level] * slope[r];
    }
  }
  for (std::size_t b = 1; b < levels.size(); ++b)
    for (std::size_t a = 0; a < b; ++a) {
      if (!sample.effects[a].intercept || !sample.effects[b].intercept) continue;
      const Components parts = components_of(sample.effects[a], sample.effects[b]);
      for (std::size_t r = 0; r < rows.rows; ++r)
        if (!unknown[r] && parts.of_a[levels[a][r]] != parts.of_b[levels[b][r]]) unknown[r] = true;
    }
  prediction.mean.resize(rows.rows);
  for (std::size_t r = 0; r < rows.rows; ++r) {
    if (unknown[r]) {
      prediction.eta[r] = kNaN;
      ++prediction.unknown;
    }
    prediction.mean[r] = fit.family == Family::ppml ? std::exp(prediction.eta[r]) : prediction.eta[r];
  }
  return prediction;
}

}  // namespace sogdia
