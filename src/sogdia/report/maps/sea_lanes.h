#pragma once
#include <vector>

#include "sogdia/study/tables/result.h"

namespace sogdia::report {

// How much each link is used when every pair of the pack's large ports takes its fastest way by sea, a pair
// counting with the product of the two countries' GDP: the lanes a map should show. Not trade: a weight from
// 0 to 1 by link, 1 on the busiest. Empty where the pack names no large port.
std::vector<double> sea_lanes(const Result& result);

}  // namespace sogdia::report
