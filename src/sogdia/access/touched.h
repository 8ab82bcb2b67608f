#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/access/haul.h"
#include "sogdia/access/terminal_lists.h"

namespace sogdia {

// Costs before and after a change, and the links that differ in them.
struct CostsChanged {
  const AccessMetric &was, &is;
  const std::vector<std::uint32_t>& links;
};

// What a change can alter of what is found from a source, told by the distances d from there as they were:
// nothing, where for every changed arc (u, v) of weight w
//   d(u) + w > d(v)   with w as it was (the arc lies on no least way) and as it is (it makes none),
// which leaves ways of equal cost as they were told apart, too. Two sweeps to the ends of what has changed
// cost next to nothing beside those to all terminals.

// By zone, 1 = its TerminalLists may differ.
std::vector<std::uint8_t> touched_lists(const AccessTopology& topology, const CostsChanged& change,
                                        ModeFamily family, const std::vector<std::uint32_t>& zones,
                                        const LandLimits& limits, int threads);
// By zone, 1 = the ways by road from it may differ. Empty: those of any may, as where the links of a zone
// that goods do not pass through have changed.
std::vector<std::uint8_t> touched_by_road(const AccessTopology& topology, const CostsChanged& change,
                                          const std::vector<std::uint32_t>& zones, int threads);
// By row of the table of the main haul, 1 = it may differ.
std::vector<std::uint8_t> touched_rows(const AccessTopology& topology, const CostsChanged& change,
                                       ModeFamily family, const Haul& haul, int threads);

}  // namespace sogdia
