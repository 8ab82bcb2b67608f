#pragma once
#include <optional>
#include <vector>

#include "sogdia/claims/evidence/figures.h"

namespace sogdia::claims {

// What the figures that one office printed of a flow make of other months: sums of months and quarters, and
// the last month as the difference of two sums from January on. `known` are all figures of the flow. They
// confirm; nothing is called wrong by them. One for each office and currency that has all of the parts.
std::vector<Figure> derived_figures(const std::vector<Figure>& known, const Period& period);

}  // namespace sogdia::claims
