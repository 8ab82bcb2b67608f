// Black-box tests of `sogdia estimate`: what it prints for known data, and what it says of bad data.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sogdia/sql/table_files.h"
#include "tool/scratch.h"

namespace {
namespace fs = std::filesystem;
using scratch::Json;
using scratch::Ran;
using scratch::text_of;
using scratch::value;

// Two exporters, two importers, three years; `zero` has only zeros in year 3.
const char* const kSmall =
    "exporter,importer,year,trade,x,zero,w\n"
    "A,B,1,4,0.5,1,1\nA,C,1,7,1.5,2,1\nB,A,1,3,0.25,1,2\nB,C,1,9,2,3,1\nC,A,1,5,1,2,1\nC,B,1,2,0.75,4,1\n"
    "A,B,2,6,1.5,1,1\nA,C,2,8,0.5,2,1\nB,A,2,2,0.5,1,2\nB,C,2,12,2.5,3,1\nC,A,2,4,1.25,2,1\nC,B,2,3,0.25,4,"
    "1\n"
    "A,B,3,5,0.75,0,1\nA,C,3,0,0.25,0,1\nB,A,3,4,,0,2\nB,C,3,11,1.75,0,1\nC,A,3,6,1.5,0,1\nC,B,3,1,0.5,0,1\n";

struct estimate : scratch::Folder {
  estimate() { write("small.csv", kSmall); }

  Ran sogdia(const std::string& arguments, const std::string& before = "") const {
    return run_tool("estimate " + arguments, before);
  }
  Ran small(const std::string& formula, const std::string& more = "--json") const {
    return sogdia("small.csv --formula '" + formula + "' " + more);
  }

  static void expect_error(const Ran& ran, const std::string& what, const std::string& where = "",
                           const std::string& hint = "") {
    EXPECT_EQ(ran.code, 1) << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err.find("error: " + what), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find(where), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find(hint), std::string::npos) << ran.err;
  }
};

// --- what is printed ---

TEST_F(estimate, json_has_the_promised_fields_in_their_order) {
  const Ran ran = small("trade ~ x | exporter + importer");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  const Json json = ran.json();
  const auto keys = [](const Json& object) {
    std::string names;
    for (const auto& [key, value] : object.items()) names += key + " ";
    return names;
  };
  EXPECT_EQ(keys(json), "model coefficients ");
  EXPECT_EQ(keys(json["model"]),
            "family formula observations separated singletons missing missing_by converged reason iterations "
            "seconds deviance "
            "log_likelihood null_log_likelihood pseudo_r2 r2 r2_adjusted r2_within rmse aic bic dropped ");
  EXPECT_EQ(keys(json["coefficients"][0]), "term estimate std_error statistic p low high ");
  EXPECT_EQ(json["model"]["observations"], 17);
  EXPECT_EQ(json["model"]["missing"], 1);
  EXPECT_EQ(json["model"]["family"], "ppml");
}

// With one dummy PPML's estimates are logs of means: 2 without it, 6 with it.
// Of outcome and regressor about the means of their levels, the effects explain nothing: what is left is the
// plain R2.
TEST_F(estimate, r2_within_is_the_r2_of_what_the_effects_leave) {
  const std::vector<double> x{0.5, 1.5, -2, 0.25, -0.75, 0.5}, y{1, 2, -3, 1.5, -1, -0.5};
  std::string apart = "y,x\n", together = "y,x,g\n";
  for (std::size_t i = 0; i < x.size(); ++i) {
    apart += fmt::format("{},{}\n", y[i], x[i]);
    const int g = i < 3 ? 1 : 2;
    together += fmt::format("{},{},{}\n", y[i] + 7 * g, x[i] - 11 * g, g);
  }
  write("apart.csv", apart);
  write("together.csv", together);
  const Json plain = sogdia("apart.csv --family ols --json --formula 'y ~ x'").json()["model"];
  const Json within = sogdia("together.csv --family ols --json --formula 'y ~ x | g'").json()["model"];
  EXPECT_NEAR(within["r2_within"].get<double>(), plain["r2"].get<double>(), 1e-12);
  EXPECT_GT(within["r2"].get<double>(), within["r2_within"].get<double>());
  EXPECT_TRUE(plain["r2_within"].is_null());
}

