#include "sogdia/study/world/trade_cell.h"

#include <fmt/format.h>

#include <cmath>
#include <set>

namespace sogdia {
namespace {

// The flows of a year of which either country is the given one.
template <class Take>
void for_cells_of(const World& world, const std::string& country, int year, Take&& take) {
  for (const TradeCell& cell : world.records.trade) {
    if (cell.year == year && (cell.exporter == country || cell.importer == country)) take(cell);
  }
}

std::string amount(double usd) {
  if (usd >= 9.95e9) return fmt::format("{:.1f} bn", usd / 1e9);
  if (usd >= 9.995e8) return fmt::format("{:.2f} bn", usd / 1e9);
  if (usd >= 9.995e6) return fmt::format("{:.0f} m", usd / 1e6);
  return fmt::format("{:.2g} m", usd / 1e6);
}

}  // namespace

std::map<std::pair<std::string, std::string>, TradeCell> trade_cells_of(const World& world,
                                                                        const std::string& country,
                                                                        int year) {
  std::map<std::pair<std::string, std::string>, TradeCell> cells;
  for_cells_of(world, country, year, [&](const TradeCell& cell) {
    cells.emplace(std::pair{cell.exporter, cell.importer}, cell);
  });
  return cells;
}

std::vector<int> trade_years(const World& world) {
  std::set<int> years;
  for (const auto& cell : world.records.trade) years.insert(cell.year);
  return {years.begin(), years.end()};
}

std::optional<TradeCell> trade_cell(const World& world, const std::string& exporter,
                                    const std::string& importer, int year) {
  std::optional<TradeCell> found;
  for_cells_of(world, exporter, year, [&](const TradeCell& cell) {
    if (cell.exporter == exporter && cell.importer == importer) found = cell;
  });
  return found;
}

std::string class_words(const std::string& reported_by) {
  if (reported_by == "both") return "reported by both";
  if (reported_by == "exporter") return "reported by the exporter";
  if (reported_by == "importer") return "reported by the importer";
  if (reported_by == "mirror") return "from the figures of one partner; the other publishes none";
  if (reported_by == "embargo") return "under an embargo: an estimate below its cap";
  if (reported_by == "none") return "nobody reports it: an estimate";
  return reported_by.empty() ? "no word on who reports it" : reported_by;
}

std::string cell_text(const TradeCell& cell) {
  std::string range;
  if (std::isfinite(cell.factor)) range = fmt::format(" ({} to {})", amount(cell.low()), amount(cell.high()));
  return fmt::format("{} USD{}, {}", amount(cell.usd), range, class_words(cell.reported_by));
}

}  // namespace sogdia
