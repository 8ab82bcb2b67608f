#pragma once
#include "sogdia/access/router.h"
#include "sogdia/study/result.h"

namespace sogdia {

// A corridor is measured along its chain of places: each stretch by the family its `mode_to_next` names, with
// the terminals at both ends and where the mode changes; a stop in passing costs nothing. Fills `corridors`
// and `corridor_paths`; a stretch without a way becomes a warning and the corridor has no hours.
void add_corridor_tables(Result& result, const Router& before, const Router& after, int threads);

}  // namespace sogdia
