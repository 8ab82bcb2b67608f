#pragma once
#include <cstdint>
#include <vector>

namespace sogdia {

inline constexpr std::uint32_t kNone = 0xFFFFFFFFu;

// A directed graph as its arcs: arc a leads from tail[a] to head[a]. Two arcs between the same ends, and arcs
// that lead back to where they start, are allowed.
struct ArcGraph {
  std::uint32_t vertices = 0;
  std::vector<std::uint32_t> tail, head;

  std::size_t arcs() const { return tail.size(); }
};

// Where the vertices lie, in degrees; empty where nobody knows.
struct Positions {
  std::vector<double> lon, lat;
};

}  // namespace sogdia
