#include "sogdia/io/stata.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <utility>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kPartRows = std::size_t{1} << 17;

// What a variable is stored as, in the codes of formats 117 to 119; up to kLongText a text of so many bytes.
constexpr unsigned kLongText = 2045, kStrl = 32768, kDouble = 65526, kFloat = 65527, kLong = 65528,
                   kInt = 65529, kByte = 65530;

struct Variable {
  std::string name;
  unsigned type = 0;
  std::size_t offset = 0;  // in a row
  std::size_t width() const {
    switch (type) {
      case kByte:
        return 1;
      case kInt:
        return 2;
      case kLong:
      case kFloat:
        return 4;
      case kDouble:
      case kStrl:
        return 8;
      default:
        return type;
    }
  }
  bool is_text() const { return type <= kLongText || type == kStrl; }
};

struct Layout {
  int release = 0;
  bool little = true;
  std::vector<Variable> variables;
  std::size_t rows = 0, row_width = 0, data = 0;  // `data`: the byte where the rows start
  std::size_t strls = 0;                          // where long texts start; 0 = there are none
};

// Bytes of the file in its order; reading past the end is an Error.
class Bytes {
 public:
  Bytes(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}

  bool little = true;
  std::size_t at = 0;

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(what, name_, "save the data again from Stata, or as CSV");
  }
  void need(std::size_t count) const {
    if (count > bytes_.size() || at > bytes_.size() - count) fail("the file is cut short");
  }
  std::string_view text(std::size_t count) {
    need(count);
    const std::string_view out = bytes_.substr(at, count);
    at += count;
    return out;
  }
  std::uint64_t whole(std::size_t width) {
    const std::string_view raw = text(width);
    std::uint64_t value = 0;
    for (std::size_t k = 0; k < width; ++k)
      value |= std::uint64_t{static_cast<unsigned char>(raw[k])} << (8 * (little ? k : width - 1 - k));
    return value;
  }
  void tag(std::string_view expected) {
    if (text(expected.size()) != expected)
      fail(fmt::format("`{}` was expected at byte {}, and something else is there", expected,
                       at - expected.size()));
  }
  std::size_t size() const { return bytes_.size(); }

 private:
  std::string_view bytes_;
  const std::string& name_;
};

// A field of fixed width holds a text and then a zero.
std::string_view until_zero(std::string_view field) { return field.substr(0, field.find('\0')); }

// Windows-1252 beyond Latin-1: code points of bytes 0x80 to 0x9F; those that have none stand for themselves.
constexpr std::array<unsigned, 32> kWindows{0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                            0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                            0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                            0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

std::string utf8_of_windows(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const unsigned point = byte >= 0x80 && byte < 0xA0 ? kWindows[byte - 0x80] : byte;
    if (point < 0x80) {
      out += static_cast<char>(point);
    } else if (point < 0x800) {
      out += static_cast<char>(0xC0 | (point >> 6));
      out += static_cast<char>(0x80 | (point & 0x3F));
    } else {
      out += static_cast<char>(0xE0 | (point >> 12));
      out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (point & 0x3F));
    }
  }
  return out;
}

std::string decoded(std::string_view text, int release) {
  return release < 118 ? utf8_of_windows(text) : std::string(text);
}

void place_variables(Layout& layout, const Bytes& file) {
  for (auto& variable : layout.variables) {
    variable.offset = layout.row_width;
    layout.row_width += variable.width();
  }
  if (layout.data > file.size() || (layout.rows > 0 && layout.row_width == 0) ||
      (layout.row_width > 0 && layout.rows > (file.size() - layout.data) / layout.row_width))
    file.fail("the file is cut short");
}

unsigned type_of_old(unsigned code) {
  switch (code) {
    case 251:
      return kByte;
    case 252:
      return kInt;
    case 253:
      return kLong;
    case 254:
      return kFloat;
    case 255:
      return kDouble;
    default:
      return code;
  }
}

// Every variable takes more bytes than one, so that a damaged count is caught before memory is asked for.
std::size_t variable_count(Bytes& file, std::size_t width) {
  const std::size_t count = file.whole(width);
  file.need(count);
  return count;
}

