#pragma once
#include <string>
#include <vector>

#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {

// What each pipeline and passage carries and can carry, from tonnes by link, before and after. Pipelines
// without a known capacity are among them.
std::vector<CapacityUse> capacity_uses(const Network& network, const std::vector<Passage>& passages,
                                       const std::vector<double>& before, const std::vector<double>& after);

// What overfull pipelines cannot take, of crude oil and gas that comes to them because its own way has become
// dearer or is gone, and that has no other family and no way of its own without them: so it has no way, as
// GoodsShares::stranded, and is added to that. A pipeline that is opened strands nothing.
void strand_overflow(const Baseline& base, const Ways& after, const std::vector<CapacityUse>& uses,
                     int threads, OdMatrix& stranded);

}  // namespace sogdia
