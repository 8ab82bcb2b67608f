#include "sogdia/access/hierarchy/selection.h"

#include <algorithm>
#include <tuple>

#include "sogdia/core/parallel.h"

namespace sogdia {

namespace {

// Vertices that follow each other among the marked ones and whose edges up nest, the highest first: each
// leads to the one before and to what that one's edges lead to. What lies above a vertex lies above its
// parent too but for the parent itself, so counts tell.
struct Row {
  std::uint32_t first, end;  // in `ranks`
  std::uint32_t level, degree;
};

std::vector<Row> rows_of(const Topology& t, const std::vector<std::uint32_t>& ranks) {
  const auto degree = [&](std::uint32_t v) { return t.first_up[v + 1] - t.first_up[v]; };
  std::vector<Row> rows;
  std::vector<std::uint32_t> level(t.vertices());
  for (std::uint32_t k = 0; k < ranks.size(); ++k) {
    const std::uint32_t v = ranks[k], parent = t.parent[v];
    const bool nested = k > 0 && parent == ranks[k - 1] && degree(v) == degree(parent) + 1;
    if (nested) {
      level[v] = level[parent];
      ++rows.back().end;
    } else {
      level[v] = parent == kNone ? 0 : level[parent] + 1;
      rows.push_back({k, k + 1, level[v], degree(v)});
    }
  }
  return rows;
}

}  // namespace

Selection select(const Topology& t, const std::vector<std::uint32_t>& sources,
                 const std::vector<std::uint32_t>& targets) {
  const std::uint32_t count = t.vertices();
  constexpr std::uint8_t kSource = 1, kTarget = 2;
  std::vector<std::uint8_t> mark(count, 0);
  const auto mark_up = [&](std::uint32_t vertex, std::uint8_t as) {
    for (std::uint32_t v = t.rank[vertex]; v != kNone && !(mark[v] & as); v = t.parent[v]) mark[v] |= as;
  };
  for (const auto v : sources) mark_up(v, kSource);
  for (const auto v : targets) mark_up(v, kTarget);
  std::vector<std::uint32_t> ranks;
  for (std::uint32_t v = count; v-- > 0;)
    if (mark[v]) ranks.push_back(v);

  // Level by level, and alike rows one after the other: a row needs none of its level, and a processor
  // foresees how long the next one is.
  std::vector<Row> rows = rows_of(t, ranks);
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::tuple(a.level, a.end - a.first, a.degree) < std::tuple(b.level, b.end - b.first, b.degree);
  });
  Selection s;
  s.place.assign(count, kNone);
  for (const Row& row : rows) {
    for (std::uint32_t k = row.first; k < row.end; ++k) {
      const std::uint32_t v = ranks[k];
      s.place[v] = s.size();
      if (mark[v] & kTarget) s.swept.push_back(s.size());
      s.nested.push_back(k > row.first);
      s.vertex.push_back(v);
    }
  }
  s.first.push_back(0);
  for (std::uint32_t k = 0; k < s.size(); ++k) {
    for (std::uint32_t e = t.first_up[s.vertex[k]]; e < t.first_up[s.vertex[k] + 1]; ++e) {
      s.head.push_back(s.place[t.up[e]]);
      s.tail.push_back(k);
      s.edge.push_back(e);
    }
    s.first.push_back(static_cast<std::uint32_t>(s.head.size()));
  }

  std::vector<std::uint32_t> size(s.size(), 1), next(s.size());
  for (std::uint32_t k = s.size(); k-- > 0;) {
    if (s.first[k] < s.first[k + 1]) size[s.head[s.first[k]]] += size[k];
  }
  s.tour.resize(s.size());
  std::uint32_t roots = 0;
  for (std::uint32_t k = 0; k < s.size(); ++k) {
    std::uint32_t& turn = s.first[k] < s.first[k + 1] ? next[s.head[s.first[k]]] : roots;
    s.tour[k] = turn;
    turn += size[k];
    next[k] = s.tour[k] + 1;
  }
  return s;
}

template <class W>
SelectedWeights<W> weights_of(const Selection& s, const Metric<W>& metric, bool backward, int threads,
                              bool carried) {
  constexpr std::size_t kParts = 16;
  SelectedWeights<W> w;
  w.up.resize(s.edge.size());
  w.down.resize(s.edge.size());
  carried = carried && metric.carries();
  if (carried) {
    w.carried_up.resize(s.edge.size());
    w.carried_down.resize(s.edge.size());
  }
  const auto& carried_up = backward ? metric.carried_down : metric.carried_up;
  const auto& carried_down = backward ? metric.carried_up : metric.carried_down;
  parallel_for(kParts, threads, [&](std::size_t part) {
    const std::size_t end = (part + 1) * s.edge.size() / kParts;
    for (std::size_t k = part * s.edge.size() / kParts; k < end; ++k) {
      const EdgeWeight<W> weight = metric.weight[s.edge[k]];
      w.up[k] = backward ? weight.down : weight.up;
      w.down[k] = backward ? weight.up : weight.down;
      if (!carried) continue;
      w.carried_up[k] = carried_up[s.edge[k]];
      w.carried_down[k] = carried_down[s.edge[k]];
    }
  });
  return w;
}

template SelectedWeights<double> weights_of(const Selection&, const Metric<double>&, bool, int, bool);
template SelectedWeights<std::uint32_t> weights_of(const Selection&, const Metric<std::uint32_t>&, bool, int,
                                                   bool);

}  // namespace sogdia
