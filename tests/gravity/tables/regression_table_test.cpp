#include "sogdia/gravity/tables/regression_table.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>

#include "sogdia/core/error.h"
#include "sogdia/gravity/tables/paper_number.h"
#include "sogdia/io/file.h"
#include "sogdia/sql/table_files.h"

namespace sogdia::regression_table_test {

const double kNan = std::nan("");

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
    ++count;
  return count;
}

Coefficient coefficient(const std::string& term, double estimate, double std_error, double p) {
  return {term,
          estimate,
          std_error,
          estimate / std_error,
          p,
          estimate - 1.96 * std_error,
          estimate + 1.96 * std_error};
}

Fit fit_of(const std::string& formula, std::vector<Coefficient> coefficients) {
  Fit fit;
  fit.formula = formula;
  const auto tilde = formula.find(" ~ "), bar = formula.find(" | ");
  fit.model.outcome_text = formula.substr(0, tilde);
  if (bar != std::string::npos) {
    std::istringstream effects(formula.substr(bar + 3));
    for (std::string effect; effects >> effect;)
      if (effect != "+") fit.model.effects.push_back({Factor{{effect}}, {}, {}, true, effect});
  }
  fit.coefficients = std::move(coefficients);
  fit.converged = true;
  fit.reason = "converged";
  fit.r2 = fit.r2_within = fit.r2_adjusted = fit.rmse = fit.pseudo_r2 = fit.deviance = kNan;
  return fit;
}

// Advanced Guide to Trade Policy Analysis (2016), table 3, columns 3 and 4: traditional gravity by PPML with
// exporter-time and importer-time effects, then with pair effects.
std::vector<Fit> guide_table_3() {
  Fit three =
      fit_of("trade ~ log_dist + cntg + rta | exporter^year + importer^year",
             {coefficient("log_dist", -0.80030393, 0.03, 1e-9), coefficient("cntg", 0.39316037, 0.08, 1e-6),
              coefficient("rta", 0.40852189, 0.2, 0.041)});
  three.observations = 28566;
  three.deviance = 5544181.059932;
  three.vcov_name = "clustered by pair (2 408 groups)";
  Fit four = fit_of("trade ~ rta | exporter^year + importer^year + pair",
                    {coefficient("rta", 0.55718534, 0.102214, 5e-8)});
  four.observations = 28482;
  four.deviance = 2630486.721622;
  four.vcov_name = three.vcov_name;
  for (std::uint32_t k = 0; k < 84; ++k) four.separated.push_back(k);
  return {three, four};
}

TEST(regression_table, text_reads_like_the_printed_table) {
  EXPECT_EQ(regression_table(guide_table_3(), TableFormat::text),
            R"(===============================================
                                trade
                          (1)           (2)
                         PPML          PPML
-----------------------------------------------
log_dist                -0.800***
                        (0.030)
cntg                     0.393***
                        (0.080)
rta                      0.409**       0.557***
                        (0.200)       (0.102)
-----------------------------------------------
Fixed effects
exporter^year              yes           yes
importer^year              yes           yes
pair                        no           yes
-----------------------------------------------
Observations            28 566        28 482
Separated, left out          0            84
Deviance             5 544 181     2 630 487
===============================================
Standard errors in parentheses, clustered by pair (2 408 groups)
*** p < 0.01, ** p < 0.05, * p < 0.1
)");
}

TEST(regression_table, text_of_many_models_keeps_to_its_width_and_shows_them_all) {
  std::vector<Fit> fits;
  for (int k = 0; k < 12; ++k) {
    fits.push_back(guide_table_3()[static_cast<std::size_t>(k % 2)]);
    fits.back().model.outcome_text = "trade_" + std::to_string(k / 3);
  }
  const std::string text = regression_table(fits, TableFormat::text);
  for (const auto& line : lines_of(text)) EXPECT_LE(text_width(line), 100u) << line;
  for (int k = 1; k <= 12; ++k) EXPECT_EQ(count_of(text, "(" + std::to_string(k) + ")"), 1u) << k;
  EXPECT_EQ(count_of(text, "0.557***"), 6u);
  EXPECT_EQ(count_of(text, "*** p < 0.01"), 1u);
}

