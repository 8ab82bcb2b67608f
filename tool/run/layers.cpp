#include "run/layers.h"

#include <cstdlib>
#include <functional>
#include <map>
#include <unordered_map>

#include "sogdia/io/geojson.h"

namespace sogdia::tool {
namespace {

using Line = std::vector<LonLat>;

// Where links run: along link_shapes.csv, else straight from node to node.
class Shapes {
 public:
  explicit Shapes(const Result& result) : network_(result.base->network) {
    const Table* table = result.base->world->find("link_shapes");
    if (!table) return;
    const auto &ids = table->text("link_id"), &points = table->text("points");
    for (std::size_t row = 0; row < ids.size(); ++row) points_.emplace(ids[row], &points[row]);
  }

  Line line(std::size_t link) const {
    const std::size_t from = network_.from[link], to = network_.to[link];
    const auto found = points_.find(network_.links[link]);
    if (found == points_.end())
      return {{network_.lon[from], network_.lat[from]}, {network_.lon[to], network_.lat[to]}};
    Line line;
    for (const char* at = found->second->c_str(); *at;) {
      char* end = nullptr;
      const double lon = std::strtod(at, &end);
      if (end == at) break;
      const double lat = std::strtod(end, &end);
      line.push_back({lon, lat});
      at = *end == ';' ? end + 1 : end;
    }
    return line;
  }

 private:
  const Network& network_;
  std::unordered_map<std::string, const std::string*> points_;
};

std::string links_layer(const Result& result, const Shapes& shapes) {
  const Network& network = result.base->network;
  const LinkCosts &before = result.base->costs, &after = result.after;
  Table table;
  std::vector<std::string> id, mode;
  std::vector<double> hours_before, hours_after, usd_before, usd_after;
  std::vector<std::int64_t> open_before, open_after;
  std::vector<Line> lines;
  for (const auto l : differing_links(before, after)) {
    id.push_back(network.links[l]);
    mode.emplace_back(to_string(network.mode[l]));
    hours_before.push_back(before.hours[l]);
    hours_after.push_back(after.hours[l]);
    usd_before.push_back(before.usd_per_tonne[l]);
    usd_after.push_back(after.usd_per_tonne[l]);
    open_before.push_back(before.open(l));
    open_after.push_back(after.open(l));
    lines.push_back(shapes.line(l));
  }
  table.add("link_id", id).add("mode", mode).add("open_before", open_before).add("open_after", open_after);
  table.add("hours_before", hours_before).add("hours_after", hours_after);
  table.add("usd_per_tonne_before", usd_before).add("usd_per_tonne_after", usd_after);
  return geojson_lines(table, lines);
}

// One feature a link of a table, with the table's columns.
std::string paths_layer(const Result& result, const Shapes& shapes, const Table& paths) {
  std::vector<Line> lines;
  for (const auto& link : paths.text("link_id"))
    lines.push_back(shapes.line(result.base->network.links.at(link, "link")));
  return geojson_lines(paths, lines);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> layers(const Result& result) {
  const Shapes shapes(result);
  std::vector<std::pair<std::string, std::string>> out;
  if (const auto found = result.tables.find("projects"); found != result.tables.end())
    out.emplace_back("projects", geojson_points(found->second));
  out.emplace_back("changed_links", links_layer(result, shapes));
  for (const auto& [table, layer] :
       {std::pair{"corridor_paths", "corridors"}, std::pair{"pair_paths", "pair_routes"}}) {
    if (const auto found = result.tables.find(table); found != result.tables.end())
      out.emplace_back(layer, paths_layer(result, shapes, found->second));
  }
  // Lines of their own width: what each link carries.
  if (const auto found = result.tables.find("link_flows"); found != result.tables.end())
    out.emplace_back("link_flows", paths_layer(result, shapes, found->second));
  return out;
}

}  // namespace sogdia::tool
