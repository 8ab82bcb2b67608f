#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "info/info_rows.h"
#include "info/pair_info.h"
#include "info/place_info.h"
#include "info/record_info.h"
#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/io/json_text.h"
#include "sogdia/study/answers/link_use.h"
#include "sogdia/study/world/country.h"
#include "sogdia/study/world/id_named.h"
#include "sogdia/study/world/trade_cell.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

Json unique_texts(const Table& table, const char* column) {
  Json out = Json::array();
  std::set<std::string> seen;
  for (const auto& text : table.text(column)) {
    if (seen.insert(text).second) out.push_back(text);
  }
  return out;
}

template <typename Record>
Json ids_json(const std::vector<Record>& records) {
  Json out = Json::array();
  for (const auto& record : records) out.push_back(record.id);
  return out;
}

// An object as "key  value" lines; lists of objects as their most telling key.
std::string readable(const Json& object) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [key, value] : object.items()) {
    std::string text;
    if (value.is_array()) {
      for (const auto& item : value) {
        std::string part = item.is_string() ? item.get<std::string>() : "";
        for (const char* telling :
             {"name", "crossing_id", "iso3", "bloc", "link_id", "node", "project_id", "terminal_id"}) {
          if (part.empty() && item.is_object() && item.contains(telling))
            part = item[telling].get<std::string>();
        }
        if (part.empty()) part = json_text(item);
        text += (text.empty() ? "" : ", ") + part;
      }
    } else if (value.is_object()) {
      for (const auto& [inner, number] : value.items())
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", inner, json_text(number));
    } else if (value.is_number_float()) {
      text = thousands(value.get<double>(), value.get<double>() < 1000 ? 2 : 0);
    } else {
      text = value.is_string() ? value.get<std::string>() : json_text(value);
    }
    rows.push_back({key, text});
  }
  std::string out = aligned({"", ""}, rows, {false, false});
  return out.substr(out.find('\n') + 1);
}

Json world_info(const World& world) {
  Json out = {{"world", world.folder}};
  Json tables = Json::object();
  for (const auto& [name, table] : world.tables) tables[name] = table.rows();
  if (world.saved_network) {
    const Network network = make_network(world).network;
    tables["nodes"] = network.node_count();
    tables["links"] = network.link_count();
  }
  out["rows"] = tables;
  Json list = Json::array();
  for (const auto year : trade_years(world)) list.push_back(std::to_string(year));
  out["trade_years"] = list;
  std::map<std::string, int> projects;
  for (const auto& project : world.records.works.projects) ++projects[project.status];
  out["projects"] = projects;
  out["corridors"] = ids_json(world.records.works.corridors);
  out["passages"] = ids_json(world.records.passages);
  for (const auto& [table, column] : {std::pair{"blocs", "bloc"},
                                      {"forums", "forum_id"},
                                      {"un_resolutions", "resolution"},
                                      {"pipelines", "pipeline_id"},
                                      {"countries", "region"}}) {
    if (const Table* found = world.find(table))
      out[table == std::string("countries") ? "regions" : table] = unique_texts(*found, column);
  }
  out["countries"] = country_codes(world);
  return out;
}

Json country_info(const World& world, const std::string& code) {
  const Table& countries = world.table("countries");
  Json out = row_json(countries, rows_with(countries, "iso3", code).front());
  Json borders = Json::array();
  std::set<std::string> neighbours;
  for (const auto& [id, name, a, b, node] : world.records.crossings) {
    if (a == code || b == code) neighbours.insert(a == code ? b : a);
  }
  for (const auto& neighbour : neighbours) borders.push_back(neighbour);
  out["borders"] = borders;
  Json blocs = Json::array();
  for (const auto& each : world.records.blocs) {
    if (each.iso3 == code && each.to_year == BlocYears().to_year && !each.partner) blocs.push_back(each.bloc);
  }
  out["blocs"] = blocs;
  if (Json signed_in = belt_and_road(world, code); !signed_in.empty()) out["belt_and_road"] = signed_in;
  if (Json votes = country_votes(world, code); !votes.empty()) out["votes"] = votes;
  if (Json lines = country_pipelines(world, code); !lines.empty()) out["pipelines"] = lines;
  Json projects = Json::array();
  for (const auto& project : world.records.works.projects) {
    if (project.iso3.find(code) != std::string::npos) projects.push_back(project.id);
  }
  out["projects"] = projects;
  return out;
}

Json project_info(const World& world, const std::string& id) {
  const Table& projects = world.table("projects");
  Json out = row_json(projects, rows_with(projects, "project_id", id).front());
  out["links"] = rows_json(world, "project_links", "project_id", id);
  return out;
}

// The rows of a thing that several rows make up, without its id and name, which stand above them.
Json parts_json(const World& world, const char* table, const char* id_column, const std::string& id) {
  Json rows = rows_json(world, table, id_column, id);
  for (auto& row : rows) {
    row.erase(id_column);
    row.erase("name");
  }
  return rows;
}

Json corridor_info(const World& world, const std::string& id) {
  const auto& all = world.records.works.corridors;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Corridor& each) { return each.id == id; });
  Json out = {{"corridor_id", id}, {"name", found->name}};
  out["stops"] = parts_json(world, "corridors", "corridor_id", id);
  out["projects"] = rows_json(world, "corridor_projects", "corridor_id", id);
  return out;
}

