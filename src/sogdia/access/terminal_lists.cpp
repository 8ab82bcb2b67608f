#include "sogdia/access/terminal_lists.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

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

bool share_land(const AccessTopology& topology, const AccessMetric& metric, ModeFamily one,
                ModeFamily other) {
  const auto a = static_cast<std::size_t>(one), b = static_cast<std::size_t>(other);
  return topology.layers[a]->land == topology.layers[b]->land && metric.land[a] == metric.land[b];
}

TerminalLists terminal_lists(const AccessTopology& topology, const AccessMetric& metric, ModeFamily family,
                             const std::vector<std::uint32_t>& zones, const LandLimits& limits, int threads,
                             const Monitor& monitor) {
  return std::move(terminal_lists(topology, metric, {{family, limits}}, zones, threads, monitor).front());
}

std::vector<TerminalLists> terminal_lists(const AccessTopology& topology, const AccessMetric& metric,
                                          const std::vector<FamilyLimits>& asked,
                                          const std::vector<std::uint32_t>& zones, int threads,
                                          const Monitor& monitor) {
  const ModeFamily land = asked.front().family;
  const bool one_way = topology.layers[static_cast<std::size_t>(land)]->one_way;
  std::vector<TerminalLists> lists(asked.size());
  std::vector<std::array<Transfers, 2>> transfers;
  for (std::size_t n = 0; n < asked.size(); ++n) {
    const FamilyLayers& layers = *topology.layers[static_cast<std::size_t>(asked[n].family)];
    transfers.push_back({transfers_of(layers, false), transfers_of(layers, true)});
    lists[n].starts.resize(zones.size());
    lists[n].ends.resize(zones.size());
  }
  // Where every way may be gone back, one tree serves for both lists.
  for (const bool backward : {false, true}) {
    if (backward && !one_way) break;
    const auto serves = [&](bool boards) { return !one_way || boards != backward; };
    std::vector<std::uint32_t> targets;
    double most = 0;
    for (std::size_t n = 0; n < asked.size(); ++n) {
      for (const bool boards : {false, true}) {
        if (!serves(boards)) continue;
        targets.insert(targets.end(), transfers[n][boards].node.begin(), transfers[n][boards].node.end());
        for (const double limit : boards ? asked[n].limits.boards : asked[n].limits.alights)
          most = std::max(most, limit);
      }
    }
    // Ways that cost the limit itself are within it.
    const double bound = std::nextafter(most, kNoWay<double>);
    const LandSearch search = make_land_search(topology, metric, land, zones, backward, targets);
    sweep_batches(
        topology.land, search, threads, monitor,
        [&](std::size_t batch, const Labels<double>& labels) {
          for (std::size_t n = 0; n < asked.size(); ++n)
            for (const bool boards : {false, true})
              if (serves(boards))
                collect_terminals(topology, metric.links, asked[n].family, transfers[n][boards], boards,
                                  search, batch, boards ? asked[n].limits.boards : asked[n].limits.alights,
                                  labels, boards ? lists[n].starts : lists[n].ends);
        },
        bound);
  }
  parallel_for(zones.size(), threads, [&](std::size_t z) {
    for (std::size_t n = 0; n < asked.size(); ++n) {
      finish_list(topology, asked[n].family, true, zones[z], lists[n].starts[z]);
      finish_list(topology, asked[n].family, false, zones[z], lists[n].ends[z]);
    }
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
      kNoWay<double>, haul.each > 0);
  return haul;
}

}  // namespace sogdia
