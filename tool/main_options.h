#pragma once
#include "verb.h"

namespace CLI {
class App;
}

namespace sogdia::tool {

// The options of the verbs that have most of them; the others' stand in main.cpp.
void add_assign_options(CLI::App& verb, AssignArgs& to);
void add_estimate_options(CLI::App& verb, EstimateArgs& to);

}  // namespace sogdia::tool
