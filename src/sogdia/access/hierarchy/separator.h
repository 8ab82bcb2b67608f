#pragma once
#include <cstdint>
#include <vector>

namespace sogdia {

// An undirected graph: the neighbours of v are neighbour[first[v]] .. neighbour[first[v + 1]].
struct Neighbours {
  std::vector<std::uint32_t> first, neighbour;

  std::uint32_t vertices() const { return static_cast<std::uint32_t>(first.size() - 1); }
};

// Points of the unit sphere; empty where nobody knows.
struct SpherePoints {
  std::vector<double> x, y, z;
};

// By vertex, on which side of a separator it lies. No edge joins the two sides.
enum class Part : std::uint8_t { here, there, between };

// A small vertex separator of a connected graph by inertial flow (Schild & Sommer 2015, there for edges): the
// vertices are laid out along a line, the first and the last quarter of them are source and sink, and the
// least number of vertices that part the two is a maximum flow with one unit a vertex (Menger's theorem). Of
// several lines - compass directions around the middle of the points, and the difference of the distances in
// hops from two far ends - the best has the least size over the smaller side. Ties fall to the earlier line.
std::vector<Part> separate(const Neighbours& graph, const SpherePoints& points);

}  // namespace sogdia
