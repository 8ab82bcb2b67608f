#pragma once
#include <string>
#include <vector>

#include "sogdia/core/frame.h"

namespace sogdia {

// A column of a frame on its way to DuckDB: its name there, and the type it is read as ("" = its own).
struct SqlView {
  std::size_t column = 0;
  std::string name, cast;
  bool numbers = false;  // the numbers behind its labels, not the labels
};

// How a condition in SQL is asked of a frame: the columns that it names, and the condition with their names
// there. Names are another also where the data's differ only by case; 0 and 1 of a logical column are false
// and true, and dates are dates. What has value labels stands for its texts or, with `numbers`, for its
// numbers: region = 'Europe', region = 3. Throws Error for a name that may be one of two.
struct WherePlan {
  std::vector<SqlView> views;
  std::string condition;
};
WherePlan where_plan(const Frame& frame, const std::string& where, bool numbers);

// Whether a column has numbers behind its labels.
bool has_value_labels(const Frame& frame);

// Throws the Error for a condition that failed for this reason.
[[noreturn]] void throw_bad_where(const std::string& reason, const std::string& where);

}  // namespace sogdia
