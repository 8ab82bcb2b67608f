#pragma once
#include <optional>
#include <string>

#include "sogdia/network/network.h"

namespace sogdia {

// The mode of a link by what files say of it: a mode, GMNS's allowed_uses ("auto,truck"), a facility type or
// OpenStreetMap's tag. Road where nothing is said; nothing for ways that carry no goods (walking, pipelines).
std::optional<Mode> link_mode(const std::string& mode, const std::string& uses, const std::string& facility);

}  // namespace sogdia
