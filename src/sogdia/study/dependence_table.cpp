#include "sogdia/dependence/dependence.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "sogdia/core/parallel.h"
#include "sogdia/study/outcome.h"

namespace sogdia {
namespace {

// Years of the trade table, oldest first.
std::vector<int> years(const World& world) {
  const auto all = world.table("trade").integers("year");
  const std::set<std::int64_t> unique(all.begin(), all.end());
  std::vector<int> list;
  for (const auto year : unique) list.push_back(static_cast<int>(year));
  return list;
}

struct Row {
  std::string a, b;
  int year;
  OneSided side;
  double asymmetry;
};

}  // namespace

// a on b, one row a direction and a year. Cut-offs in equilibrium are solved for the study's year only.
Table dependence_table(const Outcome& outcome, int threads) {
  const auto& pairs = outcome.study.pairs;
  const std::vector<int> all = years(outcome.world());
  std::vector<Economy> economies;
  if (!pairs.empty()) {
    for (const int year : all)
      economies.push_back(year == outcome.economy().year ? outcome.economy()
                                                         : make_economy(outcome.world(), year));
  }
  DependenceOptions options;
  options.theta_low = outcome.study.model.theta_low;
  options.theta_mid = outcome.study.model.theta_mid;
  options.theta_high = outcome.study.model.theta_high;
  std::vector<std::vector<Row>> parts(pairs.size() * economies.size());
  parallel_for(parts.size(), threads, [&](std::size_t k) {
    const auto& [a, b] = pairs[k / economies.size()];
    const Economy& economy = economies[k % economies.size()];
    if (!economy.countries.contains(a) || !economy.countries.contains(b)) return;
    DependenceOptions chosen = options;
    chosen.equilibrium = economy.year == outcome.economy().year;
    const Dependence found = dependence(economy.trade, economy.gdp, a, b, chosen);
    parts[k] = {{a, b, economy.year, found.a_on_b, found.asymmetry},
                {b, a, economy.year, found.b_on_a, -found.asymmetry}};
  });

  std::vector<Row> rows;
  for (const auto& part : parts) rows.insert(rows.end(), part.begin(), part.end());
  const auto column = [&](auto&& value) {
    std::vector<double> values;
    for (const auto& row : rows) values.push_back(value(row));
    return values;
  };
  const auto text = [&](std::string Row::*member) {
    std::vector<std::string> values;
    for (const auto& row : rows) values.push_back(row.*member);
    return values;
  };
  std::vector<std::int64_t> year;
  for (const auto& row : rows) year.push_back(row.year);
  const auto side = [&](double OneSided::*member) {
    return column([member](const Row& row) { return row.side.*member; });
  };
  const auto solved = [&](double OneSided::*member) {
    return column([&outcome, member](const Row& row) {
      return row.year == outcome.economy().year ? row.side.*member : std::nan("");
    });
  };
  Table table;
  table.name = "dependence";
  table.add("a", text(&Row::a)).add("b", text(&Row::b)).add("year", year);
  table.add("export_share", side(&OneSided::export_share)).add("import_share", side(&OneSided::import_share));
  table.add("exports_over_gdp", side(&OneSided::exports_over_gdp));
  table.add("imports_over_gdp", side(&OneSided::imports_over_gdp));
  table.add("cutoff_low", side(&OneSided::cutoff_low)).add("cutoff_mid", side(&OneSided::cutoff_mid));
  table.add("cutoff_high", side(&OneSided::cutoff_high));
  table.add("ge_low", solved(&OneSided::ge_low)).add("ge_mid", solved(&OneSided::ge_mid));
  table.add("ge_high", solved(&OneSided::ge_high));
  table.add("asymmetry", column([](const Row& row) { return row.asymmetry; }));
  table.add("hhi_exports", side(&OneSided::hhi_exports)).add("hhi_imports", side(&OneSided::hhi_imports));
  return table;
}

// Partners of every country of the study's pairs, largest first, in every year of the trade table.
Table partners_table(const Outcome& outcome) {
  std::set<std::string> countries;
  for (const auto& [a, b] : outcome.study.pairs) countries.insert({a, b});
  std::vector<std::string> iso3, flow, partner;
  std::vector<double> share, value;
  std::vector<std::int64_t> year;
  if (!countries.empty()) {
    for (const int y : years(outcome.world())) {
      const Economy economy =
          y == outcome.economy().year ? outcome.economy() : make_economy(outcome.world(), y);
      for (const auto& country : countries) {
        const auto i = economy.countries.find(country);
        if (!i) continue;
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
          }
        }
      }
    }
  }
  Table table;
  table.name = "partners";
  table.add("iso3", iso3).add("flow", flow).add("partner", partner).add("share", share);
  table.add("value_usd", value).add("year", year);
  return table;
}

}  // namespace sogdia
