#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "sogdia/access/access_topology.h"
#include "sogdia/access/hierarchy/min_plus.h"
#include "sogdia/access/hierarchy/sweep.h"
#include "sogdia/access/search.h"

namespace sogdia {

// Least-cost ways over the main haul of a family, from every terminal t where goods board to every terminal
// t' where they alight. Goods that board somewhere and come back to it have not been carried anywhere: there
// is no way from a terminal to itself.
enum class HaulCarries : std::uint8_t { nothing, hours_and_usd, km_too };
struct Haul {
  std::vector<std::uint32_t> boards, alights;    // positions in main_nodes, ascending: rows, columns
  std::vector<std::uint32_t> row_of, column_of;  // by position in main_nodes, kNoState = none
  MinPlusRows cost;                              // infinite where there is no way
  // What is carried, cell by cell, row by row: hours, USD a tonne and km, or as many of them as `each` says.
  std::vector<double> rides;
  std::size_t each = 0;

  std::size_t rows() const { return boards.size(); }
  std::size_t columns() const { return alights.size(); }
  // 0 of what the table does not carry.
  Carried carried(std::size_t row, std::size_t column) const {
    const double* at = rides.data() + (row * columns() + column) * each;
    return {each > 0 ? at[0] : 0, each > 1 ? at[1] : 0, each > 2 ? at[2] : 0};
  }
  void carry(std::size_t row, std::size_t column, const Carried& what) {
    double* at = rides.data() + (row * columns() + column) * each;
    if (each > 0) at[0] = what.hours;
    if (each > 1) at[1] = what.usd;
    if (each > 2) at[2] = what.km;
  }
};

// The table of the terminals that occur in the lists, before anything is searched: no way anywhere.
Haul empty_haul(std::size_t main_count, const std::vector<std::vector<Seed>>& starts,
                const std::vector<std::vector<Seed>>& ends, HaulCarries carries = HaulCarries::km_too);

// Whether the table has all terminals of the lists.
bool covers(const Haul& haul, const std::vector<std::vector<Seed>>& starts,
            const std::vector<std::vector<Seed>>& ends);

// One row, by one search from its terminal. `limit`: ways that cost more are left out.
void search_row(const FamilyGraph& graph, std::size_t row, Haul& haul, SearchTree& tree,
                double limit = std::numeric_limits<double>::infinity());

// Where goods that board at a terminal are when they have been carried by one link, over whatever transfers
// and ferries before it.
struct FirstMove {
  Start<double> start;
  std::vector<std::uint32_t> links;  // in order of travel

  bool operator==(const FirstMove&) const = default;
};
std::vector<FirstMove> first_moves(const AccessTopology& topology, const WeighedLinks& links,
                                   ModeFamily family, std::uint32_t terminal);

// The searches of all rows over the hierarchy of the family's main haul, in batches. A way that has boarded
// and not moved may be transferred or ferried first; it starts where it has been carried once. What
// the table does not carry is not carried here.
struct HaulSearch {
  Selection selection;
  SelectedWeights<double> weights;
  std::vector<std::vector<Start<double>>> sources;  // by row: its first moves
  std::vector<std::vector<std::uint32_t>> batches;  // of rows
};
HaulSearch make_haul_search(const AccessTopology& topology, const AccessMetric& metric, ModeFamily family,
                            const Haul& haul, int threads = 1);
// From certain terminals to certain vertices.
HaulSearch make_haul_search(const AccessTopology& topology, const AccessMetric& metric, ModeFamily family,
                            const std::vector<std::uint32_t>& boards,
                            const std::vector<std::uint32_t>& targets, bool carried, int threads = 1);
// What a sweep of a batch found.
void take_rows(const Topology& topology, const HaulSearch& search, std::size_t batch,
               const Labels<double>& labels, Haul& haul);

// From one zone: by column of the table, the least a_it + haul(t, t') over t, and the position in the zone's
// starts of the t that it takes.
void arrive(const Haul& haul, const std::vector<Seed>& starts, MinPlusRow& arrivals);

// The ends of a zone behind those of others, and those of all zones, as the join takes them.
void add_ends(const Haul& haul, const std::vector<Seed>& ends, EndLists& lists);
EndLists end_lists(const Haul& haul, const std::vector<std::vector<Seed>>& ends);

// The chain from door to door of least cost, by the end that it takes, and that end:  min over t' of  (a_it +
// haul(t, t')) + e_t'j.
struct Chain {
  std::uint32_t start, end;  // positions in the starts of the origin and the ends of the destination
  double cost;
  Carried carried;
};
Chain chain_at(const Haul& haul, const std::vector<Seed>& starts, const MinPlusRow& arrivals,
               const std::vector<Seed>& ends, std::uint32_t end);
std::optional<Chain> best_chain(const Haul& haul, const std::vector<Seed>& starts, const MinPlusRow& arrivals,
                                const std::vector<Seed>& ends);

}  // namespace sogdia
