#include "sogdia/gravity/factor/laplacian.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "sogdia/gravity/factor/lanes.h"

namespace sogdia {
namespace {

struct Edge {
  std::uint32_t to;
  double weight;
};

// splitmix64 (Steele, Lea & Flood 2014)
struct Random {
  std::uint64_t state = 0x5067646961;
  double uniform() {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }
};

// Edges of one vertex to the same neighbour become one; order: lightest first, then by neighbour.
void merge(std::vector<Edge>& edges) {
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.to < b.to; });
  std::size_t to = 0;
  for (std::size_t k = 0; k < edges.size(); ++k) {
    if (to > 0 && edges[to - 1].to == edges[k].to)
      edges[to - 1].weight += edges[k].weight;
    else
      edges[to++] = edges[k];
  }
  edges.resize(to);
}

// The clique that joins the neighbours of an eliminated vertex, edge (i, j) with weight w_i w_j / W, thinned
// to a tree: in ascending order of weight, i is joined to one later j, drawn by w_j, with w_i (sum of later
// w) / W.
template <class Join>
void sample_clique(std::vector<Edge>& edges, double total, Random& random, std::vector<double>& later,
                   const Join& join) {
  if (edges.size() < 2) return;
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
    return a.weight < b.weight || (a.weight == b.weight && a.to < b.to);
  });
  later.resize(edges.size() + 1);
  later[edges.size()] = 0;
  for (std::size_t k = edges.size(); k-- > 0;) later[k] = later[k + 1] + edges[k].weight;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    const double aim = random.uniform() * later[i + 1];
    // The last j whose remaining sum is above the aim.
    std::size_t low = i + 1, high = edges.size() - 1;
    while (low < high) {
      const std::size_t middle = (low + high + 1) / 2;
      if (later[middle] > aim)
        low = middle;
      else
        high = middle - 1;
    }
    join(edges[i].to, edges[low].to, edges[i].weight * later[i + 1] / total);
  }
}

// Edges by the vertex that goes first: those that there were from the start, one vertex after the other, and
// those that eliminations add, in nodes taken from one pool.
struct Lists {
  std::vector<std::size_t> begin;
  std::vector<Edge> given;
  struct Node {
    Edge edge;
    std::uint32_t next;
  };
  std::vector<Node> pool;
  std::vector<std::uint32_t> head;
  std::uint32_t free = kEnd;
  static constexpr std::uint32_t kEnd = 0xffffffff;

  void add(std::uint32_t at, Edge edge) {
    std::uint32_t node = free;
    if (node == kEnd) {
      node = static_cast<std::uint32_t>(pool.size());
      pool.push_back({});
    } else {
      free = pool[node].next;
    }
    pool[node] = {edge, head[at]};
    head[at] = node;
  }
  void take(std::uint32_t at, std::vector<Edge>& edges) {
    edges.assign(given.begin() + static_cast<std::ptrdiff_t>(begin[at]),
                 given.begin() + static_cast<std::ptrdiff_t>(begin[at + 1]));
    for (std::uint32_t node = head[at]; node != kEnd;) {
      edges.push_back(pool[node].edge);
      const std::uint32_t next = pool[node].next;
      pool[node].next = free;
      free = node;
      node = next;
    }
    head[at] = kEnd;
  }
};

}  // namespace