// Members of the year that the words name, or of a study's own.
Json bloc_info(const World& world, const std::string& id, const std::string& words) {
  const auto& all = world.records.blocs;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const BlocYears& each) { return each.bloc == id; });
  Json out = {{"bloc", id}, {"name", found->name}};
  out["members"] = expand_countries(world, {words}, Study().base.year);
  out["memberships"] = parts_json(world, "blocs", "bloc", id);
  return out;
}

// Of a name that several things bear the project, corridor, bloc, country or passage is shown, and a note
// tells of the place.
Json info_of(const World& world, const std::string& name, std::vector<std::string>& notes) {
  const auto with_place = [&](Json shown) {
    if (const auto also = place_of_name(world, name)) notes.push_back(*also);
    return shown;
  };
  const Works& works = world.records.works;
  if (const auto id = id_named(works.projects, name)) return with_place(project_info(world, *id));
  if (const auto id = id_named(works.corridors, name)) return with_place(corridor_info(world, *id));
  if (const auto id = find_bloc(world, name)) return bloc_info(world, *id, name);
  if (const auto region = find_region(world, name))
    return Json{{"region", *region}, {"countries", expand_countries(world, {name}, Study().base.year)}};
  try {
    return with_place(country_info(world, find_country(world, name)));
  } catch (const Error&) {
    // Then it may be a place of the network.
  }
  if (const auto id = id_named(world.records.passages, name))
    return with_place(rows_json(world, "passages", "passage", *id).front());
  if (const auto record = record_info(world, name)) return *record;
  std::string near;
  try {
    return place_info(world, name, notes);
  } catch (const Error& error) {
    near = error.hint;
  }
  std::vector<std::string> known;
  const auto names_of = [&](const auto& records) {
    for (const auto& record : records) known.push_back(record.name);
  };
  const auto ids_of = [&](const auto& records) {
    for (const auto& record : records) known.push_back(record.id);
  };
  names_of(world.records.countries);
  ids_of(works.projects);
  ids_of(works.corridors);
  ids_of(world.records.passages);
  names_of(world.records.passages);
  for (auto& code : country_codes(world)) known.push_back(std::move(code));
  names_of(works.projects);
  const std::string hint = nearest_hint(name, known);
  throw Error(
      fmt::format("`{}` is no country, bloc, project, corridor, record, passage, terminal or place", name),
      "", hint.empty() ? near : hint);
}

// The largest users of a link that are named.
constexpr std::size_t kUsers = 10;

Json link_info(const LinkUse& use) {
  Json out = {{"link_id", use.link}, {"mode", use.mode}, {"from", use.from}, {"to", use.to}};
  for (const auto& [key, value] :
       {std::pair{"passage", use.passage}, {"crossing", use.crossing}, {"project", use.project}})
    if (!value.empty()) out[key] = value;
  out["open"] = use.open;
  out["km"] = use.km;
  out["hours"] = use.hours;
  out["usd_per_tonne"] = use.usd_per_tonne;
  out["trade_usd"] = use.usd;
  out["trade_tonnes"] = use.tonnes;
  Json families = Json::object();
  for (const ModeFamily family : kFamilies)
    if (const double usd = use.by_family[static_cast<std::size_t>(family)]; usd > 0)
      families[to_string(family)] = usd;
  out["trade_by_family"] = families;
  Json users = Json::array();
  for (std::size_t k = 0; k < std::min(kUsers, use.pairs.size()); ++k) {
    const auto& [exporter, importer, usd] = use.pairs[k];
    users.push_back({{"name", fmt::format("{} to {} {} bn USD", exporter, importer, thousands(usd / 1e9, 1))},
                     {"exporter", exporter},
                     {"importer", importer},
                     {"usd", usd}});
  }
  out["users"] = users;
  return out;
}

}  // namespace

int verb_info(const InfoArgs& args, const Common& common) {
  auto opened = std::make_shared<World>(open_world(common));
  const World& world = *opened;
  std::vector<std::string> notes;
  if (args.names.size() > 2)
    throw Error(fmt::format("{} names were given", args.names.size()), "",
                "one name, or two countries; names of several words are put in quotes");
  std::string text;
  Json out;
  if (args.names.size() == 2) {
    const std::string a = find_country(world, args.names[0]), b = find_country(world, args.names[1]);
    if (a == b)
      throw Error(fmt::format("`{}` and `{}` are one country", args.names[0], args.names[1]), "", "");
    text = pair_text(world, a, b, notes);
    out = pair_info(world, a, b);
  } else if (const auto use = args.names.empty() ? std::nullopt
                                                 : link_use(opened, args.names[0], common.threads,
                                                            terminal_monitor(common))) {
    out = link_info(*use);
    notes.push_back("trade along a link is computed: the base's trade by the ways of least cost, in value");
    text = readable(out);
  } else {
    out = args.names.empty() ? world_info(world) : info_of(world, args.names[0], notes);
    text = readable(out);
  }
  for (const auto& note : notes) talk(common, "note: " + note);
  if (common.json && !notes.empty()) out["notes"] = notes;
  print(common.json ? json_text(out, 2) + "\n" : text);
  return 0;
}

}  // namespace sogdia::tool
