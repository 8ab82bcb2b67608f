#include "sogdia/access/haul.h"

#include <algorithm>

namespace sogdia {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The terminals of the lists in ascending order, and by position in main_nodes the place of each.
void number(const std::vector<std::vector<Seed>>& lists, std::size_t main_count,
            std::vector<std::uint32_t>& terminals, std::vector<std::uint32_t>& place_of) {
  place_of.assign(main_count, kNoState);
  for (const auto& list : lists) {
    for (const Seed& seed : list) place_of[seed.vertex % main_count] = 0;
  }
  for (std::uint32_t k = 0; k < main_count; ++k) {
    if (place_of[k] == kNoState) continue;
    place_of[k] = static_cast<std::uint32_t>(terminals.size());
    terminals.push_back(k);
  }
}

// The arcs of both: a way over them costs what the cheaper of the two would.
Adjacency together(const Adjacency& a, const Adjacency& b) {
  Adjacency both;
  both.first.reserve(a.first.size());
  both.first.push_back(0);
  both.arcs.reserve(a.arcs.size() + b.arcs.size());
  for (std::size_t v = 0; v + 1 < a.first.size(); ++v) {
    for (const Adjacency* part : {&a, &b}) {
      both.arcs.insert(both.arcs.end(), part->arcs.begin() + part->first[v],
                       part->arcs.begin() + part->first[v + 1]);
    }
    both.first.push_back(static_cast<std::uint32_t>(both.arcs.size()));
  }
  return both;
}

// By row of the former table, 1 where a way over a changed link could be as good.
std::vector<std::uint8_t> touched_rows(const LinkCosts& costs, const FamilyGraph& graph,
                                       const HaulBefore& before) {
  const Adjacency forward = together(before.graph.haul, graph.haul),
                  backward = together(before.graph.haul_backward, graph.haul_backward);
  std::vector<Root> tails, heads;
  for (std::uint32_t v = 0; v + 1 < forward.first.size(); ++v) {
    for (std::uint32_t a = forward.first[v]; a < forward.first[v + 1]; ++a) {
      const Arc& arc = forward.arcs[a];
      if (!before.changed[arc.link]) continue;
      tails.push_back({v});
      heads.push_back({arc.head, arc.cost});
    }
  }
  std::vector<std::uint8_t> touched(before.haul.rows(), 0);
  if (tails.empty()) return touched;
  SearchTree to, from;
  search(costs, backward, tails, {}, to);
  search(costs, forward, heads, {}, from);
  const Haul& haul = before.haul;
  const auto carried = static_cast<std::uint32_t>(graph.main_nodes.size());
  for (std::size_t r = 0; r < haul.rows(); ++r) {
    const double reach = to.cost[haul.boards[r]];
    for (std::size_t c = 0; c < haul.columns() && !touched[r] && reach < kInfinity; ++c) {
      const double least = reach + from.cost[haul.alights[c] + carried];
      touched[r] = least < kInfinity && least <= haul.cost[r * haul.columns() + c] * (1 + kSumRounding);
    }
  }
  return touched;
}

}  // namespace

Haul empty_haul(const FamilyGraph& graph, const std::vector<std::vector<Seed>>& starts,
                const std::vector<std::vector<Seed>>& ends) {
  Haul haul;
  number(starts, graph.main_nodes.size(), haul.boards, haul.row_of);
  number(ends, graph.main_nodes.size(), haul.alights, haul.column_of);
  const std::size_t cells = haul.rows() * haul.columns();
  haul.cost.assign(cells, kInfinity);
  haul.hours.assign(cells, kInfinity);
  haul.usd.assign(cells, kInfinity);
  return haul;
}

void search_row(const LinkCosts& costs, const FamilyGraph& graph, std::size_t row, Haul& haul,
                SearchTree& tree, double limit) {
  const auto carried = static_cast<std::uint32_t>(graph.main_nodes.size());
  std::vector<std::uint8_t> wanted(2 * graph.main_nodes.size(), 0);
  for (const auto k : haul.alights) wanted[k + carried] = 1;
  search(costs, graph.haul, {{haul.boards[row]}}, {limit, &wanted, haul.columns()}, tree);
  for (std::size_t c = 0; c < haul.columns(); ++c) {
    const std::uint32_t state = haul.alights[c] + carried;
    if (!tree.done[state]) continue;
    const std::size_t cell = row * haul.columns() + c;
    haul.cost[cell] = tree.cost[state];
    haul.hours[cell] = tree.hours[state];
    haul.usd[cell] = tree.usd[state];
  }
}

std::vector<std::size_t> keep_rows(const LinkCosts& costs, const FamilyGraph& graph, const HaulBefore& before,
                                   Haul& haul) {
  const Haul& former = before.haul;
  std::vector<std::size_t> searched;
  const bool all_columns = std::all_of(haul.alights.begin(), haul.alights.end(),
                                       [&](std::uint32_t k) { return former.column_of[k] != kNoState; });
  const std::vector<std::uint8_t> touched =
      all_columns ? touched_rows(costs, graph, before) : std::vector<std::uint8_t>(former.rows(), 1);
  for (std::size_t r = 0; r < haul.rows(); ++r) {
    const std::uint32_t was = former.row_of[haul.boards[r]];
    if (was == kNoState || touched[was]) {
      searched.push_back(r);
      continue;
    }
    for (std::size_t c = 0; c < haul.columns(); ++c) {
      const std::size_t cell = r * haul.columns() + c,
                        old = was * former.columns() + former.column_of[haul.alights[c]];
      haul.cost[cell] = former.cost[old];
      haul.hours[cell] = former.hours[old];
      haul.usd[cell] = former.usd[old];
    }
  }
  return searched;
}

void arrive(const Haul& haul, const std::vector<Seed>& starts, Arrivals& arrivals) {
  arrivals.cost.assign(haul.columns(), kInfinity);
  arrivals.start.assign(haul.columns(), kNoState);
  for (std::uint32_t s = 0; s < starts.size(); ++s) {
    const std::uint32_t terminal = starts[s].vertex, row = haul.row_of[terminal];
    const double* cost = haul.cost.data() + row * haul.columns();
    for (std::size_t c = 0; c < haul.columns(); ++c) {
      const double reached = starts[s].cost + cost[c];
      if (reached < arrivals.cost[c] && haul.alights[c] != terminal) {
        arrivals.cost[c] = reached;
        arrivals.start[c] = s;
      }
    }
  }
}

std::optional<Chain> best_chain(const Haul& haul, const std::vector<Seed>& starts, const Arrivals& arrivals,
                                const std::vector<Seed>& ends) {
  const std::size_t main_count = haul.column_of.size();
  std::uint32_t best = kNoState;
  double least = kInfinity;
  for (std::uint32_t e = 0; e < ends.size(); ++e) {
    const double cost = arrivals.cost[haul.column_of[ends[e].vertex - main_count]] + ends[e].cost;
    if (cost >= least) continue;
    least = cost;
    best = e;
  }
  if (best == kNoState) return std::nullopt;
  const Seed& end = ends[best];
  const std::uint32_t column = haul.column_of[end.vertex - main_count], s = arrivals.start[column];
  const std::size_t cell = haul.row_of[starts[s].vertex] * haul.columns() + column;
  return Chain{s, best, least, starts[s].hours + haul.hours[cell] + end.hours,
               starts[s].usd + haul.usd[cell] + end.usd};
}

}  // namespace sogdia
