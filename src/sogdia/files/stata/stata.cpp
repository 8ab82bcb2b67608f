#include "sogdia/files/stata/stata.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <unordered_map>
#include <utility>

#include "sogdia/core/cell_number.h"
#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/files/stata/stata_labels.h"
#include "sogdia/files/stata/stata_layout.h"

namespace sogdia {
namespace {

using namespace stata;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kPartRows = std::size_t{1} << 17;

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

const char* cell_of(std::string_view bytes, const Layout& layout, const Variable& variable, std::size_t row) {
  return bytes.data() + layout.data + row * layout.row_width + variable.offset;
}

// Calls body(part, first row, end) for each part of the rows.
template <typename Body>
void for_parts(const Layout& layout, int threads, Body&& body) {
  parallel_for((layout.rows + kPartRows - 1) / kPartRows, threads, [&](std::size_t part) {
    body(part, part * kPartRows, std::min(layout.rows, (part + 1) * kPartRows));
  });
}

void read_texts(std::string_view bytes, const Layout& layout, const Variable& variable,
                const LongTexts& texts, int threads, ColumnParts& column) {
  std::vector<std::vector<std::string>> labels(column.codes.size());
  for_parts(layout, threads, [&](std::size_t part, std::size_t row, std::size_t end) {
    LabelCodes coder;
    for (; row < end; ++row) {
      const char* raw = cell_of(bytes, layout, variable, row);
      const std::string_view text = without_blanks(
          variable.type == kStrl ? long_text_at(raw, layout, texts) : until_zero({raw, variable.width()}));
      column.codes[part].push_back(text.empty() ? -1 : coder.code(text));
    }
    for (const auto& label : coder.labels()) labels[part].push_back(decoded(label, layout.release));
  });
  join_labels(column, labels, threads);
}

// Numbers as codes, each with the number as its label.
void read_coded_numbers(std::string_view bytes, const Layout& layout, const Variable& variable, int threads,
                        ColumnParts& column) {
  std::vector<std::vector<std::string>> labels(column.codes.size());
  for_parts(layout, threads, [&](std::size_t part, std::size_t row, std::size_t end) {
    std::unordered_map<double, std::int32_t> codes;
    for (; row < end; ++row) {
      const double value = number_at(cell_of(bytes, layout, variable, row), variable.type, layout.little);
      if (std::isnan(value)) {
        column.codes[part].push_back(-1);
        continue;
      }
      const auto [entry, fresh] = codes.try_emplace(value, static_cast<std::int32_t>(labels[part].size()));
      if (fresh) labels[part].push_back(number_text(value));
      column.codes[part].push_back(entry->second);
    }
  });
  join_labels(column, labels, threads);
}

void read_numbers(std::string_view bytes, const Layout& layout, const Variable& variable, int threads,
                  ColumnParts& column) {
  for_parts(layout, threads, [&](std::size_t part, std::size_t row, std::size_t end) {
    for (; row < end; ++row)
      column.reals[part].push_back(
          number_at(cell_of(bytes, layout, variable, row), variable.type, layout.little));
  });
}

ColumnParts read_column(const Bytes& file, std::string_view bytes, const Layout& layout,
                        const Variable& variable, const LongTexts& texts, const ValueLabels& labels,
                        int threads) {
  if (!variable.is_text() && variable.type < kDouble)
    file.fail(fmt::format("variable `{}` has the type {}, which is unknown", variable.name, variable.type));
  ColumnParts column;
  column.name = variable.name;
  column.missing_marks.emplace_back(variable.is_text() ? "" : ".");
  const std::size_t parts = (layout.rows + kPartRows - 1) / kPartRows;
  const DateUnit unit = date_unit(variable.format);
  if (variable.is_text()) {
    column.codes.resize(parts);
    read_texts(bytes, layout, variable, texts, threads, column);
    return column;
  }
  const auto own = labels.find(variable.labels);
  if (own != labels.end() || unit != DateUnit::none) {
    column.codes.resize(parts);
    read_coded_numbers(bytes, layout, variable, threads, column);
    if (own != labels.end() ? put_labels(column, own->second) : put_dates(column, unit)) return column;
    column.codes.clear();
    column.labels.clear();
    column.type = NumberType::real64;
  }
  column.reals.resize(parts);
  read_numbers(bytes, layout, variable, threads, column);
  return column;
}

}  // namespace

FrameParts read_stata_parts(std::string_view bytes, const std::string& name,
                            const std::vector<std::string>& columns, const std::string& where, int threads) {
  Bytes file(bytes, name);
  if (bytes.empty()) file.fail("the file is empty");
  const Layout layout = layout_of(file);
  std::vector<std::string> header;
  for (const auto& variable : layout.variables) header.push_back(variable.name);
  const auto wanted = wanted_columns(header, columns, where, name);
  LongTexts texts;
  bool labelled = false;
  for (const std::size_t k : wanted) {
    if (layout.variables[k].type == kStrl && texts.empty()) texts = long_texts(file, layout);
    labelled = labelled || !layout.variables[k].labels.empty();
  }
  const ValueLabels labels = labelled ? value_labels(file, layout) : ValueLabels();
  FrameParts parts;
  parts.source = name;
  for (const std::size_t k : wanted)
    parts.columns.push_back(read_column(file, bytes, layout, layout.variables[k], texts, labels, threads));
  return parts;
}

}  // namespace sogdia
