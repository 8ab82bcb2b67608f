#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sogdia/io/json_text.h"
#include "sogdia/sql/table_files.h"
#include "sogdia/study/answers/solve_tables.h"
#include "terminal.h"

namespace sogdia::tool {
int verb_solve(const SolveArgs& args, const Common& common) {
  const Table flows = read_flows(args.trade, parquet_too()), wedges = read_wedges(args.change, parquet_too());
  const OneSectorSolution solution =
      solve_tables(flows, wedges, args.theta, "--theta", *parse_deficit_rule(args.deficits));
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
