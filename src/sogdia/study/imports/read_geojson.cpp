#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "sogdia/core/error.h"
#include "sogdia/core/great_circle.h"
#include "sogdia/io/file.h"
#include "sogdia/study/imports/link_mode.h"
#include "sogdia/study/imports/source_network.h"

namespace sogdia {
namespace {

using Point = std::pair<double, double>;  // longitude, latitude

// Points closer than a hundred-thousandth of a degree (about a metre) are the same.
using Cell = std::pair<long long, long long>;
Cell cell_of(const Point& point) {
  return {std::llround(point.first * 1e5), std::llround(point.second * 1e5)};
}

// A point further than this from every line is no place on the network.
constexpr double kNearestNodeKm = 25;

struct Line {
  std::vector<Point> points;
  const nlohmann::json* properties;
  std::string place;
};

Point point_of(const nlohmann::json& position, const std::string& place) {
  if (!position.is_array() || position.size() < 2 || !position[0].is_number() || !position[1].is_number())
    throw Error("a position is no pair of numbers", place, "[longitude, latitude]");
  const Point point{position[0].get<double>(), position[1].get<double>()};
  if (!(std::fabs(point.first) <= 180 && std::fabs(point.second) <= 90))
    throw Error(fmt::format("a position at {}, {}", point.first, point.second), place,
                "GeoJSON is in degrees, longitude first (WGS 84): project the file back");
  return point;
}

std::vector<Point> points_of(const nlohmann::json& positions, const std::string& place) {
  std::vector<Point> points;
  if (!positions.is_array()) throw Error("a line without coordinates", place, "[[longitude, latitude], ...]");
  for (const auto& position : positions) {
    const Point point = point_of(position, place);
    if (points.empty() || cell_of(points.back()) != cell_of(point)) points.push_back(point);
  }
  return points;
}

std::string word(const nlohmann::json& properties, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const auto found = properties.find(name);
    if (found == properties.end() || found->is_null()) continue;
    if (found->is_string()) return found->get<std::string>();
    if (found->is_boolean()) return found->get<bool>() ? "1" : "0";
    if (found->is_number_integer()) return std::to_string(found->get<long long>());
    if (found->is_number()) return fmt::format("{}", found->get<double>());
  }
  return "";
}

// A number, or the number that a text starts with ("50 mph" gives 50 and the unit).
double amount(const nlohmann::json& properties, std::initializer_list<const char*> names,
              std::string* unit = nullptr) {
  const std::string text = word(properties, names);
  double value = std::nan("");
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc()) return std::nan("");
  if (unit) {
    const char* rest = end;
    while (rest < text.data() + text.size() && *rest == ' ') ++rest;
    *unit = std::string(rest, text.data() + text.size());
  }
  return value;
}

struct Collected {
  std::vector<Line> lines;
  std::vector<std::pair<Point, const nlohmann::json*>> points;
  std::size_t others = 0;
};

Collected collect(const nlohmann::json& root, const std::string& file, const nlohmann::json& nothing) {
  if (!root.is_object() || !root.contains("features") || !root["features"].is_array())
    throw Error("the file is no FeatureCollection", file, "GeoJSON of lines, as GIS programs write it");
  Collected out;
  std::size_t number = 0;
  for (const auto& feature : root["features"]) {
    const std::string place = fmt::format("{}, feature {}", file, ++number);
    if (!feature.is_object() || !feature.contains("geometry"))
      throw Error("a feature without geometry", place, "");
    const nlohmann::json& geometry = feature["geometry"];
    if (!geometry.is_object()) continue;
    const nlohmann::json& properties =
        feature.contains("properties") && feature["properties"].is_object() ? feature["properties"] : nothing;
    const std::string type = word(geometry, {"type"});
    if (!geometry.contains("coordinates")) throw Error("a geometry without coordinates", place, "");
    const nlohmann::json& coordinates = geometry["coordinates"];
    if (type == "LineString") {
      out.lines.push_back({points_of(coordinates, place), &properties, place});
    } else if (type == "MultiLineString" && coordinates.is_array()) {
      for (const auto& part : coordinates) out.lines.push_back({points_of(part, place), &properties, place});
    } else if (type == "Point") {
      out.points.emplace_back(point_of(coordinates, place), &properties);
    } else {
      ++out.others;
    }
  }
  if (out.lines.empty()) throw Error("the file has no lines", file, "LineString or MultiLineString features");
  return out;
}

bool one_way(const nlohmann::json& properties, bool& backward) {
  const std::string text = word(properties, {"oneway", "directed"});
  backward = text == "-1" || text == "reverse";
  return backward || text == "yes" || text == "1" || text == "true" || text == "TRUE";
}

}  // namespace

