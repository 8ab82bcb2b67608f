#include "sogdia/report/facts/moves.h"

#include <algorithm>
#include <cmath>

#include "sogdia/study/world/side.h"

namespace sogdia::report {

std::vector<Move> moves_of(const Result& result) {
  std::vector<Move> moves;
  const auto found = result.tables.find("pairs");
  if (found == result.tables.end()) return moves;
  const Table& table = found->second;
  const auto &from = table.text("exporter"), &to = table.text("importer");
  const auto before = table.numbers("trade_before_usd"), after = table.numbers("trade_after_usd"),
             hours_before = table.numbers("hours_before"), hours_after = table.numbers("hours_after"),
             cost_before = table.numbers("cost_before"), cost_after = table.numbers("cost_after");
  moves.reserve(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row)
    moves.push_back({from[row], to[row], before[row], after[row], hours_before[row], hours_after[row],
                     cost_before[row], cost_after[row]});
  return moves;
}

std::vector<PartnerMove> partners_moved(const std::vector<Move>& moves,
                                        const std::set<std::string>& countries, Way way) {
  std::map<std::string, TradeSum> sums;
  for (const Move& move : moves) {
    const std::string& own = way == Way::exports ? move.exporter : move.importer;
    const std::string& other = way == Way::exports ? move.importer : move.exporter;
    if (countries.contains(own) && !countries.contains(other)) sums[other].add(move);
  }
  std::vector<PartnerMove> list;
  for (auto& [partner, sum] : sums) list.push_back({partner, sum});
  std::stable_sort(list.begin(), list.end(), [](const auto& p, const auto& q) {
    return std::fabs(p.trade.after - p.trade.before) > std::fabs(q.trade.after - q.trade.before);
  });
  return list;
}

Move move_between(const std::vector<Move>& moves, const std::set<std::string>& from,
                  const std::set<std::string>& to) {
  Move sum;
  double reached_before = 0, reached_after = 0;
  bool any = false;
  for (const Move& move : moves) {
    if (!from.contains(move.exporter) || !to.contains(move.importer)) continue;
    any = true;
    sum.trade_before += move.trade_before, sum.trade_after += move.trade_after;
    const double w = std::max(move.trade_before, 1.0);
    if (std::isfinite(move.hours_before)) {
      sum.hours_before += w * move.hours_before, sum.cost_before += w * move.cost_before;
      reached_before += w;
    }
    if (std::isfinite(move.hours_after)) {
      sum.hours_after += w * move.hours_after, sum.cost_after += w * move.cost_after;
      reached_after += w;
    }
  }
  const double none = std::nan("");
  if (!any) return {"", "", none, none, none, none, none, none};
  sum.hours_before = reached_before > 0 ? sum.hours_before / reached_before : none;
  sum.cost_before = reached_before > 0 ? sum.cost_before / reached_before : none;
  sum.hours_after = reached_after > 0 ? sum.hours_after / reached_after : none;
  sum.cost_after = reached_after > 0 ? sum.cost_after / reached_after : none;
  return sum;
}

std::set<std::string> members_of(const Result& result, const std::string& id) {
  const Index& countries = result.base->economy.countries;
  if (countries.contains(id) || result.base->world->records.blocs.empty()) return {id};
  const auto members = find_side(*result.base->world, countries, id, result.base->economy.year).members;
  return {members.begin(), members.end()};
}

}  // namespace sogdia::report
