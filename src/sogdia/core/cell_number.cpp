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

constexpr std::array<std::string_view, 20> kMissingText{
    "",     "N/A",  "#N/A",   "n/a",      "#NA",     "NaN",     "nan",   "-nan",  "NULL",   "null",
    "None", "<NA>", "<null>", "#N/A N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NUM!", "#NAME?", "#NULL!"};
constexpr std::array<std::string_view, 11> kMissingNumber{
    "NA", "na", ".", "..", "...", "-", "--", "\xE2\x80\x93", "\xE2\x80\x94", "1.#QNAN", "-1.#IND"};

// .a to .z
bool is_statas(std::string_view text) {
  return text.size() == 2 && text[0] == '.' && text[1] >= 'a' && text[1] <= 'z';
}

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
  const std::string_view text = without_blanks(cell);
  return is_missing_text(text) || is_among(kMissingNumber, text) || is_statas(text);
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

namespace {

constexpr std::array<std::string_view, 6> kInvisible{"\xC2\xA0",     "\xE2\x80\xAF", "\xE2\x80\x89",
                                                     "\xE2\x80\x8B", "\xEF\xBB\xBF", "\xE3\x80\x80"};

// What stands between the groups of three digits at the start of the text, if it may: , . blanks,
// apostrophes.
std::string_view group_sign(std::string_view text, char decimal) {
  for (const std::string_view sign :
       {",", ".", " ", "'", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x99"})
    if (text.substr(0, sign.size()) == sign && sign[0] != decimal) return sign;
  return "";
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

}  // namespace

std::string_view without_invisible(std::string_view text) {
  for (bool changed = true; changed;) {
    changed = false;
    text = without_blanks(text);
    for (const std::string_view sign : kInvisible) {
      if (text.substr(0, sign.size()) == sign) text.remove_prefix(sign.size()), changed = true;
      if (text.size() >= sign.size() && text.substr(text.size() - sign.size()) == sign)
        text.remove_suffix(sign.size()), changed = true;
    }
  }
  return text;
}

Grouped read_grouped_number(std::string_view cell, char decimal, double& value) {
  constexpr std::size_t kGroup = 3;
  std::string_view text = without_invisible(cell);
  std::string plain;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    if (text[0] == '-') plain = "-";
    text.remove_prefix(1);
  }
  std::size_t at = digits_at(text, 0);
  if (at == 0 || at > kGroup || text[0] == '0') return Grouped::no;
  plain += text.substr(0, at);
  const std::string_view sign = group_sign(text.substr(at), decimal);
  if (sign.empty()) return Grouped::no;
  std::size_t groups = 0;
  while (text.substr(at, sign.size()) == sign) {
    if (digits_at(text, at + sign.size()) != kGroup) return Grouped::no;
    plain += text.substr(at + sign.size(), kGroup);
    at += sign.size() + kGroup;
    ++groups;
  }
  const bool fraction = at < text.size() && text[at] == decimal;
  if (fraction) {
    const std::size_t digits = digits_at(text, at + 1);
    plain += "." + std::string(text.substr(at + 1, digits));
    at += 1 + digits;
  }
  if (at != text.size() || !parse(plain, value)) return Grouped::no;
  const bool may_be_decimal = sign == "," || sign == ".";
  return may_be_decimal && groups == 1 && !fraction ? Grouped::maybe : Grouped::sure;
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
  if (!digits) {
    std::string lower;
    for (const char c : text) lower += c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    if (lower == "yes" || lower == "no") return "write 1 and 0 for yes and no, or TRUE and FALSE";
    return "";
  }
  if (text.back() == '%') return "write a fraction, as 0.12 for 12 %";
  if (text.front() == '(' && text.back() == ')') return "write a negative number with a minus sign in front";
  if (text.back() == '-') return "write the minus sign in front of the number";
  if (text.find_first_not_of("0123456789.,+-' eE") == std::string_view::npos &&
      (has(",") || has("'") || has(" ")))
    return "in a file of text, --decimal , or --decimal . says whether the comma is the decimal or groups "
           "thousands; elsewhere write numbers without thousands separators";
  if (has("\xE2\x88\x92")) return "write the minus sign as `-`";
  if (has("$") || has("\xE2\x82\xAC") || has("\xC2\xA3")) return "write the number without its currency";
  if (has("\xE2\x80\xAF") || has("\xC2\xA0") || has("\xE2\x80\x99"))
    return "write numbers without thousands separators";
  double value = 0;
  const std::size_t unit = text.find(' ');
  if (unit != std::string_view::npos && parse(text.substr(0, unit), value))
    return "write the number without its unit";
  return "";
}

}  // namespace sogdia
