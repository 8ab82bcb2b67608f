#include "sogdia/gravity/tables/regression_table.h"

#include <fmt/format.h>

#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/gravity/tables/regression_grid.h"

namespace sogdia {
namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

// The shortest text that reads back the same; empty for a number that does not exist.
std::string number(double value) { return std::isfinite(value) ? fmt::format("{}", value) : ""; }

std::string csv_table(const std::vector<Fit>& fits, const RegressionTableOptions& options) {
  std::string out =
      "model,outcome,family,errors,term,label,estimate,std_error,statistic,p,low,high,level,observations,"
      "separated,"
      "singletons,missing,converged,iterations,deviance,log_likelihood,pseudo_r2,r2,r2_adjusted,r2_within,"
      "rmse,aic,"
      "bic,formula,kleibergen_paap_f,effective_f,overidentification_p,endogeneity_p\n";
  const RegressionGrid grid = regression_grid(fits, options);  // checks the options
  for (std::size_t k = 0; k < fits.size(); ++k) {
    const Fit& fit = fits[k];
    const std::string before = fmt::format(
        "{},{},{},{}", quoted(options.model_names.empty() ? fmt::format("{}", k + 1) : grid.names[k]),
        quoted(fit.model.outcome_text), fit.family == Family::ppml ? "ppml" : "ols", quoted(fit.vcov_name));
    std::string after = fmt::format("{},{},{},{},{},{},{}", number(fit.level), fit.observations,
                                    fit.separated.size(), fit.singletons.size(), fit.missing.size(),
                                    fit.converged ? "true" : "false", fit.iterations);
    for (const double value : {fit.deviance, fit.log_likelihood, fit.pseudo_r2, fit.r2, fit.r2_adjusted,
                               fit.r2_within, fit.rmse, fit.aic, fit.bic})
      after += "," + number(value);
    after += "," + quoted(fit.formula);
    const IvReport iv = fit.iv.value_or(IvReport{});
    for (const double value :
         {iv.kleibergen_paap_f, iv.effective_f, iv.overidentification.p, iv.endogeneity.p})
      after += "," + number(value);
    bool any = false;
    for (const auto& c : fit.coefficients) {
      if (!shows_term(c.term, options)) continue;
      any = true;
      out += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", before, quoted(c.term),
                         quoted(label_of(c.term, options)), number(c.estimate), number(c.std_error),
                         number(c.statistic), number(c.p), number(c.low), number(c.high), after);
    }
    if (!any) out += fmt::format("{},,,,,,,,,{}\n", before, after);
  }
  return out;
}

}  // namespace

std::string regression_table(const std::vector<Fit>& fits, TableFormat format,
                             const RegressionTableOptions& options) {
  if (format == TableFormat::csv) return csv_table(fits, options);
  const RegressionGrid grid = regression_grid(fits, options);
  switch (format) {
    case TableFormat::markdown:
      return markdown_table(grid);
    case TableFormat::latex:
      return latex_table(grid);
    case TableFormat::html:
      return html_table(grid);
    default:
      return text_table(grid, options.width);
  }
}

TableFormat parse_table_format(std::string_view name) {
  if (name == "text" || name == "txt") return TableFormat::text;
  if (name == "md" || name == "markdown") return TableFormat::markdown;
  if (name == "latex" || name == "tex") return TableFormat::latex;
  if (name == "csv") return TableFormat::csv;
  if (name == "html") return TableFormat::html;
  throw Error(fmt::format("unknown table format `{}`", name), "",
              nearest_hint(name, {"text", "md", "latex", "csv", "html"}).empty()
                  ? "one of text, md, latex, csv and html"
                  : nearest_hint(name, {"text", "md", "latex", "csv", "html"}));
}

}  // namespace sogdia