TEST(regression_table, a_long_term_goes_on_in_the_next_line) {
  Fit fit = guide_table_3()[1];
  fit.coefficients[0].term = "i(year, international_border_of_the_exporter, ref=1986)::1990:a_long_name";
  const std::string text = regression_table({fit}, TableFormat::text);
  for (const auto& line : lines_of(text)) EXPECT_LE(text_width(line), 66u) << line;
  std::string joined;
  for (const auto& line : lines_of(text))
    joined += line.substr(0, 44).erase(line.substr(0, 44).find_last_not_of(' ') + 1);
  EXPECT_NE(joined.find("a_long_name"), std::string::npos) << text;
}

TEST(regression_table, latex_escapes_and_every_row_has_as_many_cells) {
  auto fits = guide_table_3();
  fits[0].model.outcome_text = "trade_in_$ & more";
  fits[0].coefficients[0].term = "log(dist):a_b^c%#{x}\\~<|>";
  const std::string text = regression_table(fits, TableFormat::latex);
  int depth = 0;
  bool escaped = false;
  for (const char c : text) {
    depth += escaped ? 0 : c == '{' ? 1 : c == '}' ? -1 : 0;
    ASSERT_GE(depth, 0) << text;
    escaped = !escaped && c == '\\';
  }
  EXPECT_EQ(depth, 0);
  EXPECT_NE(text.find("log(dist):a\\_b\\textasciicircum{}c\\%\\#\\{x\\}\\textbackslash{}\\textasciitilde{}"
                      "\\textless{}\\textbar{}\\textgreater{} & $-$0.800$^{***}$ &  \\\\"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("{trade\\_in\\_\\$ \\& more}"), std::string::npos) << text;
  EXPECT_NE(text.find("5\\,544\\,181"), std::string::npos) << text;
  for (const auto& line : lines_of(text)) {
    if (line.size() < 3 || line.substr(line.size() - 3) != " \\\\") continue;
    if (line.find("multicolumn") != std::string::npos) continue;
    EXPECT_EQ(count_of(line, "&") - count_of(line, "\\&"), 2u) << line;
  }
}

TEST(regression_table, markdown_rows_have_as_many_cells_whatever_the_names) {
  auto fits = guide_table_3();
  fits[0].coefficients[0].term = "x|y*z_";
  const std::string text = regression_table(fits, TableFormat::markdown);
  for (const auto& line : lines_of(text)) {
    if (line.rfind("|", 0) != 0) continue;
    EXPECT_EQ(count_of(line, "|") - count_of(line, "\\|"), 4u) << line;
  }
  EXPECT_NE(text.find("| x\\|y\\*z\\_ | -0.800\\*\\*\\* |  |"), std::string::npos) << text;
}

TEST(regression_table, html_escapes_and_closes_what_it_opens) {
  auto fits = guide_table_3();
  fits[0].coefficients[0].term = "<script>alert(\"&\")</script>";
  const std::string text = regression_table(fits, TableFormat::html);
  EXPECT_EQ(text.find("<script"), std::string::npos);
  for (const char* tag : {"table", "thead", "tbody", "tr", "td", "th", "div", "p", "style"})
    EXPECT_EQ(count_of(text, std::string("<") + tag + ">") + count_of(text, std::string("<") + tag + " "),
              count_of(text, std::string("</") + tag + ">"))
        << tag;
  EXPECT_NE(text.find("\u22120.800<i>***</i>"), std::string::npos) << text;
}

TEST(regression_table, csv_reads_back_every_digit) {
  auto fits = guide_table_3();
  fits[0].coefficients[0].term = "i(year, \"a\")";
  fits[1].pseudo_r2 = 1.0 / 3;
  const std::string path =
      (std::filesystem::temp_directory_path() / ("sogdia-table-" + std::to_string(::getpid()) + ".csv"))
          .string();
  write_file(path, regression_table(fits, TableFormat::csv));
  const Table table = read_table(path);
  std::filesystem::remove(path);
  ASSERT_EQ(table.rows(), 4u);
  EXPECT_EQ(table.text("term")[0], "i(year, \"a\")");
  EXPECT_EQ(table.numbers("model"), (std::vector<double>{1, 1, 1, 2}));
  for (std::size_t row = 0; row < 3; ++row) {
    EXPECT_EQ(table.numbers("estimate")[row], fits[0].coefficients[row].estimate);
    EXPECT_EQ(table.numbers("std_error")[row], fits[0].coefficients[row].std_error);
  }
  EXPECT_TRUE(std::isnan(table.numbers("pseudo_r2")[0]));
  EXPECT_EQ(table.numbers("pseudo_r2")[3], 1.0 / 3);
}

TEST(regression_table, keep_drop_and_labels_choose_what_is_shown) {
  RegressionTableOptions options;
  options.keep = {"^log", "Agreement"};
  options.drop = {"cntg"};
  options.labels = {{"rta", "Trade agreement"}, {"exporter", "Exporter"}, {"trade", "Trade, million USD"}};
  const std::string text = regression_table(guide_table_3(), TableFormat::text, options);
  EXPECT_NE(text.find("log_dist"), std::string::npos);
  EXPECT_EQ(text.find("cntg"), std::string::npos);
  EXPECT_EQ(text.find("Trade agreement"), std::string::npos) << "patterns mind case";
  options.keep = {"greement"};
  const std::string second = regression_table(guide_table_3(), TableFormat::text, options);
  EXPECT_NE(second.find("Trade agreement"), std::string::npos);
  EXPECT_NE(second.find("Exporter × year"), std::string::npos) << second;
  EXPECT_NE(second.find("Trade, million USD"), std::string::npos);
  EXPECT_EQ(second.find("log_dist"), std::string::npos);
}

TEST(regression_table, what_stands_below_an_estimate_is_said) {
  RegressionTableOptions options;
  options.below = BelowEstimate::interval;
  std::string text = regression_table(guide_table_3(), TableFormat::text, options);
  EXPECT_NE(text.find("[0.357, 0.758]"), std::string::npos) << text;
  EXPECT_NE(text.find("95 % confidence intervals in brackets; errors clustered by pair"), std::string::npos)
      << text;
  options.below = BelowEstimate::statistic;
  text = regression_table(guide_table_3(), TableFormat::text, options);
  EXPECT_NE(text.find("(5.45)"), std::string::npos) << text;
  EXPECT_NE(text.find("z statistics in parentheses"), std::string::npos) << text;
}

TEST(regression_table, without_levels_there_are_no_stars_and_no_legend) {
  RegressionTableOptions options;
  options.stars = {};
  for (const TableFormat format : {TableFormat::text, TableFormat::markdown, TableFormat::html})
    EXPECT_EQ(regression_table(guide_table_3(), format, options).find('*'), std::string::npos);
}

TEST(regression_table, models_with_different_errors_say_so_in_a_row) {
  auto fits = guide_table_3();
  fits[1].vcov_name = "heteroskedasticity-robust";
  const std::string text = regression_table(fits, TableFormat::text);
  EXPECT_NE(text.find("Standard errors in parentheses\n"), std::string::npos) << text;
  EXPECT_NE(text.find("clustered by pair  "), std::string::npos) << text;
  EXPECT_NE(text.find("heteroskedasticity-robust"), std::string::npos) << text;
}

TEST(regression_table, notes_name_what_was_dropped_and_what_did_not_converge) {
  auto fits = guide_table_3();
  fits[1].dropped = {"cntg: collinear with the fixed effects"};
  fits[0].converged = false;
  fits[0].reason = "no maximum: log_dist";
  const std::string text = regression_table(fits, TableFormat::text);
  EXPECT_NE(text.find("(2) leaves out cntg: collinear with the fixed effects"), std::string::npos) << text;
  EXPECT_NE(text.find("(1) did not converge: no maximum: log_dist"), std::string::npos) << text;
}

TEST(regression_table, bad_options_are_named) {
  RegressionTableOptions options;
  options.keep = {"log("};
  try {
    regression_table(guide_table_3(), TableFormat::text, options);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message, "`log(` in `keep` is not a regular expression");
  }
  options = {};
  options.statistics = {"pseudo_r"};
  try {
    regression_table(guide_table_3(), TableFormat::text, options);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message, "unknown statistic `pseudo_r`");
    EXPECT_NE(error.hint.find("pseudo_r2"), std::string::npos) << error.hint;
  }
  EXPECT_THROW(regression_table({}, TableFormat::text), Error);
}

