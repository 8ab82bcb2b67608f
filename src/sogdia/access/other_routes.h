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

// Up to `count` ways of each family: the best, then others that run apart from those before them for kApart
// of their cost at least, found by searching again where links of the ways before cost kPenalty times as much
// (the penalty method; Abraham, Delling, Goldberg & Werneck 2013 on limited sharing). Route::alternative
// numbers a family's ways from 1; only those have shares. Grouped by family, best family first. `travel` is
// what the router was made from.
inline constexpr double kPenalty = 1.4, kApart = 0.2;
std::vector<Route> alternative_routes(const Network& network, const LinkCosts& costs, const Router& router,
                                      const Travel& travel, std::uint32_t origin, std::uint32_t destination,
                                      int count);

}  // namespace sogdia
