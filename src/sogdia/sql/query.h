#pragma once
#include <string>
#include <utility>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/core/table.h"

namespace sogdia {

// Answers SQL over tables held in memory, for example
//   query("SELECT iso3, sum(value) AS value FROM flows GROUP BY iso3 ORDER BY iso3", {{"flows", &flows}})
// Rows come in the order the statement asks for: without ORDER BY there is no promise. Integers come back as
// integers, other numbers as doubles, everything else as text. The statement is one SELECT that reaches these
// tables and nothing else: no file, no network, no setting.
Table query(const std::string& sql, const std::vector<std::pair<std::string, const Table*>>& tables = {},
            const Monitor& monitor = {});

// The rows of a table for which a condition in SQL holds, in their order. Throws Error for what is no
// condition (see sql_lock.h) and for what DuckDB does not understand.
Table table_where(const Table& table, const std::string& condition, const Monitor& monitor = {});

}  // namespace sogdia
