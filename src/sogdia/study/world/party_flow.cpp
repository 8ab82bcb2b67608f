#include "sogdia/study/world/party_flow.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sogdia/core/parallel.h"

namespace sogdia {
PartyFlow flow_of(const std::vector<TradeCell>& cells) {
  PartyFlow flow;
  std::vector<double> values, squares;
  std::map<std::string, std::vector<double>> by_class;
  for (const auto& cell : cells) {
    if (!(cell.usd > 0)) continue;
    values.push_back(cell.usd);
    by_class[cell.reported_by].push_back(cell.usd);
    if (std::isfinite(cell.factor)) squares.push_back(std::pow(cell.usd * std::log(cell.factor), 2));
  }
  flow.usd = ordered_sum(values);
  if (!(flow.usd > 0)) return flow;
  if (!squares.empty()) flow.factor = std::exp(std::sqrt(ordered_sum(squares)) / flow.usd);
  for (const auto& [name, part] : by_class) flow.reported_by[name] = ordered_sum(part) / flow.usd;
  return flow;
}

PartyTrade party_trade(const World& world, const Party& party, int year) {
  std::map<std::string, std::vector<TradeCell>> to, from;
  std::vector<TradeCell> sold, bought;
  for (const auto& member : party.members) {
    for (const auto& entry : trade_cells_of(world, member, year)) {
      const TradeCell& cell = entry.second;
      const bool exported = cell.exporter == member;
      const std::string& other = exported ? cell.importer : cell.exporter;
      if (party.has(other)) continue;
      (exported ? to : from)[other].push_back(cell);
      (exported ? sold : bought).push_back(cell);
    }
  }
  PartyTrade trade;
  for (const auto& [code, cells] : to) trade.to[code] = flow_of(cells);
  for (const auto& [code, cells] : from) trade.from[code] = flow_of(cells);
  trade.exports = flow_of(sold);
  trade.imports = flow_of(bought);
  return trade;
}

PartyFlow flow_between(const World& world, const Party& from, const Party& to, int year) {
  std::vector<TradeCell> cells;
  for (const auto& member : from.members)
    for (const auto& entry : trade_cells_of(world, member, year))
      if (entry.second.exporter == member && to.has(entry.second.importer)) cells.push_back(entry.second);
  return flow_of(cells);
}

std::string classes_text(const PartyFlow& flow) {
  std::vector<std::pair<double, std::string>> parts;
  for (const auto& [name, part] : flow.reported_by) parts.emplace_back(-part, name);
  std::sort(parts.begin(), parts.end());
  if (parts.size() == 1) return parts.front().second;
  std::string text;
  for (const auto& [negative, name] : parts)
    if (-negative >= 0.005)
      text += fmt::format("{}{} {:.0f} %", text.empty() ? "" : ", ", name, -100 * negative);
  return text;
}

}  // namespace sogdia
