#include "sogdia/study/imports/network_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

namespace sogdia {
namespace {

const char* terminal_kind(Mode mode) {
  switch (mode) {
    case Mode::rail:
      return "rail";
    case Mode::sea:
    case Mode::inland_water:
      return "port";
    case Mode::air:
      return "airport";
    case Mode::road:
    case Mode::ferry:
    case Mode::transfer:
    case Mode::oil_pipeline:
    case Mode::gas_pipeline:
      break;
  }
  return nullptr;
}

}  // namespace

PackGraph graph_of(const SourceNetwork& network, const std::vector<PackPlace>& places, const Texts& country,
                   const Numbers& lon, const Numbers& lat) {
  PackGraph graph;
  std::vector<std::uint8_t> land(network.nodes.size(), 0);
  for (const auto& link : network.links)
    if (!terminal_kind(link.mode)) land[link.from] = land[link.to] = 1;
  std::vector<const PackPlace*> place_at(network.nodes.size(), nullptr);
  for (const auto& place : places) land[place.node] = 1, place_at[place.node] = &place;
  const auto add_node = [&](std::size_t n, const std::string& id, const char* type) {
    graph.node_id.push_back(id);
    graph.node_name.push_back(place_at[n] ? place_at[n]->name : network.nodes[n].name);
    graph.node_type.emplace_back(type);
    graph.zone.push_back(place_at[n] ? place_at[n]->id : "");
    graph.country.push_back(country[n]);
    graph.lon.push_back(lon[n]);
    graph.lat.push_back(lat[n]);
  };
  for (std::size_t n = 0; n < network.nodes.size(); ++n)
    if (land[n])
      add_node(n, network.nodes[n].id,
               network.nodes[n].centroid ? "zone"
               : place_at[n]             ? "place"
                                         : "junction");

  const auto add_link = [&](const std::string& id, const std::string& from, const std::string& to, Mode mode,
                            bool directed, double length, double speed) {
    graph.link_id.push_back(id);
    graph.from.push_back(from);
    graph.to.push_back(to);
    graph.mode.emplace_back(to_string(mode));
    graph.directed.push_back(directed);
    graph.length.push_back(length);
    graph.speed.push_back(speed);
    graph.crossing.emplace_back();
    graph.terminal.emplace_back();
  };
  // The node of a mode at a node of the file, made when it is first asked for.
  std::map<std::pair<std::size_t, std::string>, std::string> of_mode;
  const auto end_of = [&](std::size_t n, Mode mode) {
    const char* kind = terminal_kind(mode);
    if (!kind) return network.nodes[n].id;
    const auto [found, fresh] = of_mode.emplace(std::pair{n, std::string(kind)}, "");
    if (!fresh) return found->second;
    found->second = fmt::format("{}:{}", kind, network.nodes[n].id);
    const bool port = std::string_view(kind) == "port";
    add_node(n, found->second,
             !land[n]                           ? (port ? "sea" : "junction")
             : std::string_view(kind) == "rail" ? "rail_terminal"
                                                : kind);
    if (land[n]) {
      graph.terminal_id.push_back(found->second);
      graph.terminal_kind.emplace_back(kind);
      graph.terminal_name.push_back(graph.node_name.back());
      graph.terminal_node.push_back(found->second);
      graph.terminal_at.push_back(n);
    }
    return found->second;
  };
  for (const auto& link : network.links) {
    const std::string from = end_of(link.from, link.mode), to = end_of(link.to, link.mode);
    add_link(link.id, from, to, link.mode, link.directed, link.length, link.speed);
    graph.delay.push_back(link.delay);
    const std::string &a = country[link.from], &b = country[link.to];
    if (a.empty() || b.empty() || a == b ||
        !(link.mode == Mode::road || link.mode == Mode::rail || link.mode == Mode::ferry))
      continue;
    graph.crossing_id.push_back(fmt::format("{}-{}-{}", std::min(a, b), std::max(a, b), link.id));
    graph.crossing_a.push_back(std::min(a, b));
    graph.crossing_b.push_back(std::max(a, b));
    graph.crossing_mode.emplace_back(to_string(link.mode));
    graph.crossing_link.push_back(graph.link_id.size() - 1);
    graph.crossing.back() = graph.crossing_id.back();
  }
  for (std::size_t k = 0; k < graph.terminal_id.size(); ++k) {
    add_link("transfer:" + graph.terminal_id[k], network.nodes[graph.terminal_at[k]].id,
             graph.terminal_node[k], Mode::transfer, false, 0, std::nan(""));
    graph.terminal.back() = graph.terminal_id[k];
  }
  return graph;
}

Table delay_table(const PackGraph& graph) {
  const std::size_t rows = graph.delay.size();
  const auto column = [&](double SourceNetwork::Delay::*field) {
    Numbers values;
    for (const auto& delay : graph.delay) values.push_back(delay.*field);
    return values;
  };
  using Delay = SourceNetwork::Delay;
  return std::move(named("delays")
                       .add("link_id", Texts(graph.link_id.begin(),
                                             graph.link_id.begin() + static_cast<std::ptrdiff_t>(rows)))
                       .add("free_flow_time", column(&Delay::free_flow))
                       .add("capacity", column(&Delay::capacity))
                       .add("b", column(&Delay::b))
                       .add("power", column(&Delay::power))
                       .add("toll", column(&Delay::toll))
                       .add("length", column(&Delay::length))
                       .add("source", Texts(rows, kUserNetwork)));
}

void add_network_tables(std::vector<Table>& tables, const PackGraph& graph) {
  const std::size_t nodes = graph.node_id.size(), links = graph.link_id.size(),
                    crossings = graph.crossing_id.size(), terminals = graph.terminal_id.size();
  tables.push_back(std::move(named("nodes")
                                 .add("node_id", graph.node_id)
                                 .add("name", graph.node_name)
                                 .add("x_coord", graph.lon)
                                 .add("y_coord", graph.lat)
                                 .add("node_type", graph.node_type)
                                 .add("zone_id", graph.zone)
                                 .add("iso3", graph.country)
                                 .add("source", Texts(nodes, kUserNetwork))));
  tables.push_back(std::move(named("links")
                                 .add("link_id", graph.link_id)
                                 .add("from_node_id", graph.from)
                                 .add("to_node_id", graph.to)
                                 .add("directed", graph.directed)
                                 .add("length", graph.length)
                                 .add("free_speed", graph.speed)
                                 .add("capacity", unknown(links))
                                 .add("mode", graph.mode)
                                 .add("facility", blank(links))
                                 .add("gauge", unknown(links))
                                 .add("passage", blank(links))
                                 .add("iso3", blank(links))
                                 .add("opened_year", unknown(links))
                                 .add("project_id", blank(links))
                                 .add("crossing_id", graph.crossing)
                                 .add("terminal_id", graph.terminal)
                                 .add("status", Texts(links, "open"))
                                 .add("source", Texts(links, kUserNetwork))));
  Texts crossing_name, crossing_node, crossing_link;
  for (std::size_t k = 0; k < crossings; ++k) {
    crossing_name.push_back(graph.crossing_a[k] + " - " + graph.crossing_b[k]);
    crossing_node.push_back(graph.from[graph.crossing_link[k]]);
    crossing_link.push_back(graph.link_id[graph.crossing_link[k]]);
  }
  tables.push_back(std::move(named("crossings")
                                 .add("crossing_id", graph.crossing_id)
                                 .add("name", crossing_name)
                                 .add("iso3_a", graph.crossing_a)
                                 .add("iso3_b", graph.crossing_b)
                                 .add("node_id", crossing_node)
                                 .add("link_id", crossing_link)
                                 .add("mode", graph.crossing_mode)
                                 .add("hours", unknown(crossings))
                                 .add("usd_per_tonne", unknown(crossings))
                                 .add("gauge_a", unknown(crossings))
                                 .add("gauge_b", unknown(crossings))
                                 .add("gauge_change", Integers(crossings, 0))
                                 .add("open", Integers(crossings, 1))
                                 .add("status", Texts(crossings, "estimated"))
                                 .add("source", Texts(crossings, kUserNetwork))));
  Texts iso3;
  Numbers lon, lat;
  std::unordered_map<std::string, std::size_t> position;
  for (std::size_t n = 0; n < nodes; ++n) position.emplace(graph.node_id[n], n);
  for (const auto& id : graph.terminal_node) {
    const std::size_t n = position.at(id);
    iso3.push_back(graph.country[n]), lon.push_back(graph.lon[n]), lat.push_back(graph.lat[n]);
  }
  tables.push_back(std::move(named("terminals")
                                 .add("terminal_id", graph.terminal_id)
                                 .add("kind", graph.terminal_kind)
                                 .add("name", graph.terminal_name)
                                 .add("iso3", iso3)
                                 .add("lon", lon)
                                 .add("lat", lat)
                                 .add("node_id", graph.terminal_node)
                                 .add("dwell_hours", unknown(terminals))
                                 .add("handling_usd_per_tonne", unknown(terminals))
                                 .add("size", Texts(terminals, "medium"))
                                 .add("opened_year", unknown(terminals))
                                 .add("project_id", blank(terminals))
                                 .add("status", Texts(terminals, "estimated"))
                                 .add("source", Texts(terminals, kUserNetwork))));
  tables.push_back(std::move(named("passages")
                                 .add("passage", Texts{})
                                 .add("name", Texts{})
                                 .add("lon", Numbers{})
                                 .add("lat", Numbers{})
                                 .add("hours", Numbers{})
                                 .add("usd_per_tonne", Numbers{})
                                 .add("open", Integers{})
                                 .add("note", Texts{})
                                 .add("status", Texts{})
                                 .add("names", Texts{})
                                 .add("source", Texts{})));
  tables.push_back(std::move(named("projects")
                                 .add("project_id", Texts{})
                                 .add("name", Texts{})
                                 .add("kind", Texts{})
                                 .add("iso3", Texts{})
                                 .add("lon", Numbers{})
                                 .add("lat", Numbers{})
                                 .add("project_status", Texts{})
                                 .add("started_year", Integers{})
                                 .add("opened_year", Integers{})
                                 .add("cost_usd", Numbers{})
                                 .add("cost_status", Texts{})
                                 .add("cost_source", Texts{})
                                 .add("summary", Texts{})
                                 .add("source", Texts{})));
  tables.push_back(std::move(named("project_links")
                                 .add("project_id", Texts{})
                                 .add("link_id", Texts{})
                                 .add("effect", Texts{})
                                 .add("hours_scale", Numbers{})
                                 .add("usd_scale", Numbers{})
                                 .add("source", Texts{})));
  tables.push_back(std::move(named("corridors")
                                 .add("corridor_id", Texts{})
                                 .add("name", Texts{})
                                 .add("seq", Integers{})
                                 .add("node", Texts{})
                                 .add("mode_to_next", Texts{})
                                 .add("source", Texts{})));
}

}  // namespace sogdia