TEST_F(estimate, a_dummy_is_the_log_of_the_ratio_of_means) {
  write("means.csv", "y,d\n1,0\n3,0\n4,1\n8,1\n");
  const Json json = sogdia("means.csv --formula 'y ~ d' --json").json();
  EXPECT_NEAR(value(json, "d"), std::log(3.0), 1e-12);
  EXPECT_NEAR(value(json, "(Intercept)"), std::log(2.0), 1e-12);
  const Json ols = sogdia("means.csv --formula 'y ~ d' --family ols --json").json();
  EXPECT_NEAR(value(ols, "d"), 4.0, 1e-12);
  EXPECT_NEAR(value(ols, "(Intercept)"), 2.0, 1e-12);
}

TEST_F(estimate, several_models_are_a_list) {
  const Ran ran = small("trade ~ sw(x, w) | csw0(exporter, importer)");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const Json json = ran.json();
  ASSERT_EQ(json["models"].size(), 6u);
  for (const auto& model : json["models"]) {
    EXPECT_TRUE(model.contains("model"));
    EXPECT_TRUE(model.contains("coefficients"));
  }
}

TEST_F(estimate, where_takes_rows_and_files_keep_their_row_numbers) {
  const Ran ran = small("trade ~ x | exporter", "--where 'year >= 2' --fitted fitted.csv --json");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.json()["model"]["observations"], 11);
  const sogdia::Table fitted = sogdia::read_table((folder / "fitted.csv").string());
  EXPECT_EQ(fitted.integers("row").front(), 8);
  EXPECT_EQ(fitted.integers("row").back(), 19);
}

// PPML's first-order conditions (Fally 2015): with exporter effects, fitted trade adds up by exporter.
TEST_F(estimate, fitted_trade_adds_up_by_exporter) {
  ASSERT_EQ(small("trade ~ x | exporter + importer", "--fitted fitted.csv").code, 0);
  const sogdia::Table fitted = sogdia::read_table((folder / "fitted.csv").string());
  const sogdia::Table data = sogdia::read_table((folder / "small.csv").string());
  std::map<std::string, double> gap;
  const auto row = fitted.integers("row");
  const auto residual = fitted.numbers("residual"), y = fitted.numbers("y"), mu = fitted.numbers("fitted"),
             eta = fitted.numbers("linear_predictor");
  for (std::size_t i = 0; i < row.size(); ++i) {
    const auto from = static_cast<std::size_t>(row[i] - 2);
    gap[data.text("exporter")[from]] += residual[i];
    EXPECT_EQ(y[i], data.numbers("trade")[from]);
    EXPECT_NEAR(y[i] - mu[i], residual[i], 1e-12);
    EXPECT_NEAR(std::exp(eta[i]), mu[i], 1e-9);
  }
  for (const auto& [exporter, sum] : gap) EXPECT_NEAR(sum, 0, 1e-6) << exporter;
}

TEST_F(estimate, threads_change_no_digit) {
  const auto without_time = [&](const char* threads) {
    Json json =
        small("trade ~ x | exporter^year + importer", std::string("--json --threads ") + threads).json();
    json["model"].erase("seconds");
    return json;
  };
  EXPECT_EQ(without_time("1"), without_time("3"));
}

TEST_F(estimate, cluster_is_short_for_its_errors) {
  const auto errors = [&](const std::string& option) {
    return small("trade ~ x | year", "--json " + option).json()["coefficients"];
  };
  EXPECT_EQ(errors("--cluster exporter"), errors("--vcov cluster:exporter"));
  EXPECT_EQ(errors("--cluster exporter+importer"), errors("--vcov cluster:exporter+importer"));
  EXPECT_NE(errors("--cluster exporter"), errors("--vcov hetero"));
  EXPECT_NE(small("trade ~ x | year", "--cluster exporter --vcov iid").code, 0);
}

TEST_F(estimate, a_weight_of_two_is_a_row_twice) {
  std::string twice = kSmall;
  for (const char* row : {"B,A,1,3,0.25,1,2\n", "B,A,2,2,0.5,1,2\n"}) twice += row;
  write("twice.csv", twice);
  const Json weighted = small("trade ~ x | exporter", "--weights w --ssc none --json").json();
  const Json doubled = sogdia("twice.csv --formula 'trade ~ x | exporter' --json").json();
  EXPECT_NEAR(value(weighted, "x"), value(doubled, "x"), 1e-10);
}

TEST_F(estimate, an_offset_of_a_regressor_takes_one_off_its_coefficient) {
  const Json plain = small("trade ~ x | exporter").json();
  const Json moved = small("trade ~ x | exporter", "--offset x --json").json();
  EXPECT_NEAR(value(plain, "x") - 1, value(moved, "x"), 1e-8);
}

