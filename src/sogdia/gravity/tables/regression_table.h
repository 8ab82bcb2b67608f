#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sogdia/gravity/models/estimate.h"

namespace sogdia {

// Models side by side as a journal prints them: outcome, number and family in the head; estimates with stars
// and what stands below them in parentheses; which fixed effects each model has; observations and fit.
//   text      aligned, at most `width` columns: where more models than fit, in panels one below the other
//   markdown  a pipe table with its notes below
//   latex     a tabular for \input, needs \usepackage{booktabs}
//   html      a fragment with its own style, which takes the colours of the page it stands in
//   csv       for machines: a row for each coefficient of each model, every digit, the model's figures
//   repeated
enum class TableFormat { text, markdown, latex, csv, html };

// What stands below an estimate.
enum class BelowEstimate { std_error, statistic, interval, p, nothing };

struct RegressionTableOptions {
  // Regular expressions (ECMAScript, found anywhere) on a term's name or label: a term is shown where it
  // matches any of `keep` (empty = all) and none of `drop`.
  std::vector<std::string> keep, drop;
  // Regular expressions in the order in which the terms that match them are to stand; the others follow.
  std::vector<std::string> order;
  std::vector<std::string> notes;  // further notes below the table
  BelowEstimate below = BelowEstimate::std_error;
  int digits = 3;  // decimals of estimates; small errors get more, so that two of their digits show
  // p below which an estimate gets *, **, ***: up to three, largest first. Empty = no stars and no legend.
  std::vector<double> stars = {0.1, 0.05, 0.01};
  // Other names for terms, outcomes and effects. A part of an interaction (x1:x2, exporter^year) is renamed
  // too.
  std::vector<std::pair<std::string, std::string>> labels;
  std::vector<std::string> model_names;  // instead of (1), (2), ...: as many as there are models, or empty
  std::string title;                     // caption; empty = none
  // Rows below the coefficients, of: observations, separated, singletons, missing, r2, r2_adjusted,
  // r2_within, pseudo_r2, deviance, log_likelihood, aic, bic, rmse, iterations, first_stage_f,
  // kleibergen_paap_f, cragg_donald_f, effective_f, underidentification_p, overidentification_p,
  // endogeneity_p, anderson_rubin_p. Empty = what the models have of observations, separated, singletons, r2,
  // r2_within, pseudo_r2, deviance, kleibergen_paap_f, effective_f, overidentification_p, endogeneity_p.
  std::vector<std::string> statistics;
  std::size_t width = 100;  // of text, in columns
};

// Throws Error for an unknown statistic, a pattern that is not a regular expression or a wrong number of
// names.
std::string regression_table(const std::vector<Fit>& fits, TableFormat format,
                             const RegressionTableOptions& options = {});

// text | md | markdown | latex | tex | csv | html. Throws Error with the names.
TableFormat parse_table_format(std::string_view name);

// A word of warning where the errors are clustered by few groups; "" where they are not.
std::string few_clusters_note(const Fit& fit);

// One model in full, for a terminal: what became of the data's rows, whether and how it converged, fit, the
// coefficients with errors and intervals, and what was left out and why.
std::string summary_text(const Fit& fit);

}  // namespace sogdia
