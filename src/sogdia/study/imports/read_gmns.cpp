#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <string_view>
#include <unordered_map>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/study/imports/link_delay.h"
#include "sogdia/study/imports/link_mode.h"
#include "sogdia/study/imports/source_network.h"
#include "sogdia/study/imports/source_table.h"

namespace sogdia {
namespace {

namespace fs = std::filesystem;

// "LINESTRING (x y, x y)"; empty where the text is none.
std::vector<std::pair<double, double>> line_of(const std::string& text, const std::string& place) {
  std::vector<std::pair<double, double>> line;
  const std::size_t open = text.find('(');
  if (open == std::string::npos) return line;
  const char *at = text.data() + open + 1, *end = text.data() + text.size();
  const auto skip = [&](std::string_view what) {
    while (at < end && what.find(*at) != std::string_view::npos) ++at;
  };
  while (true) {
    std::vector<double> point;
    while (true) {
      skip(" \t");
      double value = 0;
      const auto [stop, failed] = std::from_chars(at, end, value);
      if (failed != std::errc()) break;
      point.push_back(value);
      at = stop;
    }
    if (point.size() < 2)
      throw Error("the geometry cannot be read", place,
                  "LINESTRING (10.2 59.7, 10.3 59.8), or leave it empty");
    line.emplace_back(point[0], point[1]);
    if (at == end || *at != ',') return line;
    ++at;
  }
}

bool is_true(const std::string& text) {
  return text == "1" || text == "true" || text == "TRUE" || text == "True" || text == "1.0";
}

void read_config(SourceNetwork& network, const fs::path& file) {
  std::error_code failed;
  if (!fs::exists(file, failed)) return;
  const Table config = read_source_table(file.string());
  if (config.rows() == 0) return;
  network.length_unit = source_texts(config, "long_length")[0];
  network.speed_unit = source_texts(config, "speed")[0];
}

// Capacities are those of a lane, as the specification has them, times the lanes. The specification has no
// delays by volume: b and power, and free flow times in minutes, by the names that TNTP and DTALite give
// them.
std::vector<SourceNetwork::Delay> link_delays(const Table& links) {
  const auto column = [&](std::initializer_list<const char*> names) {
    for (const char* name : names)
      if (!source_column(links, name).empty()) return source_numbers(links, name);
    return source_numbers(links, "");
  };
  const auto capacity = column({"capacity"}), lanes = column({"lanes"}), toll = column({"toll"}),
             free_flow = column({"free_flow_time", "fftt", "vdf_fftt", "vdf_fftt1"}),
             b = column({"b", "vdf_alpha", "vdf_alpha1"}), power = column({"power", "vdf_beta", "vdf_beta1"}),
             length = column({"length"});
  std::vector<SourceNetwork::Delay> delays(links.rows());
  for (std::size_t row = 0; row < delays.size(); ++row)
    delays[row] = {free_flow[row],
                   capacity[row] * (lanes[row] > 0 ? lanes[row] : 1),
                   b[row],
                   power[row],
                   std::isnan(toll[row]) ? 0 : toll[row],
                   std::isnan(length[row]) ? 0 : length[row]};
  return delays;
}

}  // namespace

SourceNetwork read_gmns(const std::string& folder) {
  SourceNetwork network;
  network.file = folder;
  network.format = "GMNS";
  std::error_code failed;
  for (const char* name : {"node.csv", "link.csv"})
    if (!fs::exists(fs::path(folder) / name, failed))
      throw Error(fmt::format("the folder has no `{}`", name), folder,
                  "a GMNS network is node.csv and link.csv");
  read_config(network, fs::path(folder) / "config.csv");

  const Table nodes = read_source_table((fs::path(folder) / "node.csv").string());
  const auto ids =
      nodes.text(source_column(nodes, "node_id").empty() ? "node_id" : source_column(nodes, "node_id"));
  const auto names = source_texts(nodes, "name"), types = source_texts(nodes, "node_type"),
             zones = source_texts(nodes, "zone_id");
  auto countries = source_texts(nodes, "iso3");
  if (source_column(nodes, "iso3").empty()) countries = source_texts(nodes, "country");
  const auto x = source_numbers(nodes, "x_coord"), y = source_numbers(nodes, "y_coord");
  std::unordered_map<std::string, std::size_t> position;
  for (std::size_t row = 0; row < nodes.rows(); ++row) {
    if (ids[row].empty()) throw Error("a node without an id", nodes.place(row), "");
    if (!position.emplace(ids[row], row).second)
      throw Error(fmt::format("node `{}` stands twice", ids[row]), nodes.place(row), "ids are unique");
    // Some tools write 0 or -1 for "no zone".
    const bool zone = !zones[row].empty() && zones[row] != "0" && zones[row] != "-1";
    network.nodes.push_back({ids[row], names[row], zone ? zones[row] : "", countries[row], x[row], y[row],
                             types[row] == "centroid"});
  }

  const Table links = read_source_table((fs::path(folder) / "link.csv").string());
  const auto from = links.text("from_node_id"), to = links.text("to_node_id");
  const auto link_ids = source_texts(links, "link_id"), directed = source_texts(links, "directed"),
             facility = source_texts(links, "facility_type"), uses = source_texts(links, "allowed_uses"),
             modes = source_texts(links, "mode"), geometry = source_texts(links, "geometry");
  const auto length = source_numbers(links, "length"), speed = source_numbers(links, "free_speed");
  const auto delays = link_delays(links);
  const bool says_direction = !source_column(links, "directed").empty();
  std::map<std::string, std::size_t> left_out;
  std::vector<std::string> known;
  for (std::size_t row = 0; row < links.rows(); ++row) {
    const auto end_of = [&](const std::string& id) {
      const auto found = position.find(id);
      if (found != position.end()) return found->second;
      if (known.empty())
        for (const auto& node : network.nodes) known.push_back(node.id);
      throw Error(fmt::format("unknown node `{}`", id), links.place(row), nearest_hint(id, known));
    };
    SourceNetwork::Link link;
    link.place = links.place(row);
    const auto mode = link_mode(modes[row], uses[row], facility[row]);
    if (!mode) {
      ++left_out[modes[row].empty() ? (uses[row].empty() ? facility[row] : uses[row]) : modes[row]];
      continue;
    }
    link.id = link_ids[row].empty() ? fmt::format("{}-{}", from[row], to[row]) : link_ids[row];
    link.from = end_of(from[row]);
    link.to = end_of(to[row]);
    link.mode = *mode;
    link.directed = !says_direction || is_true(directed[row]);
    link.length = length[row];
    link.speed = speed[row];
    if (link.length < 0)
      throw Error(fmt::format("`{}` is no length", link.length), link.place, "give 0 or more");
    link.line = line_of(geometry[row], link.place);
    link.delay = delays[row];
    require_delay(link);
    network.links.push_back(std::move(link));
  }
  for (const auto& [what, count] : left_out)
    network.notes.push_back(fmt::format("{} links for `{}` carry no goods and are left out", count, what));
  if (!says_direction)
    network.notes.push_back(
        "link.csv has no column `directed`: every link leads from its first node to its second");
  return network;
}

}  // namespace sogdia