TEST_F(estimate, the_summary_accounts_for_every_row) {
  const Ran ran = small("trade ~ x | exporter + importer", "");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("PPML: trade ~ x | exporter + importer"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("Rows of the data      18"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("Missing, left out      1"), std::string::npos) << ran.out;
  EXPECT_NE(ran.err.find("18 rows read in"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("; estimated in"), std::string::npos) << ran.err;
}

TEST_F(estimate, tables_come_in_five_formats_and_by_the_files_name) {
  for (const auto& [name, sign] : {std::pair{"text", "Standard errors in parentheses"},
                                   {"md", "|---|"},
                                   {"latex", "\\toprule"},
                                   {"csv", "model,outcome"},
                                   {"html", "<table>"}})
    EXPECT_NE(small("trade ~ csw(x, w) | exporter", std::string("--table ") + name).out.find(sign),
              std::string::npos)
        << name;
  for (const auto& [name, sign] : {std::pair{"t.md", "|---|"},
                                   {"t.tex", "\\toprule"},
                                   {"t.csv", "model,outcome"},
                                   {"t.html", "<table>"},
                                   {"t.json", "\"coefficients\""}}) {
    const Ran ran = small("trade ~ x | exporter", std::string("-o ") + name);
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(text_of(folder / name).find(sign), std::string::npos) << name;
  }
  const Ran labelled = small("trade ~ x + w | exporter",
                             "--table text --label x=Closeness --drop '^w$' --below ci --no-stars");
  EXPECT_NE(labelled.out.find("Closeness"), std::string::npos) << labelled.out;
  EXPECT_EQ(labelled.out.find("\nw "), std::string::npos) << labelled.out;
  EXPECT_NE(labelled.out.find("95 % confidence intervals in brackets"), std::string::npos);
  EXPECT_EQ(labelled.out.find('*'), std::string::npos);
}

TEST_F(estimate, collinear_regressors_are_named_with_the_reason) {
  const Json json = small("trade ~ x + I(2*x) + year | exporter + year").json();
  ASSERT_EQ(json["model"]["dropped"].size(), 2u) << json;
  EXPECT_NE(json["model"]["dropped"].dump().find("collinear with the regressors before it"),
            std::string::npos);
  EXPECT_NE(json["model"]["dropped"].dump().find("year: collinear with the fixed effects"),
            std::string::npos);
}

// --- what comes after the estimation ---

// eta = constant + x b + the effects of its levels.
TEST_F(estimate, effects_add_up_to_the_linear_predictor) {
  const Ran ran =
      small("trade ~ x | exporter + importer", "--json --effects effects.csv --fitted fitted.csv");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const double slope = value(ran.json(), "x");
  const sogdia::Table effects = sogdia::read_table((folder / "effects.csv").string());
  std::map<std::string, double> level;
  for (std::size_t row = 0; row < effects.rows(); ++row)
    level[effects.text("effect")[row] + " " + effects.text("level")[row]] = effects.numbers("value")[row];
  const sogdia::Table data = sogdia::read_table((folder / "small.csv").string());
  const sogdia::Table fitted = sogdia::read_table((folder / "fitted.csv").string());
  std::vector<double> constants;
  for (std::size_t i = 0; i < fitted.rows(); ++i) {
    const auto row = static_cast<std::size_t>(fitted.integers("row")[i] - 2);
    constants.push_back(fitted.numbers("linear_predictor")[i] - slope * data.numbers("x")[row] -
                        level.at("exporter " + data.text("exporter")[row]) -
                        level.at("importer " + data.text("importer")[row]));
    EXPECT_NEAR(constants.back(), constants.front(), 1e-7) << i;
  }
}

TEST_F(estimate, rows_that_were_estimated_on_are_predicted_as_fitted) {
  ASSERT_EQ(small("trade ~ x | exporter + importer",
                  "--fitted fitted.csv --predict small.csv --predicted predicted.csv")
                .code,
            0);
  const sogdia::Table fitted = sogdia::read_table((folder / "fitted.csv").string());
  const sogdia::Table predicted = sogdia::read_table((folder / "predicted.csv").string());
  EXPECT_EQ(predicted.rows(), 18u);
  for (std::size_t i = 0; i < fitted.rows(); ++i) {
    const auto row = static_cast<std::size_t>(fitted.integers("row")[i] - 2);
    EXPECT_NEAR(predicted.numbers("predicted")[row], fitted.numbers("fitted")[i], 1e-6) << i;
  }
  EXPECT_TRUE(std::isnan(predicted.numbers("predicted")[14]));  // its x is missing
  expect_error(small("trade ~ x | exporter", "--predict small.csv"),
               "--predict and --predicted belong together");
}

TEST_F(estimate, resistances_are_relative_to_the_reference) {
  const Ran ran =
      small("trade ~ x | exporter + importer", "--json --resistances r.csv --reference B --sigma 4");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const sogdia::Table table = sogdia::read_table((folder / "r.csv").string());
  EXPECT_EQ(table.rows(), 6u);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    EXPECT_GT(table.numbers("resistance")[row], 0);
    const bool reference = table.text("side")[row] == "inward" && table.text("country")[row] == "B";
    if (reference) {
      EXPECT_DOUBLE_EQ(table.numbers("resistance")[row], 1.0);
    }
  }
  expect_error(small("trade ~ x | exporter + importer", "--resistances r.csv --reference Z"), "", "", "");
}

// Santos Silva & Tenreyro (2006): a model with a square left out fails, one with it passes as far as it can
// tell.
TEST_F(estimate, reset_stands_beside_the_coefficients) {
  const Json json = small("trade ~ x | exporter + importer", "--json --reset").json();
  ASSERT_TRUE(json.contains("reset")) << json;
  EXPECT_GE(json["reset"]["p"].get<double>(), 0);
  EXPECT_LE(json["reset"]["p"].get<double>(), 1);
  EXPECT_NE(small("trade ~ x | exporter + importer", "--reset").out.find("RESET: z = "), std::string::npos);
}

// --- what is said of what can't be ---

TEST_F(estimate, mistakes_in_the_formula_show_where) {
  const Ran ran = small("trade ~ log(x | exporter", "");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("trade ~ log(x | exporter"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("^"), std::string::npos) << ran.err;
}

TEST_F(estimate, unknown_columns_are_named_with_the_nearest) {
  const Ran effect = small("trade ~ x | exportr", "");
  expect_error(effect, "", "small.csv", "exporter");
  EXPECT_NE(effect.err.find("`exportr`"), std::string::npos) << effect.err;
  for (const char* option : {"--weights", "--offset"}) {
    const Ran ran = small("trade ~ x | exporter", std::string(option) + " missing_one");
    EXPECT_EQ(ran.code, 1) << option;
    EXPECT_NE(ran.err.find("`missing_one`"), std::string::npos) << ran.err;
  }
  const Ran cluster = small("trade ~ x | exporter", "--vcov cluster:importers");
  expect_error(cluster, "", "", "importer");
  EXPECT_NE(cluster.err.find("`importers`"), std::string::npos) << cluster.err;
}

TEST_F(estimate, a_negative_outcome_is_named_with_its_row) {
  write("negative.csv", "trade,x\n1,2\n3,1\n-2,4\n5,2\n");
  const Ran ran = sogdia("negative.csv --formula 'trade ~ x'");
  expect_error(ran, "", "negative.csv, row 4", "");
  EXPECT_NE(ran.err.find("trade"), std::string::npos) << ran.err;
}

TEST_F(estimate, a_negative_weight_is_named_with_its_row) {
  write("weights.csv", "trade,x,w\n1,2,1\n3,1,-1\n2,4,1\n5,2,1\n");
  const Ran ran = sogdia("weights.csv --formula 'trade ~ x' --weights w");
  expect_error(ran, "", "weights.csv, row 3", "");
  EXPECT_NE(ran.err.find("`w`"), std::string::npos) << ran.err;
}

TEST_F(estimate, a_text_where_a_number_must_be_is_named) {
  const Ran ran = small("trade ~ importer | exporter", "");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("`importer`"), std::string::npos) << ran.err;
}

