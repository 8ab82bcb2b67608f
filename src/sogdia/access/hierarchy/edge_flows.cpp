#include "sogdia/access/hierarchy/edge_flows.h"

#include <bit>

namespace sogdia {
namespace {

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

void push_back(const Selection& s, const Labels<double>& labels, const std::vector<std::uint32_t>& reached,
               std::vector<Line<double>>& flow, EdgeFlows& flows) {
  const auto any = [&](std::uint32_t k) {
    std::uint64_t bits = 0;
    for (const double amount : flow[k].lane) bits |= std::bit_cast<std::uint64_t>(amount);
    return bits != 0;
  };
  // Lowest first: what came from above goes back up.
  for (auto k = reached.rbegin(); k != reached.rend(); ++k) {
    if (!any(*k)) continue;
    const std::uint32_t at = *k;
    Line<double>& here = flow[at];
    const Line<double>& by = labels.by[at];
    if (alike(by)) {
      // All lanes the same way, as sources that lie close to each other mostly go.
      const auto e = static_cast<std::uint32_t>(by.lane[0]);
      if (!from_above(e)) continue;
      Line<double>& above = flow[s.head[e - kFromAbove]];
      double sum = 0;
      for (std::uint32_t lane = 0; lane < kLanes<double>; ++lane) {
        sum += here.lane[lane];
        above.lane[lane] += here.lane[lane];
      }
      flows.down[e - kFromAbove] += sum;
      here = {};
      continue;
    }
    for (std::uint32_t lane = 0; lane < kLanes<double>; ++lane) {
      double& amount = here.lane[lane];
      const std::uint32_t e = amount == 0 ? kNone : static_cast<std::uint32_t>(by.lane[lane]);
      if (!from_above(e)) continue;
      flows.down[e - kFromAbove] += amount;
      flow[s.head[e - kFromAbove]].lane[lane] += amount;
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
