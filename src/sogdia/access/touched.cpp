#include "sogdia/access/touched.h"

#include <algorithm>
#include <cmath>

#include "sogdia/access/hierarchy/sweep_batches.h"

namespace sogdia {
namespace {

std::vector<std::uint8_t> flags(std::size_t count, const std::vector<std::uint32_t>& set) {
  std::vector<std::uint8_t> flag(count, 0);
  for (const auto k : set) flag[k] = 1;
  return flag;
}

double weight_in(const WeighedLinks& links, std::uint32_t link) {
  return links.open[link] ? links.link.cost[link] : kNoWay<double>;
}

// A changed arc by its ends in a selection, and the lesser of what it weighed and weighs.
struct ChangedArc {
  std::uint32_t tail, head;
  double weight;
};

std::vector<ChangedArc> changed_arcs(const LinkArcs& arcs, const std::vector<std::uint8_t>& used,
                                     const std::vector<std::uint8_t>& changed, const CostsChanged& change) {
  std::vector<ChangedArc> found;
  for (std::uint32_t a = 0; a < arcs.size(); ++a) {
    const std::uint32_t link = arcs.link[a];
    if (!changed[link] || (!used.empty() && !used[a])) continue;
    const double weight = std::min(weight_in(change.was.links, link), weight_in(change.is.links, link));
    if (weight < kNoWay<double>) found.push_back({arcs.tail[a], arcs.head[a], weight});
  }
  return found;
}

// The vertices of arcs, which then hold their places in the selection.
std::vector<std::uint32_t> ends_of(const std::vector<ChangedArc>& arcs) {
  std::vector<std::uint32_t> ends;
  for (const ChangedArc& arc : arcs) ends.insert(ends.end(), {arc.tail, arc.head});
  return ends;
}
void place(const Topology& topology, const Selection& selection, std::vector<ChangedArc>& arcs) {
  for (ChangedArc& arc : arcs) {
    arc.tail = selection.place[topology.rank[arc.tail]];
    arc.head = selection.place[topology.rank[arc.head]];
  }
}

// `backward`: distances are those to the source.
bool touched(const std::vector<ChangedArc>& arcs, const Labels<double>& labels, std::uint32_t lane,
             double bound, bool backward) {
  return std::any_of(arcs.begin(), arcs.end(), [&](const ChangedArc& arc) {
    const double from = labels.weight[backward ? arc.head : arc.tail].lane[lane];
    return from < bound && from + arc.weight <= labels.weight[backward ? arc.tail : arc.head].lane[lane];
  });
}

// Sweeps on land to the ends of changed arcs and to `near`; `flag` becomes 1 of a zone that they touch or
// that reaches one of `near` within the bound.
void touch_on_land(const AccessTopology& topology, const CostsChanged& change, ModeFamily family,
                   const std::vector<std::uint32_t>& zones, std::vector<ChangedArc> arcs,
                   const std::vector<std::uint32_t>& near, bool backward, double bound, int threads,
                   std::vector<std::uint8_t>& flag) {
  std::vector<std::uint32_t> targets = ends_of(arcs);
  targets.insert(targets.end(), near.begin(), near.end());
  if (targets.empty()) return;
  const LandSearch search = make_land_search(topology, change.was, family, zones, backward, targets, false);
  place(topology.land, search.selection, arcs);
  sweep_batches(
      topology.land, search, threads, {},
      [&](std::size_t batch, const Labels<double>& labels) {
        for (std::uint32_t lane = 0; lane < search.batches[batch].size(); ++lane) {
          const bool reached = std::any_of(near.begin(), near.end(), [&](std::uint32_t node) {
            return labels.weight[search.selection.place[topology.land.rank[node]]].lane[lane] < bound;
          });
          if (reached || touched(arcs, labels, lane, bound, backward)) flag[search.batches[batch][lane]] = 1;
        }
      },
      bound, false);
}

// By node, 1 = a changed link ends there.
std::vector<std::uint8_t> at_changed(const FamilyLayers& layers, const std::vector<std::uint8_t>& changed) {
  std::vector<std::uint8_t> at(layers.land_node.size(), 0);
  for (std::size_t a = 0; a < layers.land->size(); ++a)
    if (changed[layers.land->link[a]]) at[layers.land->tail[a]] = at[layers.land->head[a]] = 1;
  return at;
}

}  // namespace

std::vector<std::uint8_t> touched_lists(const AccessTopology& topology, const CostsChanged& change,
                                        ModeFamily family, const std::vector<std::uint32_t>& zones,
                                        const LandLimits& limits, int threads) {
  const auto f = static_cast<std::size_t>(family);
  const FamilyLayers& layers = *topology.layers[f];
  const auto changed = flags(topology.on_lands.size(), change.links);
  std::vector<std::uint8_t> flag(zones.size(), 0);
  // What leads out of a zone that goods do not pass through is not in the hierarchy.
  const auto at = at_changed(layers, changed);
  for (std::size_t z = 0; z < zones.size(); ++z) flag[z] = at[zones[z]] && !layers.passable(zones[z]);
  std::vector<std::uint32_t> transfers;  // land nodes of changed ones
  for (std::size_t a = 0; a < layers.board.size(); ++a)
    if (changed[layers.board.link[a]]) transfers.push_back(layers.board.tail[a]);
  for (std::size_t a = 0; a < layers.alight.size(); ++a)
    if (changed[layers.alight.link[a]]) transfers.push_back(layers.alight.head[a]);
  double most = 0;
  for (const auto* of : {&limits.boards, &limits.alights})
    for (const double limit : *of) most = std::max(most, limit);
  const double bound = std::nextafter(most, kNoWay<double>);
  const auto arcs = changed_arcs(topology.land_arcs, topology.on_land[f], changed, change);
  for (const bool backward : {false, true}) {
    if (backward && !layers.one_way) break;
    touch_on_land(topology, change, family, zones, arcs, transfers, backward, bound, threads, flag);
  }
  return flag;
}

std::vector<std::uint8_t> touched_by_road(const AccessTopology& topology, const CostsChanged& change,
                                          const std::vector<std::uint32_t>& zones, int threads) {
  const FamilyLayers& layers = *topology.layers[kRoad];
  const auto changed = flags(topology.on_lands.size(), change.links);
  const auto at = at_changed(layers, changed);
  for (const auto zone : zones)
    if (at[zone] && !layers.passable(zone)) return {};
  std::vector<std::uint8_t> flag(zones.size(), 0);
  touch_on_land(topology, change, ModeFamily::road, zones,
                changed_arcs(topology.land_arcs, topology.on_land[kRoad], changed, change), {}, false,
                kNoWay<double>, threads, flag);
  return flag;
}

std::vector<std::uint8_t> touched_rows(const AccessTopology& topology, const CostsChanged& change,
                                       ModeFamily family, const Haul& haul, int threads) {
  const auto f = static_cast<std::size_t>(family);
  const Topology& main = *topology.main[f];
  const auto changed = flags(topology.on_mains.size(), change.links);
  std::vector<std::uint8_t> flag(haul.rows(), 0);
  auto arcs = changed_arcs(topology.layers[f]->main, topology.layers[f]->main_used, changed, change);
  if (arcs.empty()) return flag;
  parallel_for(haul.rows(), threads, [&](std::size_t row) {
    flag[row] = first_moves(topology, change.was.links, family, haul.boards[row]) !=
                first_moves(topology, change.is.links, family, haul.boards[row]);
  });
  const HaulSearch search =
      make_haul_search(topology, change.was, family, haul.boards, ends_of(arcs), false, threads);
  place(main, search.selection, arcs);
  sweep_batches(
      main, search, threads, {},
      [&](std::size_t batch, const Labels<double>& labels) {
        for (std::uint32_t lane = 0; lane < search.batches[batch].size(); ++lane)
          if (touched(arcs, labels, lane, kNoWay<double>, false)) flag[search.batches[batch][lane]] = 1;
      },
      kNoWay<double>, false);
  return flag;
}

}  // namespace sogdia
