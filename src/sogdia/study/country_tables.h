#pragma once
#include "sogdia/study/result.h"
#include "sogdia/study/stages.h"

namespace sogdia {

// Fills `countries`, `pairs`, `world`, `projects`, `unreachable` and the headline numbers.
void add_country_tables(Result& result, const Stages& stages);

}  // namespace sogdia
