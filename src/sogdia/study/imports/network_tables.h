#pragma once
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/study/imports/source_network.h"

namespace sogdia {

using Texts = std::vector<std::string>;
using Numbers = std::vector<double>;
using Integers = std::vector<std::int64_t>;

inline Table named(const char* name) {
  Table table;
  table.name = name;
  return table;
}

inline Texts blank(std::size_t rows) { return Texts(rows); }
inline Numbers unknown(std::size_t rows) { return Numbers(rows, std::nan("")); }

// The source of every row of the pack.
inline constexpr const char* kUserNetwork = "user_network";

// Where goods start and end: a zone, at one of its nodes.
struct PackPlace {
  std::size_t node;
  std::string id, name, country;
};

// Nodes, links, terminals and crossings. Goods change from road to rail, water or air at a terminal, so that
// a node with both is two nodes and a transfer between them.
struct PackGraph {
  Texts node_id, node_name, node_type, zone, country;
  Numbers lon, lat;
  Texts link_id, from, to, mode, crossing, terminal;
  Integers directed;
  Numbers length, speed;
  Texts crossing_id, crossing_a, crossing_b, crossing_mode;
  std::vector<std::size_t> crossing_link;
  Texts terminal_id, terminal_kind, terminal_name, terminal_node;
  std::vector<std::size_t> terminal_at;
  std::vector<SourceNetwork::Delay> delay;  // of the first links; transfers, which come last, have none
};

PackGraph graph_of(const SourceNetwork& network, const std::vector<PackPlace>& places, const Texts& country,
                   const Numbers& lon, const Numbers& lat);

// What `assign` reads: how each link slows down with use.
Table delay_table(const PackGraph& graph);

// nodes, links, crossings, terminals, and those that a user's network never has: passages, projects,
// corridors.
void add_network_tables(std::vector<Table>& tables, const PackGraph& graph);

}  // namespace sogdia
