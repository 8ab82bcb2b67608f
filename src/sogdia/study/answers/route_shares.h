#pragma once
#include <optional>
#include <utility>
#include <vector>

#include "sogdia/access/router.h"

namespace sogdia {

// A way on rivers alone is found by the sea family too; it is told as inland water, once. One by ship from
// port to port is found by that of oil pipelines, and is none of a pipe.
void tell_rivers_once(std::vector<Route>& routes);

// The way of large ships, where goods of the class go by them.
std::optional<Route> large_ship_route(const Network& network, const LinkCosts& costs, const Router& router,
                                      const Travel& travel, std::pair<std::uint32_t, std::uint32_t> ends,
                                      int of_class);

// Shares of the best ways of the families by the travel's classes of goods: of what the countries of the two
// nodes trade, by value, or of one class, a position among them. Pipelines that carry nothing of it are left
// out. A way of large ships is told as one by sea with the share of both, of which the larger is shown.
// Shares stay as they are where there are no classes.
void share_by_goods(const Network& network, const Travel& travel,
                    std::pair<std::uint32_t, std::uint32_t> ends, int of_class, std::vector<Route>& routes);

}  // namespace sogdia
