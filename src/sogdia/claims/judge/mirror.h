#pragma once
#include <string>
#include <utility>
#include <vector>

#include "sogdia/claims/evidence/figures.h"

namespace sogdia::claims {

// Figures of the same months by two offices, each pair both ways round.
std::vector<std::pair<const Figure*, const Figure*>> told_by_two(const std::vector<Figure>& known);

// Whether all that is known of these months is told by one of two countries, the text speaks as the other
// (`actor`, the side whose flow the words say it is), and their offices are known to count apart. Of a trade,
// which has no side, where it is but the sum of what one of them printed each way. Such a figure confirms a
// claim, but where the two differ that is no slip: a month by one office differs from the same month by the
// other more than most slips do. `own` are the figures of the claim's period, `known` all of its subject.
// Whole years are left to their judges.
bool only_the_mirror(const std::vector<const Figure*>& own, const std::vector<Figure>& known,
                     const Period& period, const std::string& actor);

}  // namespace sogdia::claims
