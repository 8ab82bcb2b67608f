#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "sogdia/access/zones.h"
#include "sogdia/network/network.h"
#include "sogdia/study/study.h"
#include "sogdia/study/world.h"

namespace sogdia {

// What a change touches: "links", "pairs of countries", "countries".
struct Touched {
  std::size_t count = 0;
  const char* what = "";
};

// A study put to the world, up to the first step that takes long: what `sogdia check` does, and what a run
// begins with. All that can be wrong with a study is found here.
struct Prepared {
  Study study;  // resolved
  Economy economy;
  Network base, scenario;        // before and after the changes
  std::vector<Touched> touched;  // by change of the scenario
  Zones zones;
};

// Throws Error, placed at the study's line, for what the world does not have and for a change that would
// change nothing.
Prepared prepare(const Study& study, const World& world);

}  // namespace sogdia
