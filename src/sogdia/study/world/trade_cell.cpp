#include "sogdia/study/world/trade_cell.h"

#include <fmt/format.h>
#include <set>

#include <cmath>

#include "sogdia/core/table_cells.h"

namespace sogdia {
namespace {

TradeCell cell_at(const Table& trade, std::size_t row, int year) {
  TradeCell cell;
  cell.exporter = trade.text("exporter")[row];
  cell.importer = trade.text("importer")[row];
  cell.year = year;
  cell.usd = number_at(trade, "value_usd", row);
  cell.factor = number_at(trade, "interval_factor", row);
  cell.reported_by = text_at(trade, "reported_by", row);
  cell.exporter_usd = number_at(trade, "exporter_usd", row);
  cell.importer_usd = number_at(trade, "importer_usd", row);
  cell.source = text_at(trade, "source", row);
  return cell;
}

// Rows of a year of which either country is the given one.
template <class Take>
void for_rows_of(const World& world, const std::string& country, int year, Take&& take) {
  const Table& trade = world.table("trade");
  const auto &exporter = trade.text("exporter"), &importer = trade.text("importer");
  std::vector<std::int64_t> years;
  for (std::size_t row = 0; row < trade.rows(); ++row) {
    if (exporter[row] != country && importer[row] != country) continue;
    if (years.empty()) years = trade.integers("year");
    if (years[row] == year) take(cell_at(trade, row, year));
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
  for_rows_of(world, country, year, [&](TradeCell cell) {
    std::pair<std::string, std::string> key{cell.exporter, cell.importer};
    cells.emplace(std::move(key), std::move(cell));
  });
  return cells;
}

std::vector<int> trade_years(const World& world) {
  const auto all = world.table("trade").integers("year");
  const std::set<std::int64_t> unique(all.begin(), all.end());
  return {unique.begin(), unique.end()};
}

std::optional<TradeCell> trade_cell(const World& world, const std::string& exporter,
                                    const std::string& importer, int year) {
  std::optional<TradeCell> found;
  for_rows_of(world, exporter, year, [&](TradeCell cell) {
    if (cell.exporter == exporter && cell.importer == importer) found = std::move(cell);
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
