#include "sogdia/report/maps/map_lines.h"

#include <cmath>
#include <cstdlib>

namespace sogdia::report {

LinkShapes::LinkShapes(const Result& result) {
  const auto found = result.base->world->tables.find("link_shapes");
  if (found == result.base->world->tables.end()) return;
  const Column* ids = found->second.find("link_id");
  const Column* points = found->second.find("points");
  if (!ids || !points) return;
  const auto* names = std::get_if<std::vector<std::string>>(&ids->data);
  const auto* texts = std::get_if<std::vector<std::string>>(&points->data);
  if (!names || !texts) return;
  shapes_.reserve(names->size());
  for (std::size_t k = 0; k < names->size(); ++k) shapes_.emplace((*names)[k], &(*texts)[k]);
}

Points parse_points(std::string_view text) {
  Points out;
  const std::string copy(text);
  const char* at = copy.c_str();
  while (*at != '\0') {
    char* end = nullptr;
    const double lon = std::strtod(at, &end);
    if (end == at) break;
    at = end;
    const double lat = std::strtod(at, &end);
    if (end == at) break;
    at = end;
    if (std::isfinite(lon) && std::isfinite(lat)) out.emplace_back(lon, lat);
    while (*at == ';' || *at == ' ') ++at;
  }
  return out;
}

Points LinkShapes::line(const Network& network, std::size_t link) const {
  if (link < network.links.size()) {
    if (const auto found = shapes_.find(network.links[link]); found != shapes_.end()) {
      Points points = parse_points(*found->second);
      if (points.size() > 1) return points;
    }
  }
  const std::size_t a = network.from[link], b = network.to[link];
  return {{network.lon[a], network.lat[a]}, {network.lon[b], network.lat[b]}};
}

std::int64_t Thinner::node(double x, double y) {
  const auto column = static_cast<std::int64_t>(std::floor(x / cell_));
  const auto row = static_cast<std::int64_t>(std::floor(y / cell_));
  const std::int64_t key = row * 100000 + column;
  nodes_.emplace(key, std::pair{x, y});
  return key;
}

void Thinner::add(const Points& line) {
  for (const Points& piece : cut_line(sheet_->projection, line)) {
    Points stroke;
    std::int64_t last = 0;
    const auto finish = [&] {
      if (stroke.size() > 1) strokes_.push_back(stroke);
      stroke.clear();
    };
    bool first = true;
    for (const auto& [lon, lat] : piece) {
      const auto [x, y] = sheet_->at(lon, lat);
      const std::int64_t key = node(x, y);
      const auto place = nodes_.at(key);
      if (first) {
        stroke = {place};
      } else if (key != last) {
        const auto low = static_cast<std::uint64_t>(std::min(key, last) + (std::int64_t{1} << 31));
        const auto high = static_cast<std::uint64_t>(std::max(key, last) + (std::int64_t{1} << 31));
        const bool fresh = edges_.insert((high << 32) ^ low).second;
        const bool shown =
            sheet_->inside(x, y, 60) || sheet_->inside(stroke.back().first, stroke.back().second, 60);
        if (fresh && shown) {
          stroke.push_back(place);
        } else {
          finish();
          stroke = {place};
        }
      }
      first = false;
      last = key;
    }
    finish();
  }
}

std::string Thinner::path() const {
  std::string d;
  for (const Points& stroke : strokes_) d += path_data(stroke);
  return d;
}

}  // namespace sogdia::report
