#include "sogdia/access/hierarchy/metric.h"

#include <algorithm>
#include <queue>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

// Parts of the elimination tree that are customized side by side, and what is left above them.
struct TreeParts {
  std::vector<std::vector<std::uint32_t>> subtrees;  // vertices ascending
  std::vector<std::uint32_t> top;                    // ascending
};

TreeParts cut_tree(const Topology& t, std::size_t parts) {
  const std::uint32_t count = t.vertices();
  // Triangles below each vertex, counted where a customization meets them.
  std::vector<std::uint64_t> work(count, 1);
  std::uint64_t all = 0;
  for (std::uint32_t v = 0; v < count; ++v) {
    const std::uint64_t ups = t.first_up[v + 1] - t.first_up[v];
    work[v] += ups * (ups + 1) / 2;
    all += ups * (ups + 1) / 2 + 1;
  }
  for (std::uint32_t v = 0; v < count; ++v) {
    if (t.parent[v] != kNone) work[t.parent[v]] += work[v];
  }
  const std::uint64_t most = all / (4 * parts) + 1;
  TreeParts cut;
  std::vector<std::uint32_t> part(count, kNone);
  std::uint64_t filled = most + 1;
  for (std::uint32_t v = count; v-- > 0;) {
    const std::uint32_t parent = t.parent[v];
    if (parent != kNone && part[parent] != kNone) {
      part[v] = part[parent];
    } else if (work[v] <= most) {
      // Small neighbours share a part.
      if (filled + work[v] > most) cut.subtrees.emplace_back(), filled = 0;
      filled += work[v];
      part[v] = static_cast<std::uint32_t>(cut.subtrees.size() - 1);
    } else {
      cut.top.push_back(v);
    }
    if (part[v] != kNone) cut.subtrees[part[v]].push_back(v);
  }
  for (auto& subtree : cut.subtrees) std::reverse(subtree.begin(), subtree.end());
  std::reverse(cut.top.begin(), cut.top.end());
  return cut;
}

template <class W>
void take_arcs(const Topology& t, const ArcWeights<W>& arcs, std::uint32_t edge, Metric<W>& metric) {
  EdgeWeight<W>& weight = metric.weight[edge];
  weight = {};
  metric.via_up[edge] = metric.via_down[edge] = kNone;
  for (std::uint32_t k = t.first_arc[edge]; k < t.first_arc[edge + 1]; ++k) {
    const std::uint32_t arc = t.arcs[k];
    W& least = t.arc_up[arc] ? weight.up : weight.down;
    if (!(arcs.weight[arc] < least)) continue;
    least = arcs.weight[arc];
    if (arcs.carried) (t.arc_up[arc] ? metric.carried_up : metric.carried_down)[edge] = (*arcs.carried)[arc];
  }
}

struct Workspace {
  std::vector<std::uint32_t> edge_to;                 // by vertex, the edge up from x
  std::vector<std::uint32_t> second_up, second_down;  // by edge up from x: the way's other edge
};

// All edges up from x, from its arcs and its lower triangles.
template <class W>
void pull(const Topology& t, const ArcWeights<W>& arcs, std::uint32_t x, Metric<W>& metric, Workspace& work) {
  const std::uint32_t begin = t.first_up[x], end = t.first_up[x + 1];
  work.second_up.resize(end - begin);
  work.second_down.resize(end - begin);
  for (std::uint32_t e = begin; e < end; ++e) {
    take_arcs(t, arcs, e, metric);
    work.edge_to[t.up[e]] = e;
  }
  for (std::uint32_t k = t.first_down[x]; k < t.first_down[x + 1]; ++k) {
    const std::uint32_t f = t.down[k];  // v..x
    const EdgeWeight<W> low = metric.weight[f];
    if (!(low.up < kNoWay<W>)&&!(low.down < kNoWay<W>)) continue;
    const std::uint32_t last = t.first_up[t.lower_end[f] + 1];
    for (std::uint32_t g = f + 1; g < last; ++g) {  // v..y, y above x
      const std::uint32_t e = work.edge_to[t.up[g]];
      const EdgeWeight<W> high = metric.weight[g];
      EdgeWeight<W>& weight = metric.weight[e];
      if (low.down + high.up < weight.up) {
        weight.up = low.down + high.up;
        metric.via_up[e] = f;
        work.second_up[e - begin] = g;
      }
      if (high.down + low.up < weight.down) {
        weight.down = high.down + low.up;
        metric.via_down[e] = f;
        work.second_down[e - begin] = g;
      }
    }
  }
  if (!metric.carries()) return;
  for (std::uint32_t e = begin; e < end; ++e) {
    if (const auto f = metric.via_up[e]; f != kNone)
      metric.carried_up[e] = metric.carried_down[f] + metric.carried_up[work.second_up[e - begin]];
    if (const auto f = metric.via_down[e]; f != kNone)
      metric.carried_down[e] = metric.carried_down[work.second_down[e - begin]] + metric.carried_up[f];
  }
}

