#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <sstream>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/study/imports/link_delay.h"
#include "sogdia/study/imports/source_network.h"
#include "sogdia/study/imports/tntp_lines.h"

namespace sogdia {
namespace {

constexpr const char* kColumns[] = {"init_node", "term_node", "capacity", "length", "free_flow_time",
                                    "b",         "power",     "speed",    "toll",   "link_type"};

std::string plain(const std::string& name) {
  std::string out;
  for (const char c : name) {
    if (c == '(') break;  // a unit
    if (std::isalnum(static_cast<unsigned char>(c)))
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else if (!out.empty() && out.back() != '_')
      out += '_';
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  return out;
}

// Where the columns stand: by the line of names that starts with ~, else in the order of the format.
std::map<std::string, std::size_t> columns_of(const TntpText& text) {
  std::map<std::string, std::size_t> columns;
  for (const auto& name : text.names) columns.emplace(plain(name), columns.size());
  static const std::map<std::string, std::string> same = {
      {"tail", "init_node"},    {"from", "init_node"},     {"head", "term_node"},
      {"to", "term_node"},      {"fft", "free_flow_time"}, {"free_flow", "free_flow_time"},
      {"link_length", "length"}};
  for (const auto& [other, name] : same)
    if (const auto found = columns.find(other); found != columns.end()) columns.emplace(name, found->second);
  if (columns.count("init_node") && columns.count("term_node")) return columns;
  columns.clear();
  for (const char* name : kColumns) columns.emplace(name, columns.size());
  return columns;
}

double number_in(const TntpText& text, const TntpLine& line,
                 const std::map<std::string, std::size_t>& columns, const char* name) {
  const auto at = columns.find(name);
  if (at == columns.end() || at->second >= line.cells.size()) return std::nan("");
  return tntp_number(text, line, line.cells[at->second], name);
}

// The coordinates of X_node.tntp beside X_net.tntp, where there is such a file.
void read_node_file(SourceNetwork& network, const std::map<std::string, std::size_t>& position) {
  namespace fs = std::filesystem;
  const fs::path net(network.file);
  std::string stem = net.stem().string();
  if (const auto at = stem.rfind("_net"); at != std::string::npos) stem.resize(at);
  std::error_code failed;
  for (const char* ending : {"_node.tntp", "_nodes.tntp"}) {
    const fs::path file = net.parent_path() / (stem + ending);
    if (!fs::exists(file, failed)) continue;
    const TntpText text = read_tntp_lines(file.string(), TntpEnd::row);
    for (const auto& line : text.lines) {
      if (line.cells.size() < 3 || plain(line.cells[0]) == "node") continue;
      const auto found = position.find(line.cells[0]);
      if (found == position.end()) continue;
      network.nodes[found->second].x = tntp_number(text, line, line.cells[1], "x");
      network.nodes[found->second].y = tntp_number(text, line, line.cells[2], "y");
    }
    return;
  }
}

// A unit of toll and of length in generalized cost: as the file says, else as the README.md beside it does,
// which is where the collection of TNTP networks states them:
//   ## Generalized Cost Weights
//   Toll: 0.02
//   Distance: 0.04
void read_cost_weights(SourceNetwork& network, const TntpText& text) {
  const auto toll = tntp_metadata(text, "TOLL FACTOR"), length = tntp_metadata(text, "DISTANCE FACTOR");
  network.toll_factor = toll.value_or(0);
  network.length_factor = length.value_or(0);
  namespace fs = std::filesystem;
  const fs::path readme = fs::path(network.file).parent_path() / "README.md";
  std::error_code failed;
  if (toll || length || !fs::is_regular_file(readme, failed)) return;
  std::istringstream lines(read_file(readme.string()));
  bool here = false;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line[0] == '#') here = plain(line) == "generalized_cost_weights";
    const std::size_t colon = line.find(':');
    if (!here || colon == std::string::npos) continue;
    double weight = 0;
    const std::size_t start = line.find_first_not_of(" \t*", colon + 1);
    if (start == std::string::npos) continue;
    std::from_chars(line.data() + start, line.data() + line.size(), weight);
    const std::string name = plain(line.substr(0, colon));
    if (name == "toll") network.toll_factor = weight;
    if (name == "distance") network.length_factor = weight;
  }
  if (network.toll_factor != 0 || network.length_factor != 0)
    network.notes.push_back(fmt::format("generalized cost weights are those of {}: toll {}, length {}",
                                        readme.string(), network.toll_factor, network.length_factor));
}

}  // namespace

