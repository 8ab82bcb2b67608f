#pragma once
#include <string>
#include <vector>

#include "sogdia/report/charts/figure.h"
#include "sogdia/report/facts/countries_summary.h"
#include "sogdia/report/facts/moves.h"
#include "sogdia/report/sections/section.h"

namespace sogdia::report {

// Figures of what a study's changes do, shared by the pages of its kinds.

// Bars of goods income in dollars, largest first within each group; groups without a country are left out.
struct IncomeGroup {
  std::string heading;
  std::vector<IncomeChange> countries;
};
std::string income_figure(const Page& page, const std::string& id, const std::string& title,
                          const std::vector<IncomeGroup>& groups, const std::string& note = "");

// Trade before and after, a row each.
struct TradeRow {
  std::string label;
  TradeSum trade;
};
std::string trade_figure(const Page& page, const std::string& id, const std::string& title,
                         const std::string& subtitle, const std::vector<TradeRow>& rows,
                         const std::string& note = "");

// "bars: trade elasticity 4; whiskers: 3 to 8"
std::string theta_words(const Study& study);

}  // namespace sogdia::report
