#pragma once
#include "sogdia/study/imports/source_network.h"

namespace sogdia {

// Throws Error with the link's place where its capacity, b, power, free flow time or toll is below zero.
void require_delay(const SourceNetwork::Link& link);

// Fills in free flow times, in minutes, that follow from lengths and speeds, and b and power where the file
// has none. To be called once the units are settled.
void settle_delays(SourceNetwork& network);

}  // namespace sogdia
