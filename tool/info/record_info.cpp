#include "info/record_info.h"

#include "sogdia/core/names.h"
#include "sogdia/core/table_cells.h"
#include "sogdia/study/world/id_named.h"

namespace sogdia::tool {
namespace {

// The resolution with its votes: {"votes": {"yes": [...], "no": [...], ...}} in codes.
Json resolution_info(const World& world, const std::string& id) {
  Json out = rows_json(world, "un_resolutions", "resolution", id).front();
  Json votes = Json::object();
  for (const char* vote : {"yes", "no", "abstain", "absent"}) votes[vote] = Json::array();
  for (const Vote& cast : world.records.votes)
    if (cast.resolution == id) votes[cast.vote].push_back(cast.iso3);
  out["votes"] = votes;
  return out;
}

struct Named {
  std::string id, name;
  std::vector<std::string> names;
};

std::optional<std::string> id_in(const World& world, const char* table, const char* column,
                                 const std::string& name) {
  std::vector<Named> rows;
  if (const Table* found = world.find(table)) {
    for (std::size_t row = 0; row < found->rows(); ++row)
      rows.push_back({text_at(*found, column, row), text_at(*found, "name", row),
                      split_list(text_at(*found, "names", row), '|')});
  }
  return id_named(rows, name);
}

// A resolution is called by its symbol, with or without "A/RES/".
std::optional<std::string> resolution_named(const World& world, const std::string& name) {
  if (auto id = id_in(world, "un_resolutions", "resolution", name)) return id;
  return id_in(world, "un_resolutions", "resolution", "A/RES/" + name);
}

}  // namespace

std::optional<Json> record_info(const World& world, const std::string& name) {
  if (const auto id = resolution_named(world, name)) return resolution_info(world, *id);
  for (const auto& [table, column] : {std::pair{"forums", "forum_id"}, {"pipelines", "pipeline_id"}}) {
    if (const auto id = id_in(world, table, column, name))
      return rows_json(world, table, column, *id).front();
  }
  return std::nullopt;
}

Json country_votes(const World& world, const std::string& iso3) {
  Json out = Json::object();
  for (const Vote& cast : world.records.votes)
    if (cast.iso3 == iso3) out[cast.resolution] = cast.vote;
  return out;
}

Json country_pipelines(const World& world, const std::string& iso3) {
  Json out = Json::array();
  if (const Table* table = world.find("pipelines")) {
    for (std::size_t row = 0; row < table->rows(); ++row) {
      if (table->text("countries")[row].find(iso3) != std::string::npos)
        out.push_back(table->text("pipeline_id")[row]);
    }
  }
  return out;
}

Json belt_and_road(const World& world, const std::string& iso3) {
  Json out = Json::object();
  const Table* table = world.find("bri_signatories");
  if (!table) return out;
  for (const auto row : rows_with(*table, "iso3", iso3)) {
    if (table->text("status")[row] == "withdrew") {
      out["withdrew"] = table->integers("year")[row];
      continue;
    }
    const Json full = row_json(*table, row);
    for (const char* column : {"year", "source", "year_other", "source_other"})
      if (full.contains(column)) out[column] = full[column];
  }
  return out;
}

}  // namespace sogdia::tool
