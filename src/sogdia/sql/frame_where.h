#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/core/frame.h"
#include "sogdia/core/monitor.h"

namespace sogdia {

// 1 for the rows of a frame for which a condition in SQL holds (see where_plan.h), asked of DuckDB. Throws
// Error for what DuckDB does not understand, and for what is more than a condition (see sql_lock.h).
std::vector<std::uint8_t> rows_where(const Frame& frame, const std::string& where,
                                     const Monitor& monitor = {});

}  // namespace sogdia
