#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia {

struct LonLat {
  double lon = 0.0;
  double lat = 0.0;
};

// A FeatureCollection of points (RFC 7946): one feature a row at its columns `lon` and `lat`, every other
// column a property; a missing cell is null. Coordinates are degrees, printed to five decimals.
std::string geojson_points(const Table& table, const std::string& lon = "lon",
                           const std::string& lat = "lat");

// A FeatureCollection of lines: row k runs along lines[k]. A line that crosses the antimeridian is cut there
// into a MultiLineString.
std::string geojson_lines(const Table& table, const std::vector<std::vector<LonLat>>& lines);

}  // namespace sogdia
