#include "sogdia/access/hierarchy/separator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "sogdia/access/hierarchy/arc_graph.h"

namespace sogdia {
namespace {

constexpr double kQuarter = 0.25;

// Hops from a vertex.
std::vector<std::uint32_t> hops_from(const Neighbours& graph, std::uint32_t root) {
  std::vector<std::uint32_t> hops(graph.vertices(), kNone), queue{root};
  hops[root] = 0;
  for (std::size_t k = 0; k < queue.size(); ++k) {
    const std::uint32_t v = queue[k];
    for (std::uint32_t a = graph.first[v]; a < graph.first[v + 1]; ++a) {
      const std::uint32_t w = graph.neighbour[a];
      if (hops[w] != kNone) continue;
      hops[w] = hops[v] + 1;
      queue.push_back(w);
    }
  }
  return hops;
}

std::uint32_t farthest(const std::vector<std::uint32_t>& hops) {
  return static_cast<std::uint32_t>(std::max_element(hops.begin(), hops.end()) - hops.begin());
}

// Each line as a number by vertex, along which they are sorted.
std::vector<std::vector<double>> lines_of(const Neighbours& graph, const SpherePoints& points) {
  const std::uint32_t count = graph.vertices();
  std::vector<std::vector<double>> lines;
  if (!points.x.empty()) {
    double mx = 0, my = 0, mz = 0;
    for (std::uint32_t v = 0; v < count; ++v) mx += points.x[v], my += points.y[v], mz += points.z[v];
    const double length = std::sqrt(mx * mx + my * my + mz * mz);
    std::vector<std::array<double, 3>> directions;
    if (length > 0.5 * count) {
      // East and north where the points lie, and the two between.
      mx /= length, my /= length, mz /= length;
      const double flat = std::max(std::hypot(mx, my), 1e-9);
      const std::array<double, 3> east{-my / flat, mx / flat, 0},
          north{-mz * mx / flat, -mz * my / flat, flat};
      directions = {east, north};
      for (const double sign : {1.0, -1.0}) {
        directions.push_back(
            {east[0] + sign * north[0], east[1] + sign * north[1], east[2] + sign * north[2]});
      }
    } else {
      directions = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 0}, {1, -1, 0}};
    }
    for (const auto& d : directions) {
      std::vector<double> line(count);
      for (std::uint32_t v = 0; v < count; ++v)
        line[v] = d[0] * points.x[v] + d[1] * points.y[v] + d[2] * points.z[v];
      lines.push_back(std::move(line));
    }
  }
  const auto from_here = hops_from(graph, farthest(hops_from(graph, 0)));
  const auto from_there = hops_from(graph, farthest(from_here));
  std::vector<double> line(count);
  for (std::uint32_t v = 0; v < count; ++v)
    line[v] = static_cast<double>(from_here[v]) - static_cast<double>(from_there[v]);
  lines.push_back(std::move(line));
  return lines;
}

// Vertex-disjoint paths from a set to another, one more at a time by a breadth-first search over the two
// halves of each vertex, where a path comes in and where it goes out.
class DisjointPaths {
 public:
  DisjointPaths(const Neighbours& graph, const std::vector<Part>& ends) : graph_(graph), ends_(ends) {
    const std::uint32_t count = graph.vertices();
    before_.assign(count, kNone);
    seen_in_.assign(count, 0);
    seen_out_.assign(count, 0);
    by_in_.resize(count);
    by_out_.resize(count);
    inside_.resize(count);
    for (std::uint32_t v = 0; v < count; ++v) {
      inside_[v] = ends_[v] == Part::between || leaves(v);
      if (ends_[v] == Part::here && inside_[v]) roots_.push_back(v);
    }
  }

