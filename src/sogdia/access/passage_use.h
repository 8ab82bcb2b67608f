#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/access/skim.h"
#include "sogdia/access/zones.h"
#include "sogdia/core/monitor.h"

namespace sogdia {

// A state of the costs with a passage closed, and its links that were open before. Throws Error for a passage
// that the network lacks.
struct ClosedPassage {
  LinkCosts costs;
  std::vector<std::uint32_t> links;
};
ClosedPassage close_passage(const Network& network, const LinkCosts& costs, const std::string& passage);

// Whether goods go through what was closed: their way is dearer, or gone, without it. Costs of one way,
// summed in another order after other links changed, may differ in the last bits.
inline bool goes_through(double cost, double without) { return without > cost * (1 + 1e-9); }

// Who goes through a passage, and what its closing does to them. Goods of a pair of countries are spread over
// pairs of places by population weights w_i w_j and over mode families by the base's logit shares s_f. Those
// of (i, j, f) go through the passage where their least-cost way is dearer, or gone, without it; where a way
// of the same cost leads round it, they need not. All by country pair, exporters x importers, as fractions of
// the goods that have a way in the base; pairs without one, and the diagonal, are NaN:
//   through        go through it
//   lose_mode      go through it, and no way of their family leads round it: they change mode, or stay
//   no_way         go through it, and nothing leads round it at all
//   detour_hours   sum over those that still have a way of fraction x extra hours: over (through - no_way) it
//                  is their mean detour. Who loses the mode goes by the ways that remain, at their shares.
struct PassageUse {
  std::string passage;
  OdMatrix through, lose_mode, no_way, detour_hours;
};

// For every passage of `passages` (ids of Network::passages; empty = all) that has an open link; a passage
// that nobody goes through is there with zeros. Zones::iso3 are of `countries`.
std::vector<PassageUse> passage_use(const Network& network, const AccessTopology& topology,
                                    const LinkCosts& costs, const Travel& travel, const Zones& zones,
                                    const Index& countries, const std::vector<std::string>& passages = {},
                                    int threads = 0, const Monitor& monitor = {});

}  // namespace sogdia
