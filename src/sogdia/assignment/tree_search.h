#pragma once
#include <cstdint>
#include <limits>
#include <vector>

#include "sogdia/assignment/assignment_network.h"

namespace sogdia {

// Dijkstra's algorithm from one node to those that its trips lead to, with a heap of four children a node.
// One for each thread; it keeps its memory from search to search.
class TreeSearch {
 public:
  explicit TreeSearch(const ForwardStar& star);

  static constexpr double kFar = std::numeric_limits<double>::infinity();
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  // Ends as soon as all of the targets are settled. `cost` by position in the star, >= 0.
  void run(std::uint32_t origin, const std::uint32_t* target, const std::uint32_t* last_target,
           const std::vector<double>& cost);

  std::vector<double> distance;        // kFar where no way leads
  std::vector<std::uint32_t> parent;   // by node, the position in the star of the arc that leads to it
  std::vector<std::uint32_t> settled;  // nodes from the nearest, the origin first

 private:
  void push_up(std::size_t at);
  std::uint32_t pop();

  const ForwardStar& star_;
  std::vector<std::uint32_t> heap_, place_;
  std::vector<std::uint8_t> wanted_;
};

}  // namespace sogdia
