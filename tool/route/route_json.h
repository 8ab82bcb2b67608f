#pragma once
#include <nlohmann/json.hpp>

#include "sogdia/study/answers/find_routes.h"

namespace sogdia::tool {

// A way as `route --json` has it, and the difference of two as its `why`.
nlohmann::ordered_json route_json(const Network& network, const Route& route);
nlohmann::ordered_json why_json(const Network& network, const WhyNot& why);

}  // namespace sogdia::tool
