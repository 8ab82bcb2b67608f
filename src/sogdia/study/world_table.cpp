#include <cmath>
#include <functional>
#include <set>

#include "sogdia/core/parallel.h"
#include "sogdia/study/outcome.h"

namespace sogdia {
namespace {

using Weight = std::function<double(std::size_t, std::size_t)>;

// Weighted mean over international pairs that have a way both before and after.
struct Means {
  double before, after;
};
Means means(const OdMatrix& before, const OdMatrix& after, const Weight& weight) {
  std::vector<double> weights, befores, afters;
  for (std::size_t i = 0; i < before.origins.size(); ++i) {
    for (std::size_t j = 0; j < before.origins.size(); ++j) {
      if (i == j || !std::isfinite(before(i, j)) || !std::isfinite(after(i, j))) continue;
      const double w = weight(i, j);
      if (!(w > 0)) continue;
      weights.push_back(w);
      befores.push_back(w * before(i, j));
      afters.push_back(w * after(i, j));
    }
  }
  const double total = ordered_sum(weights);
  return {ordered_sum(befores) / total, ordered_sum(afters) / total};
}

double international(const OdMatrix& trade) {
  std::vector<double> flows;
  for (std::size_t i = 0; i < trade.origins.size(); ++i) {
    for (std::size_t j = 0; j < trade.origins.size(); ++j) {
      if (i != j) flows.push_back(trade(i, j));
    }
  }
  return ordered_sum(flows);
}

// World real income: countries' hats weighted by what they spend on goods.
double world_income(const Economy& economy, const OneSectorSolution& solution) {
  std::vector<double> gains, sizes;
  for (std::size_t j = 0; j < economy.countries.size(); ++j) {
    double spending = 0.0;
    for (std::size_t i = 0; i < economy.countries.size(); ++i) spending += economy.trade(i, j);
    gains.push_back(spending * (solution.welfare_hat[j] - 1));
    sizes.push_back(spending);
  }
  return 1 + ordered_sum(gains) / ordered_sum(sizes);
}

}  // namespace

// Means of hours and of ad valorem freight cost over pairs of countries: weighted by base trade, by the
// product of the two GDPs, and not at all.
Table world_table(const Outcome& outcome) {
  const Economy& economy = outcome.economy;
  std::vector<std::string> measure;
  std::vector<double> before, after, change;
  const auto add = [&](const std::string& name, double b, double a) {
    measure.push_back(name);
    before.push_back(b);
    after.push_back(a);
    change.push_back(a / b - 1);
  };
  const std::set<std::string> members = bri_members(outcome.world, economy.year);
  std::vector<char> belt;
  for (const auto& country : economy.countries.labels()) belt.push_back(members.count(country) > 0);
  const std::pair<const char*, Weight> weights[] = {
      {"", [&](std::size_t i, std::size_t j) { return economy.trade(i, j); }},
      {"_gdp_weighted", [&](std::size_t i, std::size_t j) { return economy.gdp[i] * economy.gdp[j]; }},
      {"_unweighted", [](std::size_t, std::size_t) { return 1.0; }},
      {"_bri", [&](std::size_t i, std::size_t j) { return belt[i] && belt[j] ? economy.trade(i, j) : 0.0; }},
      {"_bri_unweighted", [&](std::size_t i, std::size_t j) { return belt[i] && belt[j] ? 1.0 : 0.0; }}};
  for (const auto& [suffix, weight] : weights) {
    const Means hours = means(outcome.before.hours, outcome.after.hours, weight);
    const Means cost = means(outcome.before.cost, outcome.after.cost, weight);
    add(std::string("mean_hours") + suffix, hours.before, hours.after);
    add(std::string("mean_cost") + suffix, cost.before, cost.after);
  }
  add("trade_usd", international(economy.trade), international(outcome.solution[1].trade));
  constexpr const char* kNames[] = {"real_income_low", "real_income_mid", "real_income_high"};
  for (std::size_t k = 0; k < 3; ++k) add(kNames[k], 1.0, world_income(economy, outcome.solution[k]));
  Table table;
  table.name = "world";
  table.add("measure", measure).add("before", before).add("after", after).add("change", change);
  return table;
}

}  // namespace sogdia
