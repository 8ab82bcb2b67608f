#pragma once
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/core/cell_number.h"
#include "sogdia/files/frame_parts.h"
#include "sogdia/files/missing_rules.h"

namespace sogdia {

// In front of a label that looks like a mark and is a text, since it stood in quotes.
inline constexpr char kLiteral = '\x1B';

// Whether a number must be kept as it is written to stay what it is as a key: it starts with a needless zero
// (007), or is whole and has more digits than a double.
bool is_written_key(std::string_view cell, double value);

// A cell of a column of numbers. `text`: the column is no column of numbers, or its numbers are keys that
// must be kept as they are written.
inline CellNumber read_column_number(std::string_view cell, char decimal, const MissingRules& rules,
                                     double& value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (decimal == '.' && rules.usual) {
    const char* end = cell.data() + cell.size();
    const auto [stop, failed] = std::from_chars(cell.data(), end, value);
    if (failed == std::errc() && stop == end && std::abs(value) < kExact &&
        !(cell[0] == '0' && cell.size() > 1 && cell[1] != '.'))
      return CellNumber::number;
  }
  const std::string_view text = without_blanks(cell);
  const CellNumber kind = read_cell_number(text, decimal, value);
  if (!rules.usual && (kind == CellNumber::missing ? !text.empty() : true)) {
    if (is_given_mark(text, rules)) return value = std::nan(""), CellNumber::missing;
    if (kind == CellNumber::missing) return CellNumber::text;
  }
  return kind == CellNumber::number && is_written_key(text, value) ? CellNumber::text : kind;
}

// Gives the columns that have no name one ("column 3"), and throws Error where the first row is plainly no
// header: all of it numbers.
void name_columns(std::vector<std::string>& header, const std::string& source);

// Finishes a column of text, given the labels of its parts: what is missing becomes so, TRUE and FALSE become
// 1 and 0, and numbers with thousands separators numbers, where all texts are numbers and `decimal_known`, or
// one of them, tells that it is no decimal comma. `quoted`: some text stood in quotes. NA without quotes is
// missing, as R writes it, but not among codes of two letters none of which stands in quotes: there it is
// Namibia's, and a note says so.
void join_text(ColumnParts& column, std::vector<std::vector<std::string>>& labels, bool quoted,
               bool decimal_known, const MissingRules& rules, int threads, std::vector<std::string>& notes);

}  // namespace sogdia
