#pragma once
#include <string>
#include <vector>

#include "sogdia/core/frame.h"
#include "sogdia/core/monitor.h"
#include "sogdia/files/file_rules.h"

namespace sogdia {

// The frames that DuckDB reads; see read_frame.
Frame read_parquet_frame(const std::string& path, const std::vector<std::string>& columns,
                         const std::string& where, const FileRules& rules, const Monitor& monitor);

// `path` may name the table: world.duckdb:trade.
Frame read_database_frame(const std::string& path, const std::vector<std::string>& columns,
                          const std::string& where, const FileRules& rules, const Monitor& monitor);
bool is_database_path(const std::string& path);

Frame read_query_frame(const std::string& sql, const std::vector<std::string>& columns,
                       const std::string& where, const FileRules& rules, const Monitor& monitor);
// Whether it starts as a query does: SELECT, WITH or FROM, and a blank.
bool is_query(const std::string& text);

}  // namespace sogdia
