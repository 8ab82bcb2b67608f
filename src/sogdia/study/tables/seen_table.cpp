#include <cmath>
#include <set>

#include "sogdia/core/parallel.h"
#include "sogdia/study/pipeline/outcome.h"
#include "sogdia/study/world/country.h"

namespace sogdia {
namespace {

// Positions of a country or of a bloc's members that have an economy.
std::vector<std::size_t> members(const World& world, const Index& countries, const std::string& word,
                                 int year) {
  std::vector<std::size_t> places;
  for (const auto& code : expand_countries(world, {word}, year))
    if (const auto at = countries.find(code)) places.push_back(*at);
  return places;
}

double total(const OdMatrix& trade, const std::vector<std::size_t>& from,
             const std::vector<std::size_t>& to) {
  std::vector<double> terms;
  for (const auto i : from)
    for (const auto j : to)
      if (i != j) terms.push_back(trade(i, j));
  return ordered_sum(terms);
}

struct Row {
  const Seen* seen;
  std::vector<std::size_t> from, to;
  bool direct = false;
};

}  // namespace

// Rows of the pack's `seen` between whom the scenario's policies change trade costs, and those of third
// countries with the same buyer or seller in the same year.
Table seen_table(const Outcome& outcome) {
  const Index& countries = outcome.economy().countries;
  std::vector<Row> rows;
  std::set<std::string> touched;
  if (!outcome.study.scenario.changes.empty()) {
    const OdMatrix policy = policy_kappa(outcome.study.scenario, countries, outcome.study.model.theta_mid);
    for (const Seen& seen : outcome.world().records.seen) {
      Row one{&seen, members(outcome.world(), countries, seen.exporter, seen.to_year),
              members(outcome.world(), countries, seen.importer, seen.to_year)};
      for (const auto i : one.from)
        for (const auto j : one.to) one.direct = one.direct || policy(i, j) != 1.0;
      if (one.direct) {
        touched.insert(seen.exporter);
        touched.insert(seen.importer);
      }
      rows.push_back(std::move(one));
    }
  }
  std::vector<std::string> exporter, importer, note, source;
  std::vector<std::int64_t> from_year, to_year, policy;
  std::vector<double> change, value_from, value_to;
  std::vector<std::string> currency;
  std::array<std::vector<double>, 3> computed;
  for (const Row& row : rows) {
    const Seen& seen = *row.seen;
    const std::string &from = seen.exporter, &to = seen.importer;
    // A third country's: its partner stands alone in a row that the policies touch.
    if (!row.direct && !(touched.contains(from) || touched.contains(to))) continue;
    const double before = total(outcome.economy().trade, row.from, row.to);
    exporter.push_back(from);
    importer.push_back(to);
    from_year.push_back(seen.from_year);
    to_year.push_back(seen.to_year);
    value_from.push_back(seen.value_from);
    value_to.push_back(seen.value_to);
    currency.push_back(seen.currency);
    change.push_back(seen.change);
    for (std::size_t k = 0; k < 3; ++k)
      computed[k].push_back(before > 0 ? total(outcome.solution[k].trade, row.from, row.to) / before - 1
                                       : std::nan(""));
    policy.push_back(row.direct);
    note.push_back(seen.note);
    source.push_back(seen.source);
  }
  Table table;
  table.name = "seen";
  table.add("exporter", exporter)
      .add("importer", importer)
      .add("from_year", from_year)
      .add("to_year", to_year);
  table.add("value_from", value_from).add("value_to", value_to).add("currency", currency);
  table.add("seen_change", change);
  table.add("computed_low", computed[0]).add("computed_mid", computed[1]).add("computed_high", computed[2]);
  return table.add("policy", policy).add("note", note).add("source", source);
}

}  // namespace sogdia
