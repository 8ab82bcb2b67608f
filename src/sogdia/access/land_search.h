#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/access/access_topology.h"
#include "sogdia/access/hierarchy/sweep.h"
#include "sogdia/access/search.h"

namespace sogdia {

// A zone's end of a way over land: the zone itself, or where goods do not pass through it a neighbour, with
// the way between.
struct LandEnd {
  std::uint32_t node;
  double cost = 0;
  Carried carried = {};
  std::uint32_t link = kNoState;
};
// `backward`: the ways into the node rather than out of it.
std::vector<LandEnd> land_ends(const AccessTopology& topology, const WeighedLinks& links, ModeFamily family,
                               std::uint32_t node, bool backward);

// Searches on land of one family from zones (`backward`: to them) to certain nodes, in batches that can be
// worked off in any order.
struct LandSearch {
  bool backward = false;
  Selection selection;
  SelectedWeights<double> weights;
  std::vector<std::vector<LandEnd>> ends;           // by zone, where its searches start
  std::vector<std::vector<Start<double>>> sources;  // the same, as sweeps take them
  std::vector<std::vector<std::uint32_t>> batches;  // of zones
};
LandSearch make_land_search(const AccessTopology& topology, const AccessMetric& metric, ModeFamily family,
                            const std::vector<std::uint32_t>& zones, bool backward,
                            const std::vector<std::uint32_t>& targets, bool carried = true);

// Searches by road from some zones to all of them, and where the ways into each end.
struct RoadEnd {
  LandEnd end;
  std::uint32_t place;  // in the selection
  bool passable;
};
struct RoadSearch {
  LandSearch land;                         // of `from`
  std::vector<std::vector<RoadEnd>> ends;  // by zone
};
RoadSearch make_road_search(const AccessTopology& topology, const AccessMetric& metric,
                            const std::vector<std::uint32_t>& from, const std::vector<std::uint32_t>& zones);

// The end that the least-cost way by road of a lane takes, and its cost; nullptr where there is no way. Goods
// do not pass through a zone that they neither start from nor end at.
struct RoadWay {
  const RoadEnd* end = nullptr;
  double cost = kNoWay<double>;
};
inline RoadWay best_by_road(const std::vector<RoadEnd>& ends, const Labels<double>& labels,
                            std::uint32_t lane, std::uint32_t from, std::uint32_t to) {
  RoadWay best;
  for (const RoadEnd& at : ends) {
    if (!at.passable && at.end.node != from && at.end.node != to) continue;
    const double cost = labels.weight[at.place].lane[lane] + at.end.cost;
    if (cost < best.cost) best = {&at, cost};
  }
  return best;
}

// The arcs by which a family boards (or alights), by their node on land.
struct Transfers {
  std::vector<std::uint32_t> node, first, arc;  // arcs of node[k]: arc[first[k]] .. arc[first[k + 1]]
};
Transfers transfers_of(const FamilyLayers& layers, bool boards);

// Where the zones of a batch board (alight) within `limit`, by zone, of the way on land: appended to `lists`,
// which finish_list completes.
void collect_terminals(const AccessTopology& topology, const WeighedLinks& links, ModeFamily family,
                       const Transfers& transfers, bool boards, const LandSearch& search, std::size_t batch,
                       const std::vector<double>& limit, const Labels<double>& labels,
                       std::vector<std::vector<Seed>>& lists);

// Adds where a zone stands at a terminal itself, and keeps of each terminal the best, in their order. By sea
// a zone off land is on board and nowhere else.
void finish_list(const AccessTopology& topology, ModeFamily family, bool boards, std::uint32_t zone,
                 std::vector<Seed>& list);

}  // namespace sogdia
