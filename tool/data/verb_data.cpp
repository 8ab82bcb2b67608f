#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sogdia/core/names.h"
#include "sogdia/io/json_text.h"
#include "sogdia/io/table_io.h"
#include "sogdia/study/tables/output_schema.h"
#include "terminal.h"

namespace sogdia::tool {

int verb_data_list(const Common& common) {
  const World world = open_world(common, PackPart::whole);
  if (common.json) {
    nlohmann::ordered_json out = {{"world", world.folder}, {"tables", nlohmann::ordered_json::array()}};
    for (const auto& [name, table] : world.tables) {
      std::vector<std::string> columns;
      for (const auto& column : table.columns) columns.push_back(column.name);
      out["tables"].push_back({{"name", name}, {"rows", table.rows()}, {"columns", columns}});
    }
    print(json_text(out, 2) + "\n");
    return 0;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, table] : world.tables) {
    std::string columns;
    for (const auto& column : table.columns) columns += (columns.empty() ? "" : ", ") + column.name;
    rows.push_back({name, thousands(static_cast<double>(table.rows())), columns});
  }
  print(aligned({"table", "rows", "columns"}, rows, {false, true, false}));
  return 0;
}

int verb_data_show(const DataShowArgs& args, const Common& common) {
  const World world = open_world(common, PackPart::whole);
  const Table& table = world.table(args.table);
  const std::size_t most = args.rows > 0 ? static_cast<std::size_t>(args.rows) : table.rows();
  const Table shown = rows_where(table, [&](std::size_t row) { return row < most; });
  if (common.json) {
    auto out = nlohmann::ordered_json::array();
    for (std::size_t row = 0; row < shown.rows(); ++row) {
      nlohmann::ordered_json entry;
      for (const auto& column : shown.columns) {
        const auto* texts = std::get_if<std::vector<std::string>>(&column.data);
        if (texts)
          entry[column.name] = (*texts)[row];
        else if (column.is_missing(row))
          entry[column.name] = nullptr;
        else if (const auto* doubles = std::get_if<std::vector<double>>(&column.data))
          entry[column.name] = (*doubles)[row];
        else
          entry[column.name] = std::get<std::vector<std::int64_t>>(column.data)[row];
      }
      out.push_back(std::move(entry));
    }
    print(json_text(out, 2) + "\n");
    return 0;
  }
  print(csv_text(shown));
  if (shown.rows() < table.rows())
    talk(common, fmt::format("{} of {} rows; --rows 0 shows all", shown.rows(), table.rows()));
  return 0;
}

int verb_data_schema(const DataSchemaArgs& args, const Common& common) {
  std::vector<std::string> names;
  std::string text;
  auto json = nlohmann::ordered_json::array();
  for (const auto& [written_by, schema] :
       {std::pair{"run", &run_schema()}, {"study of estimates", &gravity_run_schema()}}) {
    if (args.table.empty()) text += fmt::format("## Tables of a {}\n\n", written_by);
    for (const auto& table : *schema) {
      names.push_back(table.name);
      if (!args.table.empty() && args.table != table.name) continue;
      text += schema_markdown(table);
      json.push_back({{"name", table.name}, {"written_by", written_by}, {"meaning", table.meaning}});
      json.back()["pack_table"] = table.pack_table;
      auto& columns = json.back()["columns"] = nlohmann::ordered_json::array();
      for (const auto& [name, type, unit, meaning] : table.columns)
        columns.push_back({{"name", name}, {"type", type}, {"unit", unit}, {"meaning", meaning}});
    }
  }
  if (!args.table.empty()) require_known("table of a run", args.table, names, "");
  print(common.json ? json_text(json, 2) + "\n" : text);
  return 0;
}

}  // namespace sogdia::tool
