#include "sogdia/access/skim.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Workspace {
  SearchTree land, back;
  HaulTree haul;
};

// Workspaces are handed from search to search; which thread gets which does not matter to the result.
class WorkspacePool {
 public:
  std::unique_ptr<Workspace> take() {
    const std::lock_guard<std::mutex> lock(guard_);
    if (free_.empty()) return std::make_unique<Workspace>();
    auto workspace = std::move(free_.back());
    free_.pop_back();
    return workspace;
  }
  void give(std::unique_ptr<Workspace> workspace) {
    const std::lock_guard<std::mutex> lock(guard_);
    free_.push_back(std::move(workspace));
  }

 private:
  std::mutex guard_;
  std::vector<std::unique_ptr<Workspace>> free_;
};

void choose_families(Skim& skim, std::size_t i, std::size_t j, double mu, const Skim* base) {
  std::array<double, 4> cost, share;
  for (std::size_t f = 0; f < 4; ++f) cost[f] = skim.cost[f](i, j);
  const double logsum = skim.logsum(i, j) = choose(cost, mu, share);
  for (std::size_t f = 0; f < 4; ++f) skim.share[f](i, j) = share[f];
  if (logsum == kInfinity) return;

  std::array<double, 4> weight = share;
  if (base) {
    double kept = 0;
    for (std::size_t f = 0; f < 4; ++f) kept += cost[f] == kInfinity ? 0 : base->share[f](i, j);
    for (std::size_t f = 0; f < 4 && kept > 0; ++f)
      weight[f] = cost[f] == kInfinity ? 0 : base->share[f](i, j) / kept;
  }
  double hours = 0, usd = 0, mean = 0;
  for (std::size_t f = 0; f < 4; ++f) {
    if (cost[f] == kInfinity) continue;
    hours += weight[f] * skim.hours[f](i, j);
    usd += weight[f] * skim.usd_per_tonne[f](i, j);
    mean += share[f] * cost[f];
  }
  skim.mean_hours(i, j) = hours;
  skim.mean_usd_per_tonne(i, j) = usd;
  const bool known = base && base->logsum(i, j) < kInfinity;
  const double least = *std::min_element(cost.begin(), cost.end());
  skim.paid(i, j) = std::max(least, known ? base->paid(i, j) + (logsum - base->logsum(i, j)) : mean);
}

// What of a family stands as it was before a scenario's changes.
struct Kept {
  bool land = false, haul = false;
  bool all() const { return land && haul; }
};

Kept kept_of(const FamilyGraph& before, const FamilyGraph& after, const std::vector<std::uint8_t>& changed) {
  const auto touched = [&](auto part) {
    for (const FamilyGraph* graph : {&before, &after}) {
      const Adjacency& adjacency = graph->*part;
      for (const Arc& arc : adjacency.arcs) {
        if (changed[arc.link]) return true;
      }
    }
    return false;
  };
  Kept kept;
  kept.land = !touched(&FamilyGraph::land) && !touched(&FamilyGraph::land_backward) &&
              !touched(&FamilyGraph::board) && !touched(&FamilyGraph::alight);
  kept.haul = !touched(&FamilyGraph::haul);
  return kept;
}

std::array<Kept, 4> kept_of(const Network& network, const Router& router, const Before* before) {
  std::array<Kept, 4> kept;
  if (!before) return kept;
  std::vector<std::uint8_t> changed(network.link_count(), 0);
  for (const auto link : before->changed) changed[link] = 1;
  for (std::size_t f = 0; f < 4; ++f) kept[f] = kept_of(before->router.graphs[f], router.graphs[f], changed);
  return kept;
}

}  // namespace

