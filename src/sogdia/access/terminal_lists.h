#pragma once
#include <vector>

#include "sogdia/access/haul.h"
#include "sogdia/access/land_search.h"
#include "sogdia/core/monitor.h"

namespace sogdia {

// By zone, where a family boards and where it alights within `limit` of the way on land.
struct TerminalLists {
  std::vector<std::vector<Seed>> starts, ends;
};
TerminalLists terminal_lists(const AccessTopology& topology, const AccessMetric& metric, ModeFamily family,
                             const std::vector<std::uint32_t>& zones, double limit, int threads = 1,
                             const Monitor& monitor = {});

// The table of the main haul between the terminals of the lists.
Haul search_haul(const AccessTopology& topology, const AccessMetric& metric, ModeFamily family,
                 const std::vector<std::vector<Seed>>& starts, const std::vector<std::vector<Seed>>& ends,
                 int threads = 1, const Monitor& monitor = {});

}  // namespace sogdia