// The reader can tell an estimate from zero exactly when its error lets him: two digits of the error show.
TEST(paper_number, two_digits_of_the_error_show) {
  EXPECT_TRUE(rc::check([] {
    const double error = std::pow(10.0, *rc::gen::inRange(-60, 110) / 10.0);
    const double estimate = error * *rc::gen::inRange(-500, 500) / 10.0;
    const std::string text = paper_number(error, decimals_for(error, estimate, 3));
    const double read = std::stod(replaced(text, kThousand, ""));
    RC_ASSERT(std::abs(read - error) <= 0.05 * error);
  }));
}

TEST(paper_number, numbers_are_spelt_as_papers_do) {
  EXPECT_EQ(paper_number(-0.84092731, decimals_for(0.0316, -0.84, 3)), "-0.841");
  EXPECT_EQ(paper_number(0.0001234, decimals_for(0.0000567, 0.0001234, 3)), "0.000123");
  EXPECT_EQ(paper_number(123456.789, decimals_for(500, 123456.789, 3)), "123\u202f456.8");
  EXPECT_EQ(paper_number(-0.0001, 3), "0.000");
  EXPECT_EQ(paper_number(kNan, 3), ".");
  EXPECT_EQ(paper_count(9812), "9812");
  EXPECT_EQ(paper_count(28152), "28\u202f152");
  EXPECT_EQ(paper_p(0.0004), "<0.001");
}

