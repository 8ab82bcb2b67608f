#pragma once
#include <functional>
#include <map>
#include <string>

#include "sogdia/core/monitor.h"
#include "sogdia/core/table.h"

namespace sogdia {

// What the cells of a column must be. A column the schema does not name is inferred: numbers where every
// cell that is not empty is a number, text otherwise.
enum class CellType { text, number, integer };
using TableSchema = std::map<std::string, CellType>;

// Reads a table of text: .csv, .tsv or .txt (UTF-8, header row, RFC 4180 quotes; `.gz` after it is unpacked).
// Every cell is read strictly; the first that is not what its column holds is an Error with its row:
//   "`12x` in column `value_usd` is not a number", "flows.csv, row 8 214"
// Row 1 is the header, and a row is a record: a line break inside quotes does not start another one, so the
// number is the one a spreadsheet shows. An empty cell is a missing value ("" in a text column).
//
// CSV is read here and not by DuckDB, whose reader guesses dialects, skips blank lines and reports errors by
// line of its own count.
Table read_text_table(const std::string& path, const TableSchema& schema = {});

// The same for CSV text at hand; `name` stands for the file in errors.
Table read_csv_text(const std::string& text, const std::string& name, const TableSchema& schema = {},
                    char separator = ',');

// Writes a .csv (numbers in the shortest decimal form that reads back the same). The file appears whole or
// not at all.
void write_text_table(const Table& table, const std::string& path, const Monitor& monitor = {});

std::string csv_text(const Table& table, const Monitor& monitor = {}, bool with_header = true);

// A table that comes in parts with the same columns: the next of them, nullptr after the last. A part may be
// gone once the next is asked for.
using TableParts = std::function<const Table*()>;
TableParts one_part(const Table& table);
// Of columns without missing values.
Table join_parts(const TableParts& parts);
void write_text_parts(const TableParts& parts, const std::string& path, const Monitor& monitor = {});

// How tables on disk are read and written. The default knows text alone; who has DuckDB hands in
// parquet_too() (sql/table_files.h), so that what takes this as an argument needs none.
struct TableFiles {
  std::function<Table(const std::string& path, const TableSchema& schema)> read = read_text_table;
  std::function<void(const Table& table, const std::string& path, const Monitor& monitor)> write =
      write_text_table;
};

}  // namespace sogdia
