#pragma once
#include <vector>

#include "sogdia/access/router.h"

namespace sogdia {

// Ways beside the best of each family. All throw away nothing of a Route's meaning: cost, hours and money are
// those of its links.

// By way of a node: from origin to `via` and from there on by the same family, best first by cost. Goods
// alight at a place and board again; at a port they stay on board. Shares are among these ways.
std::vector<Route> routes_by_way_of(const Network& network, const LinkCosts& costs, const Router& router,
                                    std::uint32_t origin, std::uint32_t via, std::uint32_t destination);

// Up to `count` ways of each family: the best, and others by way of somewhere else (via_ways.h), cheapest
// first. Of every other way this holds, with C the cost of the best:
//   stretch    it costs at most kStretch C
//   overlap    what it has in common with the best, and with each before it, costs at most kShared C
//   no detour  no link of it, and no part that costs less than kPlateau C, has a cheaper way around it; where
//              it goes by two plateaus, that is tested where they meet
//   no loop    it comes to no node twice
// They are found from two searches, and one or two more for each way where more are asked for than single
// plateaus give. Fewer than `count` means that no others keep those bounds. Route::alternative numbers a
// family's ways from 1; only those have shares. Grouped by family, best family first.
inline constexpr double kStretch = 1.5, kShared = 0.6, kPlateau = 0.1;
std::vector<Route> alternative_routes(const Network& network, const LinkCosts& costs, const Router& router,
                                      std::uint32_t origin, std::uint32_t destination, int count,
                                      int threads = 1);

}  // namespace sogdia
