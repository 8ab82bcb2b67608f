#include "sogdia/dependence/dependence.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/parallel.h"
#include "sogdia/study/pipeline/depend.h"
#include "sogdia/study/pipeline/outcome.h"
#include "sogdia/study/world/trade_cell.h"

namespace sogdia {

// a on b, one row a direction and a year. Cut-offs in equilibrium are solved for the study's year only.
Table dependence_table(const Outcome& outcome, int threads) {
  const auto& pairs = outcome.study.pairs;
  const std::vector<int> all = trade_years(outcome.world());
  std::vector<Economy> economies;
  if (!pairs.empty()) {
    for (const int year : all)
      economies.push_back(year == outcome.economy().year ? outcome.economy()
                                                         : make_economy(outcome.world(), year));
  }
  const Horizons horizons = horizons_of(outcome.world());
  std::vector<std::vector<Direction>> parts(pairs.size() * economies.size());
  parallel_for(parts.size(), threads, [&](std::size_t k) {
    const auto& [a, b] = pairs[k / economies.size()];
    const Economy& economy = economies[k % economies.size()];
    if (!economy.countries.contains(a) || !economy.countries.contains(b)) return;
    const Party left{a, a, {a}, {}}, right{b, b, {b}, {}};
    const bool equilibrium = economy.year == outcome.economy().year;
    parts[k] = directions(pair_year(outcome.world(), economy, left, right, horizons, equilibrium));
  });

  std::vector<Direction> rows;
  for (const auto& part : parts) rows.insert(rows.end(), part.begin(), part.end());
  return directions_table(rows);
}

// Partners of every country of the study's pairs, largest first, in every year of the trade table.
Table partners_table(const Outcome& outcome) {
  std::set<std::string> countries;
  for (const auto& [a, b] : outcome.study.pairs) countries.insert({a, b});
  std::vector<std::string> iso3, flow, partner;
  std::vector<double> share, value, factor;
  std::vector<std::string> reported_by;
  std::vector<std::int64_t> year;
  if (!countries.empty()) {
    for (const int y : trade_years(outcome.world())) {
      const Economy economy =
          y == outcome.economy().year ? outcome.economy() : make_economy(outcome.world(), y);
      for (const auto& country : countries) {
        const auto i = economy.countries.find(country);
        if (!i) continue;
        const auto cells = trade_cells_of(outcome.world(), country, y);
        for (const bool exports : {true, false}) {
          std::vector<std::pair<double, std::size_t>> flows;
          std::vector<double> terms;
          for (std::size_t j = 0; j < economy.countries.size(); ++j) {
            const double usd = exports ? economy.trade(*i, j) : economy.trade(j, *i);
            if (j == *i || usd <= 0) continue;
            flows.emplace_back(-usd, j);
            terms.push_back(usd);
          }
          std::sort(flows.begin(), flows.end());
          const double total = ordered_sum(terms);
          for (const auto& [negative, j] : flows) {
            iso3.push_back(country);
            flow.emplace_back(exports ? "exports" : "imports");
            partner.push_back(economy.countries[j]);
            share.push_back(-negative / total);
            value.push_back(-negative);
            year.push_back(y);
            const std::string& other = economy.countries[j];
            const auto cell = cells.find(exports ? std::pair{country, other} : std::pair{other, country});
            reported_by.push_back(cell == cells.end() ? "" : cell->second.reported_by);
            factor.push_back(cell == cells.end() ? std::nan("") : cell->second.factor);
          }
        }
      }
    }
  }
  Table table;
  table.name = "partners";
  table.add("iso3", iso3).add("flow", flow).add("partner", partner).add("share", share);
  table.add("value_usd", value).add("year", year);
  table.add("reported_by", reported_by).add("interval_factor", factor);
  return table;
}

}  // namespace sogdia
