#pragma once
#include <string>
#include <vector>

#include "sogdia/core/frame.h"
#include "sogdia/core/monitor.h"
#include "sogdia/files/file_rules.h"

namespace sogdia {

// Reads a data set for estimation, however many rows it has, by its extension:
//   .csv .tsv .tab .txt, each also with .gz    text with a header row, RFC 4180 quotes
//   .dta                                       Stata, formats 113 to 119
//   .parquet .pq
//   .duckdb .db                                the database's one table, or the one named: world.duckdb:trade
// or answers a query of DuckDB: `SELECT ... FROM 'trade.parquet'`.
//
// `columns` are those to read (empty = all); `where` keeps the rows for which a boolean expression of
// DuckDB's SQL holds, over any column of the data: "year >= 2000 and exporter <> importer". Rows keep the
// numbers that they have in the file, so that Frame::place names them: row 1 of a CSV file is its header,
// elsewhere row 1 is the first.
//
// In text, what stands between the columns and a decimal comma are recognised (csv_dialect.h) unless `rules`
// say them, as are UTF-16 and Latin-1 and the line ends of any system; what is not usual is among
// Frame::notes. Blanks around a cell do not belong to it. A column is numbers where every cell is a number or
// missing (cell_number.h); TRUE and FALSE are 1 and 0; otherwise it is text. Numbers that are keys stay as
// they are written: a column with 007 in it, or with more digits than a double holds, is text, which can
// still be used as numbers. In a column of text the empty cell and NA without quotes are missing, as R writes
// them ("NA" in quotes is a text), but not NA among codes of two letters, Namibia's. A column of text with
// broken numbers is an Error only once it is used as a number, and names the first. A column that has no name
// is called by its place: `column 1`. Two columns of one name are an Error where they are used.
//
// Value labels and dates of Stata are labels, and their numbers are what arithmetic takes (stata.h). In
// Parquet and SQL, dates are texts, and numbers too wide for a double come as they are written.
//
// CSV is read on `threads` threads (0 = one per core), which change nothing.
//
// Throws Error for a file that is missing or malformed, with its row; for a column that is not there; and for
// a `where` that DuckDB does not understand. The text of a query and of a condition reaches nothing but the
// one file (sql_lock.h says what they may hold), and ends with Cancelled where the monitor says so.
Frame read_frame(const std::string& path, const std::vector<std::string>& columns = {},
                 const std::string& where = "", int threads = 0, const FileRules& rules = {},
                 const Monitor& monitor = {});

}  // namespace sogdia
