#pragma once
#include <vector>

#include "sogdia/access/haul.h"
#include "sogdia/access/land_search.h"
#include "sogdia/core/monitor.h"

namespace sogdia {

// By zone, the cost of the way on land up to which goods board and alight.
struct LandLimits {
  std::vector<double> boards, alights;
};
LandLimits land_limits(const AccessLimit& limit, const std::vector<std::uint32_t>& zones);

// By zone, where a family boards and where it alights within the limits.
struct TerminalLists {
  std::vector<std::vector<Seed>> starts, ends;
};
TerminalLists terminal_lists(const AccessTopology& topology, const AccessMetric& metric, ModeFamily family,
                             const std::vector<std::uint32_t>& zones, const LandLimits& limits,
                             int threads = 1, const Monitor& monitor = {});
// The same of families that come over the same land at the same weights, whose terminals are told by the same
// sweeps; for each family asked, in their order.
struct FamilyLimits {
  ModeFamily family;
  LandLimits limits;
};
bool share_land(const AccessTopology& topology, const AccessMetric& metric, ModeFamily one, ModeFamily other);
std::vector<TerminalLists> terminal_lists(const AccessTopology& topology, const AccessMetric& metric,
                                          const std::vector<FamilyLimits>& asked,
                                          const std::vector<std::uint32_t>& zones, int threads = 1,
                                          const Monitor& monitor = {});

// The table of the main haul between the terminals of the lists.
Haul search_haul(const AccessTopology& topology, const AccessMetric& metric, ModeFamily family,
                 const std::vector<std::vector<Seed>>& starts, const std::vector<std::vector<Seed>>& ends,
                 int threads = 1, const Monitor& monitor = {}, HaulCarries carries = HaulCarries::km_too);

}  // namespace sogdia
