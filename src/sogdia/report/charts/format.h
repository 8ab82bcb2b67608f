#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace sogdia::report {

// How numbers are written for a reader: at most three significant digits, U+2212 for minus, a narrow
// no-break space between a number and its unit and between thousands. What is missing or not finite reads
// "not known", so that "nan" never reaches a page.
inline constexpr std::string_view kMinus = "\u2212";
inline constexpr std::string_view kNarrow = "\u202f";
inline constexpr std::string_view kUnknown = "not known";

// Three significant digits at most: 1234567 -> "1 230 000", 12.44 -> "12.4", -0.018 -> "−0.018".
std::string significant(double value, int digits = 3);
// Fixed decimals with thousands: (9812.4, 0) -> "9 812".
std::string fixed(double value, int decimals);
// "$190 bn", "$1.23 trn", "$4.5 m", "−$20 bn".
std::string money(double usd);
// With its sign: "+$3.2 bn", "−$20 bn".
std::string signed_money(double usd);
// As printed by a statistical office, one decimal of a billion kept: "$190.3 bn".
std::string money_printed(double usd);
// "12.4 days" from hours; "7 hours" below two days.
std::string days(double hours);
// "12.4" from hours, for a column headed "days".
std::string days_number(double hours);
// A fraction as percent, one decimal, two below 1 %: 0.1244 -> "12.4 %", 0.00481 -> "0.48 %".
std::string percent(double fraction);
// With its sign: "+0.4 %", "−1.8 %", "0 %".
std::string signed_percent(double fraction);
// The same with fixed decimals, for numbers that stand in a column: "+2.0 %" above "+1.9 %".
std::string percent(double fraction, int decimals);
std::string signed_percent(double fraction, int decimals);
// Decimals for a column of fractions: 1 where the largest is 10 % or more, 2 from 0.1 %, else 3.
int percent_decimals(const std::vector<double>& fractions);
// Difference of two shares: "+0.4 pp".
std::string points(double difference);
// "1.1–2.6 %"; "−2.6 to −0.4 %" where either end is negative; one number where both ends read the same; both
// ends with the decimals of the larger.
std::string percent_range(double low, double high);
// "6.5 times"; "twice" for 1.95 to 2.05.
std::string times(double ratio);
// Change of a hat: 1.018 -> "+1.8 %".
std::string hat(double hat);

// An SVG coordinate: one decimal, no trailing zero, never "-0". Asserts that it is finite.
std::string coordinate(double value);

// "the United States", "the Netherlands", "China"; "the Suez Canal", "Bab-el-Mandeb".
std::string with_article(std::string_view country);
// "China's", "the Netherlands'".
std::string possessive(std::string_view name);
// "a, b and c"
std::string list(const std::vector<std::string>& names);
// First letter upper case (ASCII).
std::string capitalised(std::string text);
// "9 May 2024" from "2024-05-09", "May 2024" from "2024-05", "2024" from "2024"; other text as it stands.
std::string date(std::string_view iso);
std::string month_name(int month, bool full);

}  // namespace sogdia::report
