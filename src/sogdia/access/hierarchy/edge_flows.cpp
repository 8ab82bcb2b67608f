#include "sogdia/access/hierarchy/edge_flows.h"

#include <bit>

namespace sogdia {
namespace {

// By lane, the first edge up from k by which it can have been reached from above.
struct ReachedBy {
  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void run(const Selection& s, const std::vector<double>& down,
                                                const Labels<double>& labels, std::uint32_t k,
                                                Line<double>& by) {
    using Lanes = typename Register<double, kBytes>::Type;
    for (std::size_t p = 0; p < kParts<kBytes>; ++p) {
      const Lanes weight = part<kBytes>(labels.weight[k], p);
      Lanes edge = Lanes{} + static_cast<double>(kNone);
      for (std::uint32_t e = s.first[k + 1]; e-- > s.first[k];) {
        const Lanes reached = part<kBytes>(labels.weight[s.head[e]], p) + down[e];
        edge = reached == weight ? Lanes{} + static_cast<double>(e) : edge;
      }
      part<kBytes>(by, p) = edge;
    }
  }
};

bool alike(const Line<double>& by) {
  bool all = true;
  for (const double edge : by.lane) all &= edge == by.lane[0];
  return all;
}

}  // namespace

EdgeFlows& EdgeFlows::operator+=(const EdgeFlows& more) {
  for (std::size_t k = 0; k < up.size(); ++k) {
    up[k] += more.up[k];
    down[k] += more.down[k];
  }
  return *this;
}

void Reached::take(std::vector<std::uint32_t>& positions) {
  positions.clear();
  for (std::size_t w = 0; w < words_.size(); ++w) {
    for (; words_[w] != 0; words_[w] &= words_[w] - 1)
      positions.push_back(
          static_cast<std::uint32_t>(64 * w + static_cast<std::size_t>(std::countr_zero(words_[w]))));
  }
}

void push_back(const Selection& s, const SelectedWeights<double>& weights, const Labels<double>& labels,
               const std::vector<std::uint32_t>& reached, std::vector<Line<double>>& flow, EdgeFlows& flows) {
  const auto any = [&](std::uint32_t k) {
    std::uint64_t bits = 0;
    for (const double amount : flow[k].lane) bits |= std::bit_cast<std::uint64_t>(amount);
    return bits != 0;
  };
  // Lowest first: what came from above goes back up.
  Line<double> by;
  for (auto k = reached.rbegin(); k != reached.rend(); ++k) {
    if (!any(*k)) continue;
    std::uint32_t at = *k;
    run_widest<ReachedBy>(s, weights.down, labels, at, by);
    if (!labels.seen[at] && alike(by)) {
      // All lanes the same way, as sources that lie close to each other mostly go.
      const auto e = static_cast<std::uint32_t>(by.lane[0]);
      if (e == kNone) continue;
      Line<double>& above = flow[s.head[e]];
      double sum = 0;
      for (std::uint32_t lane = 0; lane < kLanes<double>; ++lane) {
        sum += flow[at].lane[lane];
        above.lane[lane] += flow[at].lane[lane];
      }
      flows.down[e] += sum;
      flow[at] = {};
      continue;
    }
    for (std::uint32_t lane = 0; lane < kLanes<double>; ++lane) {
      double& amount = flow[at].lane[lane];
      if (amount == 0 || (labels.seen[at] && labels.by[at].lane[lane] != kFromAbove)) continue;
      const auto e = static_cast<std::uint32_t>(by.lane[lane]);
      if (e == kNone) continue;
      flows.down[e] += amount;
      flow[s.head[e]].lane[lane] += amount;
      amount = 0;
    }
  }
  // Highest first: what climbed goes back down to where it started.
  for (auto k = labels.climbed.rbegin(); k != labels.climbed.rend(); ++k) {
    if (!any(*k)) continue;
    for (std::uint32_t lane = 0; lane < kLanes<double>; ++lane) {
      double& amount = flow[*k].lane[lane];
      const std::uint32_t e = amount == 0 ? kNone : static_cast<std::uint32_t>(labels.by[*k].lane[lane]);
      if (e == kNone) continue;
      flows.up[e] += amount;
      flow[s.tail[e]].lane[lane] += amount;
      amount = 0;
    }
  }
}

std::vector<double> unpack_flows(const Topology& t, const Metric<double>& metric,
                                 const ArcWeights<double>& arcs, const Selection& selection,
                                 const EdgeFlows& flows, bool backward) {
  std::vector<double> up(t.edges()), down(t.edges()), by_arc(t.arc_edge.size());
  for (std::size_t k = 0; k < selection.edge.size(); ++k) {
    up[selection.edge[k]] = backward ? flows.down[k] : flows.up[k];
    down[selection.edge[k]] = backward ? flows.up[k] : flows.down[k];
  }
  const auto hand_down = [&](std::uint32_t e, bool upward, double amount) {
    const std::uint32_t via = (upward ? metric.via_up : metric.via_down)[e];
    if (via == kNone) {
      by_arc[arc_of(t, arcs, e, upward)] += amount;
      return;
    }
    const std::uint32_t other = edge_between(t, t.lower_end[via], t.up[e]);
    down[upward ? via : other] += amount;
    up[upward ? other : via] += amount;
  };
  for (std::uint32_t e = t.edges(); e-- > 0;) {
    if (up[e] != 0) hand_down(e, true, up[e]);
    if (down[e] != 0) hand_down(e, false, down[e]);
  }
  return by_arc;
}

}  // namespace sogdia
