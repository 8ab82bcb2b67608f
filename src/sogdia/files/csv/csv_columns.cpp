#include "sogdia/files/csv/csv_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sogdia/core/error.h"
#include "sogdia/files/csv/csv_rules.h"

namespace sogdia {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_code_of_two(const std::string& label) {
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  return label.size() == 2 && capital(label[0]) && capital(label[1]);
}

// Whether all labels are codes of two letters, `NA` and another among them.
bool are_codes_of_two(const std::vector<std::vector<std::string>>& labels) {
  bool namibia = false, other = false;
  for (const auto& part : labels) {
    for (const auto& label : part) {
      if (label == "NA") {
        namibia = true;
      } else if (is_code_of_two(label)) {
        other = true;
      } else if (!is_missing_text(label)) {
        return false;
      }
    }
  }
  return namibia && other;
}

struct TruthWords {
  std::string_view yes, no;
  bool both;  // one of them alone says nothing: T may be a grade
};
constexpr std::array<TruthWords, 4> kTruthWords{
    {{"TRUE", "FALSE", false}, {"True", "False", false}, {"true", "false", false}, {"T", "F", true}}};

// 1986-01-31, with or without 12:00:00 behind it.
bool is_date(const std::string& label) {
  constexpr std::string_view kShape = "0000-00-00 00:00:00";
  constexpr std::size_t kDay = 10;
  if (label.size() != kDay && label.size() != kShape.size()) return false;
  for (std::size_t k = 0; k < label.size(); ++k) {
    if (kShape[k] == '0' ? !is_digit(label[k])
                         : label[k] != kShape[k] && !(kShape[k] == ' ' && label[k] == 'T'))
      return false;
  }
  return true;
}

// Numbers in place of the labels.
void take_numbers(ColumnParts& column, const std::vector<double>& value) {
  for (const auto& codes : column.codes) {
    auto& reals = column.reals.emplace_back();
    reals.reserve(codes.size());
    for (const std::int32_t code : codes)
      reals.push_back(code < 0 ? std::nan("") : value[static_cast<std::size_t>(code)]);
  }
  column.codes.clear();
  column.labels.clear();
  column.type = NumberType::real64;
}

// TRUE and FALSE, in one of the ways of R, Python and SQL, become 1 and 0.
void take_truth(ColumnParts& column) {
  const auto words = std::find_if(kTruthWords.begin(), kTruthWords.end(), [&](const TruthWords& pair) {
    return (!pair.both || column.labels.size() == 2) &&
           std::all_of(column.labels.begin(), column.labels.end(),
                       [&](const std::string& label) { return label == pair.yes || label == pair.no; });
  });
  if (column.labels.empty() || words == kTruthWords.end()) return;
  std::vector<double> value;
  for (const std::string& label : column.labels) value.push_back(label == words->yes ? 1 : 0);
  take_numbers(column, value);
  column.logical = true;
}

// 1,234.5 and the like become numbers where nothing in the column is else.
void take_grouped(ColumnParts& column, bool decimal_known, const MissingRules& rules,
                  std::vector<std::string>& notes) {
  std::vector<double> value(column.labels.size());
  std::vector<std::string> marks;
  bool maybe = false, sure = false;
  std::string example;
  for (std::size_t k = 0; k < value.size(); ++k) {
    const std::string& label = column.labels[k];
    switch (read_column_number(label, column.decimal, rules, value[k])) {
      case CellNumber::number:
        continue;
      case CellNumber::missing:
        marks.push_back(label);
        continue;
      case CellNumber::text:
        break;
    }
    const Grouped grouped = read_grouped_number(label, column.decimal, value[k]);
    if (grouped == Grouped::no) return;
    (grouped == Grouped::sure ? sure : maybe) = true;
    example = label;
  }
  if (!sure && !(maybe && decimal_known)) return;
  for (const std::string& mark : marks) note_mark(column.missing_marks, mark);
  take_numbers(column, value);
  notes.push_back(fmt::format("numbers in `{}` have thousands separators, as {}, and were read without",
                              column.name, example));
}

}  // namespace

bool is_written_key(std::string_view cell, double value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (cell.size() > 1 && cell[0] == '0') return std::all_of(cell.begin(), cell.end(), is_digit);
  if (!(std::abs(value) >= kExact)) return false;
  std::string_view whole = cell;
  if (whole[0] == '+' || whole[0] == '-') whole.remove_prefix(1);
  const std::string_view digits = whole.substr(0, whole.find('.'));
  const std::string_view after = whole.substr(std::min(digits.size() + 1, whole.size()));
  if (!std::all_of(digits.begin(), digits.end(), is_digit)) return false;  // 1e300 is a quantity
  if (after.find_first_not_of('0') != std::string_view::npos)
    return after.find_first_of("eE") == std::string_view::npos;
  std::uint64_t exact = 0;
  const auto [stop, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), exact);
  constexpr double kLargest = 18446744073709551615.0;
  return failed != std::errc() || std::abs(value) >= kLargest ||
         static_cast<std::uint64_t>(std::abs(value)) != exact;
}

void name_columns(std::vector<std::string>& header, const std::string& source) {
  double value = 0;
  const auto is_number = [&](const std::string& cell) {
    return read_cell_number(cell, '.', value) == CellNumber::number;
  };
  const auto named =
      std::find_if(header.begin(), header.end(), [](const auto& cell) { return !cell.empty(); });
  if (named == header.end())
    throw Error("the first row is empty", csv_place(source, 0), "it must name the columns");
  if (std::all_of(header.begin(), header.end(),
                  [&](const auto& cell) { return cell.empty() || is_number(cell); }))
    throw Error(fmt::format("the first row holds the number `{}` where a column name was expected", *named),
                csv_place(source, 0), "add a header row with the names of the columns");
  for (std::size_t k = 0; k < header.size(); ++k) {
    if (header[k].empty()) header[k] = fmt::format("column {}", k + 1);
  }
}

void join_text(ColumnParts& column, std::vector<std::vector<std::string>>& labels, bool quoted,
               bool decimal_known, const MissingRules& rules, int threads, std::vector<std::string>& notes) {
  const bool namibia = rules.usual && !quoted && are_codes_of_two(labels);
  const auto is_missing = [&](const std::string& label) {
    if (!rules.usual) return is_given_mark(label, rules);
    return label == "NA" ? !namibia : is_missing_text(label);
  };
  join_labels(column, labels, threads, [&](std::string& label) {
    if (label[0] == kLiteral) {
      label.erase(0, 1);
      return rules.usual || !is_given_mark(label, rules);
    }
    if (!is_missing(label)) return true;
    note_mark(column.missing_marks, label);
    return false;
  });
  if (namibia)
    notes.push_back(
        fmt::format("`NA` in column `{}` was read as a code, as the column holds codes of two letters; "
                    "--missing NA makes it missing",
                    column.name));
  take_truth(column);
  take_grouped(column, decimal_known, rules, notes);
  column.dates = !column.labels.empty() && std::all_of(column.labels.begin(), column.labels.end(), is_date);
}

}  // namespace sogdia
