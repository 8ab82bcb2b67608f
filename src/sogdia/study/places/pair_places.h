#pragma once
#include <string>
#include <vector>

#include "sogdia/study/world/world.h"

namespace sogdia {

// Up to `most` places of `country` that stand for it on the page about its trade with `other`: its largest,
// then the largest of what lies at least 1,500 km from those chosen, so that a big country shows more than
// one gateway.
std::vector<std::string> pair_places(const World& world, const std::string& country, std::size_t most = 2);

}  // namespace sogdia
