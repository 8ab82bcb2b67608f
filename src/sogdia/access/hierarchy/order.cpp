#include "sogdia/access/hierarchy/order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <numeric>

#include "sogdia/access/hierarchy/separator.h"

namespace sogdia {
namespace {

constexpr std::uint32_t kSmall = 24;

// Undirected, without loops and doubles; neighbours ascending.
std::vector<std::vector<std::uint32_t>> neighbours_of(const ArcGraph& graph) {
  std::vector<std::vector<std::uint32_t>> of(graph.vertices);
  for (std::size_t a = 0; a < graph.arcs(); ++a) {
    if (graph.tail[a] == graph.head[a]) continue;
    of[graph.tail[a]].push_back(graph.head[a]);
    of[graph.head[a]].push_back(graph.tail[a]);
  }
  for (auto& list : of) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  return of;
}

void replace_neighbour(std::vector<std::uint32_t>& list, std::uint32_t gone, std::uint32_t by) {
  list.erase(std::find(list.begin(), list.end(), gone));
  if (by != kNone && std::find(list.begin(), list.end(), by) == list.end()) list.push_back(by);
}

// Eliminates chains and dead ends; appends them to `order` and leaves the rest with its neighbours in `of`.
void eliminate_chains(std::vector<std::vector<std::uint32_t>>& of, std::vector<std::uint8_t>& gone,
                      std::vector<std::uint32_t>& order) {
  std::vector<std::uint32_t> candidates(of.size()), next;
  std::iota(candidates.begin(), candidates.end(), 0u);
  std::vector<std::uint32_t> held(of.size(), 0);
  for (std::uint32_t round = 1; !candidates.empty(); ++round) {
    next.clear();
    for (const auto v : candidates) {
      if (gone[v] || of[v].size() > 2) continue;
      if (held[v] == round) {
        next.push_back(v);
        continue;
      }
      gone[v] = 1;
      order.push_back(v);
      const auto ends = of[v];
      for (std::size_t k = 0; k < ends.size(); ++k) {
        replace_neighbour(of[ends[k]], v, ends.size() == 2 ? ends[1 - k] : kNone);
        held[ends[k]] = round;
        next.push_back(ends[k]);
      }
      of[v].clear();
    }
    std::sort(next.begin(), next.end());
    next.erase(std::unique(next.begin(), next.end()), next.end());
    candidates.swap(next);
  }
}

// A part of the graph by its vertices, with the graph among them.
struct Cell {
  std::vector<std::uint32_t> vertices;
  Neighbours graph;
};

class Dissection {
 public:
  Dissection(const Positions& positions, std::size_t vertices) : place_(vertices, kNone) {
    if (positions.lon.empty()) return;
    constexpr double kDegree = std::numbers::pi / 180;
    for (std::size_t v = 0; v < vertices; ++v) {
      const double lon = positions.lon[v] * kDegree, lat = positions.lat[v] * kDegree;
      sphere_.x.push_back(std::cos(lat) * std::cos(lon));
      sphere_.y.push_back(std::cos(lat) * std::sin(lon));
      sphere_.z.push_back(std::sin(lat));
    }
  }

  // The vertices of a cell in their order, appended.
  void dissect(Cell cell, std::vector<std::uint32_t>& order) {
    const std::uint32_t count = cell.graph.vertices();
    if (count == 0) return;
    if (count <= kSmall) return by_degree(cell, order);
    std::vector<std::uint32_t> component = components(cell.graph);
    if (*std::max_element(component.begin(), component.end()) > 0) {
      for (Cell& part : split(cell, component)) dissect(std::move(part), order);
      return;
    }
    SpherePoints points;
    if (!sphere_.x.empty()) {
      for (const auto v : cell.vertices) {
        points.x.push_back(sphere_.x[v]);
        points.y.push_back(sphere_.y[v]);
        points.z.push_back(sphere_.z[v]);
      }
    }
    const std::vector<Part> parts = separate(cell.graph, points);
    std::vector<std::uint32_t> side(count), separator;
    for (std::uint32_t v = 0; v < count; ++v) {
      side[v] = parts[v] == Part::between ? kNone : static_cast<std::uint32_t>(parts[v]);
      if (parts[v] == Part::between) separator.push_back(cell.vertices[v]);
    }
    std::vector<Cell> sides = split(cell, side);
    cell = {};
    for (Cell& part : sides) dissect(std::move(part), order);
    order.insert(order.end(), separator.begin(), separator.end());
  }

