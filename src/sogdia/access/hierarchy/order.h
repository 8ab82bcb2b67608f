#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/access/hierarchy/arc_graph.h"

namespace sogdia {

// An order of the vertices, least important first, in which eliminating them adds few arcs and leaves a
// shallow elimination tree: nested dissection (George 1973) by the separators of separator.h. Before it go
// the vertices with at most two neighbours, round by round and never two neighbours in one round: of a chain
// every other one, so that a chain of n adds log n to the depth. Parts of at most 24 vertices are ordered by
// least degree. The same order for the same graph, on every machine.
std::vector<std::uint32_t> nested_dissection(const ArcGraph& graph, const Positions& positions);

}  // namespace sogdia
