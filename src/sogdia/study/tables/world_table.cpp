#include <cmath>
#include <set>

#include "sogdia/core/parallel.h"
#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {
namespace {

// Weighted mean over international pairs that have a way both before and after.
struct Means {
  double before, after;
};
template <class Weight>
Means means(const OdMatrix& before, const OdMatrix& after, const Weight& weight) {
  std::vector<double> weights, befores, afters;
  for (auto* of : {&weights, &befores, &afters}) of->reserve(before.values.size());
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

// Mean over pairs of after / before, each pair counting once, and the pair whose value falls most. Pairs at
// `least` or below are left out.
struct PairChange {
  double mean_ratio = 1.0;
  double best_before = 1.0, best_after = 1.0;
  std::string best;  // "CHN-KAZ"; empty where no pair falls
};
PairChange pair_change(const OdMatrix& before, const OdMatrix& after, const std::vector<char>& counts,
                       double least) {
  PairChange found;
  std::vector<double> ratios;
  ratios.reserve(before.values.size());
  double lowest = 1 - 1e-9;  // what falls by less falls by rounding
  for (std::size_t i = 0; i < before.origins.size(); ++i) {
    for (std::size_t j = 0; j < before.origins.size(); ++j) {
      if (i == j || !counts[i] || !counts[j]) continue;
      const double b = before(i, j), a = after(i, j);
      if (!std::isfinite(b) || !std::isfinite(a) || !(b > least) || !(a > least)) continue;
      ratios.push_back(a / b);
      if (!(a / b < lowest)) continue;
      lowest = a / b;
      found.best_before = b;
      found.best_after = a;
      found.best = before.origins[i] + "-" + before.origins[j];
    }
  }
  if (!ratios.empty()) found.mean_ratio = ordered_sum(ratios) / static_cast<double>(ratios.size());
  return found;
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
// product of the two GDPs, and not at all; for all countries and for the Belt and Road's. `change` of such a
// mean is the change of the mean; `pair_hours` and `pair_cost` are the mean of the changes.
Table world_table(const Outcome& outcome) {
  const Economy& economy = outcome.economy();
  std::vector<std::string> measure, pair;
  std::vector<double> before, after, change;
  const auto add = [&](const std::string& name, double b, double a, const std::string& of = "") {
    measure.push_back(name);
    pair.push_back(of);
    before.push_back(b);
    after.push_back(a);
    change.push_back(a / b - 1);
  };
  const std::set<std::string> members = bri_members(outcome.world(), economy.year);
  std::vector<char> belt;
  for (const auto& country : economy.countries.labels()) belt.push_back(members.count(country) > 0);
  const auto add_means = [&](const std::string& suffix, const auto& weight) {
    const Means hours = means(outcome.before().hours, outcome.after().hours, weight);
    const Means cost = means(outcome.before().cost, outcome.after().cost, weight);
    add("mean_hours" + suffix, hours.before, hours.after);
    add("mean_cost" + suffix, cost.before, cost.after);
  };
  add_means("", [&](std::size_t i, std::size_t j) { return economy.trade(i, j); });
  add_means("_gdp_weighted", [&](std::size_t i, std::size_t j) { return economy.gdp[i] * economy.gdp[j]; });
  add_means("_unweighted", [](std::size_t, std::size_t) { return 1.0; });
  add_means("_bri",
            [&](std::size_t i, std::size_t j) { return belt[i] && belt[j] ? economy.trade(i, j) : 0.0; });
  add_means("_bri_unweighted", [&](std::size_t i, std::size_t j) { return belt[i] && belt[j] ? 1.0 : 0.0; });
  // What a pair of countries sees: the mean of the pairs' own changes, and the largest fall. Freight between
  // the nearest neighbours costs next to nothing, and a ratio of next to nothing says nothing.
  constexpr double kLeastCost = 0.02;
  const std::pair<const char*, std::vector<char>> groups[] = {{"", std::vector<char>(belt.size(), 1)},
                                                              {"_bri", belt}};
  for (const auto& [suffix, counts] : groups) {
    const PairChange hours = pair_change(outcome.before().hours, outcome.after().hours, counts, 0.0);
    const PairChange cost = pair_change(outcome.before().cost, outcome.after().cost, counts, kLeastCost);
    add(std::string("pair_hours") + suffix, 1.0, hours.mean_ratio);
    add(std::string("pair_cost") + suffix, 1.0, cost.mean_ratio);
    add(std::string("best_pair_hours") + suffix, hours.best_before, hours.best_after, hours.best);
    add(std::string("best_pair_cost") + suffix, cost.best_before, cost.best_after, cost.best);
  }
  add("trade_usd", international(economy.trade), international(outcome.solution[1].trade));
  constexpr const char* kNames[] = {"real_income_low", "real_income_mid", "real_income_high"};
  for (std::size_t k = 0; k < 3; ++k) add(kNames[k], 1.0, world_income(economy, outcome.solution[k]));
  Table table;
  table.name = "world";
  table.add("measure", measure).add("before", before).add("after", after).add("change", change);
  table.add("pair", pair);
  return table;
}

}  // namespace sogdia
