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

// Whether an amount that is one digit off a figure may be what the other of its two countries printed: the
// two offices are known to lie as far apart as the two numbers do. `ratio`: the amount over the figure;
// `known`: all of the figure's subject.
bool may_be_the_mirrors(double ratio, const Figure& figure, const std::vector<Figure>& known);

}  // namespace sogdia::claims
