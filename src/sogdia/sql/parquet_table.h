#pragma once
#include <string>

#include "sogdia/core/table.h"

namespace sogdia {

// A Parquet file through DuckDB, with its words in an Error; read_table and write_table place them.
Table read_parquet_table(const std::string& path);
void write_parquet_table(const Table& table, const std::string& path);

}  // namespace sogdia
