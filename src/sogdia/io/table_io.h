#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/core/table.h"

namespace sogdia {

// What the cells of a column must be. A column the schema does not name is inferred: numbers where every
// cell that is not empty is a number, text otherwise.
enum class CellType { text, number, integer };
using TableSchema = std::map<std::string, CellType>;

// Reads a table by its extension: .csv, .tsv (UTF-8, header row, RFC 4180 quotes; `.gz` after it is unpacked)
// or .parquet. Every cell is read strictly; the first that is not what its column holds is an Error with its
// row:
//   "`12x` in column `value_usd` is not a number", "flows.csv, row 8 214"
// Row 1 is the header, and a row is a record: a line break inside quotes does not start another one, so the
// number is the one a spreadsheet shows. An empty cell is a missing value ("" in a text column).
//
// CSV is read here and not by DuckDB, whose reader guesses dialects, skips blank lines and reports errors by
// line of its own count; Parquet and SQL go through DuckDB.
Table read_table(const std::string& path, const TableSchema& schema = {});

// The same for CSV text at hand; `name` stands for the file in errors.
Table read_csv_text(const std::string& text, const std::string& name, const TableSchema& schema = {},
                    char separator = ',');

// Writes by extension: .csv (numbers in the shortest decimal form that reads back the same) or .parquet. The
// file appears whole or not at all.
void write_table(const Table& table, const std::string& path, const Monitor& monitor = {});

std::string csv_text(const Table& table, const Monitor& monitor = {});

// Answers SQL over tables held in memory, for example
//   query("SELECT iso3, sum(value) AS value FROM flows GROUP BY iso3 ORDER BY iso3", {{"flows", &flows}})
// Rows come in the order the statement asks for: without ORDER BY there is no promise. Integers come back as
// integers, other numbers as doubles, everything else as text. The statement is one SELECT that reaches these
// tables and nothing else: no file, no network, no setting.
Table query(const std::string& sql, const std::vector<std::pair<std::string, const Table*>>& tables = {},
            const Monitor& monitor = {});

}  // namespace sogdia