  // One path more; false when there is none.
  bool augment() {
    ++round_;
    queue_.clear();
    for (const auto v : roots_) come_in(v, kRoot);
    for (std::size_t k = 0; k < queue_.size(); ++k) {
      const std::uint32_t v = queue_[k] >> 1;
      if ((queue_[k] & 1) == 0) {
        if (before_[v] == kNone)
          go_out(v, v);
        else if (before_[v] != kRoot)
          go_out(before_[v], v);
        continue;
      }
      if (ends_[v] == Part::there) {
        turn(v);
        return true;
      }
      for (std::uint32_t a = graph_.first[v]; a < graph_.first[v + 1]; ++a) {
        if (const std::uint32_t w = graph_.neighbour[a]; inside_[w]) come_in(w, v);
      }
      if (before_[v] != kNone) come_in(v, v);
    }
    return false;
  }

  // After the last search: a vertex that it came into and not out of parts the two.
  bool reached(std::uint32_t v) const { return seen_out_[v] == round_; }
  bool parts(std::uint32_t v) const { return seen_in_[v] == round_ && seen_out_[v] != round_; }

 private:
  static constexpr std::uint32_t kRoot = kNone - 1;

  bool leaves(std::uint32_t v) const {
    for (std::uint32_t a = graph_.first[v]; a < graph_.first[v + 1]; ++a) {
      if (ends_[graph_.neighbour[a]] != ends_[v]) return true;
    }
    return false;
  }
  void come_in(std::uint32_t v, std::uint32_t by) {
    if (seen_in_[v] == round_) return;
    seen_in_[v] = round_;
    by_in_[v] = by;
    queue_.push_back(v << 1);
  }
  void go_out(std::uint32_t v, std::uint32_t by) {
    if (seen_out_[v] == round_) return;
    seen_out_[v] = round_;
    by_out_[v] = by;
    queue_.push_back(v << 1 | 1);
  }
  // From the sink back to the source: who came into a vertex goes before it; who only turned in it leaves it
  // without a path.
  void turn(std::uint32_t v) {
    for (;;) {
      const std::uint32_t w = by_out_[v];  // the vertex into which the path came before it went out of v
      const std::uint32_t by = by_in_[w];
      before_[w] = by == w ? kNone : by;
      if (by == kRoot) return;
      v = by;
    }
  }

  const Neighbours& graph_;
  const std::vector<Part>& ends_;
  std::vector<std::uint8_t> inside_;   // 0 = deep in the source or the sink, where no path need go
  std::vector<std::uint32_t> before_;  // by vertex: the one before it on its path, kRoot at the start
  std::vector<std::uint32_t> seen_in_, seen_out_, by_in_, by_out_, queue_, roots_;
  std::uint32_t round_ = 0;
};

}  // namespace

std::vector<Part> separate(const Neighbours& graph, const SpherePoints& points) {
  const std::uint32_t count = graph.vertices();
  const std::uint32_t quarter = std::max<std::uint32_t>(1, static_cast<std::uint32_t>(kQuarter * count));
  std::vector<Part> best;
  double least = 0;
  for (const auto& line : lines_of(graph, points)) {
    std::vector<std::uint32_t> along(count);
    std::iota(along.begin(), along.end(), 0u);
    std::stable_sort(along.begin(), along.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return line[a] < line[b]; });
    std::vector<Part> ends(count, Part::between);
    for (std::uint32_t k = 0; k < quarter; ++k) {
      ends[along[k]] = Part::here;
      ends[along[count - 1 - k]] = Part::there;
    }
    DisjointPaths paths(graph, ends);
    std::uint32_t flow = 0;
    // A flow that is larger than what the best line has cannot win, whatever its sides.
    const double too_much = best.empty() ? count : least * 0.5 * count;
    bool all = true;
    while (paths.augment()) {
      if (++flow > too_much) {
        all = false;
        break;
      }
    }
    if (!all) continue;
    std::vector<Part> parts(count, Part::there);
    std::uint32_t here = 0, between = 0;
    for (std::uint32_t v = 0; v < count; ++v) {
      if (paths.parts(v))
        parts[v] = Part::between, ++between;
      else if (paths.reached(v) || ends[v] == Part::here)
        parts[v] = Part::here, ++here;
    }
    const std::uint32_t side = std::max<std::uint32_t>(1, std::min(here, count - here - between));
    const double size = static_cast<double>(between) / side;
    if (!best.empty() && size >= least) continue;
    best = std::move(parts);
    least = size;
  }
  return best;
}

}  // namespace sogdia
