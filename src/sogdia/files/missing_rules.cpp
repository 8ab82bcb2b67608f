#include "sogdia/files/missing_rules.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/cell_number.h"

namespace sogdia {
namespace {

void mark_texts(ColumnParts& column, const MissingRules& rules) {
  std::vector<std::uint8_t> gone(column.labels.size(), 0);
  for (std::size_t k = 0; k < gone.size(); ++k) {
    const double value = column.label_values.empty() ? std::nan("") : column.label_values[k];
    if (!is_given_mark(column.labels[k], rules) &&
        std::find(rules.numbers.begin(), rules.numbers.end(), value) == rules.numbers.end())
      continue;
    gone[k] = 1;
    note_mark(column.missing_marks, column.labels[k]);
  }
  for (auto& codes : column.codes) {
    for (auto& code : codes)
      if (code >= 0 && gone[static_cast<std::size_t>(code)]) code = -1;
  }
}

void mark_numbers(ColumnParts& column, const MissingRules& rules) {
  const auto is_mark = [&](auto value) {
    return std::find(rules.numbers.begin(), rules.numbers.end(), static_cast<double>(value)) !=
           rules.numbers.end();
  };
  for (auto& reals : column.reals) {
    for (auto& value : reals) {
      if (!is_mark(value)) continue;
      note_mark(column.missing_marks, number_text(value));
      value = std::nan("");
    }
  }
  for (std::size_t part = 0; part < column.integers.size(); ++part) {
    const auto& integers = column.integers[part];
    for (std::size_t row = 0; row < integers.size(); ++row) {
      if (!is_mark(integers[row])) continue;
      note_mark(column.missing_marks, number_text(static_cast<double>(integers[row])));
      column.present.resize(column.integers.size());
      for (std::size_t k = 0; k < column.integers.size(); ++k)
        column.present[k].resize(column.integers[k].size(), 1);
      column.present[part][row] = 0;
    }
  }
}

}  // namespace

MissingRules missing_rules(const FileRules& rules) {
  MissingRules out;
  if (!rules.missing) return out;
  out.usual = false;
  out.marks = *rules.missing;
  if (out.marks.size() == 1 && out.marks[0] == "none") out.marks.clear();
  for (const auto& mark : out.marks) {
    double value = 0;
    if (read_cell_number(mark, '.', value) == CellNumber::number) out.numbers.push_back(value);
  }
  return out;
}

bool is_given_mark(std::string_view cell, const MissingRules& rules) {
  if (std::find(rules.marks.begin(), rules.marks.end(), cell) != rules.marks.end()) return true;
  double value = 0;
  return !rules.numbers.empty() && read_cell_number(cell, '.', value) == CellNumber::number &&
         std::find(rules.numbers.begin(), rules.numbers.end(), value) != rules.numbers.end();
}

void mark_missing(FrameParts& parts, const MissingRules& rules) {
  if (rules.marks.empty()) return;
  for (auto& column : parts.columns) {
    mark_texts(column, rules);
    if (!rules.numbers.empty()) mark_numbers(column, rules);
  }
}

}  // namespace sogdia
