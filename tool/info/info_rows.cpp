#include "info/info_rows.h"

namespace sogdia::tool {

Json row_json(const Table& table, std::size_t row) {
  Json out = Json::object();
  for (const auto& column : table.columns) {
    const std::string text = cell_text(column, row);
    if (text.empty()) continue;
    if (const auto* doubles = std::get_if<std::vector<double>>(&column.data))
      out[column.name] = (*doubles)[row];
    else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.data))
      out[column.name] = (*integers)[row];
    else
      out[column.name] = text;
  }
  return out;
}

std::vector<std::size_t> rows_with(const Table& table, const char* column, const std::string& value) {
  std::vector<std::size_t> rows;
  const auto& texts = table.text(column);
  for (std::size_t row = 0; row < texts.size(); ++row) {
    if (texts[row] == value) rows.push_back(row);
  }
  return rows;
}

Json rows_json(const World& world, const char* name, const char* column, const std::string& value) {
  Json out = Json::array();
  if (const Table* table = world.find(name)) {
    for (const auto row : rows_with(*table, column, value)) out.push_back(row_json(*table, row));
  }
  return out;
}

}  // namespace sogdia::tool
