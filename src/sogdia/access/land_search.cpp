#include "sogdia/access/land_search.h"

#include <algorithm>

namespace sogdia {
namespace {

const FamilyLayers& layers_of(const AccessTopology& topology, ModeFamily family) {
  return *topology.layers[static_cast<std::size_t>(family)];
}

const LinkArcs& arcs_of(const FamilyLayers& layers, bool boards) {
  return boards ? layers.board : layers.alight;
}

void append(const FamilyLayers& layers, const WeighedLinks& links, const Transfers& transfers, bool boards,
            std::size_t k, double cost, const Carried& carried, std::vector<Seed>& list) {
  const LinkArcs& arcs = arcs_of(layers, boards);
  const auto main_count = static_cast<std::uint32_t>(layers.main_nodes.size());
  for (std::uint32_t a = transfers.first[k]; a < transfers.first[k + 1]; ++a) {
    const std::uint32_t arc = transfers.arc[a], link = arcs.link[arc];
    if (!links.open[link] || !layers.takes(link, cost)) continue;
    const std::uint32_t state = boards ? arcs.head[arc] : arcs.tail[arc] + main_count;
    list.push_back(
        {state, cost + links.link.cost[link], carried + links.link.carried[link], transfers.node[k], link});
  }
}

}  // namespace

std::vector<LandEnd> land_ends(const AccessTopology& topology, const WeighedLinks& links, ModeFamily family,
                               std::uint32_t node, bool backward) {
  const FamilyLayers& layers = layers_of(topology, family);
  std::vector<LandEnd> ends{{node}};
  if (layers.passable(node)) return ends;
  const auto &from = backward ? layers.land->head : layers.land->tail,
             &to = backward ? layers.land->tail : layers.land->head;
  for (std::size_t a = 0; a < layers.land->size(); ++a) {
    const std::uint32_t link = layers.land->link[a];
    if (from[a] != node || !links.open[link] || (!backward && !layers.land_node[to[a]])) continue;
    ends.push_back({to[a], links.link.cost[link], links.link.carried[link], link});
  }
  return ends;
}

LandSearch make_land_search(const AccessTopology& topology, const AccessMetric& metric, ModeFamily family,
                            const std::vector<std::uint32_t>& zones, bool backward,
                            const std::vector<std::uint32_t>& targets, bool carried) {
  LandSearch search;
  search.backward = backward;
  std::vector<std::uint32_t> starts;
  for (const auto zone : zones) {
    auto& sources = search.sources.emplace_back();
    for (const LandEnd& end :
         search.ends.emplace_back(land_ends(topology, metric.links, family, zone, backward))) {
      sources.push_back({end.node, end.cost, end.carried});
      starts.push_back(end.node);
    }
  }
  search.selection = select(topology.land, starts, targets);
  search.weights =
      weights_of(search.selection, *metric.land[static_cast<std::size_t>(family)], backward, 1, carried);
  search.batches = batches(topology.land, search.selection, search.sources);
  return search;
}

RoadSearch make_road_search(const AccessTopology& topology, const AccessMetric& metric,
                            const std::vector<std::uint32_t>& from, const std::vector<std::uint32_t>& zones) {
  const FamilyLayers& layers = layers_of(topology, ModeFamily::road);
  RoadSearch search;
  std::vector<std::uint32_t> nodes;
  for (const auto zone : zones) {
    auto& ends = search.ends.emplace_back();
    for (const LandEnd& end : land_ends(topology, metric.links, ModeFamily::road, zone, true)) {
      ends.push_back({end, 0, layers.passable(end.node)});
      nodes.push_back(end.node);
    }
  }
  search.land = make_land_search(topology, metric, ModeFamily::road, from, false, nodes);
  for (auto& ends : search.ends)
    for (RoadEnd& at : ends) at.place = search.land.selection.place[topology.land.rank[at.end.node]];
  return search;
}

Transfers transfers_of(const FamilyLayers& layers, bool boards) {
  const auto& nodes = boards ? layers.board.tail : layers.alight.head;
  Transfers transfers;
  transfers.arc.resize(nodes.size());
  for (std::uint32_t a = 0; a < nodes.size(); ++a) transfers.arc[a] = a;
  std::stable_sort(transfers.arc.begin(), transfers.arc.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return nodes[a] < nodes[b]; });
  for (std::uint32_t k = 0; k < nodes.size(); ++k) {
    if (k > 0 && nodes[transfers.arc[k]] == nodes[transfers.arc[k - 1]]) continue;
    transfers.node.push_back(nodes[transfers.arc[k]]);
    transfers.first.push_back(k);
  }
  transfers.first.push_back(static_cast<std::uint32_t>(nodes.size()));
  return transfers;
}

void collect_terminals(const AccessTopology& topology, const WeighedLinks& links, ModeFamily family,
                       const Transfers& transfers, bool boards, const LandSearch& search, std::size_t batch,
                       const std::vector<double>& limit, const Labels<double>& labels,
                       std::vector<std::vector<Seed>>& lists) {
  const FamilyLayers& layers = layers_of(topology, family);
  const auto& zones = search.batches[batch];
  for (std::size_t k = 0; k < transfers.node.size(); ++k) {
    const std::uint32_t node = transfers.node[k], place = search.selection.place[topology.land.rank[node]];
    const Line<double>& cost = labels.weight[place];
    for (std::uint32_t lane = 0; lane < zones.size(); ++lane) {
      if (!(cost.lane[lane] <= limit[zones[lane]]) || !(cost.lane[lane] < kNoWay<double>)) continue;
      if (!layers.passable(node) && search.sources[zones[lane]].front().vertex != node) continue;
      append(layers, links, transfers, boards, k, cost.lane[lane], labels.carried(place, lane),
             lists[zones[lane]]);
    }
  }
}

void finish_list(const AccessTopology& topology, ModeFamily family, bool boards, std::uint32_t zone,
                 std::vector<Seed>& list) {
  const FamilyLayers& layers = layers_of(topology, family);
  if (const std::uint32_t k = layers.main_position[zone]; k != kNoState) {
    const auto main_count = static_cast<std::uint32_t>(layers.main_nodes.size());
    if (family == ModeFamily::sea && !layers.land_node[zone]) list.clear();
    list.insert(list.begin(), {boards ? k : k + main_count, 0, {}, kNoState, kNoState});
  }
  keep_best(list);
}

}  // namespace sogdia
