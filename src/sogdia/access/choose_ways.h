#pragma once
#include "sogdia/access/skim.h"

namespace sogdia {

// The choice among the families of all pairs, once their ways are put down: shares, what is paid, means. On a
// scenario, `base` not nullptr, pairs whose ways are the base's choose as they did, which the skim starts
// from; `kept` families are the base's own. `among`: the families that may have ways. `nodes` by zone.
void choose_ways(const Network& network, const Travel& travel, const std::vector<std::uint32_t>& nodes,
                 const std::vector<std::size_t>& among, const ByFamily<bool>& kept, int threads, Skim& skim,
                 const Skim* base);

}  // namespace sogdia