SourceNetwork read_geojson_lines(const std::string& file) {
  const nlohmann::json root = nlohmann::json::parse(read_file(file), nullptr, false);
  if (root.is_discarded())
    throw Error("the file is no JSON", file, "GeoJSON of lines, as GIS programs write it");
  const nlohmann::json nothing = nlohmann::json::object();
  const Collected collected = collect(root, file, nothing);
  SourceNetwork network;
  network.file = file;
  network.format = "GeoJSON";

  // Lines meet at their ends, and where one has a vertex of another.
  std::map<Cell, int> seen;
  for (const auto& line : collected.lines) {
    for (const auto& point : line.points) ++seen[cell_of(point)];
    if (line.points.size() < 2) continue;
    seen[cell_of(line.points.front())] += 2;
    seen[cell_of(line.points.back())] += 2;
  }
  std::map<Cell, std::size_t> position;
  const auto node_at = [&](const Point& point) {
    const auto [found, fresh] = position.emplace(cell_of(point), network.nodes.size());
    if (fresh) {
      SourceNetwork::Node& node = network.nodes.emplace_back();
      node.id = fmt::format("{}", network.nodes.size());
      node.x = point.first;
      node.y = point.second;
    }
    return found->second;
  };
  std::size_t left_out = 0;
  std::string speed_unit;
  std::map<std::string, int> ids;
  for (const auto& line : collected.lines) {
    if (line.points.size() < 2) continue;
    const nlohmann::json& properties = *line.properties;
    const auto mode = link_mode(word(properties, {"mode"}), word(properties, {"allowed_uses"}),
                                !word(properties, {"railway"}).empty()    ? "rail"
                                : !word(properties, {"waterway"}).empty() ? "water"
                                : word(properties, {"route"}) == "ferry"
                                    ? "ferry"
                                    : word(properties, {"facility_type", "highway", "type"}));
    if (!mode) {
      ++left_out;
      continue;
    }
    bool backward = false;
    const bool directed = one_way(properties, backward);
    std::string unit;
    const double speed = amount(properties, {"free_speed", "speed", "speed_kmh", "maxspeed"}, &unit);
    const double length = amount(properties, {"length_km"});
    std::vector<std::vector<Point>> pieces(1);
    for (std::size_t k = 0; k < line.points.size(); ++k) {
      pieces.back().push_back(line.points[k]);
      const bool inside = k > 0 && k + 1 < line.points.size();
      if (inside && seen[cell_of(line.points[k])] > 1) pieces.push_back({line.points[k]});
    }
    std::string id = word(properties, {"link_id", "id", "osm_id", "fid"});
    if (id.empty()) id = fmt::format("{}", ids.size() + 1);
    if (const int k = ++ids[id]; k > 1) id += fmt::format("#{}", k);
    for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
      SourceNetwork::Link link;
      link.id = pieces.size() == 1 ? id : fmt::format("{}.{}", id, piece + 1);
      link.from = node_at(pieces[piece].front());
      link.to = node_at(pieces[piece].back());
      if (backward) std::swap(link.from, link.to);
      link.mode = *mode;
      link.directed = directed;
      link.speed = unit == "mph" ? speed * 1.609344 : speed;
      if (pieces.size() == 1) link.length = length;
      link.line = pieces[piece];
      if (backward) std::reverse(link.line.begin(), link.line.end());
      link.place = line.place;
      network.links.push_back(std::move(link));
    }
  }
  network.length_unit = "km";
  network.speed_unit = "km/h";
  if (left_out > 0)
    network.notes.push_back(fmt::format("{} lines carry no goods and are left out", left_out));
  if (collected.others > 0)
    network.notes.push_back(
        fmt::format("{} features are neither lines nor points and are left out", collected.others));

  // Points are the places, each at the nearest node.
  std::size_t far = 0, shared = 0;
  for (const auto& [point, properties] : collected.points) {
    std::size_t best = 0;
    double best_km = 1e9;
    for (std::size_t n = 0; n < network.nodes.size(); ++n) {
      // A degree of latitude is 111 km.
      if (std::fabs(point.second - network.nodes[n].y) * 110 > kNearestNodeKm) continue;
      const double km = great_circle_km(point.second, point.first, network.nodes[n].y, network.nodes[n].x);
      if (km < best_km) best = n, best_km = km;
    }
    if (best_km > kNearestNodeKm) {
      ++far;
      continue;
    }
    SourceNetwork::Node& node = network.nodes[best];
    if (!node.zone.empty()) {
      ++shared;
      continue;
    }
    node.name = word(*properties, {"name", "city", "NAME", "Name"});
    node.zone = word(*properties, {"zone_id", "id", "fid"});
    if (node.zone.empty()) node.zone = node.id;
    node.country = word(*properties, {"iso3", "iso3c", "country", "ISO_A3"});
  }
  if (far > 0)
    network.notes.push_back(
        fmt::format("{} points lie over {} km from every line and are left out", far, kNearestNodeKm));
  if (shared > 0)
    network.notes.push_back(fmt::format("{} points share their node with another and are left out", shared));
  return network;
}

}  // namespace sogdia
