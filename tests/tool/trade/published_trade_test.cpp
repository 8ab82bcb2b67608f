// Published numbers on the data sets that they were published with, which are not part of the project
// (SOGDIA_VALIDATION, by default ../shared/validation); skipped where these are absent.
#include <cmath>

#include "sogdia/io/gzip.h"
#include "sogdia/io/table_io.h"
#include "sogdia/sql/query.h"
#include "sogdia/sql/table_files.h"
#include "tool/scratch.h"

namespace {
namespace fs = std::filesystem;
using scratch::Json;
using scratch::Ran;
using scratch::value;

struct published_trade : scratch::Folder {
  std::string validation;
  published_trade() {
    const char* given = std::getenv("SOGDIA_VALIDATION");
    validation = given ? given : SOGDIA_SOURCE_DIR "/../shared/validation";
  }
  Ran sogdia(const std::string& arguments) const { return run_tool("estimate " + arguments); }
};

// ppmlhdfe's test data (Correia, Guimaraes & Zylkin): the column `separated` is the answer.
TEST_F(published_trade, exactly_the_separated_rows_of_ppmlhdfes_examples_are_found) {
  const std::string data = validation + "/trade/separation/";
  if (!fs::exists(data)) GTEST_SKIP() << data << " is absent";
  for (const char* name :
       {"01", "02", "03", "04", "05", "06", "08", "09", "10", "11", "12", "13", "14", "15"}) {
    const std::string file = data + name + ".csv";
    const sogdia::Table table = sogdia::read_table(file);
    std::string regressors, effects;
    std::vector<std::int64_t> expected;
    for (const auto& column : table.columns) {
      if (column.name[0] == 'x') regressors += (regressors.empty() ? "" : " + ") + column.name;
      if (column.name.rfind("id", 0) == 0) effects += (effects.empty() ? " | " : " + ") + column.name;
    }
    const auto separated = table.numbers("separated");
    for (std::size_t row = 0; row < separated.size(); ++row)
      if (separated[row] == 1) expected.push_back(static_cast<std::int64_t>(row) + 2);
    const Ran ran = sogdia(file + " --formula 'y ~ " + (regressors.empty() ? "1" : regressors) + effects +
                           "' --separated rows.csv --json");
    EXPECT_EQ(ran.code, 0) << name << ran.err;
    EXPECT_EQ(ran.json()["model"]["separated"], expected.size()) << name;
    EXPECT_EQ(sogdia::read_table((folder / "rows.csv").string()).integers("row"), expected) << name;
  }
}

// example1 of the same: observation 5 goes, x2 is collinear on the others; estimates as printed there.
TEST_F(published_trade, example1_has_ppmlhdfes_estimates) {
  const std::string file = validation + "/trade/separation/example1.csv";
  if (!fs::exists(file)) GTEST_SKIP() << file << " is absent";
  const Ran ran = sogdia(file + " --formula 'y ~ x1 + x2 + x3 + x4' --separated rows.csv --json");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const Json json = ran.json();
  EXPECT_NEAR(value(json, "x1"), -0.4506523, 1e-7);
  EXPECT_NEAR(value(json, "x3"), -0.47084943, 1e-7);
  EXPECT_NEAR(value(json, "x4"), -0.03778627, 1e-7);
  EXPECT_NEAR(value(json, "(Intercept)"), 0.5909476338, 1e-7);
  EXPECT_NEAR(json["model"]["deviance"].get<double>(), 15.955795236972, 1e-8);
  EXPECT_EQ(sogdia::read_table((folder / "rows.csv").string()).integers("row"), std::vector<std::int64_t>{6});
  EXPECT_NE(json["model"]["reason"].get<std::string>().find("`x2`"), std::string::npos);
}

// --- Advanced Guide to Trade Policy Analysis (Yotov et al. 2016), chapter 1 ---

struct advanced_guide : published_trade {
  std::string data;
  // Every fourth year, with what the Guide makes: `intra`, the country of internal trade, and log distance
  // between countries only.
  bool prepare() {
    const std::string file = validation + "/trade/agtpa/agtpa_applications.csv.gz";
    if (!fs::exists(file)) return false;
    const sogdia::Table all = sogdia::read_csv_text(sogdia::read_gzip(file), file);
    const sogdia::Table table = sogdia::query(
        "SELECT exporter, importer, pair_id, year, trade, dist, cntg, lang, clny, rta, "
        "CASE WHEN exporter = importer THEN exporter ELSE 'between' END AS intra, "
        "CASE WHEN exporter = importer THEN 0 ELSE 1 END AS intl_brdr, "
        "CASE WHEN exporter = importer THEN 0 ELSE ln(dist) END AS log_dist "
        "FROM panel WHERE year % 4 = 2 ORDER BY exporter, importer, year",
        {{"panel", &all}});
    sogdia::write_table(table, (folder / "guide.csv").string());
    return true;
  }
  Json run(const std::string& formula, const std::string& more = "") const {
    const Ran ran = sogdia("guide.csv --json --vcov cluster:pair_id --formula '" + formula + "' " + more);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.json();
  }
};

// Table 1, column 4: PPML with exporter-time and importer-time effects, international trade only.
TEST_F(advanced_guide, table_1_ppml) {
  if (!prepare()) GTEST_SKIP() << "the Guide's data are absent from " << validation;
  const std::string formula = "trade ~ log(dist) + cntg + lang + clny | exporter^year + importer^year";
  const std::string where = "--where 'exporter <> importer' ";
  const Json plain = run(formula, where + "--ssc none"), fixest = run(formula, where + "--ssc fixest");
  EXPECT_EQ(plain["model"]["observations"], 28152);
  EXPECT_NEAR(plain["model"]["deviance"].get<double>(), 4265228.571549, 1e-4);
  const struct {
    const char* term;
    double estimate, raw, fixest;
  } rows[] = {{"log(dist)", -0.84092731, 0.031651, 0.03213479},
              {"cntg", 0.43744324, 0.083142, 0.08441356},
              {"lang", 0.24747651, 0.076522, 0.07769267},
              {"clny", -0.22248986, 0.116219, 0.11799668}};
  for (const auto& row : rows) {
    EXPECT_NEAR(value(plain, row.term), row.estimate, 1e-7) << row.term;
    EXPECT_NEAR(value(plain, row.term, "std_error"), row.raw, 1e-6) << row.term;
    EXPECT_NEAR(value(fixest, row.term, "std_error"), row.fixest, 1e-7) << row.term;
  }
}

// Table 2, last column: the distance puzzle solved, with each country's internal trade apart.
TEST_F(advanced_guide, table_2_distance_by_year) {
  if (!prepare()) GTEST_SKIP() << "the Guide's data are absent from " << validation;
  const Json json =
      run("trade ~ i(year, log_dist) + cntg + lang + clny | exporter^year + importer^year + intra");
  EXPECT_EQ(json["model"]["observations"], 28566);
  EXPECT_NEAR(json["model"]["deviance"].get<double>(), 4983518.162612, 1e-3);
  const double expected[] = {-0.90999427, -0.87895865, -0.85983547, -0.83290105, -0.82916727,
                             -0.81052202, 0.44207878,  0.24060818,  -0.2203412};
  ASSERT_EQ(json["coefficients"].size(), 9u);
  for (std::size_t k = 0; k < 9; ++k)
    EXPECT_NEAR(json["coefficients"][k]["estimate"].get<double>(), expected[k], 1e-7) << k;
}

// Table 3, columns 3 and 4: trade agreements, with internal trade, then with pair effects.
TEST_F(advanced_guide, table_3_trade_agreements) {
  if (!prepare()) GTEST_SKIP() << "the Guide's data are absent from " << validation;
  const Json three =
      run("trade ~ log_dist + cntg + lang + clny + rta | exporter^year + importer^year + intra");
  EXPECT_EQ(three["model"]["observations"], 28566);
  EXPECT_NEAR(three["model"]["deviance"].get<double>(), 5544181.059932, 1e-3);
  for (const auto& [term, estimate_] : {std::pair{"log_dist", -0.80030393},
                                        {"cntg", 0.39316037},
                                        {"lang", 0.24369384},
                                        {"clny", -0.18215771},
                                        {"rta", 0.40852189}})
    EXPECT_NEAR(value(three, term), estimate_, 1e-7) << term;
  const Json four =
      run("trade ~ rta | exporter^year + importer^year + pair_id", "--ssc none --separated rows.csv");
  EXPECT_EQ(four["model"]["observations"], 28482);
  EXPECT_EQ(four["model"]["separated"], 84);
  EXPECT_NEAR(four["model"]["deviance"].get<double>(), 2630486.721622, 1e-3);
  EXPECT_NEAR(value(four, "rta"), 0.55718534, 1e-7);
  EXPECT_NEAR(value(four, "rta", "std_error"), 0.102214, 1e-6);
  EXPECT_EQ(sogdia::read_table((folder / "rows.csv").string()).rows(), 84u);
}

// Chapter 2, application 1: the border in 2006, errors as Stata's ppml has them.
TEST_F(advanced_guide, chapter_2_border) {
  if (!prepare()) GTEST_SKIP() << "the Guide's data are absent from " << validation;
  const Ran ran = sogdia(
      "guide.csv --json --where 'year = 2006' --formula 'trade ~ log(dist) + cntg + intl_brdr | "
      "exporter + importer'");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const Json json = ran.json();
  EXPECT_EQ(json["model"]["observations"], 4761);
  EXPECT_NEAR(json["model"]["deviance"].get<double>(), 4542202, 0.5);
  EXPECT_NEAR(json["model"]["log_likelihood"].get<double>(), -2284121.5, 0.5);
  const struct {
    const char* term;
    double estimate, error;
  } rows[] = {{"log(dist)", -0.7912879, 0.0501494},
              {"cntg", 0.6736456, 0.1073719},
              {"intl_brdr", -2.47445, 0.1193816}};
  for (const auto& row : rows) {
    EXPECT_NEAR(value(json, row.term), row.estimate, 5e-7) << row.term;
    EXPECT_NEAR(value(json, row.term, "std_error"), row.error, 5e-7) << row.term;
  }
}

// ppmlhdfe's example: a panel of trade agreements in Stata's format, three-way effects, clustered by pair.
TEST_F(published_trade, ppmlhdfes_trade_agreements) {
  const std::string file = validation + "/trade/ppmlhdfe_example/EXAMPLE_TRADE_FTA_DATA.dta";
  if (!fs::exists(file)) GTEST_SKIP() << file << " is absent";
  const Ran ran = sogdia(file +
                         " --json --where \"category = 'TOTAL'\" --vcov cluster:isoexp^isoimp --formula "
                         "'trade ~ fta | isoexp^year + isoimp^year + isoexp^isoimp'");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const Json json = ran.json();
  EXPECT_EQ(json["model"]["observations"], 5950);
  EXPECT_NEAR(json["model"]["deviance"].get<double>(), 377332502.25, 0.01);
  EXPECT_NEAR(value(json, "fta"), 0.19244549, 1e-7);
  EXPECT_NEAR(value(json, "fta", "std_error"), 0.0419527, 1e-6);
}

// Weidner & Zylkin's example for ppml_fe_bias, manufactures.
TEST_F(published_trade, ppml_fe_bias_example) {
  const std::string file = validation + "/trade/ppml_fe_bias/PPMLFEBIAS_EXAMPLE_DATA.dta";
  if (!fs::exists(file)) GTEST_SKIP() << file << " is absent";
  const std::string arguments =
      file +
      " --json --where \"category = 'MANUF'\" --vcov cluster:isoexp^isoimp --formula "
      "'trade ~ fta | isoexp^year + isoimp^year + isoexp^isoimp'";
  const Ran plain = sogdia(arguments), corrected = sogdia(arguments + " --bias-correct");
  ASSERT_EQ(plain.code, 0) << plain.err;
  ASSERT_EQ(corrected.code, 0) << corrected.err;
  EXPECT_EQ(plain.json()["model"]["observations"], 20600);
  EXPECT_NEAR(value(plain.json(), "fta"), 0.178029, 1e-6);
  EXPECT_NEAR(value(plain.json(), "fta", "std_error"), 0.0350079, 1e-6);
  EXPECT_NEAR(value(corrected.json(), "fta"), 0.1703722, 1e-6);
  EXPECT_NEAR(value(corrected.json(), "fta", "std_error"), 0.0419559, 1e-5);
}

// Eaton & Kortum (2002), Table III: 19 countries in 1990, six intervals of distance, and effects of source
// and destination that sum to zero each. The paper prints GLS to two decimals: these least squares, but for
// -3.66 in the second interval. Errors are those of least squares.
TEST_F(published_trade, eaton_and_kortums_table_3) {
  const std::string set = validation + "/trade/eaton_kortum2002/";
  if (!fs::exists(set)) GTEST_SKIP() << set << " is absent";
  const sogdia::Table trade = sogdia::read_table(set + "ek-data.csv"),
                      pairs = sogdia::read_table(set + "ek-cntryfix.csv");
  std::string sides, terms;
  for (int c = 1; c < 19; ++c) {
    const std::string n = std::to_string(c);
    sides += ", (p.exporter = " + n + ")::INT - (p.exporter = 19)::INT AS s" + n + ", (p.importer = " + n +
             ")::INT - (p.importer = 19)::INT AS m" + n;
    terms += " + s" + n + " + m" + n;
  }
  const sogdia::Table joined = sogdia::query(
      "SELECT t.trade, p.*" + sides + " FROM pairs p JOIN trade t USING (importer, exporter) ORDER BY ALL",
      {{"trade", &trade}, {"pairs", &pairs}});
  sogdia::write_table(joined, (folder / "ek.csv").string());
  const char* distances[] = {"bin375", "bin750", "bin1500", "bin3000", "bin6000", "binmax"};
  const std::string others = " + border + sharedlanguage + europeancom + efta";
  const Ran ran = sogdia(
      "ek.csv --family ols --vcov iid --json --formula 'trade ~ 0 + bin375 + bin750 + bin1500 + bin3000 + "
      "bin6000 + binmax" +
      others + terms + "'");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const Json json = ran.json();
  EXPECT_EQ(json["model"]["observations"], 342);
  EXPECT_NEAR(json["model"]["deviance"].get<double>(), 71.4495, 5e-5);
  const struct {
    const char* term;
    double estimate, error;
  } rows[] = {{"bin375", -3.10244, 0.155},     {"bin750", -3.66594, 0.107},
              {"bin1500", -4.0334, 0.096},     {"bin3000", -4.21808, 0.153},
              {"bin6000", -6.06437, 0.087},    {"binmax", -6.55893, 0.098},
              {"border", 0.30356, 0.137},      {"sharedlanguage", 0.51008, 0.146},
              {"europeancom", 0.03591, 0.122}, {"efta", 0.53607, 0.183}};
  for (const auto& row : rows) {
    EXPECT_NEAR(value(json, row.term), row.estimate, 6e-6) << row.term;
    EXPECT_NEAR(value(json, row.term, "std_error"), row.error, 6e-4) << row.term;
  }
  // The same with absorbed effects: their mean is in the constant, which is the nearest distance's.
  const Ran absorbed = sogdia(
      "ek.csv --family ols --vcov iid --json --formula 'trade ~ bin750 + bin1500 + bin3000 + bin6000 + "
      "binmax" +
      others + " | exporter + importer'");
  ASSERT_EQ(absorbed.code, 0) << absorbed.err;
  const Json by_effects = absorbed.json();
  for (const char* term : {"border", "sharedlanguage", "europeancom", "efta"})
    EXPECT_NEAR(value(by_effects, term), value(json, term), 1e-10) << term;
  for (std::size_t d = 1; d < 6; ++d)
    EXPECT_NEAR(value(by_effects, distances[d]), value(json, distances[d]) - value(json, "bin375"), 1e-10);
}

}  // namespace
