#include "sogdia/assignment/tree_search.h"

#include <algorithm>

namespace sogdia {

TreeSearch::TreeSearch(const ForwardStar& star)
    : distance(star.first.size() - 1, kFar),
      parent(star.first.size() - 1, kNone),
      star_(star),
      place_(star.first.size() - 1, kNone),
      wanted_(star.first.size() - 1, 0) {}

void TreeSearch::push_up(std::size_t at) {
  const std::uint32_t node = heap_[at];
  const double key = distance[node];
  while (at > 0) {
    const std::size_t above = (at - 1) / 4;
    if (!(key < distance[heap_[above]])) break;
    heap_[at] = heap_[above];
    place_[heap_[at]] = static_cast<std::uint32_t>(at);
    at = above;
  }
  heap_[at] = node;
  place_[node] = static_cast<std::uint32_t>(at);
}

std::uint32_t TreeSearch::pop() {
  const std::uint32_t least = heap_.front();
  const std::uint32_t node = heap_.back();
  heap_.pop_back();
  if (heap_.empty()) return least;
  const double key = distance[node];
  std::size_t at = 0;
  while (true) {
    const std::size_t first = 4 * at + 1;
    if (first >= heap_.size()) break;
    std::size_t best = first;
    for (std::size_t k = first + 1; k < std::min(first + 4, heap_.size()); ++k)
      if (distance[heap_[k]] < distance[heap_[best]]) best = k;
    if (!(distance[heap_[best]] < key)) break;
    heap_[at] = heap_[best];
    place_[heap_[at]] = static_cast<std::uint32_t>(at);
    at = best;
  }
  heap_[at] = node;
  place_[node] = static_cast<std::uint32_t>(at);
  return least;
}

void TreeSearch::run(std::uint32_t origin, const std::uint32_t* target, const std::uint32_t* last_target,
                     const std::vector<double>& cost) {
  std::fill(distance.begin(), distance.end(), kFar);
  std::fill(parent.begin(), parent.end(), kNone);
  std::fill(place_.begin(), place_.end(), kNone);
  settled.clear();
  heap_.clear();
  std::size_t left = static_cast<std::size_t>(last_target - target);
  for (const auto* t = target; t != last_target; ++t) wanted_[*t] = 1;
  distance[origin] = 0;
  heap_.push_back(origin);
  place_[origin] = 0;
  while (!heap_.empty() && left > 0) {
    const std::uint32_t node = pop();
    settled.push_back(node);
    left -= wanted_[node];
    if (star_.end_only[node] && node != origin) continue;
    const double here = distance[node];
    for (std::uint32_t k = star_.first[node]; k < star_.first[node + 1]; ++k) {
      const std::uint32_t to = star_.head[k];
      const double there = here + cost[k];
      if (!(there < distance[to])) continue;
      distance[to] = there;
      parent[to] = k;
      if (place_[to] == kNone) {
        heap_.push_back(to);
        push_up(heap_.size() - 1);
      } else {
        push_up(place_[to]);
      }
    }
  }
  for (const auto* t = target; t != last_target; ++t) wanted_[*t] = 0;
}

}  // namespace sogdia
