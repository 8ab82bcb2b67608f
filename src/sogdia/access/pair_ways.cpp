#include "sogdia/access/pair_ways.h"

#include <algorithm>
#include <numeric>

#include "sogdia/access/hierarchy/query.h"
#include "sogdia/access/terminal_lists.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

constexpr std::size_t kPairsPerTask = 256;

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
using Found = std::vector<ByFamily<PairWay>>;

// The nodes of all pairs, each once, and where each stands among them.
struct AskedNodes {
  std::vector<std::uint32_t> all, place;

  AskedNodes(const Pairs& pairs, std::size_t nodes) : place(nodes, kNone) {
    for (const auto& pair : pairs) {
      for (const auto n : {pair.first, pair.second}) {
        if (place[n] != kNone) continue;
        place[n] = static_cast<std::uint32_t>(all.size());
        all.push_back(n);
      }
    }
  }
};

void by_road(const AccessTopology& topology, const AccessMetric& metric, const Pairs& pairs, int threads,
             Found& found) {
  const FamilyLayers& layers = *topology.layers[kRoad];
  parallel_for((pairs.size() + kPairsPerTask - 1) / kPairsPerTask, threads, [&](std::size_t task) {
    Query<double> query(topology.land, *metric.land[kRoad]);
    const std::size_t end = std::min(pairs.size(), (task + 1) * kPairsPerTask);
    for (std::size_t k = task * kPairsPerTask; k < end; ++k) {
      const std::uint32_t from = pairs[k].first, to = pairs[k].second;
      PairWay& way = found[k][kRoad];
      if (from == to) {
        way.cost = 0;
        continue;
      }
      for (const LandEnd& out : land_ends(topology, metric.links, ModeFamily::road, from, false)) {
        for (const LandEnd& into : land_ends(topology, metric.links, ModeFamily::road, to, true)) {
          const auto through = [&](std::uint32_t n) { return n == from || n == to || layers.passable(n); };
          if (!through(out.node) || !through(into.node)) continue;
          const double cost = out.cost + query.weight(out.node, into.node) + into.cost;
          if (cost < way.cost) way = {cost, out.carried + query.carried() + into.carried};
        }
      }
    }
  });
}

}  // namespace

Found pair_ways(const AccessTopology& topology, const AccessMetric& metric,
                const ByFamily<AccessLimit>& limit, const Pairs& pairs, int threads, const Monitor& monitor) {
  Found found(pairs.size());
  by_road(topology, metric, pairs, threads, found);
  check_cancelled(monitor);
  const AskedNodes nodes(pairs, topology.land.vertices());
  // Pairs by origin, so that what an origin reaches is worked out once.
  std::vector<std::uint32_t> order(pairs.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return nodes.place[pairs[a].first] < nodes.place[pairs[b].first];
  });
  for (const ModeFamily family : kWayFamilies) {
    const auto f = static_cast<std::size_t>(family);
    if (f == kRoad || by_pipe(family) || topology.layers[f]->board.size() == 0) continue;
    const TerminalLists lists = terminal_lists(topology, metric, family, nodes.all,
                                               land_limits(limit[f], nodes.all), threads, monitor);
    const Haul haul = search_haul(topology, metric, family, lists.starts, lists.ends, threads, monitor);
    parallel_for((pairs.size() + kPairsPerTask - 1) / kPairsPerTask, threads, [&](std::size_t task) {
      MinPlusRow arrivals;
      std::uint32_t origin = kNone;
      const std::size_t end = std::min(pairs.size(), (task + 1) * kPairsPerTask);
      for (std::size_t k = task * kPairsPerTask; k < end; ++k) {
        const auto [from, to] = pairs[order[k]];
        if (from == to) continue;
        const auto& starts = lists.starts[nodes.place[from]];
        if (origin != from) arrive(haul, starts, arrivals);
        origin = from;
        if (const auto chain = best_chain(haul, starts, arrivals, lists.ends[nodes.place[to]]))
          found[order[k]][f] = {chain->cost, chain->carried};
      }
    });
  }
  return found;
}

}  // namespace sogdia
