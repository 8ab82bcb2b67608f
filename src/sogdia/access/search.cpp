#include "sogdia/access/search.h"

#include <algorithm>
#include <optional>

#include "sogdia/core/no_number.h"

namespace sogdia {
namespace {

bool sooner(const SearchTree::Entry& a, const SearchTree::Entry& b) {
  return a.cost < b.cost || (a.cost == b.cost && a.vertex < b.vertex);
}

void push(std::vector<SearchTree::Entry>& heap, SearchTree::Entry entry) {
  std::size_t k = heap.size();
  heap.push_back(entry);
  while (k > 0) {
    const std::size_t parent = (k - 1) / 4;
    if (!sooner(entry, heap[parent])) break;
    heap[k] = heap[parent];
    k = parent;
  }
  heap[k] = entry;
}

SearchTree::Entry pop(std::vector<SearchTree::Entry>& heap) {
  const SearchTree::Entry top = heap.front();
  const SearchTree::Entry last = heap.back();
  heap.pop_back();
  const std::size_t count = heap.size();
  if (count == 0) return top;
  std::size_t k = 0;
  for (;;) {
    const std::size_t child = 4 * k + 1;
    if (child >= count) break;
    std::size_t least = child;
    const std::size_t stop = std::min(child + 4, count);
    for (std::size_t c = child + 1; c < stop; ++c) {
      if (sooner(heap[c], heap[least])) least = c;
    }
    if (!sooner(heap[least], last)) break;
    heap[k] = heap[least];
    k = least;
  }
  heap[k] = last;
  return top;
}

// What ending at each vertex costs, and the least of that.
struct Ends {
  std::vector<double> cost;
  double least = kInfinity;

  Ends(const std::vector<Root>& ends, std::size_t vertices) : cost(vertices, kInfinity) {
    for (const Root& at : ends) {
      cost[at.vertex] = std::min(cost[at.vertex], at.cost);
      least = std::min(least, at.cost);
    }
  }
};

}  // namespace

void search(const LinkWeights& weights, const Adjacency& arcs, const std::vector<Root>& roots,
            const SearchEnd& end, SearchTree& tree) {
  const std::size_t vertices = arcs.first.size() - 1;
  tree.cost.assign(vertices, kInfinity);
  tree.carried.resize(vertices);
  tree.by_vertex.assign(vertices, kNoState);
  tree.by_arc.assign(vertices, kNoState);
  tree.done.assign(vertices, 0);
  tree.settled.clear();
  tree.heap.clear();
  if (end.wanted && end.wanted_count == 0) return;
  double limit = end.limit;
  std::optional<Ends> ends;
  if (end.ends) ends.emplace(*end.ends, vertices);
  for (const Root& root : roots) {
    if (root.cost >= tree.cost[root.vertex] || root.cost > limit) continue;
    tree.cost[root.vertex] = root.cost;
    tree.carried[root.vertex] = {};
    push(tree.heap, {root.cost, root.vertex});
  }
  std::size_t wanted = end.wanted_count;
  while (!tree.heap.empty()) {
    const auto [cost, v] = pop(tree.heap);
    if (tree.done[v]) continue;
    tree.done[v] = 1;
    tree.settled.push_back(v);
    if (const std::uint32_t by = tree.by_vertex[v]; by != kNoState)
      tree.carried[v] = tree.carried[by] + weights.carried[arcs.arcs[tree.by_arc[v]].link];
    if (ends && ends->cost[v] < kInfinity) limit = std::min(limit, cost + ends->cost[v] - ends->least);
    if (end.wanted && (*end.wanted)[v] && --wanted == 0) return;
    if (end.no_through && (*end.no_through)[v] && tree.by_vertex[v] != kNoState) continue;
    for (std::uint32_t a = arcs.first[v]; a < arcs.first[v + 1]; ++a) {
      const Arc& arc = arcs.arcs[a];
      const double reached = cost + arc.cost;
      if (reached >= tree.cost[arc.head] || reached > limit) continue;
      tree.cost[arc.head] = reached;
      tree.by_vertex[arc.head] = v;
      tree.by_arc[arc.head] = a;
      push(tree.heap, {reached, arc.head});
    }
  }
}

void search_land(const FamilyGraph& graph, std::uint32_t node, bool backward, SearchTree& tree) {
  SearchEnd end;
  end.limit = graph.access_limit.of(node, backward);
  if (!graph.layers->no_through.empty()) end.no_through = &graph.layers->no_through;
  search(*graph.weights, backward ? *graph.land_backward : *graph.land, {{node}}, end, tree);
}

std::vector<Seed> terminals(const FamilyGraph& graph, const Adjacency& transfers, std::uint32_t node,
                            const SearchTree& land) {
  std::vector<Seed> found;
  if (const auto k = graph.layers->main_position[node]; k != kNoState) {
    const bool boards = &transfers == &graph.board;
    found.push_back({boards ? k : k + graph.main_count(), 0, {}, kNoState, kNoState});
    if (graph.family() == ModeFamily::sea && !graph.layers->land_node[node]) return found;
  }
  const auto& no_through = graph.layers->no_through;
  for (const auto n : land.settled) {
    if (n != node && !no_through.empty() && no_through[n]) continue;
    for (std::uint32_t a = transfers.first[n]; a < transfers.first[n + 1]; ++a) {
      const Arc& arc = transfers.arcs[a];
      if (!graph.layers->takes(arc.link, land.cost[n])) continue;
      found.push_back({arc.head, land.cost[n] + arc.cost, land.carried[n] + graph.weights->carried[arc.link],
                       n, arc.link});
    }
  }
  keep_best(found);
  return found;
}

void keep_best(std::vector<Seed>& seeds) {
  std::stable_sort(seeds.begin(), seeds.end(), [](const Seed& a, const Seed& b) {
    return a.vertex < b.vertex || (a.vertex == b.vertex && a.cost < b.cost);
  });
  seeds.erase(std::unique(seeds.begin(), seeds.end(),
                          [](const Seed& a, const Seed& b) { return a.vertex == b.vertex; }),
              seeds.end());
}

std::vector<Seed> road_ends(const FamilyGraph& graph, std::uint32_t node) {
  if (graph.layers->land_node[node]) return {{node, 0, {}, kNoState, kNoState}};
  std::vector<Seed> ends;
  const Adjacency& into = *graph.land_backward;
  for (std::uint32_t a = into.first[node]; a < into.first[node + 1]; ++a) {
    const Arc& arc = into.arcs[a];
    ends.push_back({arc.head, arc.cost, graph.weights->carried[arc.link], arc.head, arc.link});
  }
  return ends;
}

std::uint32_t best_road_end(const SearchTree& tree, const std::vector<Seed>& ends) {
  std::uint32_t best = kNoState;
  double least = kInfinity;
  for (std::uint32_t k = 0; k < ends.size(); ++k) {
    const double cost = tree.cost[ends[k].vertex] + ends[k].cost;
    if (cost >= least) continue;
    least = cost;
    best = k;
  }
  return best;
}

}  // namespace sogdia
