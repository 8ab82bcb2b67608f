#pragma once
#include <string>

#include "sogdia/dependence/diversion.h"
#include "sogdia/study/world/party.h"

namespace sogdia {

// Diversion of a target's trade between two years of the trade table, after others sanctioned it.
struct Diverted {
  Party target, senders;
  int before = 0, after = 0;
  Diversion found;
};

// The target is one country; senders are a bloc or a list with commas, as of `after`. Years of 0 are the
// earliest and the latest of the table. Countries that either year lacks are left out.
Diverted diverted(const World& world, const std::string& target, const std::string& senders, int before = 0,
                  int after = 0);

}  // namespace sogdia
