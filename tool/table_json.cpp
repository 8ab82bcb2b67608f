#include "table_json.h"

#include <nlohmann/json.hpp>

namespace sogdia::tool {

nlohmann::ordered_json table_json(const Table& table) {
  auto rows = nlohmann::ordered_json::array();
  for (std::size_t row = 0; row < table.rows(); ++row) {
    nlohmann::ordered_json object;
    for (const auto& column : table.columns)
      std::visit([&](const auto& data) { object[column.name] = data[row]; }, column.data);
    rows.push_back(std::move(object));
  }
  return rows;
}

}  // namespace sogdia::tool
