#pragma once
#include <string>
#include <vector>

#include "sogdia/core/od_matrix.h"

namespace sogdia {

// Where a target's imports went on coming from after others, the senders, sanctioned it, and who may have
// passed the senders' goods on. Of two years, before and after; X_St is all that senders sell to target t.
//
// Third country k:
//   to_target   X_kt, before and after
//   excess_out  X'_kt - X_kt g_k,   g_k = growth of k's exports to all but t: sold beyond its own growth
//   from_senders, excess_in  X'_Sk - X_Sk g_S,   g_S = growth of the senders' exports to all third countries
//   passed_on   max(0, min(excess_in, excess_out)): at most so much can have come from the senders through k
// A country that sold nothing abroad before has g_k = 0, so all of it is excess.
struct ThirdCountry {
  std::string country;
  double to_target_before = 0, to_target_after = 0, from_senders_before = 0, from_senders_after = 0;
  double excess_out = 0, excess_in = 0, passed_on = 0;
};

struct Diversion {
  double from_senders_before = 0, from_senders_after = 0;  // X_St
  double from_others_before = 0, from_others_after = 0;
  double lost = 0;                  // X_St - X'_St
  double gained = 0;                // sum over third countries of X'_kt - X_kt
  double made_good = 0;             // gained / lost; NaN where nothing was lost
  double passed_on = 0;             // sum over third countries
  std::vector<ThirdCountry> third;  // from the largest that may have been passed on
};

// Both matrices over the same countries in the same order. Throws Error where the target is a sender, and
// where there is no sender.
Diversion diversion(const OdMatrix& before, const OdMatrix& after, const std::vector<std::string>& senders,
                    const std::string& target);

}  // namespace sogdia
