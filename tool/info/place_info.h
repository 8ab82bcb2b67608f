#pragma once
#include <optional>
#include <string>
#include <vector>

#include "info/info_rows.h"

namespace sogdia::tool {

// A place by any name that `route` takes, with its terminals, corridors and projects; or the row of the
// terminal or crossing that the name means. `notes` gets what else it could mean, or that a neighbour stands
// for it. Throws Error where nothing bears the name.
Json place_info(const World& world, const std::string& name, std::vector<std::string>& notes);

// "`route` takes `Suez` as Suez, Egypt (`EGY-Suez`)", of a name that something else bears too; nothing where
// no place does.
std::optional<std::string> place_of_name(const World& world, const std::string& name);

}  // namespace sogdia::tool
