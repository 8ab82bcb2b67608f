#include "sogdia/core/table.h"

#include <fmt/format.h>

#include <cassert>
#include <charconv>
#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"

namespace sogdia {

std::size_t Column::size() const {
  return std::visit([](const auto& values) { return values.size(); }, data);
}

bool Column::is_missing(std::size_t row) const {
  if (!valid.empty() && !valid[row]) return true;
  const auto* doubles = std::get_if<std::vector<double>>(&data);
  return doubles && std::isnan((*doubles)[row]);
}

const Column* Table::find(std::string_view wanted) const {
  for (const auto& candidate : columns) {
    if (candidate.name == wanted) return &candidate;
  }
  return nullptr;
}

const Column& Table::column(std::string_view wanted) const {
  if (const Column* found = find(wanted)) return *found;
  std::vector<std::string> names;
  for (const auto& candidate : columns) names.push_back(candidate.name);
  std::string hint = nearest_hint(wanted, names);
  if (hint.empty()) {
    hint = "it has";
    for (const auto& known : names) hint += " `" + known + "`";
  }
  throw Error(fmt::format("column `{}` is missing", wanted), source.empty() ? name : source, hint);
}

const std::vector<std::string>& Table::text(std::string_view wanted) const {
  const Column& found = column(wanted);
  if (const auto* values = std::get_if<std::vector<std::string>>(&found.data)) return *values;
  throw Error(fmt::format("column `{}` holds numbers where text was expected", wanted),
              source.empty() ? name : source, "");
}

std::vector<double> Table::numbers(std::string_view wanted) const {
  const Column& found = column(wanted);
  if (const auto* values = std::get_if<std::vector<double>>(&found.data)) return *values;
  if (const auto* values = std::get_if<std::vector<std::int64_t>>(&found.data)) {
    std::vector<double> wide(values->begin(), values->end());
    for (std::size_t k = 0; k < wide.size(); ++k) {
      if (found.is_missing(k)) wide[k] = std::nan("");
    }
    return wide;
  }
  // Read without a schema, a column with one broken cell (or none but empty ones) is text: say which cell.
  const auto& texts = std::get<std::vector<std::string>>(found.data);
  std::vector<double> parsed(texts.size(), std::nan(""));
  for (std::size_t row = 0; row < texts.size(); ++row) {
    const std::string& text = texts[row];
    if (text.empty()) continue;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), parsed[row]);
    if (failed != std::errc() || end != text.data() + text.size() || !std::isfinite(parsed[row]))
      throw Error(fmt::format("`{}` in column `{}` is not a number", text, wanted), place(row),
                  "write a number with a decimal point, or leave the cell empty where the value is missing");
  }
  return parsed;
}

std::vector<std::int64_t> Table::integers(std::string_view wanted, std::int64_t missing) const {
  const Column& found = column(wanted);
  if (const auto* values = std::get_if<std::vector<std::int64_t>>(&found.data)) {
    std::vector<std::int64_t> out = *values;
    for (std::size_t k = 0; k < out.size(); ++k) {
      if (found.is_missing(k)) out[k] = missing;
    }
    return out;
  }
  const std::vector<double> values = numbers(wanted);
  std::vector<std::int64_t> out(values.size(), missing);
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (std::isnan(values[k])) continue;
    if (values[k] != std::floor(values[k])) {
      throw Error(fmt::format("`{}` in column `{}` is not a whole number", values[k], wanted), place(k), "");
    }
    out[k] = static_cast<std::int64_t>(values[k]);
  }
  return out;
}

std::string Table::place(std::size_t row) const {
  return fmt::format("{}, row {}", source.empty() ? name : source,
                     first_row + static_cast<std::int64_t>(row));
}

namespace {
template <typename Values>
Table& append(Table& table, std::string name, Values values) {
  assert(table.columns.empty() || table.rows() == values.size());
  table.columns.push_back({std::move(name), std::move(values), {}});
  return table;
}
}  // namespace

Table& Table::add(std::string column, std::vector<double> values) {
  return append(*this, std::move(column), std::move(values));
}
Table& Table::add(std::string column, std::vector<std::int64_t> values) {
  return append(*this, std::move(column), std::move(values));
}
Table& Table::add(std::string column, std::vector<std::string> values) {
  return append(*this, std::move(column), std::move(values));
}

std::string cell_text(const Column& column, std::size_t row) {
  if (column.is_missing(row)) return "";
  if (const auto* values = std::get_if<std::vector<double>>(&column.data))
    return fmt::format("{}", (*values)[row]);
  if (const auto* values = std::get_if<std::vector<std::int64_t>>(&column.data)) {
    return fmt::format("{}", (*values)[row]);
  }
  return std::get<std::vector<std::string>>(column.data)[row];
}

}  // namespace sogdia
