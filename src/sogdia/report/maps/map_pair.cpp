#include "sogdia/report/maps/map_pair.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "sogdia/report/maps/map_labels.h"

namespace sogdia::report {

namespace {

constexpr double kUsed = 0.05;    // of the tonnes between two places
constexpr double kShown = 0.005;  // of their tonnes or value

// Rows in order of travel make stretches of one mode each, oriented so that one ends where the next begins.
void append_link(PairMap::Way& way, const std::string& mode, Points line) {
  if (!way.stretches.empty()) {
    const auto tail = way.stretches.back().second.back();
    const auto far = [&](const std::pair<double, double>& point) {
      return std::fabs(std::remainder(point.first - tail.first, 360.0)) +
             std::fabs(point.second - tail.second);
    };
    if (far(line.back()) < far(line.front())) std::reverse(line.begin(), line.end());
    if (way.stretches.back().first == mode && far(line.front()) < 0.05) {
      auto& points = way.stretches.back().second;
      points.insert(points.end(), line.begin() + 1, line.end());
      return;
    }
  }
  way.stretches.emplace_back(mode, std::move(line));
}

Projection projection_for(const Points& points) {
  double x = 0, y = 0, z = 0;
  constexpr double kRadians = std::numbers::pi / 180;
  double south = 90, north = -90;
  for (const auto& [lon, lat] : points) {
    x += std::cos(lat * kRadians) * std::cos(lon * kRadians);
    y += std::cos(lat * kRadians) * std::sin(lon * kRadians);
    z += std::sin(lat * kRadians);
    south = std::min(south, lat), north = std::max(north, lat);
  }
  Projection projection;
  projection.centre_lon = std::atan2(y, x) / kRadians;
  projection.centre_lat = std::atan2(z, std::hypot(x, y)) / kRadians;
  double wide = 0;
  for (const auto& [lon, lat] : points) {
    wide = std::max(wide, std::fabs(std::remainder(lon - projection.centre_lon, 360.0)));
  }
  const double middle = (south + north) / 2, sixth = (north - south) / 6;
  if (wide < 65 && north - south < 60 && std::fabs(middle) > 15) {
    projection.kind = ProjectionKind::albers;
    projection.parallel_a = south + sixth, projection.parallel_b = north - sixth;
    projection.centre_lat = middle;
  } else {
    projection.kind = ProjectionKind::orthographic;
  }
  return projection;
}

// Frame: every way's points.
Points all_points(const PairMap& map) {
  Points points;
  for (const auto& way : map.ways) {
    for (const auto& [mode, line] : way.stretches) points.insert(points.end(), line.begin(), line.end());
  }
  return points;
}

}  // namespace

bool is_shown(const Rows& routes, std::size_t row) {
  const double share = routes.number(row, "share"), tonnes = routes.number(row, "share_tonnes");
  return !(share < kShown && tonnes < kShown) || (share == 0 && tonnes == 0);
}

PairMap::Mark border_mark(const Result& result, std::size_t link) {
  const Network& network = result.base->network;
  const std::string name = network.crossing_name[static_cast<std::size_t>(network.crossing[link])];
  const std::size_t node = network.from[link];
  // "CHN - KAZ" says no more than the map does.
  return {network.lon[node],
          network.lat[node],
          border_words(result, name),
          network.gauge_break[link] != 0,
          false,
          "",
          name.size() > 9};
}

PairMap pair_map(const Result& result, const LinkShapes& shapes, const std::string& a, const std::string& b) {
  PairMap map;
  const Rows paths = result_rows(result, "pair_paths");
  const Network& network = result.base->network;
  std::set<std::string> marked;
  // A pipeline is drawn where it is one of the two's ways, and not a roundabout one to the same places.
  const Rows shares = result_rows(result, "pair_routes");
  const auto is_drawn = [&](const std::string& family) {
    const bool pipe = family.ends_with("_pipeline");
    for (std::size_t row = 0; row < shares.size(); ++row) {
      if (shares.text(row, "a") == a && shares.text(row, "b") == b && shares.text(row, "family") == family)
        return pipe ? shares.number(row, "share_tonnes") >= kUsed : is_shown(shares, row);
    }
    return !pipe;
  };
  for (const std::string family : {"sea", "rail", "road", "oil_pipeline", "gas_pipeline", "air"}) {
    if (!is_drawn(family)) continue;
    PairMap::Way way{family, {}};
    const Rows rows = paths.where([&](std::size_t row) {
      return paths.text(row, "a") == a && paths.text(row, "b") == b && paths.text(row, "family") == family;
    });
    // Several place pairs may be listed: the first stands for the two countries.
    const std::string from = rows.empty() ? "" : rows.text(0, "from"),
                      to = rows.empty() ? "" : rows.text(0, "to");
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (rows.text(row, "from") != from || rows.text(row, "to") != to) continue;
      const auto link = network.links.find(rows.text(row, "link_id"));
      if (!link) continue;
      if (network.mode[*link] != Mode::transfer) {
        append_link(way, to_string(network.mode[*link]), shapes.line(network, *link));
      }
      const std::int32_t crossing = network.crossing[*link];
      if (crossing < 0) continue;
      const PairMap::Mark mark = border_mark(result, *link);
      if (marked.insert(mark.name).second) map.marks.push_back(mark);
    }
    if (way.stretches.empty()) continue;
    for (const std::string& place : {from, to}) {
      const auto node = network.nodes.find(place);
      if (!node || !marked.insert(place).second) continue;
      const std::string name = network.node_name[*node].empty() ? place : network.node_name[*node];
      map.marks.insert(map.marks.begin(), {network.lon[*node], network.lat[*node], name, false, true});
    }
    map.ways.push_back(std::move(way));
  }
  return map;
}

