#pragma once
#include "sogdia/study/answers/network_asked.h"
#include "verb.h"

namespace sogdia::tool {

// What the options of route and skim ask for.
NetworkAsked asked_of(const NetworkArgs& args);

}  // namespace sogdia::tool
