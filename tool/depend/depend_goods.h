#pragma once
#include "sogdia/study/world/world.h"
#include "verb.h"

namespace sogdia::tool {

// `depend A [B] --goods crude`: whom A buys one kind of fuel, ore or metal from, and what A is of each
// buyer's imports. Shares are of what the buyer's own customs report; origins that they hide are named.
int depend_goods(const World& world, const DependArgs& args, const Common& common);

}  // namespace sogdia::tool
