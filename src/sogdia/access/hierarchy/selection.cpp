#include "sogdia/access/hierarchy/selection.h"

#include <algorithm>

namespace sogdia {

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

  Selection s;
  s.place.assign(count, kNone);
  for (std::uint32_t v = count; v-- > 0;) {
    if (!mark[v]) continue;
    s.place[v] = s.size();
    if (mark[v] & kTarget) s.swept.push_back(s.size());
    s.vertex.push_back(v);
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
SelectedWeights<W> weights_of(const Selection& s, const Metric<W>& metric, bool backward) {
  SelectedWeights<W> w;
  w.up.resize(s.edge.size());
  w.down.resize(s.edge.size());
  for (std::size_t k = 0; k < s.edge.size(); ++k) {
    const EdgeWeight<W> weight = metric.weight[s.edge[k]];
    w.up[k] = backward ? weight.down : weight.up;
    w.down[k] = backward ? weight.up : weight.down;
  }
  if (!metric.carries()) return w;
  w.carried_up.resize(s.edge.size());
  w.carried_down.resize(s.edge.size());
  for (std::size_t k = 0; k < s.edge.size(); ++k) {
    w.carried_up[k] = (backward ? metric.carried_down : metric.carried_up)[s.edge[k]];
    w.carried_down[k] = (backward ? metric.carried_up : metric.carried_down)[s.edge[k]];
  }
  return w;
}

template SelectedWeights<double> weights_of(const Selection&, const Metric<double>&, bool);
template SelectedWeights<std::uint32_t> weights_of(const Selection&, const Metric<std::uint32_t>&, bool);

}  // namespace sogdia
