#include "sogdia/access/skim.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <mutex>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Workspace {
  SearchTree tree, back;
  Arrivals arrivals;
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

constexpr auto kRoad = static_cast<std::size_t>(ModeFamily::road);

// The steps of a skim, each over all zones or all rows, as parts of its progress.
class Progress {
 public:
  explicit Progress(const Monitor& monitor) : monitor_(monitor) {}
  void begin(double from, double to, std::size_t count) { from_ = from, to_ = to, count_ = count, done_ = 0; }
  void step() {
    const std::lock_guard<std::mutex> lock(guard_);
    ++done_;
    report_progress(monitor_, "access",
                    from_ + (to_ - from_) * static_cast<double>(done_) / static_cast<double>(count_));
    check_cancelled(monitor_);
  }

 private:
  const Monitor& monitor_;
  std::mutex guard_;
  double from_ = 0, to_ = 1;
  std::size_t count_ = 1, done_ = 0;
};

// All that the parts of one skim share.
struct Work {
  const Network& network;
  const LinkCosts& costs;
  const Router& router;
  const Before* before;
  int threads;
  std::vector<std::uint8_t> changed;  // by link
  std::array<Kept, 4> kept;           // nothing, without `before`
  WorkspacePool pool;
  Progress progress;
};

// The ways on land: from each zone to the terminals and back, and by road to the other zones.
void skim_land(Work& work, Skim& skim) {
  const std::size_t count = skim.zones.size();
  const std::vector<FamilyGraph>& graphs = work.router.graphs;
  std::vector<std::uint32_t> node(count);
  for (std::size_t z = 0; z < count; ++z)
    node[z] = static_cast<std::uint32_t>(work.network.nodes.at(skim.zones[z], "zone"));
  auto &starts = skim.starts, &ends = skim.ends;
  for (std::size_t f = 0; f < 4; ++f) {
    if (work.kept[f].land) starts[f] = work.before->skim.starts[f], ends[f] = work.before->skim.ends[f];
    starts[f].resize(count);
    ends[f].resize(count);
  }
  for (std::size_t j = 0; j < count && !work.kept[kRoad].land; ++j)
    ends[kRoad][j] = road_ends(work.costs, graphs[kRoad], node[j]);

  const auto by_road = [&](std::size_t i, const SearchTree& tree) {
    for (std::size_t j = 0; j < count; ++j) {
      const std::uint32_t best = i == j ? kNoState : best_road_end(tree, ends[kRoad][j]);
      if (best == kNoState) continue;
      const Seed& end = ends[kRoad][j][best];
      skim.cost[kRoad](i, j) = tree.cost[end.vertex] + end.cost;
      skim.hours[kRoad](i, j) = tree.hours[end.vertex] + end.hours;
      skim.usd_per_tonne[kRoad](i, j) = tree.usd[end.vertex] + end.usd;
    }
    skim.cost[kRoad](i, i) = skim.hours[kRoad](i, i) = skim.usd_per_tonne[kRoad](i, i) = 0;
  };
  work.progress.begin(0, 0.4, count);
  parallel_for(count, work.threads, [&](std::size_t i) {
    auto workspace = work.pool.take();
    SearchTree &tree = workspace->tree, &back = workspace->back;
    for (std::size_t f = 0; f < 4; ++f) {
      if (work.kept[f].land) continue;
      const FamilyGraph& graph = graphs[f];
      search_land(work.costs, graph, node[i], false, tree);
      if (f == kRoad) {
        by_road(i, tree);
        continue;
      }
      starts[f][i] = terminals(work.costs, graph, graph.board, node[i], tree);
      if (graph.one_way) search_land(work.costs, graph, node[i], true, back);
      ends[f][i] = terminals(work.costs, graph, graph.alight, node[i], graph.one_way ? back : tree);
    }
    work.pool.give(std::move(workspace));
    work.progress.step();
  });
}

// The main haul from terminal to terminal, of the families that are not kept whole.
std::array<Haul, 4> haul_tables(Work& work, const Skim& skim) {
  std::array<Haul, 4> tables;
  struct Row {
    std::size_t family, row;
  };
  std::vector<Row> searched;
  for (std::size_t f = 0; f < 4; ++f) {
    if (f == kRoad || work.kept[f].all()) continue;
    const FamilyGraph& graph = work.router.graphs[f];
    tables[f] = empty_haul(graph, skim.starts[f], skim.ends[f]);
    if (!work.before) {
      for (std::size_t r = 0; r < tables[f].rows(); ++r) searched.push_back({f, r});
      continue;
    }
    const HaulBefore before{work.before->router.graphs[f], work.before->skim.haul[f], work.changed};
    for (const auto r : keep_rows(work.costs, graph, before, tables[f])) searched.push_back({f, r});
  }
  work.progress.begin(0.4, 0.9, searched.size());
  parallel_for(searched.size(), work.threads, [&](std::size_t k) {
    auto workspace = work.pool.take();
    const auto [f, row] = searched[k];
    search_row(work.costs, work.router.graphs[f], row, tables[f], workspace->tree);
    work.pool.give(std::move(workspace));
    work.progress.step();
  });
  return tables;
}

// Door to door by the families that a terminal leads to, and the choice among all four.
void join_families(Work& work, const std::array<Haul, 4>& haul, Skim& skim) {
  const std::size_t count = skim.zones.size();
  work.progress.begin(0.9, 1, count);
  parallel_for(count, work.threads, [&](std::size_t i) {
    auto workspace = work.pool.take();
    for (std::size_t f = 0; f < 4; ++f) {
      if (f == kRoad || work.kept[f].all()) continue;
      const std::vector<Seed>& starts = skim.starts[f][i];
      arrive(haul[f], starts, workspace->arrivals);
      for (std::size_t j = 0; j < count; ++j) {
        if (i == j) continue;
        const auto chain = best_chain(haul[f], starts, workspace->arrivals, skim.ends[f][j]);
        if (!chain) continue;
        skim.cost[f](i, j) = chain->cost;
        skim.hours[f](i, j) = chain->hours;
        skim.usd_per_tonne[f](i, j) = chain->usd;
      }
    }
    for (std::size_t j = 0; j < count; ++j)
      choose_families(skim, i, j, work.router.mu, work.before ? &work.before->skim : nullptr);
    work.pool.give(std::move(workspace));
    work.progress.step();
  });
}

}  // namespace

Skim skim(const Network& network, const LinkCosts& costs, const Router& router, const Index& zones,
          int threads, const Monitor& monitor, const Before* before) {
  const Skim* base = before ? &before->skim : nullptr;
  if (base) require_same(base->zones, zones, "zones");
  Work work{network, costs, router, before, threads, {}, {}, {}, Progress(monitor)};
  if (before) {
    work.changed.assign(network.link_count(), 0);
    for (const auto link : before->changed) work.changed[link] = 1;
    for (std::size_t f = 0; f < 4; ++f)
      work.kept[f] = kept_of(before->router.graphs[f], router.graphs[f], work.changed);
  }

  Skim result;
  result.zones = zones;
  for (std::size_t f = 0; f < 4; ++f) {
    result.share[f] = OdMatrix(zones, zones, "fraction", 0.0);
    if (work.kept[f].all()) {
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

  skim_land(work, result);
  std::array<Haul, 4> haul = haul_tables(work, result);
  join_families(work, haul, result);
  if (!before) result.haul = std::move(haul);
  return result;
}

}  // namespace sogdia
