// Instruments as a user of the program meets them.
#include <cmath>
#include <iomanip>

#include "tool/scratch.h"

namespace {
using scratch::Json;
using scratch::Ran;
using scratch::value;

struct iv_tool : scratch::Folder {
  iv_tool() {
    std::ofstream file(folder / "t.csv");
    file << std::setprecision(17) << "y,n,x,w,x1,z1,z2,f,g,half\n";
    for (int k = 0; k < 240; ++k) {
      const double z1 = std::sin(k * 1.7), z2 = std::cos(k * 2.3), x1 = std::sin(k * k * 0.31),
                   u = std::sin(k * k * 0.77), e = std::cos(k * k * 0.53);
      const double x = z1 + 0.5 * z2 + 0.3 * x1 + u + e;
      file << 0.5 * x - 0.2 * x1 + u << ',' << std::round(3 * std::exp(0.3 * x + 0.3 * u)) << ',' << x << ','
           << z2 - z1 + e << ',' << x1 << ',' << z1 << ',' << z2 << ',' << k % 8 << ',' << (k / 8) % 15 << ','
           << (k % 2 ? "odd" : "even") << '\n';
    }
  }
  Ran sogdia(const std::string& arguments) const { return run_tool("estimate t.csv " + arguments); }
  Json json(const std::string& arguments) const {
    const Ran ran = sogdia("--json " + arguments);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.code == 0 ? ran.json() : Json();
  }
};

TEST_F(iv_tool, json_has_the_first_stages_and_the_tests) {
  const Json fit = json("--family ols --formula 'y ~ x1 | f + g | x ~ z1 + z2'");
  EXPECT_NEAR(value(fit, "x"), 0.5, 0.1);
  const Json& iv = fit["iv"];
  EXPECT_EQ(iv["instruments"], Json({"z1", "z2"}));
  EXPECT_EQ(iv["first_stages"][0]["endogenous"], "x");
  EXPECT_EQ(iv["first_stages"][0]["coefficients"].size(), 3u);
  EXPECT_EQ(iv["first_stages"][0]["f"]["df"], 2);
  EXPECT_EQ(iv["overidentification"]["name"], "Hansen J");
  EXPECT_EQ(iv["overidentification"]["distribution"], "chi2");
  EXPECT_EQ(iv["anderson_rubin_set"].size(), 1u);
  EXPECT_TRUE(fit["model"]["log_likelihood"].is_null());
  const Json poisson = json("--formula 'n ~ x1 | f + g | x ~ z1 + z2'");
  EXPECT_TRUE(poisson["iv"]["overidentification"].is_null());
  EXPECT_TRUE(poisson["iv"]["anderson_rubin_set"].is_null());
  EXPECT_EQ(poisson["iv"]["endogeneity"]["distribution"], "chi2");
  EXPECT_FALSE(json("--formula 'n ~ x1 | f + g'").contains("iv"));
}

TEST_F(iv_tool, residuals_are_written_and_held_in_predictions) {
  const std::string model = "--formula 'n ~ x1 | f | x ~ z1 + z2' ";
  ASSERT_EQ(sogdia(model + "--fitted fitted.csv").code, 0);
  const Ran without = sogdia(model + "--predict t.csv --predicted p.csv");
  EXPECT_EQ(without.code, 1);
  EXPECT_NE(without.err.find("the rows have no column `residual(x)`"), std::string::npos) << without.err;
  EXPECT_NE(without.err.find("--fitted writes them"), std::string::npos) << without.err;
  ASSERT_EQ(shell_command("paste -d, t.csv fitted.csv > both.csv").code, 0);
  ASSERT_EQ(sogdia(model + "--predict both.csv --predicted p.csv").code, 0);
  // row,y,fitted,... beside row,linear_predictor,predicted
  std::ifstream fitted(folder / "fitted.csv"), predicted(folder / "p.csv");
  std::string a, b;
  int rows = 0;
  std::getline(fitted, a), std::getline(predicted, b);
  while (std::getline(fitted, a) && std::getline(predicted, b)) {
    const auto field = [](const std::string& line, int n) {
      std::stringstream in(line);
      std::string text;
      for (int k = 0; k <= n; ++k) std::getline(in, text, ',');
      return std::stod(text);
    };
    EXPECT_NEAR(field(a, 2), field(b, 2), 1e-6 * field(a, 2)) << rows;
    ++rows;
  }
  EXPECT_EQ(rows, 240);
}

TEST_F(iv_tool, what_follows_a_fit_works_with_instruments) {
  const Ran ran = sogdia(
      "--formula 'n ~ x1 | f | x ~ z1' --lincom 'x + residual(x)' --wald 'residual(x) = 0' --margins eydx:x "
      "--effects effects.csv");
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const char* words : {"PPML, control function", "first stage accounted for", "First stage of x",
                            "Effective F", "Wald test of residual(x) = 0", "eydx:x"})
    EXPECT_NE(ran.out.find(words), std::string::npos) << words << "\n" << ran.out;
  const Ran split =
      sogdia("--family ols --formula 'y ~ x1 | f | x ~ sw(z1, z1 + z2)' --fsplit half --table md");
  EXPECT_EQ(split.code, 0) << split.err;
  EXPECT_NE(split.out.find("Kleibergen-Paap F"), std::string::npos) << split.out;
  EXPECT_NE(split.out.find("instruments: z1, z2"), std::string::npos) << split.out;
}

TEST_F(iv_tool, what_cannot_be_is_refused_with_the_place) {
  struct Case {
    const char *arguments, *words;
  };
  const Case cases[] = {
      {"--formula 'n ~ x1 | f | x + w ~ z1'", "2 endogenous regressors have 1 instrument"},
      {"--formula 'n ~ x1 | f | x'", "the third part has no `~`"},
      {"--formula 'n ~ x | f | x ~ z1'", "`x` is both exogenous and endogenous"},
      {"--formula 'n ~ x1 | f | x ~ nosuch'", "column `nosuch` is missing"},
      {"--formula 'n ~ x1 | f | f ~ z1'", "the endogenous `f` is collinear with the fixed effects"},
      {"--formula 'n ~ x1 | f | x ~ f'", "no instruments are left"},
      {"--formula 'n ~ x1 | f + g | x ~ z1' --bias-correct", "bias correction is not known"},
      {"--formula 'n ~ x1 | f | x ~ z1' --reset", "RESET is not defined"},
      {"--family ols --formula 'y ~ x1 | f | x ~ z1' --vcov HC3", "unknown errors `HC3`"},
  };
  for (const auto& each : cases) {
    const Ran ran = sogdia(each.arguments);
    EXPECT_EQ(ran.code, 1) << each.arguments;
    EXPECT_NE(ran.err.find(each.words), std::string::npos) << each.arguments << "\n" << ran.err;
    EXPECT_NE(ran.err.find("-->"), std::string::npos) << ran.err;
  }
}

}  // namespace
