#pragma once
#include <string>

#include "sogdia/core/table.h"
#include "sogdia/io/table_io.h"

namespace sogdia {

// Reads and writes a table by its extension: text (see io/table_io.h) or .parquet, through DuckDB. A Parquet
// column is what the schema says, or else its own type.
Table read_table(const std::string& path, const TableSchema& schema = {});
void write_table(const Table& table, const std::string& path, const Monitor& monitor = {});
void write_parts(const TableParts& parts, const std::string& path, const Monitor& monitor = {});

// The two, to be handed to what reads and writes tables.
inline TableFiles parquet_too() { return {read_table, write_table}; }

}  // namespace sogdia