TEST_F(estimate, an_outcome_of_zeros_has_no_maximum) {
  write("zeros.csv", "trade,x\n0,2\n0,1\n0,4\n");
  expect_error(sogdia("zeros.csv --formula 'trade ~ x'"), "every `trade` is 0", "zeros.csv");
}

TEST_F(estimate, bad_options_are_refused_before_the_work) {
  EXPECT_EQ(sogdia("small.csv").code, 2);
  EXPECT_EQ(small("trade ~ x", "--family probit").code, 2);
  EXPECT_EQ(small("trade ~ x", "--ssc stata").code, 2);
  EXPECT_EQ(small("trade ~ x", "--table word").code, 2);
  EXPECT_EQ(small("trade ~ x", "--level 95").code, 2);
  expect_error(small("trade ~ x", "--vcov clustered:exporter"), "", "", "cluster:");
  expect_error(small("trade ~ x", "--separated rows.txt"), "`rows.txt` names no kind of table", "rows.txt",
               ".csv");
  expect_error(small("trade ~ x", "--label x"), "`x` is not a label", "--label");
  expect_error(small("trade ~ x", "--table text --keep '('"), "`(` in `keep` is not a regular expression");
  expect_error(sogdia("none.csv --formula 'y ~ x'"), "the file does not exist", "none.csv");
  expect_error(small("trade ~ x", "--where 'yeer > 2'"), "", "", "");
  expect_error(small("trade ~ x", "--where 'year > 2000'"), "", "", "");
}