LaplacianFactor factor_laplacian(const Schur& schur, std::size_t part, const Monitor& monitor) {
  constexpr std::size_t kBetweenLooks = 1 << 14;  // groups or levels
  const Schur::Part& levels = schur.parts[part];
  const std::size_t n = levels.levels;
  Random random;
  std::vector<Edge> edges;
  std::vector<double> later;
  // The graph that the eliminated groups make, each group's clique thinned like any other.
  std::vector<std::pair<std::uint32_t, Edge>> graph;
  graph.reserve(schur.rows);
  for (std::size_t g = 0; g < schur.groups(); ++g) {
    if (g % kBetweenLooks == 0) check_cancelled(monitor);
    edges.clear();
    for (std::size_t k = schur.group_begin[g]; k < schur.group_begin[g + 1]; ++k) {
      if (schur.weight[k] > 0) edges.push_back({levels.level[k], schur.weight[k]});
    }
    merge(edges);
    double total = 0;
    for (const Edge& edge : edges) total += edge.weight;
    sample_clique(edges, total, random, later, [&](std::uint32_t a, std::uint32_t b, double weight) {
      graph.push_back({std::min(a, b), {std::max(a, b), weight}});
    });
  }
  // One edge for each pair, by its first end: who has few neighbours goes first.
  std::vector<std::size_t> start(n + 1, 0);
  for (const auto& [from, edge] : graph) ++start[from + 1];
  std::partial_sum(start.begin(), start.end(), start.begin());
  std::vector<Edge> sorted(graph.size());
  {
    std::vector<std::size_t> at(start.begin(), start.end() - 1);
    for (const auto& [from, edge] : graph) sorted[at[from]++] = edge;
  }
  graph.clear();
  std::vector<std::uint32_t> degree(n, 0);
  for (std::uint32_t v = 0; v < n; ++v) {
    edges.assign(sorted.begin() + static_cast<std::ptrdiff_t>(start[v]),
                 sorted.begin() + static_cast<std::ptrdiff_t>(start[v + 1]));
    merge(edges);
    degree[v] += static_cast<std::uint32_t>(edges.size());
    for (const Edge& edge : edges) {
      ++degree[edge.to];
      graph.emplace_back(v, edge);
    }
  }
  sorted = {};
  LaplacianFactor factor;
  factor.part = part;
  factor.begin.push_back(0);
  if (n == 0) return factor;
  factor.order.resize(n);
  std::vector<std::size_t> at_degree(*std::max_element(degree.begin(), degree.end()) + std::size_t{2}, 0);
  for (const std::uint32_t d : degree) ++at_degree[d + 1];
  std::partial_sum(at_degree.begin(), at_degree.end(), at_degree.begin());
  for (std::uint32_t v = 0; v < n; ++v) factor.order[at_degree[degree[v]]++] = v;
  std::vector<std::uint32_t> position(n);
  for (std::size_t p = 0; p < n; ++p) position[factor.order[p]] = static_cast<std::uint32_t>(p);
  Lists lists;
  lists.head.assign(n, Lists::kEnd);
  lists.begin.assign(n + 2, 0);
  lists.given.resize(graph.size());
  for (auto& [from, edge] : graph) {
    from = position[from];
    edge.to = position[edge.to];
    if (edge.to < from) std::swap(from, edge.to);
    ++lists.begin[from + 2];
  }
  std::partial_sum(lists.begin.begin(), lists.begin.end(), lists.begin.begin());
  for (const auto& [from, edge] : graph) lists.given[lists.begin[from + 1]++] = edge;
  factor.neighbour.reserve(graph.size());
  factor.fraction.reserve(graph.size());
  graph = {};
  const auto join = [&](std::uint32_t a, std::uint32_t b, double weight) {
    lists.add(std::min(a, b), {std::max(a, b), weight});
  };
  factor.inverse.resize(n);
  for (std::uint32_t v = 0; v < n; ++v) {
    if (v % kBetweenLooks == 0) check_cancelled(monitor);
    lists.take(v, edges);
    merge(edges);
    double total = 0;
    for (const Edge& edge : edges) total += edge.weight;
    factor.inverse[v] = total > 0 ? 1 / total : 0;
    for (const Edge& edge : edges) {
      factor.neighbour.push_back(edge.to);
      factor.fraction.push_back(static_cast<float>(edge.weight / total));
    }
    factor.begin.push_back(factor.neighbour.size());
    sample_clique(edges, total, random, later, join);
  }
  return factor;
}

namespace {

template <int R>
void solve_lanes(const LaplacianFactor& factor, const Lanes<R>* r, Lanes<R>* z, bool add, Lanes<R>* x) {
  const std::size_t n = factor.order.size();
  for (std::size_t p = 0; p < n; ++p) x[p] = r[factor.order[p]];
  for (std::size_t p = 0; p < n; ++p) {
    const Lanes<R> value = x[p];
    for (std::size_t k = factor.begin[p]; k < factor.begin[p + 1]; ++k)
      x[factor.neighbour[k]] += double(factor.fraction[k]) * value;
    x[p] = value * factor.inverse[p];
  }
  for (std::size_t p = n; p-- > 0;) {
    Lanes<R> value = x[p];
    for (std::size_t k = factor.begin[p]; k < factor.begin[p + 1]; ++k)
      value += double(factor.fraction[k]) * x[factor.neighbour[k]];
    x[p] = value;
  }
  if (add) {
    for (std::size_t p = 0; p < n; ++p) z[factor.order[p]] += x[p];
  } else {
    for (std::size_t p = 0; p < n; ++p) z[factor.order[p]] = x[p];
  }
}

}  // namespace

void solve_laplacian(const Schur& schur, const LaplacianFactor& factor, const double* r, double* z, int width,
                     bool add) {
  const std::size_t w = static_cast<std::size_t>(width), first = schur.parts[factor.part].first * w;
  std::vector<double> x(factor.order.size() * w);
  with_lanes(width, [&](auto count) {
    constexpr int R = decltype(count)::value;
    solve_lanes<R>(factor, lanes<R>(r + first), lanes<R>(z + first), add, lanes<R>(x.data()));
  });
}

}  // namespace sogdia
