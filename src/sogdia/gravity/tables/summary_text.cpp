#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/gravity/tables/paper_number.h"
#include "sogdia/gravity/tables/regression_grid.h"
#include "sogdia/gravity/tables/regression_table.h"
#include "sogdia/gravity/tables/summary_text.h"

namespace sogdia {
namespace {

std::string count(std::size_t n) { return plain_spaces(paper_count(static_cast<double>(n))); }
std::string figure(double value) { return plain_spaces(paper_statistic(value, kSummaryDigits)); }

using Lines = std::vector<std::pair<std::string, std::string>>;

// What became of the data's rows, in the order in which they are left out.
Lines accounting(const Fit& fit) {
  const std::size_t left_out = fit.missing.size() + fit.separated.size() + fit.singletons.size();
  Lines lines{{"Rows of the data", count(fit.observations + left_out)}};
  lines.push_back({"Missing, left out", count(fit.missing.size())});
  if (fit.family == Family::ppml) lines.push_back({"Separated, left out", count(fit.separated.size())});
  if (!fit.model.effects.empty()) lines.push_back({"Singletons, left out", count(fit.singletons.size())});
  lines.push_back({"Observations", count(fit.observations)});
  return lines;
}

// iso2 in 8 rows (NA); log(dist) in 3 rows (infinite)
std::string missing_line(const Fit& fit) {
  std::string text;
  for (const auto& source : fit.missing_by)
    text += fmt::format("{}{} in {} row{} ({})", text.empty() ? "" : "; ", source.name, count(source.rows),
                        source.rows == 1 ? "" : "s", source.why);
  return text;
}

Lines quality(const Fit& fit) {
  Lines lines;
  const auto add = [&](const char* name, double value) {
    if (std::isfinite(value)) lines.push_back({name, figure(value)});
  };
  if (fit.family == Family::ppml) {
    add("Pseudo R2", fit.pseudo_r2);
    add("Deviance", fit.deviance);
    add("Log likelihood", fit.log_likelihood);
    add("R2 (y, fitted)", fit.r2);
  } else {
    add("R2", fit.r2);
    add("Adjusted R2", fit.r2_adjusted);
    if (!fit.model.effects.empty()) add("Within R2", fit.r2_within);
    add("RMSE", fit.rmse);
  }
  return lines;
}

std::string side_by_side(const Lines& left, const Lines& right) {
  const auto widest = [](const Lines& lines, auto&& part) {
    std::size_t width = 0;
    for (const auto& line : lines) width = std::max(width, text_width(part(line)));
    return width;
  };
  const auto name = [](const auto& line) { return line.first; };
  const auto value = [](const auto& line) { return line.second; };
  const std::size_t left_name = widest(left, name), left_value = widest(left, value);
  const std::size_t right_name = widest(right, name), right_value = widest(right, value);
  std::string out;
  for (std::size_t k = 0; k < std::max(left.size(), right.size()); ++k) {
    std::string line(left_name + left_value + 4, ' ');
    if (k < left.size())
      line = fmt::format("  {:<{}}  {:>{}}", left[k].first, left_name, left[k].second, left_value);
    if (k < right.size())
      line += fmt::format("      {:<{}}  {:>{}}", right[k].first, right_name, right[k].second, right_value);
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

std::string effects_line(const Fit& fit) {
  std::vector<std::string> parts;
  for (std::size_t k = 0; k < fit.model.effects.size(); ++k) {
    const bool known = fit.sample.effects.size() == fit.model.effects.size();
    parts.push_back(fit.model.effects[k].text +
                    (known ? " (" + count(fit.sample.effects[k].levels) + ")" : ""));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

std::string coefficient_table(const std::vector<Coefficient>& coefficients, double level,
                              const char* letter) {
  const std::string interval = fmt::format("[{:g} % interval]", level * 100);
  std::vector<std::vector<std::string>> rows{{"", "estimate", "std. error", letter, "p", "low", "high"}};
  for (const auto& c : coefficients) {
    const int decimals = decimals_for(c.std_error, c.estimate, kSummaryDigits);
    rows.push_back({c.term, plain_spaces(paper_number(c.estimate, decimals)),
                    plain_spaces(paper_number(c.std_error, decimals)),
                    plain_spaces(paper_number(c.statistic, 2)), paper_p(c.p),
                    plain_spaces(paper_number(c.low, decimals)),
                    plain_spaces(paper_number(c.high, decimals))});
  }
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows)
    for (std::size_t k = 0; k < row.size(); ++k) widths[k] = std::max(widths[k], text_width(row[k]));
  while (widths[5] + widths[6] + 2 < interval.size()) ++widths[6];
  std::string out;
  std::size_t total = 0;
  for (const std::size_t width : widths) total += width + 2;
  const std::string rule(total - 2, '-');
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::string line = rows[r][0] + std::string(widths[0] - text_width(rows[r][0]), ' ');
    for (std::size_t k = 1; k < widths.size(); ++k) {
      if (r == 0 && k == 5) {
        line += "  " + std::string(widths[5] + 2 + widths[6] - interval.size(), ' ') + interval;
        break;
      }
      line += "  " + std::string(widths[k] - text_width(rows[r][k]), ' ') + rows[r][k];
    }
    out += line + "\n";
    if (r == 0) out += rule + "\n";
  }
  return out + rule + "\n";
}

// vcov_name says the groups: "clustered by exporter (12 groups)".
std::string few_clusters_note(const Fit& fit) {
  constexpr std::size_t kFew = 20;
  std::size_t least = kFew;
  const std::string& name = fit.vcov_name;
  for (const std::string_view unit : {" groups)", " countries)"}) {
    for (std::size_t end = name.find(unit); end != std::string::npos; end = name.find(unit, end + 1)) {
      std::size_t groups = 0;
      for (std::size_t k = name.rfind('(', end) + 1; k < end; ++k)
        if (name[k] >= '0' && name[k] <= '9') groups = 10 * groups + static_cast<std::size_t>(name[k] - '0');
      least = std::min(least, groups);
    }
  }
  if (least >= kFew) return "";
  return fmt::format(
      "only {} groups in the errors: below about {} clustered errors are too small, and p values with "
      "them",
      least, kFew);
}

std::string summary_text(const Fit& fit) {
  std::string out = fmt::format("{}: {}\n\n", estimator_name(fit), fit.formula);
  out += side_by_side(accounting(fit), quality(fit)) + "\n";
  if (!fit.missing_by.empty()) out += "  Missing          " + missing_line(fit) + "\n";
  if (!fit.model.effects.empty()) out += "  Fixed effects    " + effects_line(fit) + "\n";
  out += "  Standard errors  " + fit.vcov_name + "\n";
  out +=
      fmt::format("  {}    {} iterations, {:.3g} s{}\n\n", fit.converged ? "Converged    " : "NOT CONVERGED",
                  fit.iterations, fit.seconds, fit.converged ? "" : ": " + fit.reason);
  if (!fit.coefficients.empty())
    out += coefficient_table(fit.coefficients, fit.level, fit.normal ? "z" : "t");
  if (const std::string few = few_clusters_note(fit); !few.empty()) out += "Note: " + few + "\n";
  for (const auto& dropped : fit.dropped) out += "Left out: " + dropped + "\n";
  if (!fit.bias.empty()) out += "Estimates and errors are corrected for the incidental parameters\n";
  if (fit.converged && fit.reason != "converged")
    for (const auto& line : wrapped(fit.reason, kSummaryWidth)) out += line + "\n";
  return out + iv_text(fit);
}

}  // namespace sogdia
