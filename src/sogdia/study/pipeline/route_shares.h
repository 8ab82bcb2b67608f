#pragma once
#include <string>
#include <utility>
#include <vector>

#include "sogdia/access/router.h"
#include "sogdia/study/world/world.h"

namespace sogdia {

// A way on rivers alone is found by the sea family too; it is told as inland water, once.
void tell_rivers_once(std::vector<Route>& routes);

// Shares of the best ways of the families: of what the countries of the two nodes trade, by value, or of one
// class of goods. They stay as they are where the pack does not tell classes apart. Throws Error at `where`
// for a class that is none.
void share_by_goods(const World& world, const Network& network, const Travel& travel,
                    std::pair<std::uint32_t, std::uint32_t> ends, const std::string& goods,
                    const std::string& where, std::vector<Route>& routes);

}  // namespace sogdia
