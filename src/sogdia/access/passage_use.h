#pragma once
#include <string>
#include <vector>

#include "sogdia/access/skim.h"
#include "sogdia/access/zones.h"
#include "sogdia/core/monitor.h"

namespace sogdia {

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
