#include "info/place_info.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "sogdia/core/error.h"
#include "sogdia/core/great_circle.h"
#include "sogdia/study/places/gazetteer.h"
#include "sogdia/study/world/country.h"

namespace sogdia::tool {
namespace {

constexpr double kTerminalKm = 60.0;  // terminals so near are listed
constexpr double kProjectKm = 30.0;   // and projects

// The rows of a table with `lon` and `lat` near a point, the nearest first, as objects with `km`.
Json near(const Table& table, double lat, double lon, double most, const std::vector<const char*>& columns) {
  const auto lats = table.numbers("lat"), lons = table.numbers("lon");
  std::vector<std::pair<double, std::size_t>> found;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double km = great_circle_km(lat, lon, lats[row], lons[row]);
    if (km <= most) found.emplace_back(km, row);
  }
  std::sort(found.begin(), found.end());
  Json out = Json::array();
  for (const auto& [km, row] : found) {
    Json each = Json::object();
    for (const char* column : columns) each[column] = table.text(column)[row];
    each["km"] = std::round(km);
    out.push_back(each);
  }
  return out;
}

Json of_place(const World& world, std::size_t row) {
  const Table& places = world.table("places");
  Json out = row_json(places, row);
  const double lat = places.numbers("lat")[row], lon = places.numbers("lon")[row];
  out["country"] = country_name(world, places.text("iso3")[row]);
  out["terminals"] = near(world.table("terminals"), lat, lon, kTerminalKm, {"terminal_id", "name", "kind"});
  std::set<std::string> nodes = {places.text("place_id")[row]};
  for (const auto& terminal : out["terminals"]) nodes.insert(terminal["terminal_id"].get<std::string>());
  std::set<std::string> through;
  for (const Corridor& corridor : world.records.works.corridors)
    for (const CorridorStop& stop : corridor.stops)
      if (nodes.count(stop.node)) through.insert(corridor.id);
  out["corridors"] = through;
  out["projects"] = near(world.table("projects"), lat, lon, kProjectKm, {"project_id", "name"});
  return out;
}

}  // namespace

Json place_info(const World& world, const std::string& name, std::vector<std::string>& notes) {
  const Network network = make_network(world).network;
  const Spot spot = Gazetteer(world, network).find(name);
  if (!spot.note.empty()) notes.push_back(spot.note);
  const auto place = rows_with(world.table("places"), "place_id", spot.id);
  if (!place.empty()) return of_place(world, place.front());
  for (const auto& [table, column] :
       {std::pair{"terminals", "terminal_id"}, {"crossings", "crossing_id"}, {"nodes", "node_id"}}) {
    const auto rows = rows_with(world.table(table), column, spot.id);
    if (!rows.empty()) return row_json(world.table(table), rows.front());
  }
  throw Error(fmt::format("`{}` has no row in the pack", spot.id), world.folder, "");
}

std::optional<std::string> place_of_name(const World& world, const std::string& name) {
  try {
    const Network network = make_network(world).network;
    const Spot spot = Gazetteer(world, network).find(name);
    return fmt::format("`route` takes `{}` as {} (`{}`)", name, spot.label, spot.id);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace sogdia::tool
