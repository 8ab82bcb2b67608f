#include "sogdia/report/charts/format.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

namespace sogdia::report {
namespace {

TEST(Format, money_has_three_significant_digits_and_a_named_scale) {
  EXPECT_EQ(money(190.3e9), "$190\u202fbn");
  EXPECT_EQ(money(1.234e12), "$1.23\u202ftrn");
  EXPECT_EQ(money(4.5e6), "$4.5\u202fm");
  EXPECT_EQ(money(-20e9), "\u2212$20\u202fbn");
  EXPECT_EQ(money(999.96e6), "$1\u202fbn");
  EXPECT_EQ(money(0), "$0");
}

TEST(Format, printed_money_keeps_its_decimal) {
  EXPECT_EQ(money_printed(190.3e9), "$190.3\u202fbn");
  EXPECT_EQ(money_printed(68.0e9), "$68.0\u202fbn");
}

TEST(Format, time_is_in_days_from_two_days_on) {
  EXPECT_EQ(days(297.6), "12.4\u202fdays");
  EXPECT_EQ(days(7), "7\u202fhours");
  EXPECT_EQ(days(1), "1\u202fhour");
}

TEST(Format, percentages_carry_a_true_minus_and_a_narrow_space) {
  EXPECT_EQ(percent(0.1244), "12.4\u202f%");
  EXPECT_EQ(percent(0.00481), "0.48\u202f%");
  EXPECT_EQ(signed_percent(-0.018), "\u22121.8\u202f%");
  EXPECT_EQ(signed_percent(0.004), "+0.4\u202f%");
  EXPECT_EQ(signed_percent(0), "0\u202f%");
  EXPECT_EQ(signed_percent(-1e-9), "0\u202f%");
  EXPECT_EQ(signed_percent(0.02, 1), "+2.0\u202f%");
  EXPECT_EQ(points(0.004), "+0.4\u202fpp");
  EXPECT_EQ(hat(1.018), "+1.8\u202f%");
}

TEST(Format, ranges_name_the_unit_once) {
  EXPECT_EQ(percent_range(0.011, 0.026), "1.1\u20132.6\u202f%");
  EXPECT_EQ(percent_range(-0.026, -0.004), "\u22122.6 to \u22120.4\u202f%");
  EXPECT_EQ(percent_range(-0.006, 0.013), "\u22120.6 to +1.3\u202f%");
  EXPECT_EQ(percent_range(0.01, 0.01), "1.0\u202f%");
}

TEST(Format, thousands_are_set_apart_by_a_narrow_space) {
  EXPECT_EQ(fixed(21400, 0), "21\u202f400");
  EXPECT_EQ(fixed(1234567, 0), "1\u202f234\u202f567");
  EXPECT_EQ(significant(1234567), "1\u202f230\u202f000");
  EXPECT_EQ(significant(12.44), "12.4");
}

TEST(Format, what_is_not_a_number_reads_not_known) {
  for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    for (const std::string& text :
         {money(bad), money_printed(bad), days(bad), percent(bad), signed_percent(bad), significant(bad),
          fixed(bad, 1), points(bad), times(bad), percent_range(bad, 1), percent(bad, 1)}) {
      EXPECT_EQ(text, "not known");
    }
  }
}

TEST(Format, every_finite_number_is_written_without_nan_or_exponent) {
  EXPECT_TRUE(rc::check([](double value) {
    if (!std::isfinite(value) || std::fabs(value) > 1e15) return;
    for (const std::string& text : {money(value), days(value), percent(value), significant(value)}) {
      RC_ASSERT(text.find("nan") == std::string::npos);
      RC_ASSERT(text.find("inf") == std::string::npos);
      RC_ASSERT(text.find("e+") == std::string::npos);
    }
  }));
}

TEST(Format, coordinates_have_one_decimal_and_no_negative_zero) {
  EXPECT_EQ(coordinate(12.349), "12.3");
  EXPECT_EQ(coordinate(12.0), "12");
  EXPECT_EQ(coordinate(-0.01), "0");
}

TEST(Format, words_fit_their_names) {
  EXPECT_EQ(with_article("United States"), "the United States");
  EXPECT_EQ(with_article("China"), "China");
  EXPECT_EQ(possessive("the Netherlands"), "the Netherlands\u2019");
  EXPECT_EQ(possessive("China"), "China\u2019s");
  EXPECT_EQ(list({"a", "b", "c"}), "a, b and c");
  EXPECT_EQ(times(2.0), "twice");
  EXPECT_EQ(times(9.24), "9.2 times");
  EXPECT_EQ(date("2024-05-09"), "9 May 2024");
  EXPECT_EQ(date("2024-05"), "May 2024");
  EXPECT_EQ(date("spring"), "spring");
}

}  // namespace
}  // namespace sogdia::report