bool same(const Carried& a, const Carried& b) { return a.hours == b.hours && a.usd == b.usd && a.km == b.km; }

}  // namespace

template <class W>
Metric<W> customize(const Topology& t, const ArcWeights<W>& arcs, int threads) {
  Metric<W> metric;
  metric.weight.resize(t.edges());
  metric.via_up.resize(t.edges());
  metric.via_down.resize(t.edges());
  if (arcs.carried) {
    metric.carried_up.resize(t.edges());
    metric.carried_down.resize(t.edges());
  }
  const int used = threads == 0 ? default_threads() : threads;
  Workspace alone{std::vector<std::uint32_t>(t.vertices()), {}, {}};
  if (used == 1) {
    for (std::uint32_t x = 0; x < t.vertices(); ++x) pull(t, arcs, x, metric, alone);
    return metric;
  }
  const TreeParts parts = cut_tree(t, static_cast<std::size_t>(used));
  parallel_for(parts.subtrees.size(), used, [&](std::size_t k) {
    Workspace work{std::vector<std::uint32_t>(t.vertices()), {}, {}};
    for (const auto x : parts.subtrees[k]) pull(t, arcs, x, metric, work);
  });
  for (const auto x : parts.top) pull(t, arcs, x, metric, alone);
  return metric;
}

namespace {

// One edge x..y, from its arcs and its lower triangles, as pull makes it.
template <class W>
void pull_edge(const Topology& t, const ArcWeights<W>& arcs, std::uint32_t e, Metric<W>& metric) {
  const std::uint32_t x = t.lower_end[e], y = t.up[e];
  take_arcs(t, arcs, e, metric);
  EdgeWeight<W>& weight = metric.weight[e];
  std::uint32_t second_up = kNone, second_down = kNone;
  for (std::uint32_t k = t.first_down[x]; k < t.first_down[x + 1]; ++k) {
    const std::uint32_t f = t.down[k];  // v..x
    const auto last = t.up.begin() + t.first_up[t.lower_end[f] + 1];
    const auto found = std::lower_bound(t.up.begin() + f + 1, last, y);
    if (found == last || *found != y) continue;
    const auto g = static_cast<std::uint32_t>(found - t.up.begin());  // v..y
    const EdgeWeight<W> low = metric.weight[f], high = metric.weight[g];
    if (low.down + high.up < weight.up) {
      weight.up = low.down + high.up;
      metric.via_up[e] = f;
      second_up = g;
    }
    if (high.down + low.up < weight.down) {
      weight.down = high.down + low.up;
      metric.via_down[e] = f;
      second_down = g;
    }
  }
  if (!metric.carries()) return;
  if (const auto f = metric.via_up[e]; f != kNone)
    metric.carried_up[e] = metric.carried_down[f] + metric.carried_up[second_up];
  if (const auto f = metric.via_down[e]; f != kNone)
    metric.carried_down[e] = metric.carried_down[second_down] + metric.carried_up[f];
}

// An edge as it is, to be held against what becomes of it.
template <class W>
struct EdgeBefore {
  std::uint32_t edge;
  EdgeWeight<W> weight;
  Carried up{}, down{};
};
template <class W>
EdgeBefore<W> as_it_is(const Metric<W>& metric, std::uint32_t e) {
  EdgeBefore<W> before{e, metric.weight[e]};
  if (metric.carries()) before.up = metric.carried_up[e], before.down = metric.carried_down[e];
  return before;
}
template <class W>
bool stays(const Metric<W>& metric, const EdgeBefore<W>& before) {
  const std::uint32_t e = before.edge;
  return metric.weight[e].up == before.weight.up && metric.weight[e].down == before.weight.down &&
         (!metric.carries() ||
          (same(metric.carried_up[e], before.up) && same(metric.carried_down[e], before.down)));
}

// Whether what goes over the edges v..x and v..y, x below y, may be, or was, the way that the edge x..y
// holds.
template <class W>
bool may_hold(const Metric<W>& metric, std::uint32_t edge, std::uint32_t low, std::uint32_t high) {
  const auto told = [&](W way, W held, std::uint32_t via) {
    return via == low || (way < kNoWay<W> && !(held < way));
  };
  const EdgeWeight<W> a = metric.weight[low], b = metric.weight[high], held = metric.weight[edge];
  return told(a.down + b.up, held.up, metric.via_up[edge]) ||
         told(b.down + a.up, held.down, metric.via_down[edge]);
}

// An edge alone costs a search for each lower vertex; where more than one of so many of a vertex are to be
// made anew, all are.
constexpr std::size_t kMadeAlone = 12;

}  // namespace

