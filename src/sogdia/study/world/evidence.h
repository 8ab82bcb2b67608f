#pragma once
#include "sogdia/claims/claims.h"
#include "sogdia/study/world/world.h"

namespace sogdia {

// What the pack has to hold claims against. It points into the world.
Evidence evidence_of(const World& world);

}  // namespace sogdia
