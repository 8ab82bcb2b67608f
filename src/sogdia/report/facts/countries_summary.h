#pragma once
#include <cmath>
#include <string>
#include <vector>

#include "sogdia/study/tables/result.h"

namespace sogdia::report {

// Real income by country or group as fractions of change, with the band over the trade elasticity: `low` and
// `high` are the smaller and the larger of the three answers, whatever elasticity gave them.
struct IncomeChange {
  std::string code, name, region;
  double gdp = 0, spending = 0, mid = std::nan(""), low = std::nan(""), high = std::nan("");
  double exports = std::nan(""), imports = std::nan(""), usd = std::nan("");
  double usd_low = std::nan(""), usd_high = std::nan("");  // the band in dollars
  bool signatory = false;
  bool mended = false;  // its table of trade and output had to be mended: it stands in no ranking
  int countries = 1, gain = 0, lose = 0;
};

// A change below a hundredth of a per cent is called none, as in the study's headline.
inline constexpr double kNoChange = 1e-4;

// The result's countries table, countries without a figure left out.
std::vector<IncomeChange> country_changes(const Result& result);
// Those that a ranking shows: no economy below $10 bn of GDP, none whose figures had to be mended; largest
// change in dollars first, whatever its sign.
std::vector<IncomeChange> ranked_by_dollars(std::vector<IncomeChange> countries);
// "+$3.2 bn (+0.3 %)"
std::string income_text(const IncomeChange& change);
// Weighted by GDP, since the sum of gains is what a group has.
IncomeChange pooled(const std::vector<IncomeChange>& countries, const std::string& name);

// Weighted by what each spends on goods: the goods income of several taken as one.
IncomeChange pooled_by_spending(const std::vector<IncomeChange>& countries, const std::string& name);

}  // namespace sogdia::report
