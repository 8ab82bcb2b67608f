#include "sogdia/gravity/after/margins.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/gravity/after/effects.h"
#include "sogdia/gravity/errors/student.h"
#include "sogdia/gravity/models/residual_columns.h"

namespace sogdia {
namespace {

using Columns = std::vector<std::vector<double>>;

bool uses(const Expression& expression, std::string_view column) {
  return (expression.kind == Expression::Kind::column && expression.name == column) ||
         std::any_of(expression.arguments.begin(), expression.arguments.end(),
                     [&](const Expression& argument) { return uses(argument, column); });
}

struct Request {
  MarginKind kind = MarginKind::dydx;
  std::string column;
};

Request parsed(std::string_view text) {
  constexpr std::pair<std::string_view, MarginKind> kKinds[] = {{"dydx", MarginKind::dydx},
                                                                {"eydx", MarginKind::eydx},
                                                                {"dyex", MarginKind::dyex},
                                                                {"eyex", MarginKind::eyex},
                                                                {"diff", MarginKind::diff}};
  for (const auto& [name, kind] : kKinds) {
    if (text.size() > name.size() && text.substr(0, name.size()) == name && text[name.size()] == ':')
      return {kind, std::string(text.substr(name.size() + 1))};
  }
  return {MarginKind::dydx, std::string(text)};
}

constexpr const char* kColumnHint = "name a column, as it is in the data: dist, not log(dist)";

void require_column(const Frame& frame, const std::string& column) {
  if (frame.find(column) != nullptr) return;
  const std::size_t colon = column.find(':');
  if (column.empty() || colon != std::string::npos)
    throw Error(column.empty() ? std::string("the margin names no column")
                               : fmt::format("`{}` is no kind of margin", column.substr(0, colon)),
                "margins", "write dist, or eyex:dist; the kinds are dydx, eyex, eydx, dyex and diff");
  if (column.find('(') != std::string::npos)
    throw Error(fmt::format("`{}` is no column", column), frame.source, kColumnHint);
  frame.column(column);
}

void require_regressor(const Fit& fit, const std::string& column) {
  bool found = false;
  for (const auto& term : fit.model.terms) {
    for (const auto& number : term.numbers) found = found || uses(number, column);
    for (const auto& dummies : term.dummies) {
      found = found || dummies.by == column;
      if (dummies.column == column)
        throw Error(fmt::format("`{}` stands for dummies, of which there is no derivative", column),
                    fit.formula,
                    "their coefficients are differences from the reference; lincom and wald compare them");
    }
  }
  for (const auto& effect : fit.model.effects) {
    for (const auto& slope : effect.slopes)
      if (uses(slope, column))
        throw Error(fmt::format("the slope of `{}` varies with a fixed effect", column), fit.formula,
                    "its margin is not identified by the coefficients alone");
  }
  if (!found)
    throw Error(fmt::format("`{}` is in no regressor of the model", column), fit.formula, kColumnHint);
}

// The regressors of the observations where the column has other values.
Columns regressors_with(const Fit& fit, const Frame& frame, const std::string& column,
                        const std::vector<double>& values) {
  Frame changed = frame;
  for (auto& own : changed.columns) {
    if (own.name != column) continue;
    FrameColumn other;
    other.name = column;
    other.chunks = {{values.data(), nullptr, 0, values.size()}};
    own = std::move(other);
  }
  std::vector<std::string> terms;
  for (const auto& c : fit.coefficients) terms.push_back(c.term);
  return evaluate_terms(changed, fit.model, terms, fit.sample.row);
}

std::vector<double> index_of(const std::vector<double>& beta, const Columns& x, std::size_t rows) {
  std::vector<double> eta(rows, 0);
  for (std::size_t k = 0; k < beta.size(); ++k)
    for (std::size_t i = 0; i < rows; ++i) eta[i] += beta[k] * x[k][i];
  return eta;
}

// A margin and its derivative with respect to each coefficient, for observation sums in index order.
struct Margin {
  double value = 0;
  std::vector<double> gradient;
};

template <typename Value, typename Slope>
Margin averaged(const Fit& fit, std::size_t terms, Value&& value, Slope&& slope) {
  const Sample& sample = fit.sample;
  const std::size_t n = sample.size();
  std::vector<double> part(n), weight = sample.weight;
  if (weight.empty()) weight.assign(n, 1);
  const double total = ordered_sum(weight);
  Margin out;
  for (std::size_t i = 0; i < n; ++i) part[i] = weight[i] * value(i);
  out.value = ordered_sum(part) / total;
  for (std::size_t k = 0; k < terms; ++k) {
    for (std::size_t i = 0; i < n; ++i) part[i] = weight[i] * slope(i, k);
    out.gradient.push_back(ordered_sum(part) / total);
  }
  return out;
}

Margin difference(const Fit& fit, const Frame& frame, const std::string& column,
                  const std::vector<double>& beta) {
  const std::size_t n = fit.sample.size();
  const Columns at0 = regressors_with(fit, frame, column, std::vector<double>(frame.rows, 0));
  const Columns at1 = regressors_with(fit, frame, column, std::vector<double>(frame.rows, 1));
  const Columns own = regressors_with(fit, frame, column, numbers_of(frame, column));
  const std::vector<double> here = index_of(beta, own, n), low = index_of(beta, at0, n),
                            high = index_of(beta, at1, n);
  const bool log_link = fit.family == Family::ppml;
  const auto mean = [&](std::size_t i, const std::vector<double>& eta) {
    return log_link ? fit.mu[i] * std::exp(eta[i] - here[i]) : fit.mu[i] + eta[i] - here[i];
  };
  return averaged(
      fit, beta.size(), [&](std::size_t i) { return mean(i, high) - mean(i, low); },
      [&](std::size_t i, std::size_t k) {
        return log_link ? mean(i, high) * at1[k][i] - mean(i, low) * at0[k][i] : at1[k][i] - at0[k][i];
      });
}

Margin derivative(const Fit& fit, const Frame& frame, const Request& request,
                  const std::vector<double>& beta) {
  const std::size_t n = fit.sample.size();
  const std::vector<double> x = numbers_of(frame, request.column);
  // Central differences; a step of the cube root of the precision balances truncation and rounding.
  constexpr double kStep = 6e-6;
  std::vector<double> step(x.size()), above(x.size()), below(x.size());
  for (std::size_t r = 0; r < x.size(); ++r) {
    step[r] = kStep * std::max(std::abs(x[r]), 1e-3);
    above[r] = x[r] + step[r];
    below[r] = x[r] - step[r];
    step[r] = above[r] - below[r];
  }
  Columns slope = regressors_with(fit, frame, request.column, above);
  const Columns other = regressors_with(fit, frame, request.column, below);
  for (std::size_t k = 0; k < beta.size(); ++k)
    for (std::size_t i = 0; i < n; ++i) slope[k][i] = (slope[k][i] - other[k][i]) / step[fit.sample.row[i]];
  const Columns own = regressors_with(fit, frame, request.column, x);
  const std::vector<double> eta_slope = index_of(beta, slope, n);
  const bool log_link = fit.family == Family::ppml;
  const bool of_log_x = request.kind == MarginKind::dyex || request.kind == MarginKind::eyex;
  const bool of_log_y = request.kind == MarginKind::eydx || request.kind == MarginKind::eyex;
  const auto scale = [&](std::size_t i) { return of_log_x ? x[fit.sample.row[i]] : 1.0; };
  return averaged(
      fit, beta.size(),
      [&](std::size_t i) {
        if (log_link) return scale(i) * eta_slope[i] * (of_log_y ? 1 : fit.mu[i]);
        return scale(i) * eta_slope[i] / (of_log_y ? fit.mu[i] : 1);
      },
      [&](std::size_t i, std::size_t k) {
        const double z = own[k][i], dz = slope[k][i];
        if (log_link) return scale(i) * (of_log_y ? dz : fit.mu[i] * (dz + eta_slope[i] * z));
        return scale(i) * (of_log_y ? dz / fit.mu[i] - eta_slope[i] * z / (fit.mu[i] * fit.mu[i]) : dz);
      });
}

}  // namespace

Combination margins(const Fit& fit, const Frame& frame, std::string_view text, double level,
                    const Monitor& monitor) {
  if (fit.mu.empty() || fit.mu.size() != fit.sample.size())
    throw Error("the fit of `" + fit.formula + "` did not keep its sample", "margins",
                "estimate with keep_sample");
  const Request request = parsed(text);
  require_column(frame, request.column);
  require_regressor(fit, request.column);
  check_cancelled(monitor);
  // The fitted means go with the uncorrected coefficients; the margin is that of the reported ones.
  std::vector<double> beta;
  for (const auto& c : fit.coefficients) beta.push_back(c.estimate);
  // The residuals of a control function are held: they stand for what is not observed.
  WidenedFrame held;
  const Frame& own = with_residuals(frame, fit, held);
  const Margin margin = request.kind == MarginKind::diff ? difference(fit, own, request.column, beta)
                                                         : derivative(fit, own, request, beta);
  double variance = 0;
  for (std::size_t j = 0; j < beta.size(); ++j)
    for (std::size_t k = 0; k < beta.size(); ++k)
      variance += margin.gradient[j] * fit.vcov[j * beta.size() + k] * margin.gradient[k];
  Combination out;
  out.text = std::string(text);
  out.estimate = margin.value;
  out.std_error = std::sqrt(variance);
  add_inference(out, two_sided_quantile(level, fit.normal, fit.df_t), fit.normal, fit.df_t);
  return out;
}

}  // namespace sogdia
