#include "sogdia/gravity/after/ratio.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>

#include "sogdia/core/error.h"

namespace sogdia::ratio_test {

constexpr double kQuantile = 1.959963984540054;

Fit fit_of(double b1, double b2, double v11, double v12, double v22) {
  Fit fit;
  for (const auto& [term, b, v] : {std::tuple{"days", b1, v11}, {"freight", b2, v22}}) {
    const double se = std::sqrt(v);
    fit.coefficients.push_back({term, b, se, b / se, 0, b - kQuantile * se, b + kQuantile * se});
  }
  fit.vcov = {v11, v12, v12, v22};
  return fit;
}

// Fieller's ends are the ratios at which a Wald test of b1 - r b2 = 0 is just at the level.
TEST(ratio, fieller_ends_are_where_the_test_turns) {
  EXPECT_TRUE(rc::check([] {
    const double v11 = *rc::gen::inRange(1, 100) * 1e-4, v22 = *rc::gen::inRange(1, 100) * 1e-2;
    const double v12 = *rc::gen::inRange(-99, 100) / 100.0 * std::sqrt(v11 * v22);
    const double b1 = *rc::gen::inRange(-300, 300) * 1e-3, b2 = *rc::gen::inRange(-600, 600) * 1e-2;
    const Ratio ratio = ratio_of(fit_of(b1, b2, v11, v12, v22), "days", "freight");
    RC_ASSERT(ratio.bounded == (b2 * b2 > kQuantile * kQuantile * v22));
    if (!ratio.bounded) return;
    RC_ASSERT(ratio.low <= ratio.value && ratio.value <= ratio.high);
    for (const double r : {ratio.low, ratio.high}) {
      const double z = (b1 - r * b2) / std::sqrt(v11 - 2 * r * v12 + r * r * v22);
      RC_ASSERT(std::abs(std::abs(z) - kQuantile) < 1e-5 * (1 + std::abs(r)));
    }
  }));
}

TEST(ratio, with_a_sure_denominator_fieller_and_delta_agree) {
  const Ratio ratio = ratio_of(fit_of(-0.04, -6.2, 1e-5, 0, 1e-8), "days", "freight");
  EXPECT_NEAR(ratio.value, 0.04 / 6.2, 1e-15);
  EXPECT_NEAR(ratio.high - ratio.value, kQuantile * ratio.std_error, 1e-7);
  EXPECT_NEAR(ratio.std_error, std::sqrt(1e-5) / 6.2, 1e-9);
}

TEST(ratio, a_term_that_the_model_lacks_is_named) {
  try {
    ratio_of(fit_of(-0.04, -6.2, 1e-5, 0, 1e-8), "day", "freight");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message, "the model has no term `day`");
    EXPECT_NE(error.hint.find("days"), std::string::npos);
  }
}

}  // namespace sogdia::ratio_test
