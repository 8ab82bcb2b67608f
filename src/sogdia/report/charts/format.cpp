#include "sogdia/report/charts/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <set>

namespace sogdia::report {

namespace {

// Digits and point of a non-negative number, thousands set apart.
std::string grouped(std::string digits) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  // Four-digit numbers stay whole: "2023" and "9812" read better so in a column of small numbers.
  for (std::size_t k = point; k > 3; k -= 3) {
    if (point >= 5) digits.insert(k - 3, kNarrow);
  }
  return digits;
}

bool is_zero(std::string_view digits) { return digits.find_first_not_of("0.") == std::string_view::npos; }

std::string without_trailing_zeros(std::string digits) {
  if (digits.find('.') == std::string::npos) return digits;
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

// The magnitude to `digits` significant digits with at most `decimals` decimals.
std::string magnitude(double value, int digits, int decimals) {
  const double size = std::fabs(value);
  if (size == 0) return "0";
  const int places = digits - 1 - static_cast<int>(std::floor(std::log10(size)));
  if (places < 0) {
    const double step = std::pow(10.0, -places);
    return grouped(fmt::format("{:.0f}", std::round(size / step) * step));
  }
  return grouped(without_trailing_zeros(fmt::format("{:.{}f}", size, std::min(places, decimals))));
}

std::string with_sign(double value, std::string digits, bool plus) {
  if (is_zero(digits)) return digits;
  if (value < 0) return std::string(kMinus) + digits;
  return plus ? fmt::format("+{}", digits) : digits;
}

std::string unit(const std::string& number, std::string_view name) {
  return number + std::string(kNarrow) + std::string(name);
}

std::string percent_digits(double fraction) {
  return magnitude(fraction * 100, 3, std::fabs(fraction) < 0.00995 ? 2 : 1);
}

std::string percent_digits(double fraction, int decimals) {
  return grouped(fmt::format("{:.{}f}", std::fabs(fraction) * 100, decimals));
}

}  // namespace

std::string significant(double value, int digits) {
  if (!std::isfinite(value)) return std::string(kUnknown);
  return with_sign(value, magnitude(value, digits, 12), false);
}

std::string fixed(double value, int decimals) {
  if (!std::isfinite(value)) return std::string(kUnknown);
  return with_sign(value, grouped(fmt::format("{:.{}f}", std::fabs(value), decimals)), false);
}

namespace {
struct MoneyScale {
  double size;
  std::string_view name;
};
constexpr std::array<MoneyScale, 4> kScales{{{1e12, "trn"}, {1e9, "bn"}, {1e6, "m"}, {1e3, "thousand"}}};

std::string dollars(double usd, bool printed) {
  if (!std::isfinite(usd)) return std::string(kUnknown);
  const std::string sign = usd < 0 ? std::string(kMinus) : "";
  const double size = std::fabs(usd);
  for (const MoneyScale& scale : kScales) {
    // 999.6 bn rounds up to the next name.
    if (size < scale.size * 0.9995) continue;
    const std::string digits =
        printed ? fmt::format("{:.1f}", size / scale.size) : magnitude(size / scale.size, 3, 2);
    return sign + "$" + unit(digits, scale.name);
  }
  return size == 0 ? "$0" : sign + "$" + magnitude(size, 3, 2);
}
}  // namespace

std::string money(double usd) { return dollars(usd, false); }
std::string signed_money(double usd) {
  const std::string words = money(usd);
  return usd > 0 && words != money(0) ? "+" + words : words;
}

std::string money_printed(double usd) { return dollars(usd, std::fabs(usd) < 1e12); }

std::string days(double hours) {
  if (!std::isfinite(hours)) return std::string(kUnknown);
  if (std::fabs(hours) < 48) {
    const std::string digits = with_sign(hours, magnitude(hours, 3, hours < 10 ? 1 : 0), false);
    return unit(digits, digits == "1" ? "hour" : "hours");
  }
  return unit(days_number(hours), "days");
}

std::string days_number(double hours) {
  if (!std::isfinite(hours)) return std::string(kUnknown);
  return with_sign(hours, fmt::format("{:.1f}", std::fabs(hours) / 24), false);
}

std::string percent(double fraction) {
  if (!std::isfinite(fraction)) return std::string(kUnknown);
  return unit(with_sign(fraction, percent_digits(fraction), false), "%");
}

std::string signed_percent(double fraction) {
  if (!std::isfinite(fraction)) return std::string(kUnknown);
  return unit(with_sign(fraction, percent_digits(fraction), true), "%");
}

std::string percent(double fraction, int decimals) {
  if (!std::isfinite(fraction)) return std::string(kUnknown);
  return unit(with_sign(fraction, percent_digits(fraction, decimals), false), "%");
}

std::string signed_percent(double fraction, int decimals) {
  if (!std::isfinite(fraction)) return std::string(kUnknown);
  return unit(with_sign(fraction, percent_digits(fraction, decimals), true), "%");
}

int percent_decimals(const std::vector<double>& fractions) {
  double most = 0;
  for (const double fraction : fractions) {
    if (std::isfinite(fraction)) most = std::max(most, std::fabs(fraction));
  }
  return most >= 0.1 ? 1 : most >= 0.001 ? 2 : 3;
}

std::string points(double difference) {
  if (!std::isfinite(difference)) return std::string(kUnknown);
  return unit(with_sign(difference, magnitude(difference * 100, 3, 1), true), "pp");
}

std::string percent_range(double low, double high) {
  if (!std::isfinite(low) || !std::isfinite(high)) return std::string(kUnknown);
  const int decimals = std::fmax(std::fabs(low), std::fabs(high)) < 0.00995 ? 2 : 1;
  const std::string first = with_sign(low, percent_digits(low, decimals), false);
  const std::string second = with_sign(high, percent_digits(high, decimals), false);
  if (first == second) return unit(first, "%");
  const bool negative = low < 0 || high < 0;
  // Ends on either side of zero both have their sign.
  const std::string sign = low < 0 && high > 0 ? "+" : "";
  return unit(first + (negative ? " to " : "\u2013") + sign + second, "%");
}

std::string times(double ratio) {
  if (!std::isfinite(ratio)) return std::string(kUnknown);
  if (ratio >= 1.95 && ratio < 2.05) return "twice";
  return magnitude(ratio, ratio < 10 ? 2 : 3, 1) + " times";
}

std::string hat(double value) { return signed_percent(value - 1); }

std::string coordinate(double value) {
  assert(std::isfinite(value));
  std::string text = without_trailing_zeros(fmt::format("{:.1f}", value));
  return text == "-0" ? "0" : text;
}

std::string with_article(std::string_view country) {
  static const std::set<std::string_view> kThe{"United States",
                                               "United Kingdom",
                                               "United Arab Emirates",
                                               "Netherlands",
                                               "Philippines",
                                               "Maldives",
                                               "Seychelles",
                                               "Bahamas",
                                               "Gambia",
                                               "Solomon Islands",
                                               "Marshall Islands",
                                               "Comoros",
                                               "Czech Republic",
                                               "Dominican Republic",
                                               "Central African Republic",
                                               "Democratic Republic of the Congo",
                                               "Republic of the Congo",
                                               "Congo",
                                               "EU",
                                               "EAEU",
                                               "EEA",
                                               "EAC",
                                               "GCC",
                                               "SCO",
                                               "G7",
                                               "BRICS"};
  // Straits, canals and pipelines take one, too.
  const auto says = [&](std::string_view word) { return country.find(word) != std::string_view::npos; };
  const bool the =
      kThe.contains(country) || says("Strait") || says("Canal") || says(" pipeline") || says("Cape of");
  return (the ? "the " : "") + std::string(country);
}

std::string possessive(std::string_view name) {
  return std::string(name) + (name.ends_with('s') ? "\u2019" : "\u2019s");
}

std::string list(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (k > 0) out += k + 1 == names.size() ? " and " : ", ";
    out += names[k];
  }
  return out;
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string month_name(int month, bool full) {
  static constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                            "May",       "June",     "July",     "August",
                                                            "September", "October",  "November", "December"};
  if (month < 1 || month > 12) return "";
  const std::string_view name = kMonths[static_cast<std::size_t>(month - 1)];
  return std::string(full ? name : name.substr(0, 3));
}

std::string date(std::string_view iso) {
  const auto number = [&](std::size_t from, std::size_t length) {
    int value = 0;
    for (const char digit : iso.substr(from, length)) {
      if (digit < '0' || digit > '9') return -1;
      value = value * 10 + (digit - '0');
    }
    return value;
  };
  if (iso.size() >= 7 && iso[4] == '-') {
    const std::string month = month_name(number(5, 2), true);
    if (month.empty()) return std::string(iso);
    const std::string year(iso.substr(0, 4));
    if (iso.size() == 7) return month + " " + year;
    if (iso.size() == 10) return fmt::format("{} {} {}", number(8, 2), month, year);
  }
  return std::string(iso);
}

}  // namespace sogdia::report
