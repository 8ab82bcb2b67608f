#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/core/frame.h"
#include "sogdia/core/monitor.h"
#include "sogdia/gravity/formula/formula.h"

namespace sogdia {

// Poisson pseudo maximum likelihood (E[y] = exp(x b + effects)), or least squares.
enum class Family { ppml, ols };

// A fixed effect of the sample: level[i] of `levels` for each observation. `columns` make its key
// (exporter^year has two). Its own dummies are absorbed where `intercept`, and one coefficient per level on
// each of `slopes` (each n long).
struct Effect {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::uint32_t> level;
  std::uint32_t levels = 0;
  bool intercept = true;
  std::vector<std::string> slope_names;
  std::vector<std::vector<double>> slopes;
};

// Groups of observations for clustered errors.
struct Groups {
  std::string name;
  std::vector<std::uint32_t> group;
  std::uint32_t groups = 0;
};

// Why rows were left out: a column, or the text of a term, that is missing or not finite in so many of them.
// `why` says what stood there, where that is known: "NA, empty", "infinite", "weight 0".
struct MissingSource {
  std::string name;
  std::size_t rows = 0;
  std::string why;
};

// What one model is estimated on: n observations, k regressors. Observations stand in the order of the levels
// of the effect with the most levels, then of those of the effect with the second most, then in the data's
// order (no effects: the data's order); row[i] is the frame's row of observation i. Levels are numbered in
// the order of their keys, column by column (numbers ascending, texts by their bytes), so that the years of
// one exporter have consecutive levels of exporter^year. Effects stand in the model's order.
struct Sample {
  std::vector<std::uint32_t> row;
  std::vector<double> y;
  std::vector<double> weight;            // empty = all 1
  std::vector<double> offset;            // empty = all 0
  std::vector<std::string> terms;        // k names
  std::vector<std::vector<double>> x;    // k columns, each n long
  std::vector<std::string> endogenous;   // those of `terms` that have instruments
  std::vector<std::string> instruments;  // names of the excluded instruments
  std::vector<std::vector<double>> z;    // their columns, each n long
  std::vector<Effect> effects;
  std::vector<Groups> clusters;           // in the order of SampleSpec::clusters
  bool dyadic = false;                    // the two clusters share their numbers (SampleSpec::dyadic)
  std::vector<std::uint32_t> missing;     // frame rows with a missing or non-finite value, ascending
  std::vector<MissingSource> missing_by;  // what is missing in them, most rows first; a row may count twice
  std::size_t size() const { return y.size(); }
};

// What a sample is made of, beside the model's formula.
struct SampleSpec {
  Model model;
  std::string weights, offset;   // column names; empty = none
  std::vector<Factor> clusters;  // a, a^b
  // The clusters are the two sides of a dyad: numbered over the keys of both, so that group g is the same
  // country on either side.
  bool dyadic = false;
  Family family = Family::ppml;  // PPML: a negative y is an Error with its row
};

inline double weight_at(const Sample& sample, std::size_t i) {
  return sample.weight.empty() ? 1.0 : sample.weight[i];
}

// Evaluates the formula on the frame. Rows with a missing value in any used column (outcome, regressors,
// effects, clusters, weights, offset), whose term is not finite (log of 0) or whose weight is zero are left
// out and listed; a key may be text (the empty one is missing), an integer, a boolean or a float (a key by
// its value). Columns are named as fixest prints them, with `column::level` for dummies:
//   x1   log(x2)   I(x^2)   x1:x2   year::1990   year::1990:border   year::1990:region::EU   region::EU
// `(Intercept)` comes first, where a constant is estimated. Dummies come before numbers in a product's name,
// and combinations of two columns that no observation has are left out. Throws Error naming the column, the
// row or the term: an unknown column, text used as a number, a reference that is no level, a negative weight
// or (PPML) outcome, no observation left.
Sample build_sample(const Frame& frame, const SampleSpec& spec, int threads, const Monitor& monitor = {});

// The columns of the named terms (as in Sample::terms, `(Intercept)` among them) on the given rows of a
// frame, which need not be the one that was estimated on: what the terms' dummies stand for is in their
// names. A cell that is missing gives NaN. Throws Error for a term that the model does not have.
std::vector<std::vector<double>> evaluate_terms(const Frame& frame, const Model& model,
                                                const std::vector<std::string>& terms,
                                                const std::vector<std::uint32_t>& rows);

// Keeps the observations with keep[i] != 0, in their order, and renumbers the levels and groups that remain.
void shrink(Sample& sample, const std::vector<std::uint8_t>& keep);

}  // namespace sogdia