// Whatever a text is made of, its lines are short enough and nothing of it is lost but spaces.
TEST(paper_number, wrapped_lines_hold_the_whole_text) {
  EXPECT_TRUE(rc::check([] {
    const auto without_spaces = [](std::string text) { return replaced(std::move(text), " ", ""); };
    const std::string text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab :^+é\xff")));
    const auto width = *rc::gen::inRange<std::size_t>(0, 20);
    std::string joined;
    for (const auto& line : wrapped(text, width)) {
      RC_ASSERT(text_width(line) <= std::max<std::size_t>(width, 1));
      joined += line;
    }
    RC_ASSERT(without_spaces(joined) == without_spaces(text));
  }));
}

TEST(summary_text, says_what_became_of_every_row) {
  Fit fit = guide_table_3()[1];
  fit.missing = {1, 2, 3};
  fit.singletons = {7};
  fit.iterations = 9;
  fit.dropped = {"cntg: collinear with the fixed effects"};
  const std::string text = summary_text(fit);
  for (const char* part :
       {"PPML: trade ~ rta | exporter^year", "Observations          28 482", "Missing, left out          3",
        "Separated, left out       84", "Singletons, left out       1", "clustered by pair (2 408 groups)",
        "9 iterations", "rta    0.5572      0.1022  5.45  <0.001  0.3568   0.7575",
        "Left out: cntg: collinear with the fixed effects"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  for (const auto& line : lines_of(text)) EXPECT_LE(text_width(line), 100u) << line;
  fit.converged = false;
  fit.reason = "no maximum in rta";
  EXPECT_NE(summary_text(fit).find("NOT CONVERGED"), std::string::npos);
}

}  // namespace sogdia::regression_table_test
