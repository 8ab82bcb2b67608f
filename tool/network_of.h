#pragma once
#include <string>
#include <vector>

#include "sogdia/network/network.h"
#include "sogdia/study/world.h"
#include "verb.h"

namespace sogdia::tool {

// The network that route and skim look at, and its costs before and after ways are closed and opened as the
// user's words ask. `notes` gathers what a word could have meant beside what was taken.
struct NetworkOf {
  Network network;
  LinkCosts base, costs;
};
NetworkOf network_of(const World& world, const NetworkArgs& args, std::vector<std::string>& notes);

}  // namespace sogdia::tool
