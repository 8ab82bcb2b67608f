#pragma once
#include <algorithm>
#include <vector>

#include "sogdia/access/skim.h"

namespace sogdia {

// The least-cost chain of every pair from some zones to some: visit(i, j, start, end, column), positions in
// the starts of i, in the ends of j and among the columns of the haul. Pairs without a chain are passed over.
// `lists` are the ends of the destinations (end_lists). At most eight origins, kLanes<double>.
template <class Visit>
void each_chain(const Chains& chains, const EndLists& lists, const std::uint32_t* origins, std::size_t here,
                const std::vector<std::uint32_t>& destinations, const Visit& visit) {
  std::vector<MinPlusRow> rows(here);
  LaneRows joined;
  for (std::size_t k = 0; k < here; ++k) arrive(*chains.haul, chains.starts()[origins[k]], rows[k]);
  transpose(rows, here, chains.haul->columns(), joined);
  join_ends(lists, joined);
  for (std::size_t k = 0; k < here; ++k) {
    for (std::size_t d = 0; d < destinations.size(); ++d) {
      const std::uint32_t i = origins[k], j = destinations[d];
      if (i == j || !(joined.cost[d].lane[k] < std::numeric_limits<double>::infinity())) continue;
      const auto end = static_cast<std::uint32_t>(joined.end[d].lane[k]);
      const std::uint32_t column = lists.column[lists.first[d] + end];
      visit(i, j, static_cast<std::uint32_t>(rows[k].by_at(column)), end, column);
    }
  }
}

}  // namespace sogdia
