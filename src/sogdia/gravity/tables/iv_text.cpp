#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/gravity/tables/paper_number.h"
#include "sogdia/gravity/tables/regression_grid.h"
#include "sogdia/gravity/tables/summary_text.h"

namespace sogdia {
namespace {

// As `figure` of the summary, with the digits of small ones and of what has no end.
std::string iv_figure(double value) {
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  if (std::isfinite(value) && value != 0 && std::abs(value) < 1e-3) return fmt::format("{:.3g}", value);
  return plain_spaces(paper_statistic(value, kSummaryDigits));
}

// F(2, 118) = 41.2031, p <0.001
std::string test_text(const IvTest& test) {
  const std::string p = paper_p(test.p);
  return fmt::format(
      "{} = {}, p {}{}",
      test.df2 > 0 ? fmt::format("F({:g}, {:g})", test.df1, test.df2) : fmt::format("chi2({:g})", test.df1),
      iv_figure(test.statistic), p[0] == '<' ? "" : "= ", p);
}

std::string set_text(const IvReport& report) {
  if (report.anderson_rubin_set.empty()) return "empty: no value fits all instruments";
  std::string text;
  for (const auto& interval : report.anderson_rubin_set)
    text +=
        fmt::format("{}{}{}, {}{}", text.empty() ? "" : " and ", std::isinf(interval.low) ? "(" : "[",
                    iv_figure(interval.low), iv_figure(interval.high), std::isinf(interval.high) ? ")" : "]");
  return text;
}

}  // namespace

std::string iv_text(const Fit& fit) {
  if (!fit.iv) return "";
  const IvReport& report = *fit.iv;
  std::string out;
  for (const auto& stage : report.first_stages) {
    out += fmt::format("\nFirst stage of {}\n", stage.endogenous);
    out += coefficient_table(stage.coefficients, fit.level, "t");
    if (std::isfinite(stage.f.statistic)) out += "Instruments matter: " + test_text(stage.f);
    out += fmt::format("{}partial R2 {}", std::isfinite(stage.f.statistic) ? "; " : "",
                       iv_figure(stage.partial_r2));
    if (report.first_stages.size() > 1 && std::isfinite(stage.conditional_f))
      out += "; conditional F " + iv_figure(stage.conditional_f);
    out += "\n";
  }
  std::vector<std::pair<std::string, std::string>> lines;
  const auto number = [&](const char* name, double value, const std::string& more = "") {
    if (std::isfinite(value)) lines.push_back({name, iv_figure(value) + more});
  };
  const auto test = [&](const std::string& name, const IvTest& each) {
    if (std::isfinite(each.statistic)) lines.push_back({name, test_text(each)});
  };
  test("Under-identification, Kleibergen-Paap LM", report.underidentification);
  number("Kleibergen-Paap F", report.kleibergen_paap_f);
  number("Cragg-Donald F", report.cragg_donald_f);
  number("Effective F", report.effective_f,
         fmt::format(" (critical value for a bias of 10 %: {:.1f})", report.effective_f_critical));
  test("Over-identification, " + report.overidentification_name, report.overidentification);
  test(fit.family == Family::ppml ? "Endogeneity, residuals' coefficients" : "Endogeneity, Wu-Hausman",
       report.endogeneity);
  test("Anderson-Rubin", report.anderson_rubin);
  if (report.has_anderson_rubin_set)
    lines.push_back({fmt::format("Anderson-Rubin {:g} % set", 100 * fit.level), set_text(report)});
  std::size_t width = 0;
  for (const auto& line : lines) width = std::max(width, line.first.size());
  out += "\n";
  for (const auto& [name, value] : lines) out += fmt::format("{:<{}}  {}\n", name, width, value);
  for (const auto& line : report.warning.empty() ? std::vector<std::string>{}
                                                 : wrapped("Warning: " + report.warning, kSummaryWidth))
    out += line + "\n";
  return out;
}

}  // namespace sogdia
