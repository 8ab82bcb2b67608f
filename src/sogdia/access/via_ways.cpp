#include "sogdia/access/via_ways.h"

#include <algorithm>
#include <tuple>

namespace sogdia {
namespace {

SearchTree tree_of(const FamilyGraph& graph, bool backward, const std::vector<Root>& roots, double limit) {
  SearchEnd end;
  end.limit = limit;
  const auto& no_through = graph.layers->no_through;
  if (graph.family() == ModeFamily::road && !no_through.empty()) end.no_through = &no_through;
  SearchTree tree;
  search(*graph.weights, main_part(graph, backward), roots, end, tree);
  return tree;
}

SearchTree tree_of(const FamilyGraph& graph, bool backward, const std::vector<Seed>& seeds, double limit) {
  std::vector<Root> roots;
  for (const Seed& seed : seeds) roots.push_back({seed.vertex, seed.cost});
  return tree_of(graph, backward, roots, limit);
}

struct Plateau {
  double cost;  // of the way along it
  std::uint32_t first, last;
  std::uint32_t
      arc;  // of the main part, where it is one link; kNoState: the tree from the origin leads along
};

// What lies in the tree from the origin and in that to the destination, or between them; cheapest way first.
std::vector<Plateau> plateaus(const FamilyGraph& graph, const SearchTree& out, const SearchTree& back,
                              double limit, double least_plateau) {
  const Adjacency &along = main_part(graph), &against = main_part(graph, true);
  // Whether the arc by which the tree from the origin comes to `v` is the one by which the other leaves it.
  const auto shared = [&](std::uint32_t v) {
    const std::uint32_t tail = out.by_vertex[v];
    return tail != kNoState && back.done[tail] && back.by_vertex[tail] == v &&
           along.arcs[out.by_arc[v]].link == against.arcs[back.by_arc[tail]].link;
  };
  std::vector<Plateau> found;
  for (const std::uint32_t v : out.settled) {
    for (std::uint32_t a = along.first[v]; a < along.first[v + 1]; ++a) {
      const Arc& arc = along.arcs[a];
      const double cost = out.cost[v] + arc.cost + back.cost[arc.head];
      if (arc.cost >= least_plateau && back.done[arc.head] && cost <= limit &&
          !(out.by_arc[arc.head] == a && shared(arc.head)))
        found.push_back({cost, v, arc.head, a});
    }
    const double cost = out.cost[v] + back.cost[v];
    if (!back.done[v] || cost > limit || shared(v)) continue;
    std::uint32_t last = v;
    for (std::uint32_t next = back.by_vertex[v];
         next != kNoState && out.by_vertex[next] == last && shared(next); next = back.by_vertex[next])
      last = next;
    if (out.cost[last] - out.cost[v] >= least_plateau) found.push_back({cost, v, last, kNoState});
  }
  std::sort(found.begin(), found.end(), [](const Plateau& a, const Plateau& b) {
    return std::tie(a.cost, a.first, a.arc) < std::tie(b.cost, b.first, b.arc);
  });
  return found;
}

// Whether there is no cheaper way from where an arc starts to where it leads.
bool is_best(const FamilyGraph& graph, std::uint32_t tail, const Arc& arc) {
  return tree_of(graph, false, std::vector<Root>{{tail}}, arc.cost).cost[arc.head] >= arc.cost;
}

const Seed& seed_at(const std::vector<Seed>& seeds, std::uint32_t vertex) {
  return *std::find_if(seeds.begin(), seeds.end(), [&](const Seed& seed) { return seed.vertex == vertex; });
}

void append(std::vector<Step>& steps, const std::vector<Step>& more) {
  steps.insert(steps.end(), more.begin(), more.end());
}

// By way of `plateau`, when `before` (if any) has led to the root of `out`.
ViaWay way_along(const Network& network, const FamilyGraph& graph, const Journey& journey,
                 const SearchTree& out, const SearchTree& back, const Plateau& plateau,
                 const ViaWay* before) {
  ViaWay way;
  if (before) way = *before;
  way.cost = plateau.cost;
  const std::uint32_t by_tree = plateau.arc == kNoState ? plateau.last : plateau.first;
  std::vector<ViaWay::Point> points;
  for (std::uint32_t v = by_tree; v != kNoState; v = out.by_vertex[v]) points.push_back({v, out.cost[v]});
  if (before) points.pop_back();  // it is the last one before
  way.points.insert(way.points.end(), points.rbegin(), points.rend());
  append(way.until, steps_to(graph, out, by_tree));
  if (plateau.arc != kNoState) {
    const Arc& arc = main_part(graph).arcs[plateau.arc];
    way.points.push_back({plateau.last, out.cost[plateau.first] + arc.cost});
    way.until.push_back({arc.link, node_of(graph, plateau.first), node_of(graph, plateau.last)});
  }
  std::vector<Step> main = way.until;
  append(main, steps_on(graph, back, plateau.last));
  std::uint32_t end = plateau.last;
  while (back.by_vertex[end] != kNoState) end = back.by_vertex[end];
  way.steps = door_to_door(network, graph, journey, seed_at(journey.starts, way.points.front().vertex), main,
                           seed_at(journey.ends, end));
  return way;
}

void visit_all(const Network& network, const FamilyGraph& graph, const Journey& journey,
               const SearchTree& out, const SearchTree& back, const ViaWay* before, double limit,
               double least_plateau, const VisitWay& visit) {
  for (const Plateau& plateau : plateaus(graph, out, back, limit, least_plateau)) {
    if (plateau.arc != kNoState && !is_best(graph, plateau.first, main_part(graph).arcs[plateau.arc]))
      continue;
    if (!visit(way_along(network, graph, journey, out, back, plateau, before))) return;
  }
}

}  // namespace

void each_via_way(const Network& network, const FamilyGraph& graph, const Journey& journey, double limit,
                  double least_plateau, const VisitWay& visit) {
  visit_all(network, graph, journey, tree_of(graph, false, journey.starts, limit),
            tree_of(graph, true, journey.ends, limit), nullptr, limit, least_plateau, visit);
}

void each_via_way(const Network& network, const FamilyGraph& graph, const Journey& journey,
                  const ViaWay& first, double limit, double least_plateau, const VisitWay& visit) {
  const ViaWay::Point leaves = first.points.back();
  // The last point before it leaves from which that costs half of `least_plateau` at least.
  const auto x = std::find_if(first.points.rbegin(), first.points.rend(), [&](const ViaWay::Point& point) {
    return leaves.cost - point.cost >= least_plateau / 2;
  });
  if (x == first.points.rend()) return;
  const SearchTree around = tree_of(graph, false, std::vector<Root>{{x->vertex, x->cost}}, limit);
  const std::size_t past = first.points.size();
  visit_all(network, graph, journey,
            tree_of(graph, false, std::vector<Root>{{leaves.vertex, leaves.cost}}, limit),
            tree_of(graph, true, journey.ends, limit), &first, limit, least_plateau, [&](ViaWay way) {
              const auto y = std::find_if(
                  way.points.begin() + static_cast<std::ptrdiff_t>(past), way.points.end(),
                  [&](const ViaWay::Point& point) { return point.cost - leaves.cost >= least_plateau / 2; });
              const bool detour = y != way.points.end() && around.cost[y->vertex] < y->cost;
              return detour || visit(std::move(way));
            });
}

}  // namespace sogdia
