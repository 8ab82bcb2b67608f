#pragma once
#include <string>

#include "sogdia/io/table_io.h"

namespace sogdia {

// A Parquet file through DuckDB, with its words in an Error; read_table and write_table place them.
Table read_parquet_table(const std::string& path);
void write_parquet_parts(const TableParts& parts, const std::string& path);

// Of what DuckDB says, which goes on with the query and its own hints.
std::string first_line(const std::string& text);

}  // namespace sogdia