template <class W>
std::size_t recustomize(const Topology& t, const ArcWeights<W>& arcs,
                        const std::vector<std::uint32_t>& changed, Metric<W>& metric) {
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> queue;
  std::vector<std::uint8_t> queued(t.vertices(), 0), marked(t.up.size(), 0);
  const auto mark = [&](std::uint32_t edge) {
    marked[edge] = 1;
    const std::uint32_t x = t.lower_end[edge];
    if (!queued[x]) queue.push(x);
    queued[x] = 1;
  };
  for (const auto arc : changed) {
    if (t.arc_edge[arc] != kNone) mark(t.arc_edge[arc]);
  }
  Workspace work{std::vector<std::uint32_t>(t.vertices()), {}, {}};
  std::vector<EdgeBefore<W>> before;
  std::size_t looked = 0;
  while (!queue.empty()) {
    const std::uint32_t x = queue.top();
    queue.pop();
    ++looked;
    const std::uint32_t begin = t.first_up[x], end = t.first_up[x + 1];
    before.clear();
    for (std::uint32_t e = begin; e < end; ++e)
      if (marked[e]) before.push_back(as_it_is(metric, e));
    if (before.size() * kMadeAlone > end - begin)
      pull(t, arcs, x, metric, work);
    else
      for (const auto& edge : before) pull_edge(t, arcs, edge.edge, metric);
    // An edge x..y that changed is a lower edge of triangles x, y, z: of the edge y..z, or z..y where z is
    // the lesser.
    for (const auto& edge : before) {
      if (stays(metric, edge)) continue;
      for (std::uint32_t g = begin; g < end; ++g) {
        if (g == edge.edge) continue;
        const std::uint32_t low = std::min(g, edge.edge), high = std::max(g, edge.edge);
        const std::uint32_t upper = edge_between(t, t.up[low], t.up[high]);
        if (!marked[upper] && may_hold(metric, upper, low, high)) mark(upper);
      }
    }
  }
  return looked;
}

std::uint32_t edge_between(const Topology& t, std::uint32_t low, std::uint32_t high) {
  const auto begin = t.up.begin() + t.first_up[low], end = t.up.begin() + t.first_up[low + 1];
  return static_cast<std::uint32_t>(std::lower_bound(begin, end, high) - t.up.begin());
}

template <class W>
std::uint32_t arc_of(const Topology& t, const ArcWeights<W>& arcs, std::uint32_t edge, bool upward) {
  std::uint32_t best = kNone;
  for (std::uint32_t k = t.first_arc[edge]; k < t.first_arc[edge + 1]; ++k) {
    const std::uint32_t arc = t.arcs[k];
    if ((t.arc_up[arc] != 0) == upward && (best == kNone || arcs.weight[arc] < arcs.weight[best])) best = arc;
  }
  return best;
}

template <class W>
void unpack(const Topology& t, const Metric<W>& metric, const ArcWeights<W>& arcs, std::uint32_t edge,
            bool upward, std::vector<std::uint32_t>& way) {
  const std::uint32_t via = (upward ? metric.via_up : metric.via_down)[edge];
  if (via == kNone) {
    way.push_back(arc_of(t, arcs, edge, upward));
    return;
  }
  // The lowest vertex v of the way: from x down to it and up to y, or the other way about.
  const std::uint32_t other = edge_between(t, t.lower_end[via], t.up[edge]);
  unpack(t, metric, arcs, upward ? via : other, false, way);
  unpack(t, metric, arcs, upward ? other : via, true, way);
}

template Metric<double> customize(const Topology&, const ArcWeights<double>&, int);
template std::size_t recustomize(const Topology&, const ArcWeights<double>&,
                                 const std::vector<std::uint32_t>&, Metric<double>&);
template void unpack(const Topology&, const Metric<double>&, const ArcWeights<double>&, std::uint32_t, bool,
                     std::vector<std::uint32_t>&);
template std::uint32_t arc_of(const Topology&, const ArcWeights<double>&, std::uint32_t, bool);
template Metric<std::uint32_t> customize(const Topology&, const ArcWeights<std::uint32_t>&, int);
template std::size_t recustomize(const Topology&, const ArcWeights<std::uint32_t>&,
                                 const std::vector<std::uint32_t>&, Metric<std::uint32_t>&);
template void unpack(const Topology&, const Metric<std::uint32_t>&, const ArcWeights<std::uint32_t>&,
                     std::uint32_t, bool, std::vector<std::uint32_t>&);
template std::uint32_t arc_of(const Topology&, const ArcWeights<std::uint32_t>&, std::uint32_t, bool);

}  // namespace sogdia