std::string draw_pair_map(const PairMap& map, const Basemap& basemap, Width width, const std::string& id) {
  const Points points = map.frame.empty() ? all_points(map) : map.frame;
  if (points.size() < 2) return "";
  const double sheet_width = pixels(width);
  const Sheet sheet = fit(projection_for(points), points, sheet_width, width == Width::narrow ? 22 : 46,
                          sheet_width * 0.5, sheet_width * 0.85);
  Svg svg(sheet.width, sheet.height, id, map.title, map.desc, "map");
  svg.rect(0, 0, sheet.width, sheet.height, "water");
  const Land land = draw_land(basemap, sheet, 1.5);
  std::string d;
  for (const auto& country : land.countries) d += country.d;
  svg.path(d, "land");
  svg.path(land.borders, "border");
  svg.path(land.disputed, "disputed");

  // Air last and thin: it hides nothing.
  for (const auto& way : map.ways) {
    std::map<std::string, Thinner> layers;
    for (const auto& [mode, line] : way.stretches)
      layers.try_emplace(mode, sheet, 0.7).first->second.add(line);
    for (const auto& [mode, layer] : layers) {
      const std::string css = mode == "ferry" || mode == "inland_water" ? "sea"
                              : mode.ends_with("_pipeline")             ? "pipe"
                                                                        : mode;
      svg.path(layer.path(), fmt::format("way route {}{}", css, way.family == "air" ? " faint" : ""));
    }
  }
  std::vector<MapLabel> labels;
  std::vector<Box> taken;
  for (const auto& mark : map.marks) {
    if (!is_visible(sheet.projection, mark.lon, mark.lat)) continue;
    const auto [x, y] = sheet.at(mark.lon, mark.lat);
    if (!sheet.inside(x, y)) continue;
    const double size = mark.end ? 5 : 3.6;
    svg.open("", mark.name + (mark.gauge_break ? ": the gauge changes here" : ""));
    if (!mark.kind.empty()) {
      draw_glyph(svg, mark.kind, x, y, size + 0.6, false);
    } else if (mark.gauge_break) {
      draw_glyph(svg, "railway", x, y, size, true);
    } else {
      svg.circle(x, y, size, mark.end ? "place" : "glyph hollow");
    }
    svg.close();
    taken.push_back({x - size, y - size, x + size, y + size});
    if (!mark.labelled) continue;
    labels.push_back({x, y, size + 3, mark.name, mark.end ? "map-label strong" : "map-label", false});
  }
  draw_labels(svg, labels, taken, sheet.width, sheet.height, width == Width::narrow ? 6 : 12,
              width == Width::narrow ? 11.5 : 12.5);
  return svg.str();
}

}  // namespace sogdia::report
