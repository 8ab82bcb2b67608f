#include "sogdia/io/datapackage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/io/gzip.h"
#include "sogdia/io/json_text.h"

namespace sogdia {
namespace {

using Json = nlohmann::ordered_json;

bool tabular(const std::string& path) {
  const std::string kind = std::filesystem::path(unpacked_name(path)).extension().string();
  return kind == ".csv" || kind == ".tsv" || kind == ".parquet";
}

TableSchema schema_of(const Json& resource) {
  TableSchema schema;
  if (!resource.contains("schema") || !resource["schema"].is_object()) return schema;
  for (const auto& field : resource["schema"].value("fields", Json::array())) {
    const std::string type = field.value("type", "any");
    const std::string name = field.value("name", "");
    if (type == "number")
      schema[name] = CellType::number;
    else if (type == "integer" || type == "year" || type == "boolean")
      schema[name] = CellType::integer;
    else if (type != "any")
      schema[name] = CellType::text;
  }
  return schema;
}

const char* frictionless_type(const Column& column) {
  if (std::holds_alternative<std::vector<double>>(column.data)) return "number";
  if (std::holds_alternative<std::vector<std::int64_t>>(column.data)) return "integer";
  return "string";
}

}  // namespace

std::vector<Resource> read_datapackage(const std::string& path) {
  Json package;
  try {
    package = Json::parse(read_file(path));
  } catch (const Json::exception&) {
    throw Error("the file is not JSON", path, "a data package is described by a datapackage.json");
  }
  std::vector<Resource> resources;
  try {
    for (const auto& resource : package.at("resources")) {
      const std::string file = resource.at("path").get<std::string>();
      if (tabular(file))
        resources.push_back({resource.at("name").get<std::string>(), file, schema_of(resource),
                             resource.value("onDemand", false)});
    }
  } catch (const Json::exception&) {
    throw Error("the file does not describe a data package", path,
                "`resources` must be a list of objects with `name` and `path`");
  }
  return resources;
}

std::string datapackage_text(const std::string& name, const std::string& title,
                             const std::vector<const Table*>& tables, const std::vector<std::string>& paths,
                             const Describe& describe) {
  assert(tables.size() == paths.size());
  Json package = {
      {"profile", "data-package"}, {"name", name}, {"title", title}, {"resources", Json::array()}};
  for (std::size_t k = 0; k < tables.size(); ++k) {
    Json fields = Json::array();
    const auto add_words = [&](Json& to, const std::string& column) {
      const std::string words = describe ? describe(tables[k]->name, column) : "";
      if (!words.empty()) to["description"] = words;
    };
    for (const auto& column : tables[k]->columns) {
      fields.push_back({{"name", column.name}, {"type", frictionless_type(column)}});
      add_words(fields.back(), column.name);
    }
    const std::string kind = std::filesystem::path(paths[k]).extension().string().substr(1);
    std::string resource_name = tables[k]->name;
    std::replace(resource_name.begin(), resource_name.end(), ' ', '-');
    package["resources"].push_back({{"name", resource_name},
                                    {"path", paths[k]},
                                    {"profile", "tabular-data-resource"},
                                    {"format", kind},
                                    {"schema", {{"fields", fields}}}});
    add_words(package["resources"].back(), "");
  }
  return json_text(package, 2) + "\n";
}

}  // namespace sogdia
