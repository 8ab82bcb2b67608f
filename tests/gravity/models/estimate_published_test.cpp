// Published estimates, from data to errors. Coefficients to 1e-7 and errors to 1e-5, the digits that the
// answers were recomputed to; printed answers to their last digit.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>

#include "sogdia/core/error.h"
#include "sogdia/gravity/models/estimate.h"

#include "stata.h"

namespace sogdia::estimate_published_test {

std::filesystem::path trade_data() {
  const char* set = std::getenv("SOGDIA_VALIDATION");
  const std::filesystem::path root = set ? set : SOGDIA_SOURCE_DIR "/../shared/validation";
  return root / "trade";
}

#define REQUIRE_VALIDATION_DATA()             \
  if (!std::filesystem::exists(trade_data())) \
  GTEST_SKIP() << "validation data not found; set SOGDIA_VALIDATION"

Table rows_where(const Table& table, const std::function<bool(std::size_t)>& keep) {
  Table out;
  out.source = table.source;
  for (const Column& column : table.columns) {
    std::visit(
        [&](const auto& values) {
          std::decay_t<decltype(values)> kept;
          for (std::size_t r = 0; r < values.size(); ++r)
            if (keep(r)) kept.push_back(values[r]);
          out.add(column.name, std::move(kept));
        },
        column.data);
  }
  return out;
}

Table manufacturing() {
  const Table all = stata::read_dta((trade_data() / "ppml_fe_bias/PPMLFEBIAS_EXAMPLE_DATA.dta").string());
  const std::vector<std::string> category = all.text("category");
  return rows_where(all, [&](std::size_t r) { return category[r] == "MANUF"; });
}

// ppml_fe_bias, example in its README: MANUF, three-way.
TEST(Published, bias_correction_of_manufacturing_trade) {
  REQUIRE_VALIDATION_DATA();
  const Frame frame = frame_of(manufacturing());
  const std::string formula = "trade ~ fta | isoexp^year + isoimp^year + isoexp^isoimp";
  EstimateOptions options;
  options.vcov = parse_vcov("cluster:isoexp^isoimp");
  const Fit plain = estimate(frame, formula, options).front();
  EXPECT_EQ(plain.observations, 20600u);
  EXPECT_NEAR(plain.coefficients[0].estimate, 0.178029, 5e-7);
  EXPECT_NEAR(plain.coefficients[0].std_error, 0.0350079, 5e-8);
  options.bias_correct = true;
  const Fit corrected = estimate(frame, formula, options).front();
  EXPECT_NEAR(corrected.bias[0], 0.0076568, 5e-8);
  EXPECT_NEAR(corrected.coefficients[0].estimate, 0.1703722, 5e-8);
  EXPECT_NEAR(corrected.coefficients[0].std_error, 0.0419559, 5e-8);
  EXPECT_DOUBLE_EQ(corrected.log_likelihood, plain.log_likelihood);
  options.vcov = parse_vcov("cluster:isoexp");
  EXPECT_THROW(estimate(frame, formula, options), Error);
  options.vcov = {};
  options.family = Family::ols;
  EXPECT_THROW(estimate(frame, formula, options), Error);
}

// The example of ppmlhdfe's help: FTAs and aggregate trade.
TEST(Published, ppmlhdfe_example) {
  REQUIRE_VALIDATION_DATA();
  const Table all = stata::read_dta((trade_data() / "ppmlhdfe_example/EXAMPLE_TRADE_FTA_DATA.dta").string());
  const std::vector<std::string> category = all.text("category");
  const Frame frame = frame_of(rows_where(all, [&](std::size_t r) { return category[r] == "TOTAL"; }));
  EstimateOptions options;
  options.vcov = parse_vcov("cluster:isoexp^isoimp");
  const Fit fit = estimate(frame, "trade ~ fta | isoexp^year + isoimp^year + isoexp^isoimp", options).front();
  EXPECT_EQ(fit.observations, 5950u);
  EXPECT_NEAR(fit.coefficients[0].estimate, 0.19244549, 1e-7);
  EXPECT_NEAR(fit.coefficients[0].std_error, 0.0419527, 1e-5);
  EXPECT_NEAR(fit.deviance, 377332502.25, 1e-8 * 377332502.25);
}

}  // namespace sogdia::estimate_published_test
