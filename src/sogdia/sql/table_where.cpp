#include <numeric>

#include "sogdia/core/error.h"
#include "sogdia/files/where_plan.h"
#include "sogdia/sql/query.h"
#include "sogdia/sql/sql_lock.h"

namespace sogdia {

Table table_where(const Table& table, const std::string& condition, const Monitor& monitor) {
  check_condition(condition);
  // What the rows are numbered by is no name that a condition would use.
  constexpr const char* kRow = "sogdia row";
  Table numbered = table;
  std::vector<std::int64_t> rows(table.rows());
  std::iota(rows.begin(), rows.end(), std::int64_t{0});
  numbered.add(kRow, std::move(rows));
  try {
    Table kept = query("SELECT * FROM data WHERE (" + condition + "\n) ORDER BY \"sogdia row\"",
                       {{"data", &numbered}}, monitor);
    std::erase_if(kept.columns, [&](const Column& column) { return column.name == kRow; });
    return kept;
  } catch (const Error& error) {
    const std::string failed = "the query failed: ";
    throw_bad_where(error.message.substr(error.message.rfind(failed, 0) == 0 ? failed.size() : 0), condition);
  }
}

}  // namespace sogdia
