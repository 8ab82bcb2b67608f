#include "sogdia/access/hierarchy/query.h"

#include <algorithm>

namespace sogdia {

template <class W>
Query<W>::Query(const Topology& topology, const Metric<W>& metric)
    : topology_(topology),
      metric_(metric),
      up_(topology.vertices(), kNoWay<W>),
      down_(topology.vertices(), kNoWay<W>),
      up_by_(topology.vertices(), kNone),
      down_by_(topology.vertices(), kNone) {}

template <class W>
W Query<W>::weight(std::uint32_t from, std::uint32_t to) {
  const Topology& t = topology_;
  from_ = t.rank[from];
  to_ = t.rank[to];
  meets_ = kNone;
  up_[from_] = down_[to_] = 0;
  up_by_[from_] = down_by_[to_] = kNone;
  for (std::uint32_t v = from_; v != kNone; v = t.parent[v]) {
    if (!(up_[v] < kNoWay<W>)) continue;
    for (std::uint32_t e = t.first_up[v]; e < t.first_up[v + 1]; ++e) {
      const W reached = up_[v] + metric_.weight[e].up;
      if (reached < up_[t.up[e]]) up_[t.up[e]] = reached, up_by_[t.up[e]] = e;
    }
  }
  W least = kNoWay<W>;
  for (std::uint32_t v = to_; v != kNone; v = t.parent[v]) {
    if (!(down_[v] < kNoWay<W>)) continue;
    if (up_[v] < kNoWay<W> && up_[v] + down_[v] < least) least = up_[v] + down_[v], meets_ = v;
    for (std::uint32_t e = t.first_up[v]; e < t.first_up[v + 1]; ++e) {
      const W reached = down_[v] + metric_.weight[e].down;
      if (reached < down_[t.up[e]]) down_[t.up[e]] = reached, down_by_[t.up[e]] = e;
    }
  }
  for (std::uint32_t v = from_; v != kNone; v = t.parent[v]) up_[v] = kNoWay<W>;
  for (std::uint32_t v = to_; v != kNone; v = t.parent[v]) down_[v] = kNoWay<W>;
  return least;
}

template <class W>
std::vector<typename Query<W>::Step> Query<W>::steps() const {
  std::vector<Step> found;
  if (meets_ == kNone) return found;
  for (std::uint32_t v = meets_; v != from_; v = topology_.lower_end[found.back().edge])
    found.push_back({up_by_[v], true});
  std::reverse(found.begin(), found.end());
  for (std::uint32_t v = meets_; v != to_; v = topology_.lower_end[found.back().edge])
    found.push_back({down_by_[v], false});
  return found;
}

template <class W>
Carried Query<W>::carried() const {
  Carried sum;
  for (const auto [edge, upward] : steps())
    sum = sum + (upward ? metric_.carried_up : metric_.carried_down)[edge];
  return sum;
}

template <class W>
std::vector<std::uint32_t> Query<W>::way(const ArcWeights<W>& arcs) const {
  std::vector<std::uint32_t> found;
  for (const auto [edge, upward] : steps()) unpack(topology_, metric_, arcs, edge, upward, found);
  return found;
}

template class Query<double>;
template class Query<std::uint32_t>;

}  // namespace sogdia
