#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/access/hierarchy/metric.h"

namespace sogdia {

// The part of a topology that shortest ways between some vertices can need: those vertices and all their
// ancestors, each after all that lie above it. A sweep goes over it and over nothing else, so its cost does
// not grow with the network beneath.
struct Selection {
  std::vector<std::uint32_t> place;   // by rank: position in the selection, kNone = not in it
  std::vector<std::uint32_t> vertex;  // by position: rank
  // Edges up from position k: first[k] .. first[k + 1]; `head` and `tail` are positions (head < tail), `edge`
  // is the topology's. The first edge leads to the parent.
  std::vector<std::uint32_t> first, head, tail, edge;
  std::vector<std::uint32_t> swept;  // positions of the targets and their ancestors, ascending
  // By position: its edges up lead to position k - 1 and to what that one's edges lead to.
  std::vector<std::uint8_t> nested;
  std::vector<std::uint32_t> tour;  // by position: when a walk of the elimination tree comes by

  std::uint32_t size() const { return static_cast<std::uint32_t>(vertex.size()); }
};

// `sources`, `targets`: vertices of the graph (not ranks).
Selection select(const Topology& topology, const std::vector<std::uint32_t>& sources,
                 const std::vector<std::uint32_t>& targets);

// Weights in the order in which a sweep meets them, with what is carried for a sweep that asks for it.
// Backward: the same ways against their direction.
template <class W>
struct SelectedWeights {
  std::vector<W> up, down;
  std::vector<Carried> carried_up, carried_down;
};
template <class W>
SelectedWeights<W> weights_of(const Selection& selection, const Metric<W>& metric, bool backward = false,
                              int threads = 1, bool carried = true);

}  // namespace sogdia
