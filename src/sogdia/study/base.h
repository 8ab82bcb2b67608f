#pragma once
#include <string>
#include <vector>

#include "sogdia/access/zones.h"
#include "sogdia/network/projects.h"
#include "sogdia/study/world.h"

namespace sogdia {

// The pack's tables that changes of its network name.
ChangeTables change_tables(const World& world);

// The pack's network with the projects that stand before any change: words as in select_projects.
Network base_network(const World& world, const std::vector<std::string>& projects, const std::string& where);

// The places that stand for `countries`: `asked`, and one for each country at least.
Zones base_zones(const World& world, const Network& network, const Index& countries, int asked);

}  // namespace sogdia
