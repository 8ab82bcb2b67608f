#pragma once
#include <string>
#include <vector>

#include "sogdia/network/network.h"
#include "sogdia/study/world.h"

namespace sogdia::tool {

// The network that route and skim look at: the pack's with projects built ("none", "open", "planned", "all",
// or ids) and ways closed or opened as the user asks: "suez", "border:CHN-KAZ", "port:CNSHA", "link:ID".
Network network_of(const World& world, const std::string& projects, const std::vector<std::string>& close,
                   const std::vector<std::string>& open);

}  // namespace sogdia::tool
