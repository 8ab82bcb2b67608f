#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "sogdia/core/parallel.h"
#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Mean of a cost over a country's partners, weighted by base trade both ways; pairs without a way are left
// out.
double trade_weighted(const OdMatrix& trade, const OdMatrix& value, std::size_t i) {
  std::vector<double> sums, weights;
  for (std::size_t j = 0; j < trade.origins.size(); ++j) {
    if (j == i) continue;
    const auto add = [&](std::size_t from, std::size_t to) {
      if (!std::isfinite(value(from, to))) return;
      sums.push_back(trade(from, to) * value(from, to));
      weights.push_back(trade(from, to));
    };
    add(i, j);
    add(j, i);
  }
  const double weight = ordered_sum(weights);
  return weight > 0 ? ordered_sum(sums) / weight : kNone;
}

double abroad(const OdMatrix& trade, std::size_t i, bool exports) {
  std::vector<double> flows;
  for (std::size_t j = 0; j < trade.origins.size(); ++j) {
    if (j != i) flows.push_back(exports ? trade(i, j) : trade(j, i));
  }
  return ordered_sum(flows);
}

double ratio(double after, double before) { return before > 0 ? after / before : kNone; }

}  // namespace

// `real_income_usd_mid` is the change of real income in base prices: (welfare_hat - 1) times what the country
// spends on goods.
Table countries_table(const Outcome& outcome) {
  const Economy& economy = outcome.economy();
  const Index& countries = economy.countries;
  std::map<std::string_view, const Country*> pack;
  for (const auto& country : outcome.world().records.countries) pack[country.iso3] = &country;
  const std::set<std::string> members = bri_members(outcome.world(), economy.year);
  const auto& [low, mid, high] = outcome.solution;

  std::vector<std::string> name, region;
  std::vector<double> exports, imports, spending, income, cost_before, cost_after, hours_before, hours_after;
  std::vector<std::int64_t> signatory;
  for (std::size_t i = 0; i < countries.size(); ++i) {
    name.push_back(pack.at(countries[i])->name);
    region.push_back(pack.at(countries[i])->region);
    exports.push_back(ratio(abroad(mid.trade, i, true), abroad(economy.trade, i, true)));
    imports.push_back(ratio(abroad(mid.trade, i, false), abroad(economy.trade, i, false)));
    spending.push_back(abroad(economy.trade, i, false) + economy.trade(i, i));
    income.push_back((mid.welfare_hat[i] - 1) * spending[i]);
    cost_before.push_back(trade_weighted(economy.trade, outcome.before().cost, i));
    cost_after.push_back(trade_weighted(economy.trade, outcome.after().cost, i));
    hours_before.push_back(trade_weighted(economy.trade, outcome.before().hours, i));
    hours_after.push_back(trade_weighted(economy.trade, outcome.after().hours, i));
    signatory.push_back(members.count(countries[i]) > 0);
  }
  Table table;
  table.name = "countries";
  table.add("iso3", countries.labels()).add("name", name).add("region", region).add("gdp_usd", economy.gdp);
  table.add("goods_expenditure_usd", spending);
  table.add("exports_hat", exports).add("imports_hat", imports);
  table.add("welfare_hat_low", low.welfare_hat).add("welfare_hat_mid", mid.welfare_hat);
  table.add("welfare_hat_high", high.welfare_hat).add("real_income_usd_mid", income);
  table.add("mean_cost_before", cost_before).add("mean_cost_after", cost_after);
  table.add("mean_hours_before", hours_before).add("mean_hours_after", hours_after);
  const std::vector<double> none(countries.size(), 0.0);
  table.add("stranded_usd", outcome.side ? outcome.side->stranded_usd : none);
  table.add("dues_change_usd", outcome.side ? outcome.side->dues_usd : none);
  table.add("bri_signatory", signatory);
  return table;
}

}  // namespace sogdia
