#include "sogdia/access/family_graph.h"

#include <algorithm>

namespace sogdia {
namespace {

bool is_land(ModeFamily family, Mode mode) {
  switch (family) {
    case ModeFamily::sea:
      return mode == Mode::road || mode == Mode::rail || mode == Mode::ferry;
    case ModeFamily::road:
      return mode == Mode::road || mode == Mode::ferry;
    case ModeFamily::rail:
    case ModeFamily::air:
      return mode == Mode::road;
  }
  return false;
}

bool is_main(ModeFamily family, Mode mode) {
  switch (family) {
    case ModeFamily::sea:
      return mode == Mode::sea || mode == Mode::inland_water;
    case ModeFamily::rail:
      return mode == Mode::rail;
    case ModeFamily::air:
      return mode == Mode::air;
    case ModeFamily::road:
      return false;
  }
  return false;
}

struct Layers {
  std::vector<std::uint8_t> land, main;
};

Layers layers_of(const Network& network, ModeFamily family) {
  const std::size_t count = network.node_count();
  Layers layers{std::vector<std::uint8_t>(count, 0), std::vector<std::uint8_t>(count, 0)};
  std::vector<std::uint8_t> ferry(count, 0), other(count, 0);
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    for (const auto n : {network.from[l], network.to[l]}) {
      if (is_land(family, network.mode[l])) layers.land[n] = 1;
      if (is_main(family, network.mode[l])) layers.main[n] = 1;
      (network.mode[l] == Mode::ferry ? ferry : other)[n] = 1;
    }
  }
  for (std::size_t n = 0; n < count; ++n) {
    const NodeType type = network.node_type[n];
    if (type == NodeType::place || type == NodeType::zone) layers.land[n] = 1;
    if (type == NodeType::rail_terminal && family == ModeFamily::sea) layers.land[n] = 1;
    if (type == NodeType::rail_terminal && family == ModeFamily::rail) layers.main[n] = 1;
    if (type == NodeType::port && family == ModeFamily::sea) layers.main[n] = 1;
    if (type == NodeType::port && family == ModeFamily::rail && ferry[n]) layers.main[n] = 1;
    // A train ferry over a border is two links, the crossing and the voyage; between them lies no track.
    if (type == NodeType::crossing && family == ModeFamily::rail && ferry[n] && !other[n]) layers.main[n] = 1;
    if (type == NodeType::airport && family == ModeFamily::air) layers.main[n] = 1;
  }
  return layers;
}

// An arc before it has a place in an Adjacency.
struct LooseArc {
  std::uint32_t tail;
  Arc arc;
};

Adjacency compress(std::size_t vertices, const std::vector<LooseArc>& loose) {
  Adjacency graph;
  graph.first.assign(vertices + 1, 0);
  for (const auto& arc : loose) ++graph.first[arc.tail + 1];
  for (std::size_t v = 0; v < vertices; ++v) graph.first[v + 1] += graph.first[v];
  graph.arcs.resize(loose.size());
  std::vector<std::uint32_t> fill(graph.first.begin(), graph.first.end() - 1);
  for (const auto& arc : loose) graph.arcs[fill[arc.tail]++] = arc.arc;
  return graph;
}

}  // namespace

FamilyGraph make_family_graph(const Network& network, const LinkCosts& costs, ModeFamily family,
                              const std::vector<double>& link_cost, double access_limit) {
  const std::size_t nodes = network.node_count();
  Layers layers = layers_of(network, family);
  FamilyGraph graph;
  graph.family = family;
  graph.main_position.assign(nodes, kNoState);
  for (std::uint32_t n = 0; n < nodes; ++n) {
    if (!layers.main[n]) continue;
    graph.main_position[n] = static_cast<std::uint32_t>(graph.main_nodes.size());
    graph.main_nodes.push_back(n);
  }
  const auto main_count = static_cast<std::uint32_t>(graph.main_nodes.size());

  std::vector<LooseArc> land, land_backward, board, alight, haul, haul_backward;
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    if (!costs.open(l)) continue;
    const auto link = static_cast<std::uint32_t>(l);
    const Mode mode = network.mode[l];
    const double cost = link_cost[l];
    const auto one_way = [&](std::uint32_t u, std::uint32_t v) {
      const std::uint32_t tail = graph.main_position[u], head = graph.main_position[v];
      if (is_land(family, mode) || mode == Mode::transfer) {
        if (layers.land[v]) land.push_back({u, {cost, v, link}});
        if (layers.land[u]) land_backward.push_back({v, {cost, u, link}});
        graph.one_way = graph.one_way || network.directed[l];
      }
      const auto between = [&](std::uint32_t before, std::uint32_t after) {
        haul.push_back({before, {cost, after, link}});
        haul_backward.push_back({after, {cost, before, link}});
      };
      const auto carry = [&](bool counts) {
        between(tail, head + (counts ? main_count : 0));
        between(tail + main_count, head + main_count);
      };
      if (is_main(family, mode)) carry(true);
      if (tail != kNoState && head != kNoState) {
        if (mode == Mode::ferry && family == ModeFamily::rail) carry(false);
        if (mode == Mode::transfer) carry(false);
      }
      if (mode == Mode::transfer && head != kNoState) board.push_back({u, {cost, head, link}});
      if (mode == Mode::transfer && tail != kNoState) alight.push_back({v, {cost, tail + main_count, link}});
    };
    one_way(network.from[l], network.to[l]);
    if (!network.directed[l]) one_way(network.to[l], network.from[l]);
  }
  graph.land = compress(nodes, land);
  if (graph.one_way) graph.land_backward = compress(nodes, land_backward);
  graph.board = compress(nodes, board);
  graph.alight = compress(nodes, alight);
  graph.haul = compress(2 * std::size_t{main_count}, haul);
  graph.haul_backward = compress(2 * std::size_t{main_count}, haul_backward);
  graph.land_node = std::move(layers.land);
  if (std::find(network.node_type.begin(), network.node_type.end(), NodeType::zone) !=
      network.node_type.end()) {
    graph.no_through.resize(nodes);
    for (std::size_t n = 0; n < nodes; ++n) graph.no_through[n] = network.node_type[n] == NodeType::zone;
  }
  graph.access_limit = access_limit;
  return graph;
}

}  // namespace sogdia
