#include "frames/arrow_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "frames/frame_parts.h"
#include "sogdia/core/date_text.h"

namespace sogdia::python {
namespace {

std::string kind_in_words(std::string_view format) {
  if (format.substr(0, 1) == "t") return "a time or duration";
  if (is_binary(format)) return "binary";
  if (format.substr(0, 2) == "d:") return "a decimal of more than 128 bits";
  if (format.substr(0, 1) == "+") return "nested (a list, struct, map or run-end encoding)";
  return "of the Arrow type `" + std::string(format) + "`";
}

}  // namespace

bool is_binary(std::string_view format) { return format == "z" || format == "Z" || format == "vz"; }

double half_value(std::uint16_t half) {
  const int exponent = (half >> 10) & 0x1F, fraction = half & 0x3FF;
  constexpr int kInfinite = 0x1F;
  double value = exponent == 0           ? std::ldexp(fraction, -24)
                 : exponent == kInfinite ? (fraction == 0 ? std::numeric_limits<double>::infinity()
                                                          : std::numeric_limits<double>::quiet_NaN())
                                         : std::ldexp(fraction + 1024, exponent - 25);
  return half & 0x8000 ? -value : value;
}

bool text_layout(std::string_view format, Texts::Layout& layout) {
  if (format == "u" || format == "z")
    layout = Texts::Layout::small;
  else if (format == "U" || format == "Z")
    layout = Texts::Layout::large;
  else if (format == "vu" || format == "vz")
    layout = Texts::Layout::view;
  else
    return false;
  return true;
}

bool number_type(std::string_view format, NumberType& type) {
  if (format.size() != 1) return false;
  switch (format[0]) {
    case 'b':
      type = NumberType::boolean;
      return true;
    case 'c':
      type = NumberType::int8;
      return true;
    case 'C':
      type = NumberType::uint8;
      return true;
    case 's':
      type = NumberType::int16;
      return true;
    case 'S':
      type = NumberType::uint16;
      return true;
    case 'i':
      type = NumberType::int32;
      return true;
    case 'I':
      type = NumberType::uint32;
      return true;
    case 'l':
      type = NumberType::int64;
      return true;
    case 'L':
      type = NumberType::uint64;
      return true;
    case 'f':
      type = NumberType::real32;
      return true;
    case 'g':
      type = NumberType::real64;
      return true;
    default:
      return false;
  }
}

bool moments_type(std::string_view format, Moments& moments) {
  if (format == "tdD") return moments = {0, 4}, true;
  if (format == "tdm") return moments = {1000, 8}, true;
  if (format.size() < 3 || format.substr(0, 2) != "ts") return false;
  const std::string_view units = "smun";
  const std::size_t unit = units.find(format[2]);
  if (unit == std::string_view::npos) return false;
  moments = {1, 8};
  for (std::size_t k = 0; k < unit; ++k) moments.per_second *= 1000;
  return true;
}

std::string moment_at(const Moments& moments, const void* values, std::size_t at) {
  if (moments.bytes == 4) return day_text(static_cast<const std::int32_t*>(values)[at]);
  return moment_text(static_cast<const std::int64_t*>(values)[at], moments.per_second);
}

bool decimal_type(std::string_view format, Decimal& decimal) {
  if (format.substr(0, 2) != "d:") return false;
  int part[3] = {0, 0, 128};
  const char* at = format.data() + 2;
  const char* end = format.data() + format.size();
  for (int k = 0; k < 3 && at < end; ++k) {
    const auto read = std::from_chars(at, end, part[k]);
    at = read.ptr + 1;
  }
  decimal = {part[1], part[2] / 8};
  return decimal.bytes == 4 || decimal.bytes == 8 || decimal.bytes == 16;
}

// Two's complement, little-endian, times 10^-scale.
double decimal_value(const char* bytes, const Decimal& decimal) {
  double value = 0;
  if (decimal.bytes == 4) {
    std::int32_t whole = 0;
    std::memcpy(&whole, bytes, 4);
    value = whole;
  } else if (decimal.bytes == 8) {
    std::int64_t whole = 0;
    std::memcpy(&whole, bytes, 8);
    value = static_cast<double>(whole);
  } else {
    std::uint64_t low = 0;
    std::int64_t high = 0;
    std::memcpy(&low, bytes, 8);
    std::memcpy(&high, bytes + 8, 8);
    // A value that fits 64 bits (nearly all do) is rounded once.
    const bool fits = high == (static_cast<std::int64_t>(low) < 0 ? -1 : 0);
    value = fits ? static_cast<double>(static_cast<std::int64_t>(low))
                 : std::ldexp(static_cast<double>(high), 64) + static_cast<double>(low);
  }
  return decimal.scale == 0 ? value : value / std::pow(10.0, decimal.scale);
}

std::string decimal_text(const char* bytes, const Decimal& decimal) {
  std::uint64_t low = 0;
  std::int64_t high = 0;
  if (decimal.bytes == 16) {
    std::memcpy(&low, bytes, 8);
    std::memcpy(&high, bytes + 8, 8);
  } else {
    std::int64_t whole = 0;
    std::int32_t small = 0;
    std::memcpy(decimal.bytes == 8 ? static_cast<void*>(&whole) : &small, bytes,
                static_cast<std::size_t>(decimal.bytes));
    if (decimal.bytes == 4) whole = small;
    low = static_cast<std::uint64_t>(whole);
    high = whole < 0 ? -1 : 0;
  }
  const bool negative = high < 0;
  auto top = static_cast<std::uint64_t>(high);
  if (negative) {
    low = ~low + 1;
    top = ~top + (low == 0 ? 1 : 0);
  }
  // Division by ten, a word of 32 bits at a time.
  std::uint64_t words[4] = {top >> 32, top & 0xFFFFFFFFu, low >> 32, low & 0xFFFFFFFFu};
  std::string digits;
  while (words[0] | words[1] | words[2] | words[3]) {
    std::uint64_t rest = 0;
    for (auto& word : words) {
      const std::uint64_t value = rest << 32 | word;
      word = value / 10;
      rest = value % 10;
    }
    digits += static_cast<char>('0' + rest);
  }
  const auto scale = static_cast<std::size_t>(std::max(decimal.scale, 0));
  while (digits.size() <= scale) digits += '0';
  if (scale > 0) digits.insert(scale, ".");
  if (negative) digits += '-';
  return {digits.rbegin(), digits.rend()};
}

Error unsupported(const std::string& column, std::string_view format) {
  return column_error(column, "`" + column + "` is " + kind_in_words(format) + ", which no formula can use",
                      "cast it to numbers or text");
}

double number_at(NumberType type, const void* values, std::size_t at) {
  const auto read = [&](auto zero) {
    return static_cast<double>(static_cast<const decltype(zero)*>(values)[at]);
  };
  switch (type) {
    case NumberType::real64:
      return read(double{});
    case NumberType::real32:
      return read(float{});
    case NumberType::int8:
      return read(std::int8_t{});
    case NumberType::int16:
      return read(std::int16_t{});
    case NumberType::int32:
      return read(std::int32_t{});
    case NumberType::int64:
      return read(std::int64_t{});
    case NumberType::uint8:
      return read(std::uint8_t{});
    case NumberType::uint16:
      return read(std::uint16_t{});
    case NumberType::uint32:
      return read(std::uint32_t{});
    case NumberType::uint64:
      return read(std::uint64_t{});
    case NumberType::boolean:
      return is_valid(static_cast<const std::uint8_t*>(values), at) ? 1 : 0;
    case NumberType::code:
      break;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace sogdia::python
