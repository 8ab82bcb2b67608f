#include "sogdia/sql/frame_where.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "sogdia/core/error.h"
#include "sogdia/core/frame_cells.h"
#include "sogdia/files/sql_names.h"
#include "sogdia/files/where_plan.h"
#include "sogdia/sql/query.h"
#include "sogdia/sql/sql_lock.h"

namespace sogdia {
namespace {

Column texts_of(const FrameColumn& column, std::size_t begin, std::size_t end) {
  std::vector<std::string> texts(end - begin);
  std::vector<std::uint8_t> valid(end - begin, 0);
  visit_cells(column, begin, end, [&](auto values, Presence, std::size_t row, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      // Of text the values are codes; the other types only have to compile.
      const auto code = static_cast<double>(values[i]);
      if (!(code >= 0)) continue;
      texts[row - begin + i] = column.labels[static_cast<std::size_t>(code)];
      valid[row - begin + i] = 1;
    }
  });
  return {"", std::move(texts), std::move(valid)};
}

Table block_table(const Frame& frame, const std::vector<SqlView>& views, std::size_t begin, std::size_t end) {
  Table table;
  for (const auto& view : views) {
    const FrameColumn& column = frame.columns[view.column];
    if (column.type == NumberType::code && !view.numbers) {
      table.columns.push_back(texts_of(column, begin, end));
    } else {
      std::vector<double> values(end - begin);
      copy_numbers(column, begin, end, column.label_values, values.data());
      table.columns.push_back({"", std::move(values), {}});
    }
    table.columns.back().name = view.name;
  }
  std::vector<std::int64_t> number(end - begin);
  std::iota(number.begin(), number.end(), static_cast<std::int64_t>(begin));
  table.add("sogdia row", std::move(number));
  return table;
}

std::vector<std::uint8_t> rows_where(const Frame& frame, const std::string& where, bool numbers,
                                     const Monitor& monitor) {
  const WherePlan plan = where_plan(frame, where, numbers);
  std::string list = "\"sogdia row\"";
  for (const auto& view : plan.views) {
    const std::string name = sql_quoted(view.name, '"');
    list += view.cast.empty() ? ", " + name : fmt::format(", TRY_CAST({0} AS {1}) AS {0}", name, view.cast);
  }
  std::vector<std::uint8_t> keep(frame.rows, 0);
  constexpr std::size_t kBlock = 1'000'000;
  for (std::size_t begin = 0; begin == 0 || begin < frame.rows; begin += kBlock) {
    const Table block = block_table(frame, plan.views, begin, std::min(frame.rows, begin + kBlock));
    const Table kept = query(
        "SELECT \"sogdia row\" FROM (SELECT " + list + " FROM data) AS data WHERE (" + plan.condition + "\n)",
        {{"data", &block}}, monitor);
    for (const std::int64_t row : kept.integers("sogdia row")) keep[static_cast<std::size_t>(row)] = 1;
  }
  return keep;
}

}  // namespace

// Labels first; what compares a number with them is meant for their numbers.
std::vector<std::uint8_t> rows_where(const Frame& frame, const std::string& where, const Monitor& monitor) {
  check_condition(where);
  std::string reason;
  for (const bool numbers : {false, true}) {
    if (numbers && !has_value_labels(frame)) break;
    try {
      return rows_where(frame, where, numbers, monitor);
    } catch (const Error& error) {
      const std::string failed = "the query failed: ";
      if (error.message.compare(0, failed.size(), failed) != 0) throw;
      if (reason.empty()) reason = error.message.substr(failed.size());
    }
  }
  throw_bad_where(reason, where);
}

}  // namespace sogdia
