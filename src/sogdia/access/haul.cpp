#include "sogdia/access/haul.h"

#include <algorithm>

#include "sogdia/core/no_number.h"

namespace sogdia {
namespace {

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

}  // namespace

Haul empty_haul(std::size_t main_count, const std::vector<std::vector<Seed>>& starts,
                const std::vector<std::vector<Seed>>& ends, HaulCarries carries) {
  Haul haul;
  number(starts, main_count, haul.boards, haul.row_of);
  number(ends, main_count, haul.alights, haul.column_of);
  haul.cost = MinPlusRows(haul.rows(), haul.columns());
  haul.each = carries == HaulCarries::nothing ? 0 : carries == HaulCarries::km_too ? 3 : 2;
  haul.rides.resize(haul.rows() * haul.columns() * haul.each);
  return haul;
}

bool covers(const Haul& haul, const std::vector<std::vector<Seed>>& starts,
            const std::vector<std::vector<Seed>>& ends) {
  const auto has = [](const std::vector<std::uint32_t>& place_of) {
    return [&](const std::vector<Seed>& list) {
      return std::all_of(list.begin(), list.end(), [&](const Seed& seed) {
        return place_of[seed.vertex % place_of.size()] != kNoState;
      });
    };
  };
  return std::all_of(starts.begin(), starts.end(), has(haul.row_of)) &&
         std::all_of(ends.begin(), ends.end(), has(haul.column_of));
}

void search_row(const FamilyGraph& graph, std::size_t row, Haul& haul, SearchTree& tree, double limit) {
  const std::uint32_t carried = graph.main_count();
  std::vector<std::uint8_t> wanted(2 * std::size_t{carried}, 0);
  for (const auto k : haul.alights) wanted[k + carried] = 1;
  search(*graph.weights, graph.haul, {{haul.boards[row]}}, {limit, &wanted, haul.columns()}, tree);
  for (std::size_t c = 0; c < haul.columns(); ++c) {
    const std::uint32_t state = haul.alights[c] + carried;
    if (!tree.done[state] || haul.alights[c] == haul.boards[row]) continue;
    haul.cost.set(row, c, tree.cost[state]);
    haul.carry(row, c, tree.carried[state]);
  }
}

std::vector<FirstMove> first_moves(const AccessTopology& topology, const WeighedLinks& links,
                                   ModeFamily family, std::uint32_t terminal) {
  const auto f = static_cast<std::size_t>(family);
  const FamilyLayers& layers = *topology.layers[f];
  // On board and not carried yet: few nodes, so a list of them is searched.
  struct Aboard {
    std::uint32_t vertex;
    double cost;
    Carried carried;
    std::vector<std::uint32_t> links;
    bool done = false;
  };
  std::vector<Aboard> aboard{{terminal, 0, {}, {}}};
  std::vector<FirstMove> moves;
  for (;;) {
    Aboard* next = nullptr;
    for (Aboard& at : aboard) {
      if (!at.done && (!next || at.cost < next->cost)) next = &at;
    }
    if (!next) break;
    next->done = true;
    const Aboard from = *next;
    for (std::uint32_t k = topology.first_main[f][from.vertex]; k < topology.first_main[f][from.vertex + 1];
         ++k) {
      const std::uint32_t arc = topology.main_out[f][k], link = layers.main.link[arc],
                          head = layers.main.head[arc];
      if (!links.open[link] || (!layers.main_used.empty() && !layers.main_used[arc])) continue;
      Aboard to{head, from.cost + links.link.cost[link], from.carried + links.link.carried[link], from.links};
      to.links.push_back(link);
      if (layers.carries[arc]) {
        moves.push_back({{head, to.cost, to.carried}, std::move(to.links)});
        continue;
      }
      const auto known =
          std::find_if(aboard.begin(), aboard.end(), [&](const Aboard& at) { return at.vertex == head; });
      if (known == aboard.end())
        aboard.push_back(std::move(to));
      else if (to.cost < known->cost)
        *known = std::move(to);
    }
  }
  return moves;
}

HaulSearch make_haul_search(const AccessTopology& topology, const AccessMetric& metric, ModeFamily family,
                            const std::vector<std::uint32_t>& boards,
                            const std::vector<std::uint32_t>& targets, bool carried, int threads) {
  const auto f = static_cast<std::size_t>(family);
  HaulSearch search;
  std::vector<std::uint32_t> sources;
  for (const auto terminal : boards) {
    auto& starts = search.sources.emplace_back();
    for (const FirstMove& move : first_moves(topology, metric.links, family, terminal)) {
      starts.push_back(move.start);
      sources.push_back(move.start.vertex);
    }
  }
  search.selection = select(*topology.main[f], sources, targets);
  search.weights = weights_of(search.selection, *metric.main[f], false, threads, carried);
  search.batches = batches(*topology.main[f], search.selection, search.sources);
  return search;
}

HaulSearch make_haul_search(const AccessTopology& topology, const AccessMetric& metric, ModeFamily family,
                            const Haul& haul, int threads) {
  return make_haul_search(topology, metric, family, haul.boards, haul.alights, haul.each > 0, threads);
}

void take_rows(const Topology& topology, const HaulSearch& search, std::size_t batch,
               const Labels<double>& labels, Haul& haul) {
  const auto& rows = search.batches[batch];
  for (std::size_t c = 0; c < haul.columns(); ++c) {
    const std::uint32_t place = search.selection.place[topology.rank[haul.alights[c]]];
    for (std::uint32_t lane = 0; lane < rows.size(); ++lane) {
      const std::uint32_t row = rows[lane];
      const double cost = labels.weight[place].lane[lane];
      if (!(cost < kInfinity) || haul.alights[c] == haul.boards[row]) continue;
      haul.cost.set(row, c, cost);
      if (haul.each > 0) haul.carry(row, c, labels.carried(place, lane));
    }
  }
}

void arrive(const Haul& haul, const std::vector<Seed>& starts, MinPlusRow& arrivals) {
  arrivals.clear(haul.columns());
  for (std::uint32_t s = 0; s < starts.size(); ++s)
    add_row(haul.cost, haul.row_of[starts[s].vertex], starts[s].cost, s, arrivals);
}

void add_ends(const Haul& haul, const std::vector<Seed>& ends, EndLists& lists) {
  for (const Seed& end : ends) {
    lists.column.push_back(haul.column_of[end.vertex - haul.column_of.size()]);
    lists.cost.push_back(end.cost);
  }
  lists.first.push_back(static_cast<std::uint32_t>(lists.column.size()));
}

EndLists end_lists(const Haul& haul, const std::vector<std::vector<Seed>>& ends) {
  EndLists lists;
  lists.first.push_back(0);
  for (const auto& list : ends) add_ends(haul, list, lists);
  return lists;
}

Chain chain_at(const Haul& haul, const std::vector<Seed>& starts, const MinPlusRow& arrivals,
               const std::vector<Seed>& ends, std::uint32_t end) {
  const std::uint32_t column = haul.column_of[ends[end].vertex - haul.column_of.size()];
  const auto s = static_cast<std::uint32_t>(arrivals.by_at(column));
  return Chain{s, end, arrivals.at(column) + ends[end].cost,
               starts[s].carried + haul.carried(haul.row_of[starts[s].vertex], column) + ends[end].carried};
}

std::optional<Chain> best_chain(const Haul& haul, const std::vector<Seed>& starts, const MinPlusRow& arrivals,
                                const std::vector<Seed>& ends) {
  std::uint32_t best = kNoState;
  double least = kInfinity;
  for (std::uint32_t e = 0; e < ends.size(); ++e) {
    const double cost = arrivals.at(haul.column_of[ends[e].vertex - haul.column_of.size()]) + ends[e].cost;
    if (cost >= least) continue;
    least = cost;
    best = e;
  }
  if (best == kNoState) return std::nullopt;
  return chain_at(haul, starts, arrivals, ends, best);
}

}  // namespace sogdia
