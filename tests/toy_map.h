#pragma once
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "sogdia/network/build.h"

namespace sogdia {

// Toy networks, drawn. A capital letter is a place, in a country of its own; a run of one sign between two
// places is a link, 100 km for each sign.
//
//   across  down  mode
//     -      |    road
//     =      !    rail
//     ~      :    sea
//     .      '    air
//     _      ;    ferry
//     >           oil pipeline, from left to right: "pipe:A" takes the place's oil, "pipe:B" gives it to the
//     place and
//                 to its port
//
// A picture with down-links begins on its own line, so that columns line up. One sign of a run may be
// replaced, whatever its mode: `#` a border crossing, `%` a border with a change of gauge, a small letter a
// passage of that name, `x` a closed border, `p` a link of project "p" (p and x are therefore no passages). A
// run of mixed signs is not a link.
//
// A place that rail touches gets a terminal "rail:A" and a transfer to it, sea "port:A" (and a transfer
// between rail and port), air "air:A"; road and ferry run between the places themselves. Links are called by
// their ends and mode: "A-B/rail". Borders are crossings "A-B/rail" between the countries A and B.
struct ToyMap {
  Table nodes, links, crossings, terminals, passages;
};

// Speeds and prices in round numbers: road 50 km/h, rail 40, sea 25, air 500, ferry 25, transfer 50; USD per
// tonne-km 0.10, 0.04, 0.005, 0.5, 0.05, 0.10; pipeline 10 km/h and 0.01. Ports 48 h and USD 10, rail
// terminals 24 h and 5, airports 12 h and 100. Borders 10 h and USD 4; gauge change 8 h and USD 3 more;
// passages 12 h and USD 5.
inline NetworkParameters toy_parameters() {
  NetworkParameters p{{"speed.road", 50},         {"speed.rail", 40},         {"speed.sea", 25},
                      {"speed.air", 500},         {"speed.ferry", 25},        {"speed.transfer", 50},
                      {"cost.road", 0.1},         {"cost.rail", 0.04},        {"cost.sea", 0.005},
                      {"cost.air", 0.5},          {"cost.ferry", 0.05},       {"cost.transfer", 0.1},
                      {"speed.oil_pipeline", 10}, {"cost.oil_pipeline", 0.01}};
  for (const auto& [kind, hours, usd] :
       {std::tuple{"port", 48.0, 10.0}, {"rail", 24.0, 5.0}, {"airport", 12.0, 100.0}}) {
    p["terminal." + std::string(kind) + ".large.dwell_hours"] = hours;
    p["terminal." + std::string(kind) + ".large.handling_usd_per_tonne"] = usd;
  }
  for (const std::string mode : {"road", "rail", "ferry", "sea", "air"}) {
    p["border.default." + mode + ".hours"] = 10;
    p["border.default." + mode + ".usd_per_tonne"] = 4;
  }
  p["border.gauge_change.hours"] = 8;
  p["border.gauge_change.usd_per_tonne"] = 3;
  return p;
}

inline ToyMap draw(const std::string& picture) {
  std::vector<std::string> rows(1);
  for (const char c : picture) {
    if (c == '\n') {
      rows.emplace_back();
    } else {
      rows.back() += c;
    }
  }
  const auto at = [&](std::size_t r, std::size_t c) {
    return r < rows.size() && c < rows[r].size() ? rows[r][c] : ' ';
  };
  const auto is_place = [](char c) { return c >= 'A' && c <= 'Z'; };

  struct Run {
    char a, b, mark;
    std::string mode;
    double km;
  };
  std::vector<Run> runs;
  std::map<char, std::pair<double, double>> places;
  const std::string across = "-=~._>", down = "|!:';";
  const char* const modes[] = {"road", "rail", "sea", "air", "ferry", "oil_pipeline"};
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      if (!is_place(at(r, c))) continue;
      places[at(r, c)] = {static_cast<double>(c), -static_cast<double>(r)};
      for (const bool vertical : {false, true}) {
        const std::string& signs = vertical ? down : across;
        std::size_t k = 1;
        std::size_t mode = std::string::npos;
        char mark = 0;
        bool link = true;
        char end = ' ';
        for (;; ++k) {
          end = vertical ? at(r + k, c) : at(r, c + k);
          if (end == ' ' || is_place(end)) break;
          const std::size_t sign = signs.find(end);
          if (sign == std::string::npos) {
            link = link && mark == 0 && (end == '#' || end == '%' || (end >= 'a' && end <= 'z'));
            mark = end;
          } else {
            link = link && (mode == std::string::npos || mode == sign);
            mode = sign;
          }
        }
        if (!link || !is_place(end) || mode == std::string::npos) continue;
        runs.push_back({at(r, c), end, mark, modes[mode], 100.0 * static_cast<double>(k - 1)});
      }
    }
  }

  std::vector<std::string> node, type, iso3, terminal, kind, size;
  std::vector<double> x, y;
  std::vector<std::string> link, from, to, mode, passage, crossing, at_terminal, project;
  std::vector<double> length, directed;
  std::vector<std::string> crossing_id, iso3_a, iso3_b, crossing_mode;
  std::vector<double> gauge_change, crossing_open;
  std::map<std::string, int> passages;
  const auto add_node = [&](const std::string& id, const char* node_type, char place) {
    for (const auto& known : node) {
      if (known == id) return false;
    }
    node.push_back(id);
    type.push_back(node_type);
    iso3.push_back(std::string(1, place));
    x.push_back(places[place].first);
    y.push_back(places[place].second);
    return true;
  };
  const auto add_link = [&](std::string id, const std::string& a, const std::string& b, const std::string& by,
                            double km) {
    link.push_back(std::move(id));
    from.push_back(a);
    to.push_back(b);
    mode.push_back(by);
    length.push_back(km);
    directed.push_back(by == "oil_pipeline");
    passage.emplace_back(), crossing.emplace_back(), at_terminal.emplace_back(), project.emplace_back();
  };
  const auto has = [&](const std::string& id) {
    for (const auto& known : node) {
      if (known == id) return true;
    }
    return false;
  };
  const auto add_terminal = [&](const std::string& prefix, const char* node_type, const char* terminal_kind,
                                char place) {
    const std::string name(1, place), id = prefix + ":" + name;
    if (!add_node(id, node_type, place)) return;
    terminal.push_back(id);
    kind.push_back(terminal_kind);
    size.push_back("large");
    add_link("at/" + id, name, id, "transfer", 0);
    at_terminal.back() = id;
    if (prefix != "air" && has("rail:" + name) && has("port:" + name)) {
      add_link("railside/port:" + name, "rail:" + name, "port:" + name, "transfer", 0);
      at_terminal.back() = "port:" + name;
    }
  };
  for (const auto& place : places) add_node(std::string(1, place.first), "place", place.first);
  for (const auto& run : runs) {
    std::string a(1, run.a), b(1, run.b);
    const std::string pair = a + "-" + b + "/" + run.mode;
    const std::string countries_a = a, countries_b = b;
    const std::map<std::string, std::array<std::string, 3>> layers{
        {"rail", {"rail", "rail_terminal", "rail"}},
        {"sea", {"port", "port", "port"}},
        {"air", {"air", "airport", "airport"}}};
    if (const auto layer = layers.find(run.mode); layer != layers.end()) {
      const auto& [prefix, node_type, terminal_kind] = layer->second;
      add_terminal(prefix, node_type.c_str(), terminal_kind.c_str(), run.a);
      add_terminal(prefix, node_type.c_str(), terminal_kind.c_str(), run.b);
      a = prefix + ":" + a;
      b = prefix + ":" + b;
    }
    if (run.mode == "oil_pipeline") {
      for (const char place : {run.a, run.b}) add_node("pipe:" + std::string(1, place), "pipe", place);
      add_link("grid/" + a, a, "pipe:" + a, run.mode, 0);
      add_link("grid/" + b, "pipe:" + b, b, run.mode, 0);
      add_link("pipe:" + a + b + "/1.1", "pipe:" + a, "pipe:" + b, run.mode, run.km);
      continue;
    }
    add_link(pair, a, b, run.mode, run.km);
    if (run.mark == '#' || run.mark == '%' || run.mark == 'x') {
      crossing.back() = pair;
      crossing_id.push_back(pair);
      iso3_a.push_back(countries_a);
      iso3_b.push_back(countries_b);
      crossing_mode.push_back(run.mode);
      gauge_change.push_back(run.mark == '%');
      crossing_open.push_back(run.mark != 'x');
    } else if (run.mark == 'p') {
      project.back() = "p";
    } else if (run.mark) {
      passage.back() = std::string(1, run.mark);
      passages[passage.back()] = 1;
    }
  }

  for (const auto& run : runs) {
    const std::string b(1, run.b);
    if (run.mode != "oil_pipeline" || !has("port:" + b)) continue;
    add_link("load/" + b, "pipe:" + b, "port:" + b, "transfer", 0);
    directed.back() = 1;
    at_terminal.back() = "port:" + b;
  }

  ToyMap toy;
  toy.nodes.name = "nodes.csv";
  toy.nodes.add("node_id", node)
      .add("name", node)
      .add("x_coord", x)
      .add("y_coord", y)
      .add("node_type", type)
      .add("iso3", iso3);
  toy.links.name = "links.csv";
  toy.links.add("link_id", link)
      .add("from_node_id", from)
      .add("to_node_id", to)
      .add("mode", mode)
      .add("length", length)
      .add("directed", directed);
  toy.links.add("passage", passage)
      .add("crossing_id", crossing)
      .add("terminal_id", at_terminal)
      .add("project_id", project);
  toy.crossings.name = "crossings.csv";
  toy.crossings.add("crossing_id", crossing_id)
      .add("name", crossing_id)
      .add("iso3_a", iso3_a)
      .add("iso3_b", iso3_b);
  toy.crossings.add("mode", crossing_mode).add("gauge_change", gauge_change).add("open", crossing_open);
  toy.terminals.name = "terminals.csv";
  toy.terminals.add("terminal_id", terminal).add("kind", kind).add("name", terminal).add("size", size);
  std::vector<std::string> passage_ids;
  for (const auto& entry : passages) passage_ids.push_back(entry.first);
  toy.passages.name = "passages.csv";
  const std::vector<double> twelve(passage_ids.size(), 12.0), five(passage_ids.size(), 5.0);
  toy.passages.add("passage", passage_ids).add("hours", twelve).add("usd_per_tonne", five);
  const std::vector<double> none(terminal.size(), std::nan(""));
  toy.terminals.add("dwell_hours", none).add("handling_usd_per_tonne", none);
  const std::vector<double> unset(crossing_id.size(), std::nan(""));
  toy.crossings.add("hours", unset).add("usd_per_tonne", unset);
  return toy;
}

// A network with what its links cost.
struct Net : Network {
  LinkCosts costs;
};

inline Net make(const ToyMap& toy) {
  Built built =
      make_network({toy.nodes, toy.links, toy.crossings, toy.terminals, toy.passages}, toy_parameters());
  return {std::move(built.network), std::move(built.costs)};
}

inline Net map_of(const std::string& picture) { return make(draw(picture)); }

}  // namespace sogdia
