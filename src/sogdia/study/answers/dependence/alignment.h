#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/dependence/alignment.h"
#include "sogdia/study/world/party.h"

namespace sogdia {

// A party's trade with one group in a year: those who voted yes on a resolution, or the members of a bloc.
// The groups of one question cover all countries, so that their shares sum to 1 in each year.
struct Aligned {
  std::string a;     // the party
  std::string kind;  // "vote" or "bloc"
  std::string of;    // the resolution or the bloc: "A/RES/ES-11/1", "EU"
  std::string name;  // "Aggression against Ukraine", "European Union"
  int year = 0;      // of the trade
  std::string own;   // how the party itself voted, or "members"; "" where it is a bloc or not of either
  GroupTrade trade;  // group: yes, no, abstain, absent, not recorded; or members, others
};

// Every resolution and bloc of the pack, in every year of the trade table. Groups are the same in all years:
// a vote's, and a bloc's members of the latest year, so that what differs is trade. Resolutions whose votes
// are known in part have the rest in "not recorded".
std::vector<Aligned> alignment(const World& world, const Party& party);

// a, kind, of, name, year, own, group, countries, exports_usd, imports_usd, export_share, import_share,
// cutoff_low, cutoff_mid, cutoff_high.
Table alignment_table(const std::vector<Aligned>& rows);

}  // namespace sogdia
