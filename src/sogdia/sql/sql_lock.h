#pragma once
#include <string>

namespace sogdia {

// Text of others that becomes part of a statement is read before it is used. DuckDB's own parser says what it
// is, and what is not plainly harmless is refused; what is let through runs on a connection that can reach
// nothing else (SqlReach).

// Throws Error where `where` is not one condition on the columns of the data: comparisons, arithmetic, CASE,
// casts and functions of numbers, texts and days. No query inside, no other function, no placeholder.
void check_condition(const std::string& where);

// Whether a condition may call the function.
bool may_call(const std::string& function);

// The one file that a SELECT reads, "" where it reads none: SELECT year FROM 'trade.parquet'. Throws Error
// where it is not one SELECT, names two files or something else that is not in the statement, or calls a
// function that reads (read_csv, glob, duckdb_settings, ...).
std::string file_of_query(const std::string& sql);

}  // namespace sogdia
