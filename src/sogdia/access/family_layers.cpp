#include "sogdia/access/family_layers.h"

#include <algorithm>
#include <array>

namespace sogdia {
namespace {

bool is_land(ModeFamily family, Mode mode) {
  switch (family) {
    case ModeFamily::sea:
    case ModeFamily::inland_water:
    case ModeFamily::oil_pipeline:
    case ModeFamily::gas_pipeline:
    case ModeFamily::tanker:
    case ModeFamily::large_ship:
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
    case ModeFamily::tanker:
    case ModeFamily::large_ship:
      return mode == Mode::sea || mode == Mode::inland_water;
    case ModeFamily::inland_water:
      return mode == Mode::inland_water;
    case ModeFamily::rail:
      return mode == Mode::rail;
    case ModeFamily::air:
      return mode == Mode::air;
    case ModeFamily::oil_pipeline:
      return mode == Mode::oil_pipeline || mode == Mode::sea || mode == Mode::inland_water;
    case ModeFamily::gas_pipeline:
      return mode == Mode::gas_pipeline;
    case ModeFamily::road:
      return false;
  }
  return false;
}

// Those come to their ports alike; what goes by pipe has the same land, so that all weigh it once.
bool by_water(ModeFamily family) {
  return family == ModeFamily::sea || family == ModeFamily::tanker || family == ModeFamily::large_ship ||
         family == ModeFamily::inland_water || by_pipe(family);
}

// The mode of the links that join a place to a pipeline of the family, as wells or as its grid.
bool joins_places(ModeFamily family, Mode mode) {
  return (family == ModeFamily::oil_pipeline && mode == Mode::oil_pipeline) ||
         (family == ModeFamily::gas_pipeline && mode == Mode::gas_pipeline);
}

// By mode, for what is asked of every link.
struct Modes {
  std::array<bool, kModeCount> land, main, joins;

  explicit Modes(ModeFamily family) {
    for (std::size_t m = 0; m < kModeCount; ++m) {
      land[m] = is_land(family, Mode(m));
      main[m] = is_main(family, Mode(m));
      joins[m] = joins_places(family, Mode(m));
    }
  }
};

std::size_t at_mode(Mode mode) { return static_cast<std::size_t>(mode); }

struct Nodes {
  std::vector<std::uint8_t> land, main;
};

Nodes nodes_of(const Network& network, ModeFamily family, const Modes& modes) {
  const std::size_t count = network.node_count();
  const bool ships = by_water(family);
  Nodes nodes{std::vector<std::uint8_t>(count, 0), std::vector<std::uint8_t>(count, 0)};
  std::vector<std::uint8_t> ferry(count, 0), other(count, 0);
  const auto place = [&](std::uint32_t n) { return network.node_type[n] == NodeType::place; };
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    const Mode mode = network.mode[l];
    const bool land = modes.land[at_mode(mode)], main = modes.main[at_mode(mode)],
               pipeline = is_pipeline(mode);
    auto& kind = mode == Mode::ferry ? ferry : other;
    for (const auto n : {network.from[l], network.to[l]}) {
      if (land) nodes.land[n] = 1;
      if (main && !(pipeline && place(n))) nodes.main[n] = 1;
      kind[n] = 1;
    }
  }
  for (std::size_t n = 0; n < count; ++n) {
    const NodeType type = network.node_type[n];
    if (type == NodeType::place || type == NodeType::zone) nodes.land[n] = 1;
    if (type == NodeType::rail_terminal && ships) nodes.land[n] = 1;
    if (type == NodeType::rail_terminal && family == ModeFamily::rail) nodes.main[n] = 1;
    if (type == NodeType::port && ships && family != ModeFamily::gas_pipeline) nodes.main[n] = 1;
    if (type == NodeType::port && family == ModeFamily::rail && ferry[n]) nodes.main[n] = 1;
    // A train ferry over a border is two links, the crossing and the voyage; between them lies no track.
    if (type == NodeType::crossing && family == ModeFamily::rail && ferry[n] && !other[n]) nodes.main[n] = 1;
    if (type == NodeType::airport && family == ModeFamily::air) nodes.main[n] = 1;
  }
  // Without pipelines no ship sails on from one.
  const bool piped = std::any_of(network.mode.begin(), network.mode.end(),
                                 [](Mode mode) { return mode == Mode::oil_pipeline; });
  if (family == ModeFamily::oil_pipeline && !piped) nodes.main.assign(count, 0);
  return nodes;
}

void add(LinkArcs& arcs, std::uint32_t tail, std::uint32_t head, std::uint32_t link) {
  arcs.tail.push_back(tail);
  arcs.head.push_back(head);
  arcs.link.push_back(link);
}

}  // namespace

