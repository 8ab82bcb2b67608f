#include "sogdia/access/square_ways.h"

#include <algorithm>
#include <numeric>

#include "sogdia/access/each_chain.h"
#include "sogdia/access/hierarchy/sweep_batches.h"
#include "sogdia/core/parallel.h"

namespace sogdia {

SquareWays make_square_ways(const AccessTopology& topology, const AccessMetric& metric,
                            const ByFamily<AccessLimit>& limit, std::vector<std::uint32_t> nodes, int threads,
                            const Monitor& monitor) {
  SquareWays square{topology, metric, std::move(nodes), {}};
  for (const ModeFamily family : kWayFamilies) {
    const auto f = static_cast<std::size_t>(family);
    if (f == kRoad || by_pipe(family) || topology.layers[f]->board.size() == 0) continue;
    TerminalLists lists = terminal_lists(topology, metric, family, square.nodes,
                                         land_limits(limit[f], square.nodes), threads, monitor);
    Haul haul = search_haul(topology, metric, family, lists.starts, lists.ends, threads, monitor);
    square.chains[f] = {std::move(lists), std::move(haul), {}};
  }
  return square;
}

std::vector<ByFamily<PairWay>> ways_from(const SquareWays& square, std::size_t first, std::size_t count,
                                         int threads, const Monitor& monitor) {
  const std::size_t all = square.nodes.size(), lanes = kLanes<double>;
  std::vector<ByFamily<PairWay>> found(count * all);
  const auto from = square.nodes.begin() + static_cast<std::ptrdiff_t>(first);
  const std::vector<std::uint32_t> origins(from, from + static_cast<std::ptrdiff_t>(count));
  const RoadSearch road = make_road_search(square.topology, square.metric, origins, square.nodes);
  sweep_batches(square.topology.land, road.land, threads, monitor,
                [&](std::size_t batch, const Labels<double>& labels) {
                  const auto& batched = road.land.batches[batch];
                  for (std::size_t j = 0; j < all; ++j) {
                    for (std::uint32_t lane = 0; lane < batched.size(); ++lane) {
                      const RoadWay way =
                          best_by_road(road.ends[j], labels, lane, origins[batched[lane]], square.nodes[j]);
                      if (way.end)
                        found[batched[lane] * all + j][kRoad] = {
                            way.cost, labels.carried(way.end->place, lane) + way.end->end.carried};
                    }
                  }
                });
  for (std::size_t k = 0; k < count; ++k) found[k * all + first + k][kRoad] = {0, {}};

  std::vector<std::uint32_t> positions(all);
  std::iota(positions.begin(), positions.end(), 0);
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    const Chains& chains = square.chains[f];
    if (chains.starts().empty()) continue;
    check_cancelled(monitor);
    const Haul& haul = chains.haul;
    const DoorEnds ends = door_ends(chains, positions);
    parallel_for((count + lanes - 1) / lanes, threads, [&](std::size_t task) {
      const std::size_t begin = first + task * lanes;
      each_chain(
          chains, ends, positions.data() + begin, std::min(lanes, first + count - begin), positions,
          [&](std::size_t row, std::size_t column) { return haul.carried(row, column); },
          [&](std::size_t i, std::size_t j, const JoinedWay& way) {
            found[(i - first) * all + j][f] = {way.cost, way.carried};
          });
    });
  }
  return found;
}

}  // namespace sogdia
