#pragma once
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sogdia/report/facts/rows.h"

namespace sogdia::report {

// One flow before and after the study's changes: the run's table `pairs`. NaN where there is no way.
struct Move {
  std::string exporter, importer;
  double trade_before = 0, trade_after = 0;  // USD a year
  double hours_before = 0, hours_after = 0;
  double cost_before = 0, cost_after = 0;  // of the goods' value
  double usd() const { return trade_after - trade_before; }
};
std::vector<Move> moves_of(const Result& result);

// Sums of trade before and after.
struct TradeSum {
  double before = 0, after = 0;
  double change() const { return after / before - 1; }
  void add(const Move& move) { before += move.trade_before, after += move.trade_after; }
};

// A country's trade with each partner, largest change in dollars first.
struct PartnerMove {
  std::string partner;
  TradeSum trade;
};
enum class Way { exports, imports };
std::vector<PartnerMove> partners_moved(const std::vector<Move>& moves,
                                        const std::set<std::string>& countries, Way way);

// A pair's flow, or the sum of a bloc's: members by id; nothing (all NaN) where the run has none. Time and
// cost are means weighted by the trade before.
Move move_between(const std::vector<Move>& moves, const std::set<std::string>& from,
                  const std::set<std::string>& to);

// Countries of a side by its id: itself, or the bloc's members with an economy.
std::set<std::string> members_of(const Result& result, const std::string& id);

}  // namespace sogdia::report
