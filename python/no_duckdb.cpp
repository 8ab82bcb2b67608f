// The package carries no DuckDB, which is ten times its size: what the engine asks of it is told to the user.
// Tables of Parquet and relations of DuckDB come in through Python's own libraries (sogdia/_data.py).
#include "sogdia/core/error.h"
#include "sogdia/io/parquet_table.h"
#include "sogdia/io/sql_stream.h"
#include "sogdia/io/table_io.h"

namespace sogdia {
namespace {

[[noreturn]] void no_duckdb(const std::string& what, const std::string& where) {
  throw Error(what + " needs DuckDB, which the Python package does not carry", where,
              "give a CSV file, or a table of pandas, polars or pyarrow; the command line has DuckDB");
}

}  // namespace

Table read_parquet_table(const std::string& path) { no_duckdb("a Parquet file", path); }
void write_parquet_table(const Table&, const std::string& path) { no_duckdb("a Parquet file", path); }

Table query(const std::string& sql, const std::vector<std::pair<std::string, const Table*>>&,
            const Monitor&) {
  no_duckdb("a query in SQL", sql);
}

void stream_sql(const SqlReach&, const std::string& sql,
                const std::function<void(const std::vector<SqlColumn>&, std::size_t)>&, const Monitor&) {
  no_duckdb("a query in SQL", sql);
}

std::vector<std::string> sql_trees(const std::vector<std::string>& statements) {
  no_duckdb("a query in SQL", statements.empty() ? "" : statements.front());
}

}  // namespace sogdia
