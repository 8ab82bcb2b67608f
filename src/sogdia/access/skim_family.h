#pragma once
#include <optional>
#include <vector>

#include "sogdia/access/skim.h"
#include "sogdia/access/terminal_lists.h"

namespace sogdia {

// What one family's ways are found from and put into.
struct FamilySkims {
  const AccessTopology& topology;
  const AccessMetric& metric;
  const Travel& travel;
  const std::vector<std::uint32_t>& zones;  // nodes
  HaulCarries carries;
  bool chains;  // the skim keeps which chain a pair takes
  int threads;
  const Monitor& monitor;
  Skim& skim;
  std::vector<float> road_km = {};        // by pair; filled and read on a base alone, where it has room
  const ByFamily<bool>& land_kept;        // the base's lists stand
  const std::vector<std::size_t>& among;  // the families looked for
  ByFamily<std::optional<TerminalLists>> lists = {};  // found with another family's, over the same land
  bool sea_whole = false;                             // the sea's haul holds what it carries, for tankers
  std::vector<std::uint8_t> sea_rows = {};  // touched_rows of the sea's haul, where they were looked for
};

// All ways of a family. `base` where there is one.
void skim_whole(FamilySkims& skims, std::size_t f, const Skim* base);

// Those alone that the change from a base can alter, found anew on the base's, which the skim holds; false
// where there are so many that all may be as well: nothing has been done then.
bool skim_touched(FamilySkims& skims, std::size_t f, const Before& before);

// What is carried along a haul stands in the matrices once it is joined, and is the larger part of it.
void forget_carried(FamilySkims& skims);

}  // namespace sogdia
