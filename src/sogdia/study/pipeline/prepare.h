#pragma once
#include <cstddef>
#include <vector>

#include "sogdia/network/change.h"
#include "sogdia/study/pipeline/base.h"

namespace sogdia {

// What a change touches: "links", "pairs of countries", "countries".
struct Touched {
  std::size_t count = 0;
  const char* what = "";
};

// A study put to its base, up to the first step that takes long: what `sogdia check` does, and what a run
// begins with. All that can be wrong with a study is found here.
struct Prepared {
  Study study;  // resolved
  Edited edited;
  std::vector<Touched> touched;  // by change of the scenario
};

// Throws Error, placed at the study's line, for what the world does not have and for a change that would
// change nothing. The study must stand on the base (same_base).
Prepared prepare(const Study& study, const BaseWorld& base);

}  // namespace sogdia
