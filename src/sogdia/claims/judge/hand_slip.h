#pragma once
#include <optional>

#include "sogdia/claims/evidence/pack.h"

namespace sogdia::claims {

// A slip of the hand makes one number of another: a thousandfold, two digits that changed places, of four
// digits also one of them changed, a point one place off, or another currency. These tell what a figure was
// meant to be where its words alone do not settle what it is of.

// Two digits beside each other, or either side of the point, have changed places.
bool places_changed(const Amount& amount, double figure);
// The same digits in another order.
bool digits_mixed(const Amount& amount, double figure);

// The edit that makes the amount the figure; `exact` tells that it can be of nothing else, so that of four
// digits one that was changed is a slip, too.
std::optional<Edit> hand_slip(const Amount& amount, const Figure& figure, bool exact, const Pack& pack);

}  // namespace sogdia::claims
