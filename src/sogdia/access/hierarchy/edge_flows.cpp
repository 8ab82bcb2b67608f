#include "sogdia/access/hierarchy/edge_flows.h"

namespace sogdia {
namespace {

std::uint32_t edge_by(const Labels<double>& labels, std::uint32_t position, std::uint32_t lane) {
  return static_cast<std::uint32_t>(labels.by[position].lane[lane]);
}

}  // namespace

EdgeFlows& EdgeFlows::operator+=(const EdgeFlows& more) {
  for (std::size_t k = 0; k < up.size(); ++k) {
    up[k] += more.up[k];
    down[k] += more.down[k];
  }
  return *this;
}

void push_back(const Selection& s, const Labels<double>& labels, std::vector<Line<double>>& flow,
               EdgeFlows& flows) {
  // Lowest first: what came from above goes back up.
  for (auto k = s.swept.rbegin(); k != s.swept.rend(); ++k) {
    for (std::uint32_t lane = 0; lane < kLanes<double>; ++lane) {
      const double amount = flow[*k].lane[lane];
      if (amount == 0) continue;
      const std::uint32_t e = edge_by(labels, *k, lane);
      if (e == kNone || e < s.first[*k] || e >= s.first[*k + 1]) continue;
      flows.down[e] += amount;
      flow[s.head[e]].lane[lane] += amount;
      flow[*k].lane[lane] = 0;
    }
  }
  // Highest first: what climbed goes back down to where it started.
  for (auto k = labels.climbed.rbegin(); k != labels.climbed.rend(); ++k) {
    for (std::uint32_t lane = 0; lane < kLanes<double>; ++lane) {
      const double amount = flow[*k].lane[lane];
      const std::uint32_t e = amount == 0 ? kNone : edge_by(labels, *k, lane);
      if (e == kNone) continue;
      flows.up[e] += amount;
      flow[s.tail[e]].lane[lane] += amount;
      flow[*k].lane[lane] = 0;
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
