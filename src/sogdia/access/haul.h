#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "sogdia/access/search.h"

namespace sogdia {

// Least-cost ways over the main haul of a family, from every terminal t where goods board to every terminal
// t' where they alight. Goods that board somewhere and come back to it have not been carried anywhere, so the
// join below never takes t' = t: their way is by land.
struct Haul {
  std::vector<std::uint32_t> boards, alights;    // positions in main_nodes, ascending: rows, columns
  std::vector<std::uint32_t> row_of, column_of;  // by position in main_nodes, kNoState = none
  std::vector<double> cost, hours, usd;          // rows x columns, infinite where there is no way

  std::size_t rows() const { return boards.size(); }
  std::size_t columns() const { return alights.size(); }
};

// The table of the terminals that occur in the lists, before anything is searched: no way anywhere.
Haul empty_haul(const FamilyGraph& graph, const std::vector<std::vector<Seed>>& starts,
                const std::vector<std::vector<Seed>>& ends);

// One row, by one search from its terminal. `limit`: ways that cost more are left out.
void search_row(const LinkCosts& costs, const FamilyGraph& graph, std::size_t row, Haul& haul,
                SearchTree& tree, double limit = std::numeric_limits<double>::infinity());

// A family's table and graph before a scenario's changes.
struct HaulBefore {
  const FamilyGraph& graph;
  const Haul& haul;
  const std::vector<std::uint8_t>& changed;  // by link
};
// Fills the rows that stand as they were, and names those that must be searched: where a way over a changed
// link, at the lower of its two costs, could be as good as the way there was,
//
//   min_a [ d(t, tail a) ] + min_a [ c_a + d(head a, t') ]  <=  haul(t, t'),   a over the changed arcs
//
// and those of terminals that the former table lacks. A row kept holds the bits that a search would give.
std::vector<std::size_t> keep_rows(const LinkCosts& costs, const FamilyGraph& graph, const HaulBefore& before,
                                   Haul& haul);

// From one zone: by column of the table, the least a_it + haul(t, t') over t != t', and the position in the
// zone's starts of the t that it takes (kNoState: no way).
struct Arrivals {
  std::vector<double> cost;
  std::vector<std::uint32_t> start;
};
void arrive(const Haul& haul, const std::vector<Seed>& starts, Arrivals& arrivals);

// The chain from door to door of least cost:  min over t != t' of  (a_it + haul(t, t')) + e_t'j.
struct Chain {
  std::uint32_t start, end;  // positions in the starts of the origin and the ends of the destination
  double cost, hours, usd;
};
std::optional<Chain> best_chain(const Haul& haul, const std::vector<Seed>& starts, const Arrivals& arrivals,
                                const std::vector<Seed>& ends);

}  // namespace sogdia
