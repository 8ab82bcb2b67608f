#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/io/table_io.h"

namespace sogdia {

// A column of some rows of an answer; what it points to lives until the call returns.
struct SqlColumn {
  std::string name;
  CellType type = CellType::number;  // which of the following holds the values
  const double* reals = nullptr;
  const std::int64_t* integers = nullptr;
  std::vector<std::string_view> texts;  // of those that are present
  const std::uint64_t* valid = nullptr;
  bool present(std::size_t k) const { return !valid || ((valid[k / 64] >> (k % 64)) & 1); }
};

// All that a statement may read: beside it there is no file, no network and no setting that it can reach.
struct SqlReach {
  std::string database;  // a DuckDB file, opened to read ("" = none, in memory)
  std::string file;      // the one file that the statement may name ("" = none)
};

// Answers one SELECT a few thousand rows at a time, in the order of the source's rows. `take` is first called
// with the columns and no rows. Throws Error with DuckDB's words, also for what is not one SELECT.
void stream_sql(const SqlReach& reach, const std::string& sql,
                const std::function<void(const std::vector<SqlColumn>&, std::size_t rows)>& take,
                const Monitor& monitor = {});

// How DuckDB reads each SELECT: the tree of its json_serialize_sql, or {"error": true, ...}. Nothing is run.
std::vector<std::string> sql_trees(const std::vector<std::string>& statements);

}  // namespace sogdia
