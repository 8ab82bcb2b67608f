#include "sogdia/access/hierarchy/topology.h"

#include <algorithm>

namespace sogdia {
namespace {

// Upper ends by vertex: those of its arcs, and those of each child but the vertex itself.
std::vector<std::vector<std::uint32_t>> upper_ends(const ArcGraph& graph,
                                                   const std::vector<std::uint32_t>& rank) {
  std::vector<std::vector<std::uint32_t>> ends(graph.vertices);
  for (std::size_t a = 0; a < graph.arcs(); ++a) {
    const auto [low, high] = std::minmax(rank[graph.tail[a]], rank[graph.head[a]]);
    if (low != high) ends[low].push_back(high);
  }
  std::vector<std::uint32_t> both;
  for (std::uint32_t v = 0; v < graph.vertices; ++v) {
    auto& list = ends[v];
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    if (list.size() < 2) continue;
    auto& above = ends[list.front()];
    above.insert(above.end(), list.begin() + 1, list.end());
    // A vertex with many children would hold each end many times over.
    if (above.size() > 4 * list.size() + 64) {
      std::sort(above.begin(), above.end());
      above.erase(std::unique(above.begin(), above.end()), above.end());
    }
  }
  return ends;
}

}  // namespace

Topology make_topology(const ArcGraph& graph, const std::vector<std::uint32_t>& order) {
  Topology t;
  const std::uint32_t count = graph.vertices;
  t.vertex = order;
  t.rank.resize(count);
  for (std::uint32_t r = 0; r < count; ++r) t.rank[order[r]] = r;

  const auto ends = upper_ends(graph, t.rank);
  t.first_up.reserve(count + 1);
  t.first_up.push_back(0);
  t.parent.resize(count);
  for (std::uint32_t v = 0; v < count; ++v) {
    t.up.insert(t.up.end(), ends[v].begin(), ends[v].end());
    t.lower_end.insert(t.lower_end.end(), ends[v].size(), v);
    t.first_up.push_back(static_cast<std::uint32_t>(t.up.size()));
    t.parent[v] = ends[v].empty() ? kNone : ends[v].front();
  }

  t.first_down.assign(count + 1, 0);
  for (const auto high : t.up) ++t.first_down[high + 1];
  for (std::uint32_t v = 0; v < count; ++v) t.first_down[v + 1] += t.first_down[v];
  t.down.resize(t.up.size());
  std::vector<std::uint32_t> fill(t.first_down.begin(), t.first_down.end() - 1);
  for (std::uint32_t e = 0; e < t.edges(); ++e) t.down[fill[t.up[e]]++] = e;

  t.arc_edge.resize(graph.arcs());
  t.arc_up.resize(graph.arcs());
  t.first_arc.assign(t.edges() + 1, 0);
  for (std::size_t a = 0; a < graph.arcs(); ++a) {
    const std::uint32_t from = t.rank[graph.tail[a]], to = t.rank[graph.head[a]];
    const auto [low, high] = std::minmax(from, to);
    t.arc_up[a] = from < to;
    t.arc_edge[a] = kNone;
    if (low == high) continue;
    const auto begin = t.up.begin() + t.first_up[low], end = t.up.begin() + t.first_up[low + 1];
    t.arc_edge[a] = static_cast<std::uint32_t>(std::lower_bound(begin, end, high) - t.up.begin());
    ++t.first_arc[t.arc_edge[a] + 1];
  }
  for (std::uint32_t e = 0; e < t.edges(); ++e) t.first_arc[e + 1] += t.first_arc[e];
  t.arcs.resize(t.first_arc.back());
  fill.assign(t.first_arc.begin(), t.first_arc.end() - 1);
  for (std::size_t a = 0; a < graph.arcs(); ++a) {
    if (t.arc_edge[a] != kNone) t.arcs[fill[t.arc_edge[a]]++] = static_cast<std::uint32_t>(a);
  }
  return t;
}

OrderQuality quality(const Topology& topology) {
  OrderQuality q;
  q.edges = topology.edges();
  std::vector<std::uint32_t> depth(topology.vertices(), 1);
  for (std::uint32_t v = topology.vertices(); v-- > 0;) {
    if (topology.parent[v] != kNone) depth[v] = depth[topology.parent[v]] + 1;
    const std::uint64_t ups = topology.first_up[v + 1] - topology.first_up[v];
    q.depth = std::max(q.depth, depth[v]);
    q.front = std::max(q.front, static_cast<std::uint32_t>(ups));
    q.triangles += ups * (ups - (ups > 0)) / 2;
  }
  return q;
}

}  // namespace sogdia
