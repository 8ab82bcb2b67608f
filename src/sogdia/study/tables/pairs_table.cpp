#include <cmath>

#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {

Table pairs_table(const Outcome& outcome) {
  const Index& countries = outcome.economy().countries;
  std::vector<std::string> exporter, importer;
  std::vector<double> cost_before, cost_after, hours_before, hours_after, kappa, trade_before, trade_after;
  for (std::size_t i = 0; i < countries.size(); ++i) {
    for (std::size_t j = 0; j < countries.size(); ++j) {
      if (i == j) continue;
      exporter.push_back(countries[i]);
      importer.push_back(countries[j]);
      cost_before.push_back(outcome.before().cost(i, j));
      cost_after.push_back(outcome.after().cost(i, j));
      hours_before.push_back(outcome.before().hours(i, j));
      hours_after.push_back(outcome.after().hours(i, j));
      kappa.push_back(outcome.kappa_hat(i, j));
      trade_before.push_back(outcome.economy().trade(i, j));
      trade_after.push_back(outcome.solution[1].trade(i, j));
    }
  }
  // A pair without a way has no cost: a missing cell, listed in the table `unreachable`.
  for (auto* column : {&cost_before, &cost_after, &hours_before, &hours_after}) {
    for (double& value : *column) {
      if (!std::isfinite(value)) value = std::nan("");
    }
  }
  Table table;
  table.name = "pairs";
  table.add("exporter", exporter).add("importer", importer);
  table.add("cost_before", cost_before).add("cost_after", cost_after);
  table.add("hours_before", hours_before).add("hours_after", hours_after).add("kappa_hat", kappa);
  table.add("trade_before_usd", trade_before).add("trade_after_usd", trade_after);
  return table;
}

// Pairs without a way: before, after or both.
Table unreachable_table(const Outcome& outcome) {
  const Index& countries = outcome.economy().countries;
  std::vector<std::string> exporter, importer, state;
  for (std::size_t i = 0; i < countries.size(); ++i) {
    for (std::size_t j = 0; j < countries.size(); ++j) {
      const bool before = std::isfinite(outcome.before().cost(i, j)),
                 after = std::isfinite(outcome.after().cost(i, j));
      if (i == j || (before && after)) continue;
      exporter.push_back(countries[i]);
      importer.push_back(countries[j]);
      state.emplace_back(before ? "after" : after ? "before" : "both");
    }
  }
  Table table;
  table.name = "unreachable";
  table.add("exporter", exporter).add("importer", importer).add("state", state);
  return table;
}

}  // namespace sogdia
