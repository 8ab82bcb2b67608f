#include "sogdia/study/answers/solve_tables.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/equilibrium/from_tables.h"

namespace sogdia {

Table read_flows(const std::string& path, const TableFiles& files) {
  return files.read(
      path, {{"exporter", CellType::text}, {"importer", CellType::text}, {"value", CellType::number}});
}

// kappa_hat may be `inf`, which a column of numbers may not.
Table read_wedges(const std::string& path, const TableFiles& files) {
  if (path.empty()) {
    Table none;
    none.add("exporter", std::vector<std::string>{}).add("importer", std::vector<std::string>{});
    return none.add("kappa_hat", std::vector<double>{});
  }
  Table changes = files.read(
      path, {{"exporter", CellType::text}, {"importer", CellType::text}, {"kappa_hat", CellType::text}});
  const auto cells = changes.text("kappa_hat");
  std::vector<double> values(cells.size(), std::nan(""));
  for (std::size_t row = 0; row < cells.size(); ++row) {
    if (cells[row].empty()) continue;
    const char* end = cells[row].data() + cells[row].size();
    const auto [stop, failed] = std::from_chars(cells[row].data(), end, values[row]);
    if (failed != std::errc() || stop != end)
      throw Error(fmt::format("`{}` in column `kappa_hat` is not a number", cells[row]), changes.place(row),
                  "1 means unchanged, 1.1 ten percent dearer, inf no trade at all");
  }
  const auto kappa_hat = std::find_if(changes.columns.begin(), changes.columns.end(),
                                      [](const auto& column) { return column.name == "kappa_hat"; });
  kappa_hat->data = std::move(values);
  kappa_hat->valid.clear();
  return changes;
}

OneSectorSolution solve_tables(const Table& flows, const Table& wedges, double theta,
                               const std::string& theta_where, DeficitRule deficits) {
  if (!(theta > 0))
    throw Error(fmt::format("the trade elasticity is {}, and must be above 0", theta), theta_where,
                "it is usually between 2 and 10");
  return solve_one_sector(problem_from_tables(flows, wedges, theta), deficits);
}

}  // namespace sogdia
