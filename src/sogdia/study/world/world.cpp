#include "sogdia/study/world/world.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/core/parallel.h"
#include "sogdia/io/datapackage.h"
#include "sogdia/io/table_io.h"
#include "sogdia/io/toml.h"
#include "sogdia/network/build.h"

namespace sogdia {
namespace {

constexpr const char* kNeeded[] = {"countries",     "places",    "nodes",    "links",
                                   "crossings",     "terminals", "passages", "projects",
                                   "project_links", "corridors", "trade",    "economy"};

// What no way is found or named by, and what no shares of goods come from.
constexpr std::string_view kBesideWays[] = {
    "bridges",        "customs",       "demonyms", "energy_faults", "events",
    "exchange_rates", "flows_printed", "forums",   "link_shapes",   "merchandise_totals",
    "partner_trade",  "pledges",       "sources",  "trade_totals",  "un_resolutions",
    "un_votes"};

// What make_network makes a network of.
constexpr std::string_view kNetworkTables[] = {"nodes", "links", "crossings", "terminals", "passages"};
// Of these what nothing else is taken from.
constexpr std::string_view kNetworkAlone[] = {"nodes", "links"};

template <std::size_t kCount>
bool among(const std::string_view (&names)[kCount], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// 0 for a network of which more than its links is asked (`delays`: imported, with trips to assign to it).
std::uint64_t source_of_network(const std::filesystem::path& root, const std::vector<Resource>& resources) {
  if (std::ranges::find(resources, "delays", &Resource::name) != resources.end()) return 0;
  std::vector<std::string> files = {(root / "datapackage.json").string(),
                                    (root / "parameters.toml").string()};
  for (const auto& resource : resources) {
    if (among(kNetworkTables, resource.name)) files.push_back((root / resource.path).string());
  }
  return network_source(files);
}

Parameter parameter_of(const TomlTable& leaf) {
  leaf.allow_only({"value", "unit", "source", "status", "note", "low", "high"});
  if (!leaf.has("value"))
    throw Error("a parameter has no `value`", leaf.where(), "write { value = ..., unit = ... }");
  Parameter parameter;
  parameter.value = leaf.number("value", 0.0);
  parameter.unit = leaf.text("unit", "");
  parameter.source = leaf.text("source", "");
  parameter.status = leaf.text("status", "");
  return parameter;
}

// Leaves are tables with a `value`; a bare number is taken as one without a source.
void flatten(const TomlValue& value, const std::string& file, const std::string& prefix,
             Parameters& parameters) {
  for (const auto& [key, member] : value.members) {
    const std::string name = prefix.empty() ? key : prefix + "." + key;
    if (member.kind == TomlValue::Kind::table) {
      if (member.find("value") && member.find("value")->kind != TomlValue::Kind::table)
        parameters[name] = parameter_of({member, file, "[" + name + "]"});
      else
        flatten(member, file, name, parameters);
    } else if (member.kind == TomlValue::Kind::number || member.kind == TomlValue::Kind::integer) {
      parameters[name].value = member.number;
    }
  }
}

std::vector<std::string> table_names(const World& world) {
  std::vector<std::string> names;
  for (const auto& entry : world.tables) names.push_back(entry.first);
  return names;
}

}  // namespace

double parameter(const Parameters& parameters, const std::string& key) {
  if (const auto found = parameters.find(key); found != parameters.end()) return found->second.value;
  std::vector<std::string> known;
  for (const auto& entry : parameters) known.push_back(entry.first);
  throw Error(fmt::format("parameter `{}` is missing", key), "parameters.toml", nearest_hint(key, known));
}

double parameter(const Parameters& parameters, const std::string& key, double otherwise) {
  const auto found = parameters.find(key);
  return found == parameters.end() ? otherwise : found->second.value;
}

const Table* World::find(const std::string& name) const {
  const auto found = tables.find(name);
  return found == tables.end() ? nullptr : &found->second;
}

const Table& World::table(const std::string& name) const {
  if (const Table* found = find(name)) return *found;
  if (on_demand.contains(name))
    throw Error(fmt::format("the table `{}` was not read", name), folder, "read the whole pack");
  std::string hint = nearest_hint(name, table_names(*this));
  if (hint.empty()) hint = "`sogdia data list` names the tables";
  throw Error(fmt::format("the world has no table `{}`", name), folder, hint);
}

World load_world(const std::string& folder, PackPart part, const TableFiles& files, int threads) {
  namespace fs = std::filesystem;
  std::error_code failed;
  const char* hint =
      "name a world pack with --world or SOGDIA_WORLD; `make world` builds the project's own in data/world";
  if (!fs::is_directory(folder, failed)) throw Error("the world pack does not exist", folder, hint);
  const fs::path root(folder);
  if (!fs::exists(root / "datapackage.json", failed))
    throw Error("the folder is not a world pack: it has no datapackage.json", folder, hint);
  World world;
  world.folder = folder;
  auto resources = read_datapackage((root / "datapackage.json").string());
  const std::uint64_t source = part == PackPart::whole ? 0 : source_of_network(root, resources);
  world.saved_network = open_saved_network(saved_network_path(folder), source);
  std::vector<Resource> read;
  const auto wait = [&](Resource resource) {
    resource.path = (root / resource.path).string();
    const std::string name = resource.name;
    world.on_demand.insert_or_assign(name, std::move(resource));
  };
  for (auto& resource : resources) {
    const bool beside = part == PackPart::ways && among(kBesideWays, resource.name);
    const bool saved = world.saved_network && among(kNetworkAlone, resource.name);
    if (part != PackPart::whole && (resource.on_demand || beside || saved))
      wait(std::move(resource));
    else
      read.push_back(std::move(resource));
  }
  // The largest come first, so that no thread waits for one.
  std::vector<std::pair<std::uintmax_t, std::size_t>> largest;
  for (std::size_t k = 0; k < read.size(); ++k)
    largest.emplace_back(fs::file_size(root / read[k].path, failed), k);
  std::sort(largest.begin(), largest.end(), std::greater<>());
  std::vector<Table> tables(read.size());
  parallel_for(read.size(), threads, [&](std::size_t n) {
    const std::size_t k = largest[n].second;
    tables[k] = files.read((root / read[k].path).string(), read[k].schema);
    tables[k].name = read[k].name;
  });
  for (std::size_t k = 0; k < read.size(); ++k) world.tables.emplace(read[k].name, std::move(tables[k]));
  for (const char* name : kNeeded) {
    if (!world.find(name) && !world.on_demand.contains(name))
      throw Error(fmt::format("the world pack has no table `{}`", name), (root / "datapackage.json").string(),
                  "add it, or copy it from another pack");
  }
  world.records = read_records(world.tables, threads);
  const std::string file = (root / "parameters.toml").string();
  flatten(read_toml(file), file, "", world.parameters);
  if (source == 0 || world.saved_network) return world;
  save_network(saved_network_path(folder), make_network(world), source);
  world.saved_network = open_saved_network(saved_network_path(folder), source);
  if (!world.saved_network) return world;
  for (auto& resource : read) {
    if (!among(kNetworkAlone, resource.name)) continue;
    world.tables.erase(resource.name);
    wait(std::move(resource));
  }
  return world;
}

Table read_on_demand(const Resource& resource, const TableFiles& files) {
  Table table = files.read(resource.path, resource.schema);
  table.name = resource.name;
  return table;
}

Built make_network(const World& world) {
  if (world.saved_network) return read_network(world.saved_network->reader);
  NetworkParameters values;
  for (const auto& [key, leaf] : world.parameters) {
    values[key] = leaf.value;
    // A crossing without figures of its own is an ordinary border.
    constexpr std::string_view ordinary = "border.default.";
    if (key.rfind(ordinary, 0) == 0) values["border." + key.substr(ordinary.size())] = leaf.value;
  }
  return make_network({world.table("nodes"), world.table("links"), world.table("crossings"),
                       world.table("terminals"), world.table("passages")},
                      values);
}

Economy make_economy(const World& world, int year) {
  const Records& records = world.records;
  std::set<int> years;
  for (const auto& cell : records.trade) years.insert(cell.year);
  if (!years.contains(year))
    throw Error(fmt::format("there is no trade of the year {}", year), world.folder,
                years.empty() ? "the table of trade is empty"
                              : fmt::format("the table has {}", fmt::join(years, ", ")));
  std::map<std::string_view, double> internal;
  for (const auto& size : records.sizes) {
    if (size.year == year) internal[size.iso3] = size.internal_trade_usd;
  }
  if (internal.empty())
    throw Error(fmt::format("the economy has no countries in {}", year), world.folder,
                "economy.csv needs a row for every country and year");

  Economy economy;
  economy.year = year;
  std::vector<std::string> codes;
  for (const auto& country : records.countries) {
    if (!internal.contains(country.iso3)) continue;
    codes.push_back(country.iso3);
    // Of the year of the trade where the pack has it, else of the nearest.
    const auto own = country.gdp_of_year.find(std::max(year, 2014));
    const bool known = own != country.gdp_of_year.end() && (!std::isnan(own->second) || own->first == 2014);
    economy.gdp.push_back(known ? own->second : country.gdp_usd);
  }
  economy.countries = Index(std::move(codes));
  economy.trade = OdMatrix(economy.countries, economy.countries, "USD");
  for (const auto& cell : records.trade) {
    if (cell.year != year) continue;
    const auto i = economy.countries.find(cell.exporter), j = economy.countries.find(cell.importer);
    if (!i || !j)
      economy.left_out_usd += cell.usd;
    else if (*i != *j)
      economy.trade(*i, *j) += cell.usd;
  }
  for (std::size_t i = 0; i < economy.countries.size(); ++i)
    economy.trade(i, i) = internal.at(economy.countries[i]);
  return economy;
}

Shipper make_shipper(const World& world, const std::string& sector) {
  const std::string key = "sector." + sector;
  Shipper shipper;
  shipper.sector = sector;
  shipper.usd_per_tonne_value = parameter(world.parameters, key + ".usd_per_tonne_value");
  shipper.value_of_time = parameter(world.parameters, key + ".value_of_time");
  shipper.mu = parameter(world.parameters, "choice.mu");
  return shipper;
}

int places_per_country(const World& world) {
  return static_cast<int>(parameter(world.parameters, "weights.places_per_country"));
}

Table rows_where(const Table& table, const std::function<bool(std::size_t)>& keep) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (keep(row)) rows.push_back(row);
  }
  Table kept;
  kept.name = table.name;
  for (const auto& column : table.columns) {
    Column& part = kept.columns.emplace_back();
    part.name = column.name;
    std::visit(
        [&](const auto& values) {
          std::decay_t<decltype(values)> chosen;
          chosen.reserve(rows.size());
          for (const auto row : rows) chosen.push_back(values[row]);
          part.data = std::move(chosen);
        },
        column.data);
    if (!column.valid.empty()) {
      for (const auto row : rows) part.valid.push_back(column.valid[row]);
    }
  }
  return kept;
}

}  // namespace sogdia