Layout old_layout(Bytes& file) {
  Layout layout;
  layout.release = static_cast<int>(file.whole(1));
  layout.little = file.whole(1) == 2;
  file.little = layout.little;
  file.text(2);
  layout.variables.resize(variable_count(file, 2));
  layout.rows = file.whole(4);
  constexpr std::size_t kLabel = 81, kTime = 18, kName = 33;
  const std::size_t format = layout.release == 113 ? 12 : 49;
  file.text(kLabel + kTime);
  for (auto& variable : layout.variables) variable.type = type_of_old(static_cast<unsigned>(file.whole(1)));
  for (auto& variable : layout.variables)
    variable.name = decoded(until_zero(file.text(kName)), layout.release);
  const std::size_t count = layout.variables.size();
  file.text(2 * (count + 1) + format * count + kName * count + kLabel * count);
  // Notes and the like: a type, a length and so many bytes, up to a type and a length of zero.
  for (;;) {
    const std::uint64_t type = file.whole(1), length = file.whole(4);
    if (type == 0 && length == 0) break;
    file.text(length);
  }
  layout.data = file.at;
  place_variables(layout, file);
  return layout;
}

Layout new_layout(Bytes& file) {
  Layout layout;
  file.tag("<stata_dta><header><release>");
  const std::string_view release = file.text(3);
  if (release != "117" && release != "118" && release != "119")
    file.fail(fmt::format("Stata's format {} is not one that can be read", release));
  layout.release = (release[0] - '0') * 100 + (release[1] - '0') * 10 + (release[2] - '0');
  file.tag("</release><byteorder>");
  layout.little = file.text(3) == "LSF";
  file.little = layout.little;
  file.tag("</byteorder><K>");
  layout.variables.resize(variable_count(file, layout.release == 119 ? 4 : 2));
  file.tag("</K><N>");
  layout.rows = file.whole(layout.release == 117 ? 4 : 8);
  file.tag("</N><label>");
  file.text(file.whole(layout.release == 117 ? 1 : 2));
  file.tag("</label><timestamp>");
  file.text(file.whole(1));
  file.tag("</timestamp></header><map>");
  std::array<std::size_t, 14> map{};
  for (auto& place : map) place = file.whole(8);
  file.tag("</map><variable_types>");
  for (auto& variable : layout.variables) variable.type = static_cast<unsigned>(file.whole(2));
  file.tag("</variable_types><varnames>");
  const std::size_t name = layout.release == 117 ? 33 : 129;
  for (auto& variable : layout.variables)
    variable.name = decoded(until_zero(file.text(name)), layout.release);
  constexpr std::size_t kData = 9, kStrls = 10;
  file.at = map[kData];
  file.tag("<data>");
  layout.data = file.at;
  place_variables(layout, file);
  layout.strls = map[kStrls];
  return layout;
}

// A number as Stata stores it: values above the largest that a type allows are its missing values.
double number_at(const char* raw, unsigned type, bool little) {
  const auto swapped = [&](auto value) {
    std::memcpy(&value, raw, sizeof(value));
    if (little != (std::endian::native == std::endian::little)) {
      std::array<char, sizeof(value)> bytes{};
      std::memcpy(bytes.data(), &value, sizeof(value));
      std::reverse(bytes.begin(), bytes.end());
      std::memcpy(&value, bytes.data(), sizeof(value));
    }
    return value;
  };
  constexpr double kLargestFloat = 1.7014117331926443e38;   // 0x7effffff
  constexpr double kLargestDouble = 8.988465674311579e307;  // 0x7fdfffffffffffff
  double value = 0, largest = 0;
  switch (type) {
    case kByte:
      value = swapped(std::int8_t{});
      largest = 100;
      break;
    case kInt:
      value = swapped(std::int16_t{});
      largest = 32740;
      break;
    case kLong:
      value = swapped(std::int32_t{});
      largest = 2147483620;
      break;
    case kFloat:
      value = static_cast<double>(swapped(float{}));
      largest = kLargestFloat;
      break;
    default:
      value = swapped(double{});
      largest = kLargestDouble;
  }
  return value <= largest ? value : kMissing;
}

