#include "sogdia/core/cell_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace sogdia {
namespace {

constexpr std::array<std::string_view, 14> kMissingText{"",     "N/A",  "#N/A",   "n/a",     "#NA",
                                                        "NaN",  "nan",  "-nan",   "NULL",    "null",
                                                        "None", "<NA>", "<null>", "#N/A N/A"};
constexpr std::array<std::string_view, 5> kMissingNumber{"NA", "na", ".", "..", "-"};

bool is_blank(char c) { return c == ' ' || c == '\t'; }

template <typename Marks>
bool is_among(const Marks& marks, std::string_view text) {
  return std::find(marks.begin(), marks.end(), text) != marks.end();
}

// The number that all of the text is, with a point as decimal.
bool parse(std::string_view text, double& value) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-' && text[1] != '+') text.remove_prefix(1);
  const char* end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data(), end, value);
  if (stop != end || text.empty()) return false;
  if (failed == std::errc::result_out_of_range) {
    // Too large is infinite and too small is zero, as everywhere else.
    value = std::strtod(std::string(text).c_str(), nullptr);
    return true;
  }
  return failed == std::errc();
}

}  // namespace

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_missing_text(std::string_view cell) {
  const std::string_view text = without_blanks(cell);
  constexpr std::size_t kLongest = 8;
  return text.size() <= kLongest && is_among(kMissingText, text);
}

bool is_missing_mark(std::string_view cell) {
  return is_missing_text(cell) || is_among(kMissingNumber, without_blanks(cell));
}

CellNumber read_cell_number(std::string_view cell, char decimal, double& value) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  std::string_view text = without_blanks(cell);
  std::string pointed;
  if (decimal != '.') {
    // A point is no digit where the comma is the decimal: `1.234,5` has thousands separators.
    if (text.find('.') != std::string_view::npos && !is_missing_mark(text)) return CellNumber::text;
    pointed = text;
    std::replace(pointed.begin(), pointed.end(), decimal, '.');
    text = pointed;
  }
  if (parse(text, value)) {
    if (!std::isnan(value)) return CellNumber::number;
    value = kNaN;
    return is_missing_mark(text) ? CellNumber::missing : CellNumber::text;
  }
  value = kNaN;
  return is_missing_mark(text) ? CellNumber::missing : CellNumber::text;
}

std::string number_text(double value) {
  constexpr double kLargestPlain = 1e22;  // every power of ten up to here is a double
  if (value == std::floor(value) && std::abs(value) < kLargestPlain)
    return fmt::format("{:.0f}", value + 0.0);
  return fmt::format("{}", value);
}

std::string number_hint(std::string_view cell) {
  const std::string_view text = without_blanks(cell);
  const auto has = [&](std::string_view piece) { return text.find(piece) != std::string_view::npos; };
  const bool digits = text.find_first_of("0123456789") != std::string_view::npos;
  if (digits && text.back() == '%') return "write a fraction, as 0.12 for 12 %";
  if (digits && text.find_first_not_of("0123456789.,+-' eE") == std::string_view::npos &&
      (has(",") || has("'") || has(" ")))
    return "write numbers without thousands separators; where the comma is the decimal, say so: --decimal ,";
  // The narrow and the usual no-break space, the apostrophe and the minus of typographers.
  if (digits && (has("\xE2\x80\xAF") || has("\xC2\xA0") || has("\xE2\x80\x99")))
    return "write numbers without thousands separators";
  if (digits && has("\xE2\x88\x92")) return "write the minus sign as `-`";
  if (digits && (has("$") || has("\xE2\x82\xAC") || has("\xC2\xA3")))
    return "write the number without its currency";
  return "";
}

}  // namespace sogdia
