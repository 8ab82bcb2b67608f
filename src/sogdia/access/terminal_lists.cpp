#include "sogdia/access/terminal_lists.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sogdia/access/hierarchy/sweep_batches.h"

namespace sogdia {

LandLimits land_limits(const AccessLimit& limit, const std::vector<std::uint32_t>& zones) {
  LandLimits limits;
  for (const auto zone : zones) {
    limits.boards.push_back(limit.of(zone, false));
    limits.alights.push_back(limit.of(zone, true));
  }
  return limits;
}

TerminalLists terminal_lists(const AccessTopology& topology, const AccessMetric& metric, ModeFamily family,
                             const std::vector<std::uint32_t>& zones, const LandLimits& limits, int threads,
                             const Monitor& monitor) {
  const FamilyLayers& layers = *topology.layers[static_cast<std::size_t>(family)];
  TerminalLists lists;
  lists.starts.resize(zones.size());
  lists.ends.resize(zones.size());
  // Ways that cost the limit itself are within it.
  const std::array<Transfers, 2> transfers{transfers_of(layers, false), transfers_of(layers, true)};
  // Where every way may be gone back, one tree serves for both lists.
  for (const bool backward : {false, true}) {
    if (backward && !layers.one_way) break;
    const auto serves = [&](bool boards) { return !layers.one_way || boards != backward; };
    std::vector<std::uint32_t> targets;
    for (const bool boards : {false, true})
      if (serves(boards))
        targets.insert(targets.end(), transfers[boards].node.begin(), transfers[boards].node.end());
    double most = 0;
    for (const bool boards : {false, true})
      if (serves(boards))
        for (const double limit : boards ? limits.boards : limits.alights) most = std::max(most, limit);
    const double bound = std::nextafter(most, kNoWay<double>);
    const LandSearch search = make_land_search(topology, metric, family, zones, backward, targets);
    sweep_batches(
        topology.land, search, threads, monitor,
        [&](std::size_t batch, const Labels<double>& labels) {
          for (const bool boards : {false, true}) {
            if (serves(boards))
              collect_terminals(topology, metric.links, family, transfers[boards], boards, search, batch,
                                boards ? limits.boards : limits.alights, labels,
                                boards ? lists.starts : lists.ends);
          }
        },
        bound);
  }
  parallel_for(zones.size(), threads, [&](std::size_t z) {
    finish_list(topology, family, true, zones[z], lists.starts[z]);
    finish_list(topology, family, false, zones[z], lists.ends[z]);
  });
  return lists;
}

Haul search_haul(const AccessTopology& topology, const AccessMetric& metric, ModeFamily family,
                 const std::vector<std::vector<Seed>>& starts, const std::vector<std::vector<Seed>>& ends,
                 int threads, const Monitor& monitor, HaulCarries carries) {
  const auto f = static_cast<std::size_t>(family);
  Haul haul = empty_haul(topology.layers[f]->main_nodes.size(), starts, ends, carries);
  const HaulSearch search = make_haul_search(topology, metric, family, haul, threads);
  sweep_batches(
      *topology.main[f], search, threads, monitor,
      [&](std::size_t batch, const Labels<double>& labels) {
        take_rows(*topology.main[f], search, batch, labels, haul);
      },
      kNoWay<double>, !haul.hours.empty());
  return haul;
}

}  // namespace sogdia
