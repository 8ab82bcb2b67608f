#pragma once
#include <optional>

#include "sogdia/access/router.h"

namespace sogdia {

// The best way that boards ships twice or more, with land between: Mumbai to Bandar Abbas, through Iran, over
// the Caspian to Astrakhan. `sea` is the graph of the sea family, whose limits hold for the land before and
// after; that between is as long as it takes. With T_i the ports that land leads to from i,
//
//   min over t1 in T_i, t2, t3, t4 in T_j of  a(i, t1) + haul(t1, t2) + land(t2, t3) + haul(t3, t4) + e(t4,
//   j)
//
// by one search of Dijkstra's over ships, land and ships. Nothing where one ship costs as little.
std::optional<Route> land_bridge(const Network& network, const LinkCosts& costs, const FamilyGraph& sea,
                                 std::uint32_t origin, std::uint32_t destination);

}  // namespace sogdia
