#include "sogdia/report/maps/basemap.h"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

namespace sogdia::report {

namespace {

Points read_points(const nlohmann::json& pairs) {
  Points out;
  for (const auto& pair : pairs) out.emplace_back(pair.at(0).get<double>(), pair.at(1).get<double>());
  return out;
}

std::vector<Points> read_lines(const nlohmann::json& map, const char* key) {
  std::vector<Points> out;
  if (const auto found = map.find(key); found != map.end()) {
    for (const auto& line : *found) out.push_back(read_points(line));
  }
  return out;
}

double area(const Points& ring) {
  double twice = 0;
  for (std::size_t k = 0; k < ring.size(); ++k) {
    const auto& [x1, y1] = ring[k];
    const auto& [x2, y2] = ring[(k + 1) % ring.size()];
    twice += x1 * y2 - x2 * y1;
  }
  return std::fabs(twice) / 2;
}

Points placed(const Sheet& sheet, const Points& line) {
  Points out;
  for (const auto& [lon, lat] : line) out.push_back(sheet.at(lon, lat));
  return out;
}

bool touches(const Sheet& sheet, const Points& line) {
  double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
  for (const auto& [x, y] : line) {
    left = std::min(left, x), right = std::max(right, x);
    top = std::min(top, y), bottom = std::max(bottom, y);
  }
  return right >= 0 && left <= sheet.width && bottom >= 0 && top <= sheet.height;
}

std::string draw_lines(const std::vector<Points>& lines, const Sheet& sheet) {
  std::string d;
  for (const Points& line : lines) {
    for (const Points& piece : cut_line(sheet.projection, line)) {
      const Points points = placed(sheet, piece);
      if (touches(sheet, points)) d += path_data(decimate(points, 0.8));
    }
  }
  return d;
}

}  // namespace

Basemap load_basemap(const std::string& folder) {
  std::ifstream file(folder + "/map.json");
  if (!file) return {};
  const auto map = nlohmann::json::parse(file, nullptr, false);
  if (map.is_discarded() || !map.contains("countries")) return {};
  Basemap basemap;
  try {
    for (const auto& entry : map.at("countries")) {
      basemap.countries.push_back(
          {entry.value("iso3", ""), entry.value("name", ""), read_lines(entry, "rings")});
    }
    basemap.borders = read_lines(map, "borders");
    basemap.disputed = read_lines(map, "disputed");
  } catch (const nlohmann::json::exception&) {
    return {};
  }
  return basemap;
}

Points decimate(const Points& line, double step) {
  Points out;
  for (std::size_t k = 0; k < line.size(); ++k) {
    if (out.empty() || k + 1 == line.size() ||
        std::hypot(line[k].first - out.back().first, line[k].second - out.back().second) >= step) {
      out.push_back(line[k]);
    }
  }
  return out;
}

Land draw_land(const Basemap& basemap, const Sheet& sheet, double least_area) {
  Land land;
  for (const auto& country : basemap.countries) {
    // Antarctica has no place on a sheet about trade, and its ring runs round the pole.
    if (country.iso3 == "ATA" || country.name == "Antarctica") continue;
    std::string d;
    for (const Points& ring : country.rings) {
      for (const Points& piece : cut_ring(sheet.projection, ring)) {
        const Points points = placed(sheet, piece);
        if (touches(sheet, points) && area(points) >= least_area) d += path_data(decimate(points, 0.6), true);
      }
    }
    if (!d.empty()) land.countries.push_back({country.iso3, country.name, std::move(d)});
  }
  land.borders = draw_lines(basemap.borders, sheet);
  land.disputed = draw_lines(basemap.disputed, sheet);
  return land;
}

}  // namespace sogdia::report