using LongTexts = std::map<std::pair<std::uint64_t, std::uint64_t>, std::string_view>;

// Long texts stand by themselves, each under the variable and observation that had it first.
LongTexts long_texts(Bytes file, const Layout& layout) {
  LongTexts texts;
  file.little = layout.little;
  file.at = layout.strls;
  file.tag("<strls>");
  constexpr std::size_t kHead = 3;
  while (file.text(kHead) == "GSO") {
    const std::uint64_t variable = file.whole(4);
    const std::uint64_t observation = file.whole(layout.release == 117 ? 4 : 8);
    file.text(1);
    const std::size_t length = file.whole(4);
    texts[{variable, observation}] = until_zero(file.text(length));
  }
  return texts;
}

std::string_view long_text_at(const char* raw, const Layout& layout, const LongTexts& texts) {
  const std::size_t width = layout.release == 117 ? 4 : layout.release == 118 ? 2 : 3;
  const std::string none;
  Bytes reference({raw, 8}, none);
  reference.little = layout.little;
  const std::uint64_t variable = reference.whole(width), observation = reference.whole(8 - width);
  const auto found = texts.find({variable, observation});
  return found == texts.end() ? std::string_view() : found->second;
}

ColumnParts read_column(const Bytes& file, std::string_view bytes, const Layout& layout,
                        const Variable& variable, const LongTexts& texts, int threads) {
  ColumnParts column;
  column.name = variable.name;
  const std::size_t parts = (layout.rows + kPartRows - 1) / kPartRows;
  std::vector<std::vector<std::string>> labels(variable.is_text() ? parts : 0);
  column.reals.resize(variable.is_text() ? 0 : parts);
  column.codes.resize(variable.is_text() ? parts : 0);
  if (!variable.is_text() && variable.type < kDouble)
    file.fail(fmt::format("variable `{}` has the type {}, which is unknown", variable.name, variable.type));
  parallel_for(parts, threads, [&](std::size_t part) {
    const std::size_t end = std::min(layout.rows, (part + 1) * kPartRows);
    LabelCodes coder;
    for (std::size_t row = part * kPartRows; row < end; ++row) {
      const char* raw = bytes.data() + layout.data + row * layout.row_width + variable.offset;
      if (!variable.is_text()) {
        column.reals[part].push_back(number_at(raw, variable.type, layout.little));
        continue;
      }
      const std::string_view text =
          variable.type == kStrl ? long_text_at(raw, layout, texts) : until_zero({raw, variable.width()});
      column.codes[part].push_back(text.empty() ? -1 : coder.code(text));
    }
    if (!variable.is_text()) return;
    for (const auto& label : coder.labels()) labels[part].push_back(decoded(label, layout.release));
  });
  if (variable.is_text()) join_labels(column, labels, threads);
  return column;
}

}  // namespace

FrameParts read_stata_parts(std::string_view bytes, const std::string& name,
                            const std::vector<std::string>& columns, const std::string& where, int threads) {
  Bytes file(bytes, name);
  if (bytes.empty()) file.fail("the file is empty");
  const auto first = static_cast<unsigned char>(bytes[0]);
  const bool old = first >= 113 && first <= 115;
  if (!old && first != '<') file.fail("the file is not a Stata data set of format 113 to 119");
  const Layout layout = old ? old_layout(file) : new_layout(file);
  std::vector<std::string> header;
  for (const auto& variable : layout.variables) header.push_back(variable.name);
  const auto wanted = wanted_columns(header, columns, where, name);
  LongTexts texts;
  for (const std::size_t k : wanted) {
    if (layout.variables[k].type == kStrl && texts.empty()) texts = long_texts(file, layout);
  }
  FrameParts parts;
  parts.source = name;
  for (const std::size_t k : wanted)
    parts.columns.push_back(read_column(file, bytes, layout, layout.variables[k], texts, threads));
  return parts;
}

}  // namespace sogdia
