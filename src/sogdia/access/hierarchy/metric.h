#pragma once
#include <cstdint>
#include <limits>
#include <vector>

#include "sogdia/access/hierarchy/topology.h"
#include "sogdia/access/link_weights.h"

namespace sogdia {

// No way. Two of them can be added.
template <class W>
inline constexpr W kNoWay = std::numeric_limits<W>::infinity();
template <>
inline constexpr std::uint32_t kNoWay<std::uint32_t> = 0x7FFFFFFFu;

template <class W>
struct EdgeWeight {
  W up = kNoWay<W>, down = kNoWay<W>;
};

// A topology with weights, W = double or std::uint32_t: by edge the least weight from its lower to its upper
// end and back over vertices that lie below both, and what rides along that way. Sums are exact, and so are
// equal to those of any other search, where the weights are integers or multiples of 2^-40 below 2^12; equal
// ways are told apart by the arc first, then by the lowest vertex between, so that a metric depends on the
// weights alone, not on what it was before.
template <class W>
struct Metric {
  std::vector<EdgeWeight<W>> weight;              // by edge
  std::vector<Carried> carried_up, carried_down;  // by edge; empty where nothing is carried
  // By edge: the edge between the lowest vertex of the way and this edge's lower end; kNone = the way is an
  // arc.
  std::vector<std::uint32_t> via_up, via_down;

  bool carries() const { return !carried_up.empty(); }
};

// Weights by arc: kNoWay for an arc that is closed. `carried` by arc, or nullptr.
template <class W>
struct ArcWeights {
  const std::vector<W>& weight;
  const std::vector<Carried>* carried = nullptr;
};

// Basic customization: for each edge (x, y) the least over its lower triangles,
//   w(x, y) = min( w_arc(x, y), min_v w(x, v) + w(v, y) ),   v below x and y,
// vertex by vertex upwards; subtrees of the elimination tree go side by side.
template <class W>
Metric<W> customize(const Topology& topology, const ArcWeights<W>& arcs, int threads = 1);

// The same metric as `customize` would make, from one that differs by the weights of `changed` arcs alone: an
// edge is made anew where its arc has changed, or an edge from below by which its way goes, or may go now.
// Returns the number of vertices with such edges.
template <class W>
std::size_t recustomize(const Topology& topology, const ArcWeights<W>& arcs,
                        const std::vector<std::uint32_t>& changed, Metric<W>& metric);

// The arcs of the way that an edge stands for, in order of travel, appended.
template <class W>
void unpack(const Topology& topology, const Metric<W>& metric, const ArcWeights<W>& arcs, std::uint32_t edge,
            bool upward, std::vector<std::uint32_t>& way);

// The arc that an edge's own weight comes from.
template <class W>
std::uint32_t arc_of(const Topology& topology, const ArcWeights<W>& arcs, std::uint32_t edge, bool upward);

// The edge that joins the two, by rank; it must be there.
std::uint32_t edge_between(const Topology& topology, std::uint32_t low, std::uint32_t high);

}  // namespace sogdia
