#include "sogdia/files/where_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sogdia/core/error.h"
#include "sogdia/files/sql_names.h"

namespace sogdia {
namespace {

// Labels that are days or moments can be compared as such.
std::string date_type(const FrameColumn& column) {
  constexpr std::size_t kDay = 10, kMoment = 19;
  const bool same_length = !column.labels.empty() &&
                           std::all_of(column.labels.begin(), column.labels.end(), [&](const auto& label) {
                             return label.size() == column.labels[0].size();
                           });
  if (!column.dates || !same_length) return "";
  return column.labels[0].size() == kDay ? "DATE" : column.labels[0].size() == kMoment ? "TIMESTAMP" : "";
}

// Value labels have; dates stay dates.
bool has_numbers_behind(const FrameColumn& column) { return !column.label_values.empty() && !column.dates; }

std::vector<SqlView> views_of(const Frame& frame, const std::string& where, bool numbers) {
  std::vector<std::string> names;
  for (const auto& column : frame.columns) names.push_back(column.name);
  const std::vector<bool> named = columns_named(where, names);
  std::vector<SqlView> views;
  for (std::size_t k = 0; k < frame.columns.size(); ++k) {
    if (!named[k]) continue;
    const FrameColumn& column = frame.columns[k];
    SqlView view{k, column.name, "", false};
    // x and X: the second gets a name that no column has by chance.
    for (const auto& other : views)
      if (columns_named(sql_quoted(view.name, '"'), {other.name})[0])
        view.name += fmt::format(" ({})", k + 1);
    view.numbers = numbers && has_numbers_behind(column);
    if (column.logical) view.cast = "BOOLEAN";
    if (!view.numbers && column.dates) view.cast = date_type(column);
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace

WherePlan where_plan(const Frame& frame, const std::string& where, bool numbers) {
  WherePlan plan;
  plan.views = views_of(frame, where, numbers);
  std::vector<std::pair<std::string, std::string>> renamed;
  for (const auto& view : plan.views) {
    // What has a sibling by case is named exactly.
    const std::string& own = frame.columns[view.column].name;
    const bool sibling = std::any_of(plan.views.begin(), plan.views.end(), [&](const SqlView& other) {
      return other.column != view.column &&
             columns_named(sql_quoted(own, '"'), {frame.columns[other.column].name})[0];
    });
    if (sibling) renamed.emplace_back(own, view.name);
  }
  plan.condition = with_names(where, renamed);
  return plan;
}

bool has_value_labels(const Frame& frame) {
  return std::any_of(frame.columns.begin(), frame.columns.end(), has_numbers_behind);
}

void throw_bad_where(const std::string& reason, const std::string& where) {
  std::string hint = "write it in SQL over the data's columns: year >= 2000 and exporter <> 'USA'";
  if (reason.find("Could not convert string") != std::string::npos)
    hint = "a column of text is compared with a text: exporter = '007', not exporter = 7";
  else if (const auto at = reason.find("Referenced column \""); at != std::string::npos) {
    // DuckDB takes a bare word for a column.
    const std::size_t begin = at + 19, end = reason.find('"', begin);
    const std::string word = reason.substr(begin, end - begin);
    hint = "`" + word + "` is no column of the data; a text stands in single quotes: '" + word + "'";
  } else if (where.find("==") != std::string::npos || where.find("!=") != std::string::npos ||
             where.find("&&") != std::string::npos || where.find('&') != std::string::npos)
    hint = "SQL says = and <>, AND and OR: year >= 2000 AND exporter <> 'USA'";
  else if (where.find('"') != std::string::npos || where.find('`') != std::string::npos)
    hint =
        "SQL puts texts into single quotes and odd names of columns into double ones: \"GDP in US$\" > 0 AND "
        "exporter "
        "= 'USA'";
  throw Error("the condition on rows is not understood: " + reason, where, hint);
}

}  // namespace sogdia