TEST_F(estimate, an_output_that_cannot_be_written_leaves_nothing) {
  expect_error(small("trade ~ x | exporter", "-o nowhere/t.md"), "", "nowhere/t.md");
  EXPECT_FALSE(fs::exists(folder / "nowhere"));
}

TEST_F(estimate, too_few_iterations_exit_with_3_and_print_what_there_is) {
  const Ran ran = small("trade ~ x | exporter^year + importer", "--max-iterations 1 --json");
  EXPECT_EQ(ran.code, 3) << ran.err;
  const Json json = ran.json();
  EXPECT_EQ(json["model"]["converged"], false);
  EXPECT_NE(json["model"]["reason"], "converged");
  EXPECT_EQ(json["coefficients"].size(), 1u);
  const Ran text = small("trade ~ x | exporter^year + importer", "--max-iterations 1");
  EXPECT_EQ(text.code, 3);
  EXPECT_NE(text.out.find("NOT CONVERGED"), std::string::npos);
  EXPECT_NE(text.err.find("not converged: "), std::string::npos);
}

TEST_F(estimate, errors_are_json_with_json) {
  const Ran ran = small("trade ~ nothing | exporter");
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, "");
  EXPECT_NE(Json::parse(ran.err)["error"]["what"].get<std::string>().find("`nothing`"), std::string::npos);
}

// --- what data may be ---

TEST_F(estimate, data_may_be_packed_or_parquet_or_a_query) {
  const double expected = value(small("trade ~ x | exporter + importer").json(), "x");
  ASSERT_EQ(std::system(("cd '" + folder.string() + "' && gzip -k small.csv").c_str()), 0);
  sogdia::write_table(sogdia::read_table((folder / "small.csv").string()),
                      (folder / "small.parquet").string());
  std::string tabs = kSmall;
  std::replace(tabs.begin(), tabs.end(), ',', '\t');
  write("small.tsv", tabs);
  for (const char* data :
       {"small.csv.gz", "small.parquet", "small.tsv", "\"SELECT * FROM 'small.parquet'\""}) {
    const Ran ran = sogdia(std::string(data) + " --formula 'trade ~ x | exporter + importer' --json");
    ASSERT_EQ(ran.code, 0) << data << ran.err;
    EXPECT_EQ(value(ran.json(), "x"), expected) << data;
  }
}

// --- separation, row by row ---

TEST_F(estimate, separated_rows_are_written_with_their_place_and_columns) {
  const Ran ran = small("zero ~ x | exporter + year", "--separated separated.csv --json");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.json()["model"]["separated"], 5);  // year 3 less the row with a missing x
  EXPECT_EQ(
      text_of(folder / "separated.csv"),
      "row,zero,x,exporter,year\n14,0,0.75,A,3\n15,0,0.25,A,3\n17,0,1.75,B,3\n18,0,1.5,C,3\n19,0,0.5,C,3\n");
}

TEST_F(estimate, without_the_search_for_separation_there_is_a_warning) {
  write("separates.csv", "y,x,z\n0,1,1\n0,1,2\n3,0,3\n1,0,1\n2,0,2\n5,0,4\n");
  const Ran on = sogdia("separates.csv --formula 'y ~ z + x' --json");
  const Ran off = sogdia("separates.csv --formula 'y ~ z + x' --separation off --json");
  EXPECT_EQ(on.json()["model"]["separated"], 2);
  EXPECT_EQ(off.json()["model"]["separated"], 0);
  EXPECT_NE(off.json()["model"]["reason"].get<std::string>().find("was not looked for"), std::string::npos);
  const Ran told = sogdia("separates.csv --formula 'y ~ z + x' --separation off");
  EXPECT_NE(told.err.find("warning: separated observations were not looked for"), std::string::npos)
      << off.err;
  EXPECT_NEAR(value(off.json(), "z"), value(on.json(), "z"), 1e-5);
}

}  // namespace
