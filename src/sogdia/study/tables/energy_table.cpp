#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "sogdia/study/pipeline/outcome.h"
#include "sogdia/study/world/energy.h"
#include "sogdia/study/world/side.h"

namespace sogdia {

Table energy_table(const Outcome& outcome) {
  struct Sum {
    double usd = std::nan(""), tonnes = std::nan("");
    std::string fault;
  };
  std::map<std::tuple<std::string, std::string, std::string, int>, Sum> sums;
  const auto add = [](double& sum, double value) {
    if (std::isfinite(value)) sum = std::isfinite(sum) ? sum + value : value;
  };
  const auto side = [&](const std::string& id) {
    return find_side(outcome.world(), outcome.economy().countries, id, outcome.economy().year);
  };
  for (const auto& [a, b] : outcome.study.pairs) {
    for (const auto& [from, to] : {std::pair{a, b}, {b, a}}) {
      if (sums.lower_bound({from, to, "", 0}) != sums.lower_bound({from, to, "~", 0}))
        continue;  // a pair named twice
      const Side seller = side(from), buyer = side(to);
      const auto of = [](const Side& one, const std::string& code) {
        return std::find(one.members.begin(), one.members.end(), code) != one.members.end();
      };
      for (const auto& cell :
           energy_cells(outcome.world(), {seller.bloc() ? "" : from, buyer.bloc() ? "" : to, "", 0})) {
        if (!of(seller, cell.exporter) || !of(buyer, cell.importer)) continue;
        Sum& sum = sums[{from, to, cell.goods, cell.year}];
        add(sum.usd, cell.usd);
        add(sum.tonnes, cell.tonnes);
        if (!cell.fault.empty() && sum.fault.find(cell.fault) == std::string::npos)
          sum.fault += (sum.fault.empty() ? "" : ";") + cell.fault;
      }
    }
  }
  std::vector<std::string> exporter, importer, goods, fault;
  std::vector<std::int64_t> year;
  std::vector<double> value, tonnes;
  for (const auto& [key, sum] : sums) {
    exporter.push_back(std::get<0>(key));
    importer.push_back(std::get<1>(key));
    goods.push_back(std::get<2>(key));
    year.push_back(std::get<3>(key));
    value.push_back(sum.usd);
    tonnes.push_back(sum.tonnes);
    fault.push_back(sum.fault);
  }
  Table table;
  table.name = "energy";
  table.add("exporter", exporter).add("importer", importer).add("goods", goods).add("year", year);
  table.add("value_usd", value).add("tonnes", tonnes).add("fault", fault);
  return table;
}

}  // namespace sogdia
