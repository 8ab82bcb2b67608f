#pragma once
#include <algorithm>
#include <vector>

#include "sogdia/access/skim.h"

namespace sogdia {

// The least-cost chain of every pair from some zones to all: visit(i, j, start, end, column), positions in
// the starts of i, in the ends of j and among the columns of the haul. Pairs without a chain are passed over.
// `lists` are the ends of all zones (end_lists). Origins go eight at a time, first to last.
template <class Visit>
void each_chain(const Chains& chains, const EndLists& lists, std::size_t first, std::size_t last,
                const Visit& visit) {
  const std::size_t count = chains.ends().size(), lanes = kLanes<double>;
  std::vector<MinPlusRow> rows(lanes);
  LaneRows joined;
  for (std::size_t origin = first; origin < last; origin += lanes) {
    const std::size_t here = std::min(lanes, last - origin);
    for (std::size_t k = 0; k < here; ++k) arrive(*chains.haul, chains.starts()[origin + k], rows[k]);
    transpose(rows, here, chains.haul->columns(), joined);
    join_ends(lists, joined);
    for (std::size_t k = 0; k < here; ++k) {
      for (std::size_t j = 0; j < count; ++j) {
        if (origin + k == j || !(joined.cost[j].lane[k] < std::numeric_limits<double>::infinity())) continue;
        const auto end = static_cast<std::uint32_t>(joined.end[j].lane[k]);
        const std::uint32_t column = lists.column[lists.first[j] + end];
        visit(origin + k, j, static_cast<std::uint32_t>(rows[k].by_at(column)), end, column);
      }
    }
  }
}

}  // namespace sogdia
