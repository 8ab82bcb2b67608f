#pragma once
#include <optional>
#include <string>

#include "sogdia/study/places/gazetteer.h"
#include "sogdia/study/places/stops.h"

namespace sogdia {

Spot spot_at(const World& world, const Network& network, const Stop& stop);

// A place, a terminal or a crossing by its id or its node's, else any node. No table of names is read.
std::optional<Spot> spot_of_id(const World& world, const Network& network, const std::string& asked);

// Whether that would find a place, a terminal or a crossing, before there is a network.
bool is_id(const World& world, const std::string& name);

}  // namespace sogdia
