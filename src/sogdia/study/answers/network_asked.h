#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/network/network.h"
#include "sogdia/study/world/world.h"

namespace sogdia {

// The network that a way is looked for on: the pack's with projects built, and ways closed or opened, in the
// words of find_targets.
struct NetworkAsked {
  std::vector<std::string> projects{"open"};  // as in select_projects
  std::vector<std::string> close, open;
  std::vector<std::string> avoid;  // as close; a country or bloc here is all ways into it
  std::string dashes;  // before the names of these where errors place them: "--" on the command line
};

// Its costs before and after ways are closed and opened. `notes` gathers what a word could have meant beside
// what was taken, and names passages that were closed already. Throws Error with the nearest names.
struct NetworkFound {
  Network network;
  LinkCosts base, costs;
};
NetworkFound find_network(const World& world, const NetworkAsked& asked, std::vector<std::string>& notes);

}  // namespace sogdia
