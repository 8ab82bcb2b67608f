#pragma once
#include <cstddef>
#include <vector>

#include "sogdia/network/network.h"

namespace sogdia {

// The open links of one mode on the shortest way by it between two nodes, in their order; transfers are free
// to take, and ferries for land modes. Where the mode does not reach both (a port lies apart from its town)
// roads and railways lead to it: their km count ten-fold, so that they are the access to the line and not the
// line itself. Empty where there is no way, or where the mode makes less than half of its km.
std::vector<std::size_t> way_by_mode(const Network& network, const LinkCosts& costs, std::size_t from,
                                     std::size_t to, Mode mode);

}  // namespace sogdia
