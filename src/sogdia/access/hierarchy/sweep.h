#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/access/hierarchy/lanes.h"
#include "sogdia/access/hierarchy/selection.h"

namespace sogdia {

// Where a search starts, with what it has cost to get there. A search with several starts stands for a source
// outside the graph that is joined to them.
template <class W>
struct Start {
  std::uint32_t vertex;  // of the graph, not its rank
  W weight = 0;
  Carried carried = {};

  bool operator==(const Start&) const = default;
};

// What rides along, side by side in memory.
struct RideLines {
  Line<double> hours, usd, km;
};

// In Labels::by, added to an edge that leads up: kNone is no edge.
inline constexpr std::uint32_t kFromAbove = 0x80000000u;
inline bool from_above(std::uint32_t by) { return by != kNone && by >= kFromAbove; }

// What a sweep is asked for beside weights: either. Only weights of type double carry.
struct SweepNeeds {
  bool carried = false, by = false;
};

// What one sweep found, by position of the selection and lane. Reused from sweep to sweep.
template <class W>
struct Labels {
  std::vector<Line<W>> weight;   // the bound or more: not reached
  std::vector<RideLines> rides;  // where asked for; means nothing where not reached
  // Where asked for, as a whole number: the edge of the selection by which it was reached from below, or
  // kFromAbove and the edge by which from above; kNone = a start, or not reached.
  std::vector<Line<W>> by;
  std::vector<std::uint32_t> climbed;    // positions of the starts and their ancestors, lowest first
  std::vector<std::uint8_t> seen, live;  // live: some lane is below the bound

  // Memory for sweeps of a selection of so many positions, so that they find it ready.
  void reserve(std::size_t positions, const SweepNeeds& needs) {
    weight.reserve(positions);
    if (needs.carried) rides.reserve(positions);
    if (needs.by) by.reserve(positions);
  }
  Carried carried(std::uint32_t position, std::uint32_t lane) const {
    const RideLines& at = rides[position];
    return {at.hours.lane[lane], at.usd.lane[lane], at.km.lane[lane]};
  }
};

// Searches from up to kLanes sources to all targets of the selection (PHAST, Delling, Goldberg, Nowatzyk &
// Werneck 2011, restricted to targets as their RPHAST, and with the elimination tree in place of a search
// upwards). Starts climb to the root, and every target takes from above what is left:
//   d(y) = min_x d(x) + w(x, y)      x below y, lowest first
//   d(x) = min_y d(y) + w(y, x)      y above x, highest first
// Ways that weigh `bound` or more are not looked for, so that a search that need not go far costs little.
// `targets`: positions of those of the selection's targets that matter to this sweep and of all their
// ancestors, ascending; by default all.
template <class W>
void sweep(const Topology& topology, const Selection& selection, const SelectedWeights<W>& weights,
           const std::vector<std::vector<Start<W>>>& sources, const std::vector<std::uint32_t>& batch,
           const SweepNeeds& needs, Labels<W>& labels, W bound = kNoWay<W>,
           const std::vector<std::uint32_t>* targets = nullptr);

// Sources in batches of at most kLanes that lie close to each other in the elimination tree, so that they
// climb together. Sources without a start are left out.
template <class W>
std::vector<std::vector<std::uint32_t>> batches(const Topology& topology, const Selection& selection,
                                                const std::vector<std::vector<Start<W>>>& sources);

// Weights from sources to targets, rows x columns, kNoWay where there is no way; into memory of the caller's.
template <class W>
void weight_matrix(const Topology& topology, const Metric<W>& metric,
                   const std::vector<std::uint32_t>& sources, const std::vector<std::uint32_t>& targets,
                   int threads, W* matrix);
template <class W>
std::vector<W> weight_matrix(const Topology& topology, const Metric<W>& metric,
                             const std::vector<std::uint32_t>& sources,
                             const std::vector<std::uint32_t>& targets, int threads = 1);

}  // namespace sogdia
