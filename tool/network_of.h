#pragma once
#include <string>
#include <vector>

#include "sogdia/network/network.h"
#include "sogdia/study/world.h"
#include "verb.h"

namespace sogdia::tool {

// The network that route and skim look at, with its ways closed and opened as the user's words ask.
// `notes` gathers what a word could have meant beside what was taken.
Network network_of(const World& world, const NetworkArgs& args, std::vector<std::string>& notes);

}  // namespace sogdia::tool
