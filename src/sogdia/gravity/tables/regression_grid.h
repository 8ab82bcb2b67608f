#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/gravity/tables/regression_table.h"

namespace sogdia {

// A regression table before it has a format. Texts are canonical (see paper_number.h); a format escapes them
// and spells minus and thousands its way.
struct GridCell {
  std::string text;
  std::string stars;  // "", "*", "**" or "***"
};
enum class GridRowKind { estimate, below, effect, statistic };
struct GridRow {
  GridRowKind kind = GridRowKind::estimate;
  std::string label;  // "" in a row `below`
  std::vector<GridCell> cells;
};
struct RegressionGrid {
  std::string title;
  std::vector<std::string> outcomes, names, families;  // one a model
  std::vector<GridRow> coefficients, effects, statistics;
  std::vector<std::string> notes;
};

RegressionGrid regression_grid(const std::vector<Fit>& fits, const RegressionTableOptions& options);

// The label of a term, outcome or effect.
std::string label_of(std::string_view name, const RegressionTableOptions& options);
// Whether `keep` and `drop` let a term through.
bool shows_term(const std::string& term, const RegressionTableOptions& options);
// "PPML", "OLS"
std::string_view family_name(Family family);
// The same, or with instruments `2SLS` and `PPML, control function`.
std::string_view estimator_name(const Fit& fit);

// Consecutive models with the same outcome: first model and how many.
struct GridSpan {
  std::size_t first = 0, count = 0;
};
std::vector<GridSpan> outcome_spans(const RegressionGrid& grid);

std::string latex_table(const RegressionGrid& grid);
std::string html_table(const RegressionGrid& grid);
std::string markdown_table(const RegressionGrid& grid);
std::string text_table(const RegressionGrid& grid, std::size_t width);

}  // namespace sogdia
