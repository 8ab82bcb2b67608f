#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/access/hierarchy/arc_graph.h"

namespace sogdia {

// A customizable contraction hierarchy without weights (Dibbelt, Strasser & Wagner 2016): the vertices by
// rank, and the chordal graph that eliminating them in this order leaves. It depends on which arcs there are
// and on nothing else, so it is made once for a network, closed and planned links included.
//
//   rank of a vertex        rank[vertex]; everything below is by rank
//   edges up from v         first_up[v] .. first_up[v + 1], their upper ends `up` ascending
//   edges down from v       first_down[v] .. first_down[v + 1]: positions of edges of which v is the upper
//   end,
//                           lower ends ascending
//   parent[v]               the least upper end, kNone at a root: the elimination tree. All upper ends of v
//                           are among its ancestors.
//   arc_edge[arc], arc_up   the edge that an arc lies on, kNone for an arc to where it starts; 1 = it leads
//   up
struct Topology {
  std::vector<std::uint32_t> rank, vertex;  // vertex[rank[v]] == v
  std::vector<std::uint32_t> first_up, up, first_down, down, lower_end, parent;
  std::vector<std::uint32_t> arc_edge;
  std::vector<std::uint8_t> arc_up;
  std::vector<std::uint32_t> first_arc, arcs;  // by edge: the arcs that lie on it

  std::uint32_t vertices() const { return static_cast<std::uint32_t>(rank.size()); }
  std::uint32_t edges() const { return static_cast<std::uint32_t>(up.size()); }
};

// `order`: the vertices, lowest rank first (order.h).
Topology make_topology(const ArcGraph& graph, const std::vector<std::uint32_t>& order);

// What an order is worth: edges of the chordal graph, the longest way from a vertex to its root, the most
// edges up from one vertex, and the triangles that a customization looks at.
struct OrderQuality {
  std::uint32_t edges = 0, depth = 0, front = 0;
  std::uint64_t triangles = 0;
};
OrderQuality quality(const Topology& topology);

}  // namespace sogdia
