#pragma once
#include <vector>

#include "sogdia/claims/evidence/pack.h"

namespace sogdia::claims {

// The trade of a group as the sum of its members', by each office and year of which the pack has all of them:
// printed where each is printed, else from the trade table. Empty where no side of the subject is a group,
// or a member is missing.
std::vector<Figure> group_figures(const Subject& subject, const Pack& pack);

}  // namespace sogdia::claims
