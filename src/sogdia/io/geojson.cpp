#include "sogdia/io/geojson.h"
#include "sogdia/io/json_text.h"

#include <fmt/format.h>

#include <cassert>
#include <cmath>
#include <nlohmann/json.hpp>

namespace sogdia {
namespace {

std::string degrees(double value) {
  std::string text = fmt::format("{:.5f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string position(LonLat at) { return "[" + degrees(at.lon) + "," + degrees(at.lat) + "]"; }

std::string properties(const Table& table, std::size_t row, const std::string& lon, const std::string& lat) {
  std::string out;
  for (const auto& column : table.columns) {
    if (column.name == lon || column.name == lat) continue;
    out += (out.empty() ? "" : ",") + json_quoted(column.name) + ":";
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.data))
      out += column.is_missing(row) ? "null" : json_quoted((*texts)[row]);
    else if (column.is_missing(row))
      out += "null";
    else if (const auto* doubles = std::get_if<std::vector<double>>(&column.data);
             doubles && !std::isfinite((*doubles)[row]))
      out += "null";
    else
      out += cell_text(column, row);
  }
  return "{" + out + "}";
}

std::string collection(const std::vector<std::string>& features) {
  std::string out = "{\"type\":\"FeatureCollection\",\"features\":[";
  for (std::size_t k = 0; k < features.size(); ++k) out += (k > 0 ? ",\n" : "\n") + features[k];
  return out + "\n]}\n";
}

std::string feature(const std::string& geometry, const std::string& properties) {
  return "{\"type\":\"Feature\",\"geometry\":" + geometry + ",\"properties\":" + properties + "}";
}

// The parts of a line between its crossings of the antimeridian, where it is cut at 180 degrees.
std::vector<std::vector<LonLat>> cut_at_antimeridian(const std::vector<LonLat>& line) {
  std::vector<std::vector<LonLat>> parts(1);
  for (std::size_t k = 0; k < line.size(); ++k) {
    if (k > 0 && std::abs(line[k].lon - line[k - 1].lon) > 180.0) {
      const LonLat from = line[k - 1];
      const double side = from.lon > 0 ? 180.0 : -180.0;
      const double span = (line[k].lon + 2 * side) - from.lon;
      const double lat =
          span == 0.0 ? from.lat : from.lat + (side - from.lon) / span * (line[k].lat - from.lat);
      parts.back().push_back({side, lat});
      parts.push_back({{-side, lat}});
    }
    parts.back().push_back(line[k]);
  }
  return parts;
}

std::string positions(const std::vector<LonLat>& line) {
  std::string out;
  for (const auto& at : line) out += (out.empty() ? "" : ",") + position(at);
  return "[" + out + "]";
}

}  // namespace

std::string geojson_points(const Table& table, const std::string& lon, const std::string& lat) {
  const auto x = table.numbers(lon), y = table.numbers(lat);
  std::vector<std::string> features;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const bool placed = std::isfinite(x[row]) && std::isfinite(y[row]);
    const std::string geometry =
        placed ? "{\"type\":\"Point\",\"coordinates\":" + position({x[row], y[row]}) + "}" : "null";
    features.push_back(feature(geometry, properties(table, row, lon, lat)));
  }
  return collection(features);
}

std::string geojson_lines(const Table& table, const std::vector<std::vector<LonLat>>& lines) {
  assert(table.rows() == lines.size());
  std::vector<std::string> features;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto parts = cut_at_antimeridian(lines[row]);
    std::string geometry = "{\"type\":\"LineString\",\"coordinates\":" + positions(parts.front()) + "}";
    if (parts.size() > 1) {
      std::string list;
      for (const auto& part : parts) list += (list.empty() ? "" : ",") + positions(part);
      geometry = "{\"type\":\"MultiLineString\",\"coordinates\":[" + list + "]}";
    }
    if (lines[row].size() < 2) geometry = "null";
    features.push_back(feature(geometry, properties(table, row, "", "")));
  }
  return collection(features);
}

}  // namespace sogdia
