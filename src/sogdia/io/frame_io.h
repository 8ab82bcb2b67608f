#pragma once
#include <string>
#include <vector>

#include "sogdia/core/frame.h"

namespace sogdia {

// Reads a data set for estimation, however many rows it has, by its extension:
//   .csv .tsv .txt, each also with .gz    UTF-8, header row, RFC 4180 quotes
//   .dta                                  Stata, formats 113 to 119
//   .parquet
//   .duckdb .db                           the database's one table, or the one named: world.duckdb:trade
// or answers a query of DuckDB: `SELECT ... FROM 'trade.parquet'`.
//
// `columns` are those to read (empty = all); `where` keeps the rows for which a boolean expression of
// DuckDB's SQL holds, over any column of the data: "year >= 2000 and exporter <> importer". Rows keep the
// numbers that they have in the file, so that Frame::place names them: row 1 of a CSV file is its header,
// elsewhere row 1 is the first.
//
// In a CSV file a column is numbers where every cell is a number or missing, which economists write as an
// empty cell, NA, . or NaN; otherwise it is text, and the empty cell and NA without quotes are missing, as R
// writes it ("NA" in quotes is a text: Namibia's two letters). A column of text with broken numbers is an
// Error only once it is used as a number, and names the first. Whole numbers that a double cannot hold
// exactly (identifiers of 17 digits) stay text, so that each is a level of its own. CSV is read on `threads`
// threads (0 = one per core), which change nothing.
//
// Throws Error for a file that is missing or malformed, with its row; for a column that is not there; and for
// a `where` that DuckDB does not understand.
Frame read_frame(const std::string& path, const std::vector<std::string>& columns = {},
                 const std::string& where = "", int threads = 0);

}  // namespace sogdia
