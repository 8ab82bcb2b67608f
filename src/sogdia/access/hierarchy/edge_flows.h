#pragma once
#include <algorithm>
#include <vector>

#include "sogdia/access/hierarchy/sweep.h"

namespace sogdia {

// What flows along the edges of a selection: from its lower end up, and down to it. After a sweep backward
// the goods themselves go the other way.
struct EdgeFlows {
  std::vector<double> up, down;

  explicit EdgeFlows(const Selection& selection) : up(selection.edge.size()), down(selection.edge.size()) {}
  void clear() {
    std::fill(up.begin(), up.end(), 0.0);
    std::fill(down.begin(), down.end(), 0.0);
  }
  EdgeFlows& operator+=(const EdgeFlows& more);
};

// Positions of a selection with all their ancestors.
class Reached {
 public:
  explicit Reached(const Selection& selection) : words_(selection.size() / 64 + 1) {}
  void add(const Selection& s, std::uint32_t k) {
    for (;; k = s.head[s.first[k]]) {
      std::uint64_t& word = words_[k / 64];
      const std::uint64_t bit = std::uint64_t{1} << (k % 64);
      if (word & bit) return;
      word |= bit;
      if (s.first[k] == s.first[k + 1]) return;
    }
  }
  // Ascending; what was added is forgotten.
  void take(std::vector<std::uint32_t>& positions);

 private:
  std::vector<std::uint64_t> words_;
};

// The reverse of a sweep that was asked for `by`: `flow` holds, by position and lane, what each search sends
// to its targets; it is carried back along the tree that the sweep found, and what is
// left in the end stands at the starts. All or nothing: each target's flow goes by the one way that the sweep
// took, the first by which its weight adds up.
void push_back(const Selection& selection, const Labels<double>& labels,
               const std::vector<std::uint32_t>& reached, std::vector<Line<double>>& flow, EdgeFlows& flows);

// Flows along arcs, from those along edges: one pass from the top, each shortcut handing its flow to the two
// edges that it stands for.
std::vector<double> unpack_flows(const Topology& topology, const Metric<double>& metric,
                                 const ArcWeights<double>& arcs, const Selection& selection,
                                 const EdgeFlows& flows, bool backward);

}  // namespace sogdia
