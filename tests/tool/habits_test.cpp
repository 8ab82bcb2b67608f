// Habits of other estimators' formulas and tables: each way of saying the same gives the same.
#include <array>
#include <cmath>
#include <iomanip>

#include "tool/scratch.h"

namespace {
using scratch::Json;
using scratch::Ran;

struct habits : scratch::Folder {
  habits() {
    std::ofstream file(folder / "t.csv");
    file << std::setprecision(17) << "y,x1,x2,x3,pop,lpop,f,g,region,odd `name`\n";
    const char* regions[] = {"Asia", "Europe", "Africa"};
    for (int k = 0; k < 180; ++k) {
      const double x1 = std::sin(k * 1.7), x2 = std::cos(k * 2.3), x3 = std::sin(k * k * 0.31),
                   pop = 1 + k % 7;
      file << std::round(4 * std::exp(0.3 * x1 - 0.2 * x2) + (k * 7) % 3) << ',' << x1 << ',' << x2 << ','
           << x3 << ',' << pop << ',' << std::log(pop) << ',' << k % 6 << ',' << (k / 6) % 15 << ','
           << regions[k % 3] << ',' << x3 << '\n';
    }
  }
  Ran sogdia(const std::string& arguments, const std::string& data = "t.csv") const {
    return run_tool("estimate " + data + " " + arguments);
  }
  Json json(const std::string& arguments) const {
    const Ran ran = sogdia("--json " + arguments);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.code == 0 ? Json::parse(ran.out) : Json();
  }
  // Estimates and errors, without the names.
  static std::string numbers(const Json& model) {
    std::string out;
    for (const auto& c : model["coefficients"])
      out += c["estimate"].dump().substr(0, 12) + " " + c["std_error"].dump().substr(0, 12) + "\n";
    return out;
  }
};

TEST_F(habits, two_ways_of_one_formula_are_one_model) {
  const std::vector<std::pair<std::string, std::string>> pairs{
      {"y ~ x1 | C(f)", "y ~ x1 | f"},
      {"y ~ x1 | factor(f)^as.factor(region) + C(g)", "y ~ x1 | f^region + g"},
      {"y ~ x1 | i(f) + sw0(C(g))", "y ~ x1 | f + sw0(g)"},
      {"y ~ .[x1, x2]", "y ~ x1 + x2"},
      {"y ~ .[log(pop), x2]", "y ~ log(pop) + x2"},
      {"y ~ x.[1:3] | f", "y ~ x1 + x2 + x3 | f"},
      {"y ~ x.[1:2]:x3 + x3", "y ~ x3 + (x1 + x2):x3"},
      {"y ~ x1 | .[f, g]", "y ~ x1 | f + g"},
      {"y ~ x1 + i(region, ref = 2)", "y ~ x1 + i(region, ref = \"Asia\")"},
      {"y ~ x1 + i(region, \"Asia\")", "y ~ x1 + i(region, ref = \"Asia\")"},
      {"y ~ x1 + i(f, 3)", "y ~ x1 + i(f, ref = 3)"},
      {"y ~ i(f, x1, ref = TRUE)", "y ~ i(f, x1, ref = 0)"},
      {"y ~ x1 + C(region)", "y ~ x1 + i(region, ref = TRUE)"},
      {"y ~ `odd ``name```", "y ~ x3"},
      {"y ~ x1 + offset(log(pop)) | f", "y ~ x1 + offset(lpop) | f"},
  };
  for (const auto& [one, other] : pairs) {
    SCOPED_TRACE(one);
    Json left = json("--formula '" + one + "'"), right = json("--formula '" + other + "'");
    if (left.contains("models")) left = left["models"][1], right = right["models"][1];
    EXPECT_EQ(numbers(left), numbers(right));
    EXPECT_FALSE(numbers(left).empty());
  }
  EXPECT_EQ(numbers(json("--formula 'y ~ x1 + offset(log(pop)) | f'")),
            numbers(json("--formula 'y ~ x1 | f' --offset lpop")));
  EXPECT_EQ(numbers(json("--family ols --formula 'y ~ x1 + offset(lpop) + offset(x2)'")),
            numbers(json("--family ols --formula 'y ~ x1 + offset(lpop + x2)'")));
  EXPECT_NE(numbers(json("--formula 'y ~ x1 + offset(log(pop)) | f'")),
            numbers(json("--formula 'y ~ x1 | f'")));
}

TEST_F(habits, what_is_misused_is_an_error_with_its_place) {
  const std::vector<std::pair<std::string, std::string>> faults{
      {"y ~ x1 + offset(log(pop)):x2", "`:`"},
      {"y ~ x1:offset(pop)", "an offset stands alone"},
      {"y ~ x1 - offset(pop)", "an offset is added"},
      {"y ~ x1 + i(region, ref = 9)", "`9` is no value of column `region`"},
      {"y ~ x1 + i(f, ref = 9)", "`9` is no value of column `f`"},
      {"y ~ x1 | C(f", "`)` is missing"},
      {"y ~ .[x1, x9]", "column `x9` is missing"},
      {"y ~ .[x1 + 2]", "stands for no column"},
      {"y ~ L.x1 | f", "make a column of the lag, lead or difference of `x1`"},
      {"y ~ D2.x1 | f", "`D2.` is Stata's"},
      {"y ~ log10(x1)", "2.3026 times that on log(x)"},
      {"y ~ x1 | f, cluster(f)", "--vcov cluster:exporter"},
  };
  for (const auto& [formula, message] : faults) {
    const Ran ran = sogdia("--formula '" + formula + "'");
    EXPECT_EQ(ran.code, 1) << formula;
    EXPECT_NE(ran.err.find(message), std::string::npos) << formula << "\n" << ran.err;
  }
}

TEST_F(habits, an_offset_in_the_formula_is_predicted_with) {
  const Ran ran =
      sogdia("--formula 'y ~ x1 + offset(log(pop)) | f' --predict t.csv --predicted p.csv --fitted f.csv");
  ASSERT_EQ(ran.code, 0) << ran.err;
  std::ifstream predicted(folder / "p.csv"), fitted(folder / "f.csv");
  std::string a, b;
  std::getline(predicted, a), std::getline(fitted, b);
  int rows = 0;
  while (std::getline(predicted, a) && std::getline(fitted, b)) {
    std::stringstream p(a), f(b);
    std::vector<double> left, right;
    for (std::string cell; std::getline(p, cell, ',');) left.push_back(std::stod(cell));
    for (std::string cell; std::getline(f, cell, ',');) right.push_back(std::stod(cell));
    EXPECT_NEAR(left[2], right[2], 1e-7 * right[2]);
    ++rows;
  }
  EXPECT_EQ(rows, 180);
}

TEST_F(habits, a_split_is_a_where_for_each_value) {
  const Json split = json("--formula 'y ~ x1 | f' --split region")["models"];
  const Json full = json("--formula 'y ~ x1 | f' --fsplit region --where 'pop > 1'")["models"];
  ASSERT_EQ(split.size(), 3u);
  ASSERT_EQ(full.size(), 4u);
  EXPECT_EQ(split[0]["model"]["sample"], "region = Africa");
  for (std::size_t k = 0; k < 3; ++k) {
    const std::string value = std::vector<std::string>{"Africa", "Asia", "Europe"}[k];
    EXPECT_EQ(numbers(split[k]),
              numbers(json("--formula 'y ~ x1 | f' --where \"region = '" + value + "'\"")));
    EXPECT_EQ(numbers(full[k + 1]),
              numbers(json("--formula 'y ~ x1 | f' --where \"pop > 1 and region = '" + value + "'\"")));
  }
  EXPECT_EQ(numbers(full[0]), numbers(json("--formula 'y ~ x1 | f' --where 'pop > 1'")));
  EXPECT_EQ(full[0]["model"]["sample"], "all");
  const char* one_value = " --split region --where \"region = 'Asia'\"";
  EXPECT_EQ(json(std::string("--formula 'y ~ x1 | f'") + one_value)["model"]["sample"], "region = Asia");
  EXPECT_NE(sogdia(std::string("--formula 'y ~ x1 | f'") + one_value).out.find("Sample: region = Asia"),
            std::string::npos);
  // A part that cannot be estimated is named, and rows of no part are counted.
  write("parts.csv", "y,x,g\n1,1,a\n2,3,a\n1,2,a\n4,2,\n0,1,b\n0,2,b\n0,4,b\n");
  const Ran parts = sogdia("--formula 'y ~ x' --split g", "parts.csv");
  EXPECT_EQ(parts.code, 1);
  EXPECT_NE(parts.err.find("note: 1 rows have no `g`"), std::string::npos) << parts.err;
  EXPECT_NE(parts.err.find("where g = b"), std::string::npos) << parts.err;
  EXPECT_NE(sogdia("--formula 'y ~ x1' --split region").out.find("region = Europe"), std::string::npos);
  EXPECT_NE(sogdia("--formula 'y ~ x1' --split region --fitted f.csv").err.find("--where"),
            std::string::npos);
}

TEST_F(habits, combinations_tests_and_margins_stand_beside_the_coefficients) {
  const std::string asked =
      " --lincom 'x1 + 2*x2' --lincom 'x1 - x2 = 0.1' --wald 'x1 = x2 = 0' --margins eydx:x1";
  const Json found = json("--formula 'y ~ x1 + x2 | f'" + asked);
  const double a = found["coefficients"][0]["estimate"], b = found["coefficients"][1]["estimate"];
  EXPECT_NEAR(found["lincom"][0]["estimate"], a + 2 * b, 1e-12);
  EXPECT_NEAR(found["lincom"][1]["estimate"], a - b - 0.1, 1e-12);
  EXPECT_EQ(found["wald"][0]["df"], 2);
  EXPECT_NEAR(found["margins"][0]["estimate"], a, 1e-8);
  EXPECT_NEAR(found["margins"][0]["std_error"].get<double>(),
              found["coefficients"][0]["std_error"].get<double>(), 1e-8);
  const Ran text = sogdia("--formula 'y ~ x1 + x2 | f'" + asked);
  for (const char* part :
       {"Combinations:", "x1 + 2*x2", "Wald test of x1 = x2 = 0: chi2(2)", "Average margins:"})
    EXPECT_NE(text.out.find(part), std::string::npos) << text.out;
  EXPECT_NE(sogdia("--formula 'y ~ x1' --lincom x2").err.find("`x2` is no term of the fit"),
            std::string::npos);
}

TEST_F(habits, few_clusters_are_said_and_tables_take_order_notes_and_statistics) {
  const char* const warning = "only 6 groups in the errors";
  EXPECT_NE(sogdia("--formula 'y ~ x1' --vcov cluster:f").out.find(warning), std::string::npos);
  EXPECT_NE(sogdia("--formula 'y ~ x1' --vcov cluster:f --table md").out.find(warning), std::string::npos);
  EXPECT_EQ(sogdia("--formula 'y ~ x1' --vcov cluster:f^g").out.find("groups in the errors:"),
            std::string::npos);
  const std::string table = sogdia(
                                "--formula 'y ~ x1 + x2 + x3' --order '^x3$' --order x2 --notes 'From the "
                                "archive' --stats observations,aic "
                                "--table md")
                                .out;
  const auto place = [&](const char* text) { return table.find(text); };
  EXPECT_LT(place("| x3"), place("| x2"));
  EXPECT_LT(place("| x2"), place("| x1"));
  EXPECT_LT(place("| x1"), place("| Constant"));
  EXPECT_NE(place("From the archive"), std::string::npos);
  EXPECT_NE(place("AIC"), std::string::npos);
  EXPECT_EQ(place("Deviance"), std::string::npos);
  EXPECT_NE(sogdia("--formula 'y ~ x1' --stats aicc").err.find("unknown statistic `aicc`"),
            std::string::npos);
  EXPECT_NE(sogdia("--formula 'y ~ x1 | f' --bias-correct").err.find("no incidental-parameter bias"),
            std::string::npos);
}

// Words for what has no answer, and what to write instead.
TEST_F(habits, what_cannot_be_tested_or_derived_says_why) {
  const std::vector<std::array<const char*, 2>> words{
      {"--margins 'log(x1)'", "name a column, as it is in the data"},
      {"--margins dxdy:x1", "`dxdy` is no kind of margin"},
      {"--margins eyex:", "names no column"},
      {"--lincom 'exp(x1) + 1'", "`exp(x1)` is no term"},
      {"--vcov cluster:region --wald 'x1 = x2 = x3 = 0'", "their covariance has rank 2"}};
  for (const auto& [asked, word] : words) {
    const Ran ran = sogdia(std::string("--formula 'y ~ x1 + x2 + x3 | f' ") + asked);
    EXPECT_EQ(ran.code, 1) << asked;
    EXPECT_NE(ran.err.find(word), std::string::npos) << ran.err;
  }
  // As many parameters as rows: no errors, and so no tests.
  write("two.csv", "y,x\n1,0\n3,1\n");
  const Ran two = sogdia("--formula 'y ~ x' --lincom '2*x' --wald x --margins x", "two.csv");
  EXPECT_EQ(two.code, 0) << two.err;
  EXPECT_NE(two.out.find("no test, the coefficients have no standard errors"), std::string::npos) << two.out;
  EXPECT_EQ(two.out.find("nan"), std::string::npos) << two.out;
  const Json json = Json::parse(sogdia("--json --formula 'y ~ x' --wald x", "two.csv").out);
  EXPECT_TRUE(json["wald"][0]["p"].is_null());
}

// A panel of two sectors, not every pair in every year, with the effects as products and as ids.
TEST_F(habits, bias_is_corrected_with_ids_of_ones_own_as_with_products_of_columns) {
  std::ofstream file(folder / "p.csv");
  file << "y,x,exporter,importer,year,sector,exp_time,imp_time,pair_id,exp_st,imp_st,pair_s\n";
  int k = 0;
  for (int s = 0; s < 2; ++s)
    for (int i = 0; i < 6; ++i)
      for (int j = 0; j < 7; ++j)
        for (int t = 0; t < 4; ++t) {
          if (i == j || ++k % 11 == 3) continue;
          const double x = std::sin(k * 1.7 + i);
          file << std::round(20 * std::exp(0.4 * x + 0.1 * i - 0.2 * s) * (1.2 + std::sin(k * 3.1))) + 1
               << ',' << std::setprecision(17) << x << ",e" << i << ",m" << j << ',' << 2000 + t << ',' << s
               << ',' << i * 4 + t << ',' << j * 4 + t << ',' << i * 7 + j << ',' << (i * 2 + s) * 4 + t
               << ',' << (j * 2 + s) * 4 + t << ',' << (i * 7 + j) * 2 + s << '\n';
        }
  file.close();
  const auto of = [&](const std::string& effects, const std::string& more) {
    const Ran ran = sogdia("--bias-correct --json " + more + " --formula 'y ~ x | " + effects + "'", "p.csv");
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.code == 0 ? Json::parse(ran.out)["coefficients"].dump() : "";
  };
  const char* one = "--where 'sector = 0'";
  const std::string three_way = of("exporter^year + importer^year + exporter^importer", one);
  EXPECT_EQ(of("exp_time + imp_time + pair_id", one), three_way);
  EXPECT_EQ(of("exporter^year + importer^year + pair_id", one), three_way);
  EXPECT_EQ(of("exp_time + imp_time + exporter^importer", one), three_way);
  EXPECT_EQ(of("exp_st + imp_st + pair_s", ""),
            of("exporter^sector^year + importer^sector^year + exporter^importer^sector", ""));
  EXPECT_EQ(of("exp_time + imp_time", std::string(one) + " --vcov cluster:pair_id"),
            of("exporter^year + importer^year", one));
  EXPECT_EQ(of("exp_st + imp_st", "--vcov cluster:pair_id"),
            of("exporter^sector^year + importer^sector^year", ""));
  const Ran untold = sogdia("--bias-correct --formula 'y ~ x | exp_time + imp_time'", "p.csv");
  EXPECT_EQ(untold.code, 1);
  EXPECT_NE(untold.err.find("do not tell which observations are of one pair"), std::string::npos);
  // A pair and year has two rows, one a sector.
  const Ran twice = sogdia("--bias-correct --formula 'y ~ x | exp_time + imp_time + pair_id'", "p.csv");
  EXPECT_EQ(twice.code, 1);
  EXPECT_NE(twice.err.find("one observation of each exp_time, imp_time and pair_id"), std::string::npos)
      << twice.err;
}

}  // namespace
