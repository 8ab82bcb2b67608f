#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sogdia {

// A typed column. Missing numbers are NaN in a double column; `valid` (empty = all present) marks missing
// integers and texts.
struct Column {
  std::string name;
  std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>> data;
  std::vector<std::uint8_t> valid;

  std::size_t size() const;
  bool is_missing(std::size_t row) const;
};

// Columns of equal length. `source` is the file it came from, for errors; row 0 stands in file row
// `first_row`.
struct Table {
  std::string name;
  std::string source;
  std::vector<Column> columns;
  std::int64_t first_row = 2;

  std::size_t rows() const { return columns.empty() ? 0 : columns.front().size(); }
  const Column* find(std::string_view column) const;

  // These throw Error naming the table and the nearest column where `column` is absent or of another type.
  const Column& column(std::string_view column) const;
  const std::vector<std::string>& text(std::string_view column) const;
  // Integers are widened; text is parsed, and the first cell that is not a number is an Error with its row.
  std::vector<double> numbers(std::string_view column) const;
  // Missing integers become `missing`.
  std::vector<std::int64_t> integers(std::string_view column, std::int64_t missing = 0) const;

  // "trade.csv, row 14" for row k (0-based) of this table.
  std::string place(std::size_t row) const;

  Table& add(std::string column, std::vector<double> values);
  Table& add(std::string column, std::vector<std::int64_t> values);
  Table& add(std::string column, std::vector<std::string> values);
};

// The decimal text of a value: shortest that reads back the same; "" for missing.
std::string cell_text(const Column& column, std::size_t row);

}  // namespace sogdia