Skim skim(const Network& network, const LinkCosts& costs, const Router& router, const Index& zones,
          int threads, const Monitor& monitor, const Before* before) {
  const Skim* base = before ? &before->skim : nullptr;
  if (base) require_same(base->zones, zones, "zones");
  std::vector<std::uint32_t> node(zones.size());
  for (std::size_t z = 0; z < zones.size(); ++z) {
    node[z] = static_cast<std::uint32_t>(network.nodes.at(zones[z], "zone"));
  }
  const std::vector<FamilyGraph>& graphs = router.graphs;
  const std::array<Kept, 4> kept = kept_of(network, router, before);

  Skim result;
  result.zones = zones;
  for (std::size_t f = 0; f < 4; ++f) {
    result.share[f] = OdMatrix(zones, zones, "fraction", 0.0);
    if (kept[f].all()) {
      result.cost[f] = base->cost[f];
      result.hours[f] = base->hours[f];
      result.usd_per_tonne[f] = base->usd_per_tonne[f];
      continue;
    }
    result.cost[f] = OdMatrix(zones, zones, "fraction", kInfinity);
    result.hours[f] = OdMatrix(zones, zones, "hours", kInfinity);
    result.usd_per_tonne[f] = OdMatrix(zones, zones, "usd_per_tonne", kInfinity);
  }
  result.logsum = OdMatrix(zones, zones, "fraction", kInfinity);
  result.paid = OdMatrix(zones, zones, "fraction", kInfinity);
  result.mean_hours = OdMatrix(zones, zones, "hours", kInfinity);
  result.mean_usd_per_tonne = OdMatrix(zones, zones, "usd_per_tonne", kInfinity);

  WorkspacePool pool;
  std::mutex reporting;
  std::size_t steps_done = 0;
  const auto report_step = [&] {
    const std::lock_guard<std::mutex> lock(reporting);
    ++steps_done;
    report_progress(monitor, "access",
                    static_cast<double>(steps_done) / (2.0 * static_cast<double>(zones.size())));
    check_cancelled(monitor);
  };
  auto &starts = result.starts, &ends = result.ends;
  const auto put = [&](std::size_t f, std::size_t i, std::size_t j, const auto& tree,
                       const std::optional<BestEnd>& best) {
    if (!best) return;
    const Seed& end = ends[f][j][best->end];
    result.cost[f](i, j) = tree.cost[best->label] + end.cost;
    result.hours[f](i, j) = tree.hours[best->label] + end.hours;
    result.usd_per_tonne[f](i, j) = tree.usd[best->label] + end.usd;
  };

  // First the ways on land: from each zone to the terminals and back, and by road to the other zones.
  constexpr auto road = static_cast<std::size_t>(ModeFamily::road);
  for (std::size_t f = 0; f < 4; ++f) {
    if (kept[f].land) starts[f] = base->starts[f], ends[f] = base->ends[f];
    starts[f].resize(zones.size());
    ends[f].resize(zones.size());
  }
  for (std::size_t j = 0; j < zones.size() && !kept[road].land; ++j)
    ends[road][j] = road_ends(costs, graphs[road], node[j]);
  parallel_for(zones.size(), threads, [&](std::size_t i) {
    auto workspace = pool.take();
    for (std::size_t f = 0; f < 4; ++f) {
      if (kept[f].land) continue;
      const FamilyGraph& graph = graphs[f];
      search_land(costs, graph, node[i], false, workspace->land);
      if (f == road) {
        for (std::size_t j = 0; j < zones.size(); ++j) {
          if (i != j) put(f, i, j, workspace->land, best_end(workspace->land, ends[f][j]));
        }
        continue;
      }
      starts[f][i] = terminals(costs, graph, graph.board, node[i], workspace->land);
      if (graph.one_way) search_land(costs, graph, node[i], true, workspace->back);
      ends[f][i] =
          terminals(costs, graph, graph.alight, node[i], graph.one_way ? workspace->back : workspace->land);
    }
    pool.give(std::move(workspace));
    report_step();
  });

  std::array<std::vector<std::uint8_t>, 4> wanted;
  std::array<std::size_t, 4> wanted_count{};
  for (std::size_t f = 0; f < 4; ++f) {
    wanted[f].assign(2 * graphs[f].main_nodes.size(), 0);
    for (const auto& list : ends[f]) {
      if (f == road) break;
      for (const auto& end : list) {
        wanted_count[f] += wanted[f][end.vertex] == 0;
        wanted[f][end.vertex] = 1;
      }
    }
  }

  // Then the main haul from each zone's terminals to all others.
  parallel_for(zones.size(), threads, [&](std::size_t i) {
    auto workspace = pool.take();
    for (std::size_t f = 0; f < 4; ++f) {
      if (f == road || kept[f].all()) continue;
      search_haul(costs, graphs[f], starts[f][i], &wanted[f], wanted_count[f], workspace->haul);
      for (std::size_t j = 0; j < zones.size(); ++j) {
        if (i != j) put(f, i, j, workspace->haul, best_end(graphs[f], workspace->haul, ends[f][j]));
      }
    }
    result.cost[road](i, i) = result.hours[road](i, i) = result.usd_per_tonne[road](i, i) = 0;
    for (std::size_t j = 0; j < zones.size(); ++j) choose_families(result, i, j, router.mu, base);
    pool.give(std::move(workspace));
    report_step();
  });
  return result;
}

}  // namespace sogdia