SourceNetwork read_tntp(const std::string& file) {
  const TntpText text = read_tntp_lines(file, TntpEnd::row);
  SourceNetwork network;
  network.file = file;
  network.format = "TNTP";
  const auto columns = columns_of(text);
  const auto zones = static_cast<long>(tntp_metadata(text, "NUMBER OF ZONES").value_or(0)),
             first_through = static_cast<long>(tntp_metadata(text, "FIRST THRU NODE").value_or(0));
  std::map<std::string, std::size_t> position;
  const auto node = [&](const std::string& id) {
    const auto [found, fresh] = position.emplace(id, network.nodes.size());
    if (fresh) {
      SourceNetwork::Node& made = network.nodes.emplace_back();
      made.id = id;
      long number = 0;
      std::from_chars(id.data(), id.data() + id.size(), number);
      if (number >= 1 && number <= zones) made.zone = id;
      made.centroid = number >= 1 && number < first_through;
    }
    return found->second;
  };
  std::size_t delays_end = 0;
  for (const char* name : {"capacity", "length", "free_flow_time", "b", "power"})
    if (const auto found = columns.find(name); found != columns.end())
      delays_end = std::max(delays_end, found->second + 1);
  for (const auto& line : text.lines) {
    if (line.cells.size() < 2)
      throw Error("a link needs a from-node and a to-node", text.place(line),
                  "cells are separated by blanks or tabs");
    if (line.cells.size() < std::min(text.lines.front().cells.size(), delays_end))
      throw Error(fmt::format("the row has {} cells, the first has {}", line.cells.size(),
                              text.lines.front().cells.size()),
                  text.place(line), "was the file cut off?");
    SourceNetwork::Link& link = network.links.emplace_back();
    link.id = fmt::format("{}-{}", line.cells[columns.at("init_node")], line.cells[columns.at("term_node")]);
    link.from = node(line.cells[columns.at("init_node")]);
    link.to = node(line.cells[columns.at("term_node")]);
    link.directed = true;
    link.length = number_in(text, line, columns, "length");
    link.time = number_in(text, line, columns, "free_flow_time");
    link.place = text.place(line);
    for (const double value : {link.length, link.time})
      if (value < 0)
        throw Error(fmt::format("`{}` is below zero", value), link.place, "lengths and times are 0 or more");
    const double toll = number_in(text, line, columns, "toll");
    link.delay = {link.time,
                  number_in(text, line, columns, "capacity"),
                  number_in(text, line, columns, "b"),
                  number_in(text, line, columns, "power"),
                  std::isnan(toll) ? 0 : toll,
                  std::isnan(link.length) ? 0 : link.length};
    require_delay(link);
  }
  if (const auto said = static_cast<long>(tntp_metadata(text, "NUMBER OF LINKS").value_or(0));
      said > 0 && said != static_cast<long>(network.links.size()))
    throw Error(fmt::format("the file says {} links and has {}", said, network.links.size()), file,
                "was it cut off? <NUMBER OF LINKS> must be the number of rows");
  read_node_file(network, position);
  std::map<std::string, int> twice;
  for (auto& link : network.links)
    if (const int k = ++twice[link.id]; k > 1) link.id += fmt::format("#{}", k);
  // Zones without a link are known all the same, so that no trips may be theirs.
  constexpr long kMostZones = 1'000'000;
  for (long zone = 1; zone <= std::min(zones, kMostZones); ++zone) node(std::to_string(zone));
  read_cost_weights(network, text);
  return network;
}

}  // namespace sogdia
