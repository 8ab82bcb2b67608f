#pragma once
#include <string>
#include <vector>

#include "sogdia/core/error.h"
#include "sogdia/study/places/place_matches.h"

namespace sogdia {

// What to say of a name that no place bears: that it is a passage's, or the nearest spellings.
Error unknown_place(const World& world, const std::vector<Stop>& stops, const PlaceMatches& matches,
                    const std::string& asked);

}  // namespace sogdia