 private:
  static std::vector<std::uint32_t> components(const Neighbours& graph) {
    std::vector<std::uint32_t> of(graph.vertices(), kNone), queue;
    std::uint32_t count = 0;
    for (std::uint32_t root = 0; root < graph.vertices(); ++root) {
      if (of[root] != kNone) continue;
      of[root] = count;
      queue.assign(1, root);
      for (std::size_t k = 0; k < queue.size(); ++k) {
        for (std::uint32_t a = graph.first[queue[k]]; a < graph.first[queue[k] + 1]; ++a) {
          const std::uint32_t w = graph.neighbour[a];
          if (of[w] != kNone) continue;
          of[w] = count;
          queue.push_back(w);
        }
      }
      ++count;
    }
    return of;
  }

  // One cell for each number in `part`; vertices with kNone are left out.
  std::vector<Cell> split(const Cell& cell, const std::vector<std::uint32_t>& part) {
    std::uint32_t count = 0;
    for (const auto p : part) {
      if (p != kNone) count = std::max(count, p + 1);
    }
    std::vector<Cell> cells(count);
    for (std::uint32_t v = 0; v < part.size(); ++v) {
      if (part[v] == kNone) continue;
      place_[v] = static_cast<std::uint32_t>(cells[part[v]].vertices.size());
      cells[part[v]].vertices.push_back(cell.vertices[v]);
    }
    for (Cell& made : cells) made.graph.first.push_back(0);
    for (std::uint32_t v = 0; v < part.size(); ++v) {
      if (part[v] == kNone) continue;
      Neighbours& graph = cells[part[v]].graph;
      for (std::uint32_t a = cell.graph.first[v]; a < cell.graph.first[v + 1]; ++a) {
        const std::uint32_t w = cell.graph.neighbour[a];
        if (part[w] == part[v]) graph.neighbour.push_back(place_[w]);
      }
      graph.first.push_back(static_cast<std::uint32_t>(graph.neighbour.size()));
    }
    return cells;
  }

  // Least degree first, with the fill that each elimination leaves; sets of neighbours are bits.
  static void by_degree(const Cell& cell, std::vector<std::uint32_t>& order) {
    const std::uint32_t count = cell.graph.vertices();
    std::array<std::uint32_t, kSmall> of{};
    for (std::uint32_t v = 0; v < count; ++v) {
      for (std::uint32_t a = cell.graph.first[v]; a < cell.graph.first[v + 1]; ++a)
        of[v] |= 1u << cell.graph.neighbour[a];
    }
    std::uint32_t left = (1u << count) - 1;
    while (left != 0) {
      std::uint32_t least = kNone;
      for (std::uint32_t v = 0; v < count; ++v) {
        if ((left >> v & 1) && (least == kNone || std::popcount(of[v]) < std::popcount(of[least]))) least = v;
      }
      left &= ~(1u << least);
      order.push_back(cell.vertices[least]);
      for (std::uint32_t v = 0; v < count; ++v) {
        if (of[least] >> v & 1) of[v] = (of[v] | of[least]) & ~(1u << v) & ~(1u << least);
      }
    }
  }

  SpherePoints sphere_;
  std::vector<std::uint32_t> place_;
};

}  // namespace

std::vector<std::uint32_t> nested_dissection(const ArcGraph& graph, const Positions& positions) {
  auto of = neighbours_of(graph);
  std::vector<std::uint8_t> gone(graph.vertices, 0);
  std::vector<std::uint32_t> order;
  order.reserve(graph.vertices);
  eliminate_chains(of, gone, order);

  Cell core;
  std::vector<std::uint32_t> place(graph.vertices, kNone);
  for (std::uint32_t v = 0; v < graph.vertices; ++v) {
    if (gone[v]) continue;
    place[v] = static_cast<std::uint32_t>(core.vertices.size());
    core.vertices.push_back(v);
  }
  core.graph.first.push_back(0);
  for (const auto v : core.vertices) {
    for (const auto w : of[v]) core.graph.neighbour.push_back(place[w]);
    core.graph.first.push_back(static_cast<std::uint32_t>(core.graph.neighbour.size()));
  }
  of.clear();
  Dissection(positions, graph.vertices).dissect(std::move(core), order);
  return order;
}

}  // namespace sogdia
