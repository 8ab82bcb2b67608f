#include "sogdia/gravity/tables/paper_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sogdia {
namespace {

constexpr int kMostDecimals = 8;

std::string grouped(std::string digits) {
  const std::size_t first = digits.empty() || digits.front() != '-' ? 0 : 1;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  if (point - first < 5) return digits;
  for (std::size_t k = point; k > first + 3; k -= 3) digits.insert(k - 3, kThousand);
  return digits;
}

}  // namespace

int decimals_for(double std_error, double estimate, int digits) {
  const double guide = std::isfinite(std_error) && std_error > 0 ? std_error : std::abs(estimate);
  if (!std::isfinite(guide) || guide == 0) return digits;
  const int magnitude = static_cast<int>(std::floor(std::log10(guide)));
  if (magnitude >= 12) return -1;
  const int decimals = magnitude >= 0 ? std::max(0, digits - magnitude) : std::max(digits, 1 - magnitude);
  return decimals > std::max(digits, kMostDecimals) ? -1 : decimals;
}

std::string paper_number(double value, int decimals) {
  if (!std::isfinite(value)) return ".";
  if (decimals < 0) return fmt::format("{:.2e}", value);
  std::string text = fmt::format("{:.{}f}", value, decimals);
  // -0.000 says no more than 0.000.
  if (text.front() == '-' && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
  return grouped(text);
}

std::string paper_count(double value) { return paper_number(value, 0); }

std::string paper_statistic(double value, int digits) {
  if (!std::isfinite(value)) return "";
  const double size = std::abs(value);
  if (size >= 1e15) return fmt::format("{:.4e}", value);
  return paper_number(value, size >= 1e4 ? 0 : size >= 100 ? 1 : digits);
}

std::string paper_p(double p) {
  if (!std::isfinite(p)) return ".";
  return p < 0.001 ? "<0.001" : fmt::format("{:.3f}", p);
}

std::size_t text_width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

std::string plain_spaces(const std::string& text) { return replaced(text, kThousand, " "); }

std::vector<std::string> wrapped(std::string text, std::size_t width) {
  std::vector<std::string> lines;
  width = std::max<std::size_t>(width, 1);
  while (text_width(text) > width) {
    std::size_t bytes = 0, columns = 0, cut = 0;
    while (columns < width) {
      do ++bytes;
      while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0u) == 0x80u);
      ++columns;
      const char last = text[bytes - 1];
      if (last == ' ' || last == ':' || last == '^' || last == '+') cut = bytes;
    }
    if (2 * cut <= bytes) cut = bytes;
    lines.push_back(text.substr(0, text.find_last_not_of(' ', cut - 1) + 1));
    text.erase(0, cut);
  }
  lines.push_back(text);
  return lines;
}

}  // namespace sogdia
