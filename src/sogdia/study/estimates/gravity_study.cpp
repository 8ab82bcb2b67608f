#include "sogdia/study/estimates/gravity_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/gravity/after/ratio.h"
#include "sogdia/study/estimates/gravity_table.h"
#include "sogdia/study/pipeline/stages.h"
#include "sogdia/study/tables/output_schema.h"

namespace sogdia {
namespace {

EstimateOptions options_of(const Study::Estimate& asked, int threads) {
  EstimateOptions options;
  options.family = asked.family == "ols" ? Family::ols : Family::ppml;
  options.vcov = parse_vcov(asked.vcov);
  options.small_sample = asked.ssc == "fixest" ? SmallSample::fixest
                         : asked.ssc == "none" ? SmallSample::none
                                               : SmallSample::ppmlhdfe;
  options.threads = threads;
  options.keep_sample = false;
  return options;
}

Table rows_asked(const Table& data, const std::string& where, const RowsWhere& rows_where,
                 const Monitor& monitor) {
  if (where.empty()) return data;
  if (!rows_where)
    throw Error("a condition in SQL is answered by the command line alone, which has DuckDB", where,
                "leave `where` out, or run the study with `sogdia run`");
  Table rows = rows_where(data, where, monitor);
  if (rows.rows() == 0)
    throw Error(fmt::format("no row of the gravity table has `{}`", where), "",
                "ask for less; `sogdia run` writes tables/gravity.csv, where all rows can be seen");
  rows.source = "the gravity table";
  return rows;
}

[[noreturn]] void throw_at(const Study::Estimate& asked, const Error& error) {
  throw Error(fmt::format("estimate `{}`: {}", asked.name, error.message),
              error.where.empty() ? asked.place : asked.place + "\n  --> " + error.where, error.hint);
}

// The terms that a measure is read off are written as in the formula.
void require_terms(const Study::Estimate& asked, const std::vector<std::string>& terms,
                   const std::string& formula) {
  std::vector<std::string> wanted = asked.value_of_time;
  if (!asked.elasticity.empty()) wanted.push_back(asked.elasticity);
  for (const auto& term : wanted) {
    if (std::find(terms.begin(), terms.end(), term) == terms.end())
      throw Error(fmt::format("the model has no term `{}`", term), formula,
                  "`elasticity` and `value_of_time` name terms of the formula, written the same");
  }
}

struct Columns {
  std::vector<std::string> estimate, text, where;
  std::vector<double> value, std_error, statistic, p, low, high;
  std::vector<std::int64_t> bounded, observations, separated;
};

void add_coefficients(Columns& to, const std::string& name, const Fit& fit) {
  for (const auto& c : fit.coefficients) {
    to.estimate.push_back(name);
    to.text.push_back(c.term);
    to.value.push_back(c.estimate);
    to.std_error.push_back(c.std_error);
    to.statistic.push_back(c.statistic);
    to.p.push_back(c.p);
    to.low.push_back(c.low);
    to.high.push_back(c.high);
  }
}

// What turns a coefficient of log(x) into one of x: 1 / x, at the mean of x over the rows by their trade.
// Other terms stand as they are: 1.
double scale_of(const std::string& term, const Table& rows) {
  if (!term.starts_with("log(") || !term.ends_with(")")) return 1.0;
  const auto x = rows.numbers(term.substr(4, term.size() - 5)), value = rows.numbers("value_usd");
  std::vector<double> products, weights;
  for (std::size_t row = 0; row < x.size(); ++row) {
    if (!std::isfinite(x[row]) || !std::isfinite(value[row])) continue;
    products.push_back(x[row] * value[row]);
    weights.push_back(value[row]);
  }
  return ordered_sum(products) / ordered_sum(weights);
}

void add_measure(Columns& to, const std::string& name, const Fit& fit, const Study::Estimate& asked,
                 const Table& rows) {
  Ratio found;
  if (!asked.value_of_time.empty()) {
    found = ratio_of(fit, asked.value_of_time[0], asked.value_of_time[1]);
    const double scale = scale_of(asked.value_of_time[1], rows);
    for (double* each : {&found.value, &found.std_error, &found.low, &found.high}) *each *= scale;
  } else if (!asked.elasticity.empty()) {
    const auto c = std::find_if(fit.coefficients.begin(), fit.coefficients.end(),
                                [&](const Coefficient& each) { return each.term == asked.elasticity; });
    if (c == fit.coefficients.end())
      throw Error(fmt::format("the model has no term `{}`", asked.elasticity), fit.formula,
                  "it was left out as collinear, or is written differently in the formula");
    found = {c->estimate, c->std_error, c->low, c->high, true};
  } else {
    return;
  }
  to.estimate.push_back(name);
  to.text.emplace_back(asked.value_of_time.empty() ? "elasticity" : "value_of_time");
  to.value.push_back(found.value);
  to.std_error.push_back(found.std_error);
  to.low.push_back(found.low);
  to.high.push_back(found.high);
  to.bounded.push_back(found.bounded ? 1 : 0);
  to.observations.push_back(static_cast<std::int64_t>(fit.observations));
  to.separated.push_back(static_cast<std::int64_t>(fit.separated.size()));
  to.where.push_back(asked.where);
}

Table coefficients_table(const Columns& c) {
  Table table;
  table.name = "coefficients";
  table.add("estimate", c.estimate).add("term", c.text).add("coefficient", c.value);
  table.add("std_error", c.std_error).add("statistic", c.statistic).add("p", c.p);
  table.add("low", c.low).add("high", c.high);
  return table;
}

Table measures_table(const Columns& c) {
  Table table;
  table.name = "measures";
  table.add("estimate", c.estimate)
      .add("measure", c.text)
      .add("value", c.value)
      .add("std_error", c.std_error);
  table.add("low", c.low).add("high", c.high).add("bounded", c.bounded);
  table.add("observations", c.observations).add("separated", c.separated).add("where", c.where);
  return table;
}

Table published_table(const Study& study) {
  std::vector<std::string> measure, source;
  std::vector<double> low, high;
  for (const auto& each : study.published) {
    measure.push_back(each.measure);
    source.push_back(each.source);
    low.push_back(each.low);
    high.push_back(each.high);
  }
  Table table;
  table.name = "published";
  table.add("measure", measure).add("source", source).add("low", low).add("high", high);
  return table;
}

}  // namespace

void check_estimates(const Study& study, const World& world, const RowsWhere& rows_where) {
  if (study.estimates.empty()) return;
  const Table data = gravity_table_before_costs(world, study);
  for (const auto& each : study.estimates) {
    try {
      const EstimateOptions options = options_of(each, 1);
      const Frame frame = frame_of(rows_asked(data, each.where, rows_where, {}));
      for (const auto& model : parse_formula(each.formula)) {
        SampleSpec spec;
        spec.model = model;
        spec.family = options.family;
        spec.clusters = options.vcov.columns;
        spec.dyadic = options.vcov.kind == VcovSpec::Kind::dyadic;
        require_terms(each, build_sample(frame, spec, 1).terms, model.text);
      }
    } catch (const Error& error) {
      throw_at(each, error);
    }
  }
}

GravityResult run_gravity_study(const Study& asked, const World& world, const RowsWhere& rows_where,
                                int threads, const Monitor& monitor) {
  GravityResult result;
  Stages stages(result.stages, monitor);
  result.world = &world;
  result.study = resolve_study(asked, world, make_economy(world, asked.base.year).countries);

  stages.begin("gravity table");
  const Table data = gravity_table(world, result.study, threads, stages.monitor());
  stages.begin("estimates");
  Columns coefficients, measures;
  for (const auto& each : result.study.estimates) {
    try {
      const Table rows = rows_asked(data, each.where, rows_where, stages.monitor());
      const auto fits = estimate(frame_of(rows), each.formula, options_of(each, threads), stages.monitor());
      for (std::size_t k = 0; k < fits.size(); ++k) {
        const std::string name = fits.size() == 1 ? each.name : fmt::format("{} ({})", each.name, k + 1);
        add_coefficients(coefficients, name, fits[k]);
        add_measure(measures, name, fits[k], each, rows);
        result.converged = result.converged && fits[k].converged;
        result.names.push_back(name);
        result.fits.push_back(fits[k]);
      }
    } catch (const Error& error) {
      throw_at(each, error);
    }
  }
  stages.end();
  result.tables["gravity"] = data;
  result.tables["coefficients"] = coefficients_table(coefficients);
  result.tables["measures"] = measures_table(measures);
  result.tables["published"] = published_table(result.study);
  for (const auto& [name, table] : result.tables) require_schema(table, gravity_run_schema());
  return result;
}

}  // namespace sogdia
