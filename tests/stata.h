#pragma once
// Reads the Stata files of the validation data (formats 115 and 117, little-endian, no strL) into a Table:
// numbers as doubles, missing as NaN, texts as texts. For tests: trusted files only.
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia::stata {

template <class T>
T number_at(const std::string& bytes, std::size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

inline std::string text_at(const std::string& bytes, std::size_t at, std::size_t width) {
  const std::string text = bytes.substr(at, width);
  return text.substr(0, text.find('\0'));
}

struct Variable {
  std::string name;
  int width = 0;  // bytes
  enum class Kind { text, int8, int16, int32, real32, real64 } kind = Kind::text;
};

// Codes from the top of the range: double, float, long, int, byte (115: 255 ... 251; 117: 65526 ... 65530).
inline Variable variable_of(std::string name, int from_double, int code) {
  using Kind = Variable::Kind;
  switch (from_double) {
    case 0:
      return {std::move(name), 8, Kind::real64};
    case 1:
      return {std::move(name), 4, Kind::real32};
    case 2:
      return {std::move(name), 4, Kind::int32};
    case 3:
      return {std::move(name), 2, Kind::int16};
    case 4:
      return {std::move(name), 1, Kind::int8};
    default:
      return {std::move(name), code, Kind::text};
  }
}

inline double value_at(const std::string& bytes, std::size_t at, Variable::Kind kind) {
  using Kind = Variable::Kind;
  constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
  switch (kind) {
    case Kind::int8: {
      const int v = number_at<std::int8_t>(bytes, at);
      return v > 100 ? kMissing : v;
    }
    case Kind::int16: {
      const int v = number_at<std::int16_t>(bytes, at);
      return v > 32740 ? kMissing : v;
    }
    case Kind::int32: {
      const std::int32_t v = number_at<std::int32_t>(bytes, at);
      return v > 2147483620 ? kMissing : v;
    }
    case Kind::real32: {
      const double v = number_at<float>(bytes, at);
      return v > 1.7e38 ? kMissing : v;
    }
    case Kind::real64: {
      const double v = number_at<double>(bytes, at);
      return v > 8.98e307 ? kMissing : v;
    }
    case Kind::text:
      break;
  }
  return kMissing;
}

inline Table read_dta(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (bytes.size() < 200) throw std::runtime_error("no Stata file at " + path);
  std::vector<Variable> variables;
  std::size_t rows = 0, at = 0;
  if (bytes[0] == 's') {
    const std::size_t count = number_at<std::uint16_t>(bytes, 4);
    rows = number_at<std::uint32_t>(bytes, 6);
    for (std::size_t v = 0; v < count; ++v) {
      const int code = static_cast<unsigned char>(bytes[109 + v]);
      variables.push_back(variable_of(text_at(bytes, 109 + count + 33 * v, 33), 255 - code, code));
    }
    at = 109 + count + 33 * count + 2 * (count + 1) + 49 * count + 33 * count + 81 * count;
    while (true) {  // expansion fields
      const int type = bytes[at];
      const std::uint32_t length = number_at<std::uint32_t>(bytes, at + 1);
      at += 5 + length;
      if (type == 0 && length == 0) break;
    }
  } else {
    if (bytes.substr(28, 3) != "117") throw std::runtime_error(path + " is of another Stata format");
    const std::size_t count = number_at<std::uint16_t>(bytes, bytes.find("<K>") + 3);
    rows = number_at<std::uint32_t>(bytes, bytes.find("<N>") + 3);
    const std::size_t map = bytes.find("<map>") + 5;
    const auto section = [&](std::size_t n) {
      return std::size_t(number_at<std::uint64_t>(bytes, map + 8 * n));
    };
    const std::size_t types = section(2) + std::strlen("<variable_types>");
    const std::size_t names = section(3) + std::strlen("<varnames>");
    for (std::size_t v = 0; v < count; ++v) {
      const int code = number_at<std::uint16_t>(bytes, types + 2 * v);
      variables.push_back(variable_of(text_at(bytes, names + 33 * v, 33), code - 65526, code));
    }
    at = section(9) + std::strlen("<data>");
  }
  Table table;
  table.source = path;
  std::size_t width = 0;
  for (const Variable& variable : variables) width += std::size_t(variable.width);
  for (const Variable& variable : variables) {
    if (variable.kind == Variable::Kind::text) {
      std::vector<std::string> texts;
      for (std::size_t r = 0; r < rows; ++r)
        texts.push_back(text_at(bytes, at + r * width, std::size_t(variable.width)));
      table.add(variable.name, std::move(texts));
    } else {
      std::vector<double> numbers;
      for (std::size_t r = 0; r < rows; ++r)
        numbers.push_back(value_at(bytes, at + r * width, variable.kind));
      table.add(variable.name, std::move(numbers));
    }
    at += std::size_t(variable.width);
  }
  return table;
}

}  // namespace sogdia::stata
