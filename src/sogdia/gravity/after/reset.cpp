#include "sogdia/gravity/after/reset.h"

#include <cmath>
#include <limits>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

// No formula can name it.
constexpr const char* kColumn = "(squared index)";

}  // namespace

Reset reset_test(const Fit& fit, const Frame& frame, const EstimateOptions& options, const Monitor& monitor) {
  const std::size_t n = fit.sample.size();
  if (fit.model.endogenous > 0)
    throw Error("RESET is not defined for models with instruments", "model `" + fit.formula + "`",
                "the squared index is endogenous too: leave the test out");
  if (n == 0 || fit.eta.size() != n)
    throw Error("the fit of `" + fit.formula + "` did not keep its sample", "RESET",
                "estimate with keep_sample");
  const double mean = ordered_sum(fit.eta) / double(n);
  std::vector<double> squares(n);
  for (std::size_t i = 0; i < n; ++i) squares[i] = (fit.eta[i] - mean) * (fit.eta[i] - mean);
  const double variance = ordered_sum(squares) / double(n);

  // Rows outside the sample are missing, so that the second model has the first one's.
  std::vector<double> column(frame.rows, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < n; ++i)
    column[fit.sample.row[i]] = squares[i] / (variance > 0.0 ? variance : 1.0);
  Frame wider = frame;
  FrameColumn added;
  added.name = kColumn;
  added.chunks = {{column.data(), nullptr, 0, column.size()}};
  wider.columns.push_back(std::move(added));
  Model model = fit.model;
  Term term;
  term.text = kColumn;
  Expression expression;
  expression.kind = Expression::Kind::column;
  expression.name = kColumn;
  term.numbers = {expression};
  term.number_names = {kColumn};
  model.terms.push_back(std::move(term));

  EstimateOptions again = options;
  again.bias_correct = false;
  again.keep_sample = false;
  const Fit second = estimate(wider, model, again, monitor);
  Reset reset;
  reset.statistic = reset.p = std::numeric_limits<double>::quiet_NaN();
  reset.normal = second.normal;
  reset.df_t = second.df_t;
  reset.converged = second.converged;
  for (const Coefficient& coefficient : second.coefficients)
    if (coefficient.term == kColumn) {
      reset.added = true;
      reset.statistic = coefficient.statistic;
      reset.p = coefficient.p;
    }
  return reset;
}

}  // namespace sogdia
