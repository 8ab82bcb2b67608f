#include "sogdia/access/skim.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <mutex>

#include "sogdia/access/family_graph.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Workspace {
  SearchTree tree;
  std::vector<double> hours, usd;
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

// Hours and money along the tree: a state's predecessor was settled before it.
void accumulate(const Network& network, const FamilyGraph& graph, Workspace& workspace) {
  workspace.hours.resize(graph.state_count());
  workspace.usd.resize(graph.state_count());
  const SearchTree& tree = workspace.tree;
  for (const auto s : tree.settled) {
    if (tree.by_arc[s] == kNoState) {
      workspace.hours[s] = workspace.usd[s] = 0;
      continue;
    }
    const std::uint32_t link = graph.arcs[tree.by_arc[s]].link;
    workspace.hours[s] = workspace.hours[tree.by_state[s]] + network.hours[link];
    workspace.usd[s] = workspace.usd[tree.by_state[s]] + network.usd_per_tonne[link];
  }
}

void choose_families(Skim& skim, std::size_t i, std::size_t j, double mu) {
  std::array<double, 4> cost, share;
  for (std::size_t f = 0; f < 4; ++f) cost[f] = skim.cost[f](i, j);
  skim.logsum(i, j) = choose(cost, mu, share);
  double hours = 0, usd = 0;
  bool reachable = false;
  for (std::size_t f = 0; f < 4; ++f) {
    skim.share[f](i, j) = share[f];
    if (cost[f] == kInfinity) continue;
    reachable = true;
    hours += share[f] * skim.hours[f](i, j);
    usd += share[f] * skim.usd_per_tonne[f](i, j);
  }
  skim.mean_hours(i, j) = reachable ? hours : kInfinity;
  skim.mean_usd_per_tonne(i, j) = reachable ? usd : kInfinity;
}

}  // namespace

const char* to_string(Family family) {
  switch (family) {
    case Family::sea:
      return "sea";
    case Family::rail:
      return "rail";
    case Family::road:
      return "road";
    case Family::air:
      return "air";
  }
  return "";
}

double choose(const std::array<double, 4>& cost, double mu, std::array<double, 4>& share) {
  share.fill(0.0);
  const double least = *std::min_element(cost.begin(), cost.end());
  if (least == kInfinity) return kInfinity;
  double sum = 0;
  for (std::size_t f = 0; f < 4; ++f) {
    if (cost[f] == kInfinity) continue;
    share[f] = std::exp(-mu * (cost[f] - least));
    sum += share[f];
  }
  for (auto& s : share) s /= sum;
  return least - std::log(sum) / mu;
}

Skim skim(const Network& network, const Index& zones, const SkimOptions& options, const Monitor& monitor) {
  std::vector<std::uint32_t> node(zones.size());
  for (std::size_t z = 0; z < zones.size(); ++z) {
    node[z] = static_cast<std::uint32_t>(network.nodes.at(zones[z], "zone"));
  }
  const std::vector<double> link_cost = generalized_cost(network, options.shipper);
  std::array<FamilyGraph, 4> graphs;
  std::array<std::vector<std::uint8_t>, 4> wanted;
  std::array<std::size_t, 4> wanted_count{};
  parallel_for(4, options.threads, [&](std::size_t f) {
    graphs[f] = make_family_graph(network, kFamilies[f], link_cost);
    wanted[f].assign(graphs[f].state_count(), 0);
    for (const auto n : node) {
      for (const auto s : graphs[f].end[n]) {
        if (s == kNoState || wanted[f][s]) continue;
        wanted[f][s] = 1;
        ++wanted_count[f];
      }
    }
  });

  Skim result;
  result.zones = zones;
  for (std::size_t f = 0; f < 4; ++f) {
    result.cost[f] = OdMatrix(zones, zones, "fraction", kInfinity);
    result.hours[f] = OdMatrix(zones, zones, "hours", kInfinity);
    result.usd_per_tonne[f] = OdMatrix(zones, zones, "usd_per_tonne", kInfinity);
    result.share[f] = OdMatrix(zones, zones, "fraction", 0.0);
  }
  result.logsum = OdMatrix(zones, zones, "fraction", kInfinity);
  result.mean_hours = OdMatrix(zones, zones, "hours", kInfinity);
  result.mean_usd_per_tonne = OdMatrix(zones, zones, "usd_per_tonne", kInfinity);

  WorkspacePool pool;
  std::mutex reporting;
  std::size_t origins_done = 0;
  parallel_for(zones.size(), options.threads, [&](std::size_t i) {
    auto workspace = pool.take();
    for (std::size_t f = 0; f < 4; ++f) {
      search(graphs[f], node[i], &wanted[f], wanted_count[f], workspace->tree);
      accumulate(network, graphs[f], *workspace);
      for (std::size_t j = 0; j < zones.size(); ++j) {
        if (i == j) continue;
        const std::uint32_t s = best_end(graphs[f], workspace->tree, node[j]);
        if (s == kNoState) continue;
        result.cost[f](i, j) = workspace->tree.cost[s];
        result.hours[f](i, j) = workspace->hours[s];
        result.usd_per_tonne[f](i, j) = workspace->usd[s];
      }
    }
    constexpr auto road = static_cast<std::size_t>(Family::road);
    result.cost[road](i, i) = result.hours[road](i, i) = result.usd_per_tonne[road](i, i) = 0;
    for (std::size_t j = 0; j < zones.size(); ++j) choose_families(result, i, j, options.shipper.mu);
    pool.give(std::move(workspace));
    const std::lock_guard<std::mutex> lock(reporting);
    ++origins_done;
    report_progress(monitor, "access", static_cast<double>(origins_done) / static_cast<double>(zones.size()));
    check_cancelled(monitor);
  });
  return result;
}

}  // namespace sogdia
