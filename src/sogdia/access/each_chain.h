#pragma once
#include <algorithm>
#include <vector>

#include "sogdia/access/skim.h"
#include "sogdia/core/no_number.h"

namespace sogdia {

// The ends of some zones, one zone after the other, and what is carried from each to the door.
struct DoorEnds {
  EndLists lists;
  std::vector<Carried> carried;
};
inline DoorEnds door_ends(const Chains& chains, const std::vector<std::uint32_t>& destinations) {
  DoorEnds ends;
  const Haul& haul = chains.haul;
  ends.lists.first.push_back(0);
  for (const auto j : destinations) {
    add_ends(haul, chains.ends()[j], ends.lists);
    for (const Seed& end : chains.ends()[j]) ends.carried.push_back(end.carried);
  }
  return ends;
}

// A way from door to door by the main haul of a family.
struct JoinedWay {
  TakenChain chain;
  double cost;
  Carried carried;
  double land_km;  // of `carried`: before it boards and after it alights
};

// The least-cost way of every pair from some zones to some: visit(i, j, way). Pairs without one are passed
// over. `ends` are those of the destinations, rides(row, column) what is carried along the haul. At most
// eight origins, kLanes<double>.
template <class Rides, class Visit>
void each_chain(const Chains& chains, const DoorEnds& ends, const std::uint32_t* origins, std::size_t here,
                const std::vector<std::uint32_t>& destinations, const Rides& rides, const Visit& visit) {
  const Haul& haul = chains.haul;
  std::vector<MinPlusRow> rows(here);
  LaneRows joined;
  for (std::size_t k = 0; k < here; ++k) arrive(haul, chains.starts()[origins[k]], rows[k]);
  transpose(rows, here, haul.columns(), joined);
  join_ends(ends.lists, joined);
  // Lines of a few destinations stay near while all origins take what is theirs of them.
  constexpr std::size_t kBlock = 16;
  for (std::size_t first = 0; first < destinations.size(); first += kBlock) {
    const std::size_t last = std::min(first + kBlock, destinations.size());
    for (std::size_t k = 0; k < here; ++k) {
      const std::uint32_t i = origins[k];
      const std::vector<Seed>& starts = chains.starts()[i];
      for (std::size_t d = first; d < last; ++d) {
        const double cost = joined.cost[d].lane[k];
        if (i == destinations[d] || !(cost < kInfinity)) continue;
        const auto e = static_cast<std::uint32_t>(joined.end[d].lane[k]);
        const std::size_t at = ends.lists.first[d] + e;
        const std::uint32_t column = ends.lists.column[at];
        const auto s = static_cast<std::uint32_t>(rows[k].by_at(column));
        const Carried &start = starts[s].carried, &end = ends.carried[at];
        visit(i, destinations[d],
              JoinedWay{{static_cast<std::uint16_t>(s), static_cast<std::uint16_t>(e)},
                        cost,
                        start + rides(haul.row_of[starts[s].vertex], column) + end,
                        start.km + end.km});
      }
    }
  }
}

}  // namespace sogdia
