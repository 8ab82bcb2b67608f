#include "sogdia/access/link_users.h"

#include "sogdia/access/hierarchy/sweep_batches.h"
#include "sogdia/access/land_search.h"
#include "sogdia/access/zone_nodes.h"

namespace sogdia {
namespace {

using Two = std::array<double, 2>;  // by end of the link

// A link as goods may go along it: its ends as vertices of a hierarchy, in one or both directions.
struct Across {
  std::array<std::uint32_t, 2> vertex;
  double cost;
  bool forth = false, back = false;

  // Whether a way of this cost, from what reaches the ends to what they lead to, goes along the link.
  bool on(const Two& to, const Two& from, double rest, double whole) const {
    return (forth && to[0] + cost + from[1] + rest == whole) ||
           (back && to[1] + cost + from[0] + rest == whole);
  }
};

Across across(const LinkArcs& arcs, const std::vector<std::uint8_t>& used, std::uint32_t link,
              std::array<std::uint32_t, 2> vertex, double cost) {
  Across at{vertex, cost};
  for (std::size_t a = 0; a < arcs.size(); ++a) {
    if (arcs.link[a] != link || (!used.empty() && !used[a])) continue;
    (arcs.tail[a] == vertex[0] ? at.forth : at.back) = true;
  }
  return at;
}

// Costs on land between zones and the two ends of the link: to them, or backward from them.
std::vector<Two> between(const AccessTopology& topology, const AccessMetric& metric, ModeFamily family,
                         const std::vector<std::uint32_t>& zones, const Across& at, bool backward,
                         int threads) {
  const LandSearch search =
      make_land_search(topology, metric, family, zones, backward, {at.vertex.begin(), at.vertex.end()});
  std::vector<Two> found(zones.size());
  sweep_batches(topology.land, search, threads, {}, [&](std::size_t batch, const Labels<double>& labels) {
    for (std::uint32_t lane = 0; lane < search.batches[batch].size(); ++lane) {
      for (std::size_t k = 0; k < 2; ++k) {
        const std::uint32_t place = search.selection.place[topology.land.rank[at.vertex[k]]];
        found[search.batches[batch][lane]][k] = labels.weight[place].lane[lane];
      }
    }
  });
  return found;
}

// By zone and seed, 1 = the way on land between them goes along the link.
std::vector<std::vector<std::uint8_t>> legs_along(const AccessTopology& topology, const AccessMetric& metric,
                                                  std::size_t f, const std::vector<std::vector<Seed>>& seeds,
                                                  const Across& at, std::uint32_t link,
                                                  const std::vector<Two>& zone, bool starts, int threads) {
  std::vector<std::uint32_t> nodes, column(topology.land.vertices(), kNone);
  for (const auto& list : seeds) {
    for (const Seed& seed : list) {
      if (seed.node == kNoState || column[seed.node] != kNone) continue;
      column[seed.node] = static_cast<std::uint32_t>(nodes.size());
      nodes.push_back(seed.node);
    }
  }
  const std::vector<std::uint32_t> ends(at.vertex.begin(), at.vertex.end());
  const auto matrix = starts ? weight_matrix(topology.land, *metric.land[f], ends, nodes, threads)
                             : weight_matrix(topology.land, *metric.land[f], nodes, ends, threads);
  std::vector<std::vector<std::uint8_t>> along(seeds.size());
  for (std::size_t z = 0; z < seeds.size(); ++z) {
    for (const Seed& seed : seeds[z]) {
      bool uses = seed.link == link;
      if (!uses && seed.node != kNoState) {
        const std::size_t n = column[seed.node];
        const double transfer = metric.links.link.cost[seed.link];
        const Two there =
            starts ? Two{matrix[n], matrix[nodes.size() + n]} : Two{matrix[2 * n], matrix[2 * n + 1]};
        uses =
            starts ? at.on(zone[z], there, transfer, seed.cost) : at.on(there, zone[z], transfer, seed.cost);
      }
      along[z].push_back(uses);
    }
  }
  return along;
}

// By cell of the haul, 1 = its way goes along the link.
std::vector<std::uint8_t> hauls_along(const AccessTopology& topology, const AccessMetric& metric,
                                      std::size_t f, const Haul& haul, const Across& at, int threads) {
  const Topology& main = *topology.main[f];
  std::vector<std::uint8_t> along(haul.rows() * haul.columns(), 0);
  HaulSearch search = make_haul_search(topology, metric, kFamilies[f], haul);
  std::vector<std::uint32_t> sources;
  for (const auto& starts : search.sources)
    for (const auto& start : starts) sources.push_back(start.vertex);
  search.selection = select(main, sources, {at.vertex.begin(), at.vertex.end()});
  search.weights = weights_of(search.selection, *metric.main[f]);
  search.batches = batches(main, search.selection, search.sources);
  std::vector<Two> to(haul.rows(), Two{kNoWay<double>, kNoWay<double>});
  sweep_batches(main, search, threads, {}, [&](std::size_t batch, const Labels<double>& labels) {
    for (std::uint32_t lane = 0; lane < search.batches[batch].size(); ++lane) {
      for (std::size_t k = 0; k < 2; ++k)
        to[search.batches[batch][lane]][k] =
            labels.weight[search.selection.place[main.rank[at.vertex[k]]]].lane[lane];
    }
  });
  const auto from =
      weight_matrix(main, *metric.main[f], {at.vertex.begin(), at.vertex.end()}, haul.alights, threads);
  for (std::size_t r = 0; r < haul.rows(); ++r) {
    // A terminal stands at the link's end before it has moved.
    Two reach = to[r];
    for (std::size_t k = 0; k < 2; ++k)
      if (haul.boards[r] == at.vertex[k]) reach[k] = 0;
    for (std::size_t c = 0; c < haul.columns(); ++c) {
      const double whole = haul.cost.at(r, c);
      along[r * haul.columns() + c] =
          whole < kNoWay<double> && at.on(reach, {from[c], from[haul.columns() + c]}, 0, whole);
    }
  }
  return along;
}

}  // namespace

LinkUsers link_users(const Network& network, const AccessTopology& topology, const AccessMetric& metric,
                     const Skim& skim, const OdMatrix& demand, std::uint32_t link, int threads) {
  const std::vector<std::uint32_t> zones = zone_nodes(network, skim.zones);
  LinkUsers users{OdMatrix(skim.zones, skim.zones, demand.unit, 0.0)};
  const double cost = metric.links.link.cost[link];
  const bool by_class = !skim.tonnes[kRoad].values.empty();
  const auto use = [&](std::size_t f, std::size_t i, std::size_t j) {
    const double amount = demand(i, j) * skim.share[f](i, j);
    users.demand(i, j) += amount;
    users.by_family[f] += amount;
    if (by_class) users.tonnes += demand(i, j) * skim.tonnes[f](i, j);
  };
  for (std::size_t f = 0; f < kFamilyCount && metric.links.open[link]; ++f) {
    const FamiliesUsed used = families_of(topology, {link});
    if (!((used.land | used.main) >> f & 1)) continue;
    if (f != kRoad && skim.chains[f]->starts().empty()) continue;
    const Across land =
        across(topology.land_arcs, topology.on_land[f], link, {network.from[link], network.to[link]}, cost);
    const auto to = between(topology, metric, kFamilies[f], zones, land, false, threads),
               from = between(topology, metric, kFamilies[f], zones, land, true, threads);
    if (f == kRoad) {
      for (std::size_t i = 0; i < zones.size(); ++i) {
        for (std::size_t j = 0; j < zones.size(); ++j) {
          if (i != j && skim.share[f](i, j) > 0 && land.on(to[i], from[j], 0, skim.cost[f](i, j)))
            use(f, i, j);
        }
      }
      continue;
    }
    const FamilyLayers& layers = *topology.layers[f];
    const Chains& chains = skim.chains[f];
    const auto starts = legs_along(topology, metric, f, chains.starts(), land, link, to, true, threads),
               ends = legs_along(topology, metric, f, chains.ends(), land, link, from, false, threads);
    std::vector<std::uint8_t> hauls(chains.haul->rows() * chains.haul->columns(), 0);
    const std::uint32_t a = layers.main_position[network.from[link]],
                        b = layers.main_position[network.to[link]];
    if (a != kNoState && b != kNoState && (used.main >> f & 1))
      hauls = hauls_along(topology, metric, f, chains.haul,
                          across(layers.main, layers.main_used, link, {a, b}, cost), threads);
    for (std::size_t i = 0; i < zones.size(); ++i) {
      for (std::size_t j = 0; j < zones.size(); ++j) {
        const TakenChain chain = chains.taken[i * zones.size() + j];
        if (!chain.any() || !(skim.share[f](i, j) > 0)) continue;
        if (starts[i][chain.start] || ends[j][chain.end] || hauls[chains.cell_of(i, j, chain)]) use(f, i, j);
      }
    }
  }
  return users;
}

}  // namespace sogdia
