#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

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

// Answers SQL a few thousand rows at a time, in the order of the source's rows, on a database file that is
// opened to read ("" = none, in memory). `take` is first called with the columns and no rows. Throws Error
// with DuckDB's words.
void stream_sql(const std::string& database, const std::string& sql,
                const std::function<void(const std::vector<SqlColumn>&, std::size_t rows)>& take);

}  // namespace sogdia
