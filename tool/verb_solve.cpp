#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "sogdia/equilibrium/from_tables.h"
#include "sogdia/io/json_text.h"
#include "sogdia/io/table_io.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

// kappa_hat may be `inf`, no trade at all, which a column of numbers may not.
Table read_wedges(const std::string& path) {
  Table changes = read_table(
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
  for (auto& column : changes.columns) {
    if (column.name != "kappa_hat") continue;
    column.data = std::move(values);
    column.valid.clear();
  }
  return changes;
}

}  // namespace

int verb_solve(const SolveArgs& args, const Common& common) {
  if (!(args.theta > 0))
    throw Error(fmt::format("the trade elasticity is {}, and must be above 0", args.theta), "--theta",
                "it is usually between 2 and 10");
  const TableSchema trade{
      {"exporter", CellType::text}, {"importer", CellType::text}, {"value", CellType::number}};
  const Table flows = read_table(args.trade, trade);
  Table changes;
  if (args.change.empty())
    changes.add("exporter", std::vector<std::string>{})
        .add("importer", std::vector<std::string>{})
        .add("kappa_hat", std::vector<double>{});
  else
    changes = read_wedges(args.change);
  const OneSectorSolution solution = solve_one_sector(problem_from_tables(flows, changes, args.theta));
  if (common.json) {
    nlohmann::ordered_json out;
    out["welfare"] = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < solution.countries.size(); ++i)
      out["welfare"].push_back({{"country", solution.countries[i]},
                                {"welfare_hat", solution.welfare_hat[i]},
                                {"wage_hat", solution.wage_hat[i]},
                                {"price_hat", solution.price_hat[i]}});
    out["solver"] = {{"converged", solution.converged},
                     {"iterations", solution.iterations},
                     {"residual", solution.residual}};
    if (!solution.reason.empty()) out["solver"]["reason"] = solution.reason;
    print(json_text(out, 2) + "\n");
  } else {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < solution.countries.size(); ++i)
      rows.push_back({solution.countries[i], fmt::format("{:+.4f} %", (solution.welfare_hat[i] - 1) * 100),
                      fmt::format("{:.6f}", solution.wage_hat[i]),
                      fmt::format("{:.6f}", solution.price_hat[i])});
    print(aligned({"country", "real income", "wage_hat", "price_hat"}, rows, {false, true, true, true}));
    talk(common, solution.converged ? fmt::format("solved in {} iterations, residual {:.1e}",
                                                  solution.iterations, solution.residual)
                                    : fmt::format("not converged after {} iterations, residual {:.1e}: {}",
                                                  solution.iterations, solution.residual, solution.reason));
  }
  return solution.converged ? 0 : 3;
}

}  // namespace sogdia::tool
