#pragma once
#include "sogdia/access/router.h"
#include "sogdia/dependence/dependence.h"
#include "sogdia/study/result.h"
#include "sogdia/study/stages.h"

namespace sogdia {

// Fills `dependence`, `partners`, `pair_routes`, `pair_paths`, `customs`, `pledges` and `events` for the
// study's pairs: dependence and partners for every year of the trade table.
void add_pair_tables(Result& result, const Stages& stages, const Router& after, int threads);

}  // namespace sogdia