ModeFamily land_family(ModeFamily family) {
  if (family == ModeFamily::road) return ModeFamily::road;
  return by_water(family) ? ModeFamily::sea : ModeFamily::rail;
}

FamilyLayers large_ship_layers(const Network& network, FamilyLayers sea) {
  FamilyLayers layers = std::move(sea);
  layers.family = ModeFamily::large_ship;
  for (LinkArcs* arcs : {&layers.board, &layers.alight}) {
    LinkArcs wide;
    for (std::size_t a = 0; a < arcs->size(); ++a)
      if (!network.bars_large_ships[arcs->link[a]]) add(wide, arcs->tail[a], arcs->head[a], arcs->link[a]);
    *arcs = std::move(wide);
  }
  for (const auto link : layers.main.link)
    layers.main_used.push_back(network.mode[link] != Mode::inland_water && !network.bars_large_ships[link]);
  return layers;
}

FamilyLayers make_layers(const Network& network, ModeFamily family, const FamilyLayers* same_land) {
  if (family == ModeFamily::large_ship)
    return large_ship_layers(network, make_layers(network, ModeFamily::sea, same_land));
  const std::size_t count = network.node_count();
  const Modes modes(family);
  Nodes nodes = nodes_of(network, family, modes);
  FamilyLayers layers;
  layers.family = family;
  LinkArcs land;
  if (same_land) layers.one_way = same_land->one_way;
  layers.main_position.assign(count, kNoState);
  for (std::uint32_t n = 0; n < count; ++n) {
    if (!nodes.main[n]) continue;
    layers.main_position[n] = static_cast<std::uint32_t>(layers.main_nodes.size());
    layers.main_nodes.push_back(n);
  }
  for (std::uint32_t link = 0; link < network.link_count(); ++link) {
    const Mode mode = network.mode[link];
    const bool by_land = modes.land[at_mode(mode)], carries = modes.main[at_mode(mode)];
    const bool transfers = mode == Mode::transfer, joins = modes.joins[at_mode(mode)];
    const bool loads = carries || transfers || (mode == Mode::ferry && family == ModeFamily::rail);
    if (!loads && !joins && (same_land || !by_land)) continue;
    const auto one_way = [&](std::uint32_t u, std::uint32_t v) {
      const std::uint32_t tail = layers.main_position[u], head = layers.main_position[v];
      const bool at_pipe = network.node_type[u] == NodeType::pipe || network.node_type[v] == NodeType::pipe;
      if (!same_land && (by_land || transfers) && !at_pipe && (nodes.land[u] || nodes.land[v])) {
        add(land, u, v, link);
        layers.one_way = layers.one_way || network.directed[link];
      }
      if (loads && tail != kNoState && head != kNoState) {
        add(layers.main, tail, head, link);
        layers.carries.push_back(carries);
      }
      if (transfers && (at_pipe || (by_pipe(family) && head != kNoState)))
        return;  // boards from places alone
      if (((transfers && !by_pipe(family)) || (joins && tail == kNoState)) && head != kNoState)
        add(layers.board, u, head, link);
      if ((transfers || (joins && head == kNoState)) && tail != kNoState) {
        add(layers.alight, tail, v, link);
        if (!transfers) {
          layers.here_only.resize(network.link_count());
          layers.here_only[link] = 1;
        }
      }
    };
    one_way(network.from[link], network.to[link]);
    if (!network.directed[link]) one_way(network.to[link], network.from[link]);
  }
  layers.land = same_land ? same_land->land : std::make_shared<const LinkArcs>(std::move(land));
  layers.land_node = std::move(nodes.land);
  if (std::find(network.node_type.begin(), network.node_type.end(), NodeType::zone) !=
      network.node_type.end()) {
    layers.no_through.resize(count);
    for (std::size_t n = 0; n < count; ++n) layers.no_through[n] = network.node_type[n] == NodeType::zone;
  }
  return layers;
}

}  // namespace sogdia
