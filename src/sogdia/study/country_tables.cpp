#include "sogdia/study/country_tables.h"

#include <cmath>
#include <limits>
#include <set>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

// Expenditure of country j, the column sum of trade with internal trade; exports and imports leave the
// diagonal out.
double expenditure(const OdMatrix& trade, std::size_t j) {
  double sum = 0.0;
  for (std::size_t i = 0; i < trade.origins.size(); ++i) sum += trade(i, j);
  return sum;
}
double exports(const OdMatrix& trade, std::size_t i) {
  double sum = 0.0;
  for (std::size_t j = 0; j < trade.origins.size(); ++j) sum += i == j ? 0.0 : trade(i, j);
  return sum;
}
double imports(const OdMatrix& trade, std::size_t j) { return expenditure(trade, j) - trade(j, j); }

double ratio(double after, double before) { return before > 0 ? after / before : std::nan(""); }

// Belt and Road signatories in `year`: signed by then and not withdrawn.
std::set<std::string> signatories(const World& world, int year) {
  std::set<std::string> members;
  const Table* table = world.find("bri_signatories");
  if (!table) return members;
  const auto years = table->integers("year");
  for (const bool signing : {true, false}) {
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const bool withdrew = table->text("status")[row] == "withdrew";
      if (years[row] > year || withdrew == signing) continue;
      if (signing)
        members.insert(table->text("iso3")[row]);
      else
        members.erase(table->text("iso3")[row]);
    }
  }
  // The initiative's own country signs with all the others.
  if (!members.empty()) members.insert("CHN");
  return members;
}

// Weighted means over the pairs that have a way both before and after.
struct PairMean {
  std::vector<double> weight, before, after;
  void add(double w, double was, double is) {
    if (!(w > 0) || !std::isfinite(was) || !std::isfinite(is)) return;
    weight.push_back(w);
    before.push_back(w * was);
    after.push_back(w * is);
  }
  double mean_before() const { return ratio(ordered_sum(before), ordered_sum(weight)); }
  double mean_after() const { return ratio(ordered_sum(after), ordered_sum(weight)); }
};

struct Measures {
  std::vector<std::string> measure, unit;
  std::vector<double> before, after, change;
  void add(const char* name, const char* in, double was, double is) {
    measure.push_back(name);
    unit.push_back(in);
    before.push_back(was);
    after.push_back(is);
    change.push_back(ratio(is, was) - 1.0);
  }
};

void add_pairs(Result& result, const Stages& s) {
  const Index& countries = s.economy.countries;
  const OdMatrix& after = s.solutions[1].trade;
  std::vector<std::string> exporter, importer, gone_exporter, gone_importer, gone_state;
  std::vector<double> cost0, cost1, hours0, hours1, kappa, trade0, trade1;
  for (std::size_t i = 0; i < countries.size(); ++i) {
    for (std::size_t j = 0; j < countries.size(); ++j) {
      if (i == j) continue;
      exporter.push_back(countries[i]);
      importer.push_back(countries[j]);
      const auto known = [](double value) { return std::isfinite(value) ? value : std::nan(""); };
      cost0.push_back(known(s.before.cost(i, j)));
      cost1.push_back(known(s.after.cost(i, j)));
      hours0.push_back(known(s.before.hours(i, j)));
      hours1.push_back(known(s.after.hours(i, j)));
      kappa.push_back(s.kappa_hat(i, j));
      trade0.push_back(s.economy.trade(i, j));
      trade1.push_back(after(i, j));
      const bool was = std::isfinite(s.before.cost(i, j)), is = std::isfinite(s.after.cost(i, j));
      if (was && is) continue;
      gone_exporter.push_back(countries[i]);
      gone_importer.push_back(countries[j]);
      gone_state.push_back(was ? "after" : is ? "before" : "both");
    }
  }
  Table pairs;
  pairs.name = "pairs";
  pairs.add("exporter", std::move(exporter))
      .add("importer", std::move(importer))
      .add("cost_before", std::move(cost0))
      .add("cost_after", std::move(cost1))
      .add("hours_before", std::move(hours0))
      .add("hours_after", std::move(hours1))
      .add("kappa_hat", std::move(kappa))
      .add("trade_before_usd", std::move(trade0))
      .add("trade_after_usd", std::move(trade1));
  result.tables["pairs"] = std::move(pairs);
  Table unreachable;
  unreachable.name = "unreachable";
  unreachable.add("exporter", std::move(gone_exporter))
      .add("importer", std::move(gone_importer))
      .add("state", std::move(gone_state));
  result.tables["unreachable"] = std::move(unreachable);
}

void add_countries(Result& result, const Stages& s, const std::set<std::string>& belt) {
  const Table& pack = result.world->table("countries");
  const Index codes(pack.text("iso3"));
  const Index& countries = s.economy.countries;
  const std::size_t n = countries.size();
  std::vector<std::string> iso3, name, region;
  std::vector<double> gdp, spend, exp_hat, imp_hat, low, mid, high, income, cost0, cost1, hours0, hours1;
  std::vector<std::int64_t> signed_up;
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t row = codes.at(countries[i], "country");
    iso3.push_back(countries[i]);
    name.push_back(pack.text("name")[row]);
    region.push_back(pack.text("region")[row]);
    gdp.push_back(s.economy.gdp[i]);
    spend.push_back(expenditure(s.economy.trade, i));
    exp_hat.push_back(ratio(exports(s.solutions[1].trade, i), exports(s.economy.trade, i)));
    imp_hat.push_back(ratio(imports(s.solutions[1].trade, i), imports(s.economy.trade, i)));
    low.push_back(s.solutions[0].welfare_hat[i]);
    mid.push_back(s.solutions[1].welfare_hat[i]);
    high.push_back(s.solutions[2].welfare_hat[i]);
    income.push_back(spend.back() * (mid.back() - 1.0));
    PairMean cost, hours;
    for (std::size_t j = 0; j < n; ++j) {
      if (i == j) continue;
      cost.add(s.economy.trade(i, j), s.before.cost(i, j), s.after.cost(i, j));
      cost.add(s.economy.trade(j, i), s.before.cost(j, i), s.after.cost(j, i));
      hours.add(s.economy.trade(i, j), s.before.hours(i, j), s.after.hours(i, j));
      hours.add(s.economy.trade(j, i), s.before.hours(j, i), s.after.hours(j, i));
    }
    cost0.push_back(cost.mean_before());
    cost1.push_back(cost.mean_after());
    hours0.push_back(hours.mean_before());
    hours1.push_back(hours.mean_after());
    signed_up.push_back(belt.count(countries[i]) ? 1 : 0);
  }
  Table table;
  table.name = "countries";
  table.add("iso3", std::move(iso3))
      .add("name", std::move(name))
      .add("region", std::move(region))
      .add("gdp_usd", std::move(gdp))
      .add("goods_expenditure_usd", std::move(spend))
      .add("exports_hat", std::move(exp_hat))
      .add("imports_hat", std::move(imp_hat))
      .add("welfare_hat_low", std::move(low))
      .add("welfare_hat_mid", std::move(mid))
      .add("welfare_hat_high", std::move(high))
      .add("real_income_usd_mid", std::move(income))
      .add("mean_cost_before", std::move(cost0))
      .add("mean_cost_after", std::move(cost1))
      .add("mean_hours_before", std::move(hours0))
      .add("mean_hours_after", std::move(hours1))
      .add("bri_signatory", std::move(signed_up));
  result.tables["countries"] = std::move(table);
}

// World means by weight and group, each over the pairs with a way before and after. `_pairs` gives every pair
// of countries the same weight, the others weigh by trade before; `bri_` keeps pairs of two Belt and Road
// economies.
void add_world(Result& result, const Stages& s, const std::set<std::string>& belt) {
  const Index& countries = s.economy.countries;
  PairMean hours, cost, hours_pairs, cost_pairs, belt_hours, belt_cost, belt_hours_pairs, belt_cost_pairs;
  std::vector<double> trade0, trade1, belt0, belt1, spend, real;
  double best_hours = 0.0, best_cost = 0.0;
  for (std::size_t i = 0; i < countries.size(); ++i) {
    spend.push_back(expenditure(s.economy.trade, i));
    real.push_back(spend.back() * s.solutions[1].welfare_hat[i]);
    for (std::size_t j = 0; j < countries.size(); ++j) {
      if (i == j) continue;
      const double weight = s.economy.trade(i, j);
      const double c0 = s.before.cost(i, j), c1 = s.after.cost(i, j), h0 = s.before.hours(i, j),
                   h1 = s.after.hours(i, j);
      trade0.push_back(weight);
      trade1.push_back(s.solutions[1].trade(i, j));
      hours.add(weight, h0, h1);
      cost.add(weight, c0, c1);
      hours_pairs.add(1.0, h0, h1);
      cost_pairs.add(1.0, c0, c1);
      if (std::isfinite(c0) && std::isfinite(c1)) {
        best_hours = std::min(best_hours, h1 / h0 - 1.0);
        best_cost = std::min(best_cost, c1 / c0 - 1.0);
      }
      if (!belt.count(countries[i]) || !belt.count(countries[j])) continue;
      belt0.push_back(weight);
      belt1.push_back(s.solutions[1].trade(i, j));
      belt_hours.add(weight, h0, h1);
      belt_cost.add(weight, c0, c1);
      belt_hours_pairs.add(1.0, h0, h1);
      belt_cost_pairs.add(1.0, c0, c1);
    }
  }
  Measures world;
  const auto means = [&](const char* name, const char* unit, const PairMean& mean) {
    world.add(name, unit, mean.mean_before(), mean.mean_after());
  };
  means("mean_hours", "hours", hours);
  means("mean_cost", "fraction of value", cost);
  means("mean_hours_pairs", "hours", hours_pairs);
  means("mean_cost_pairs", "fraction of value", cost_pairs);
  means("bri_mean_hours", "hours", belt_hours);
  means("bri_mean_cost", "fraction of value", belt_cost);
  means("bri_mean_hours_pairs", "hours", belt_hours_pairs);
  means("bri_mean_cost_pairs", "fraction of value", belt_cost_pairs);
  world.add("trade", "USD", ordered_sum(trade0), ordered_sum(trade1));
  world.add("bri_trade", "USD", ordered_sum(belt0), ordered_sum(belt1));
  world.add("real_income", "USD", ordered_sum(spend), ordered_sum(real));
  for (std::size_t k = 0; k < world.measure.size(); ++k)
    result.headline.emplace_back(world.measure[k] + "_change", world.change[k]);
  result.headline.emplace_back("best_pair_hours_change", best_hours);
  result.headline.emplace_back("best_pair_cost_change", best_cost);
  result.headline.emplace_back("real_income_change_usd", ordered_sum(real) - ordered_sum(spend));
  Table table;
  table.name = "world";
  table.add("measure", std::move(world.measure))
      .add("unit", std::move(world.unit))
      .add("before", std::move(world.before))
      .add("after", std::move(world.after))
      .add("change", std::move(world.change));
  result.tables["world"] = std::move(table);
}

void add_projects(Result& result) {
  const Table& pack = result.world->table("projects");
  const Table& effects = result.world->table("project_links");
  std::map<std::string, std::int64_t> links;
  for (const auto& id : effects.text("project_id")) ++links[id];
  Table table;
  table.name = "projects";
  for (const char* column : {"project_id", "name", "kind", "iso3", "lon", "lat", "project_status",
                             "opened_year", "cost_usd", "source"}) {
    if (const Column* found = pack.find(column)) table.columns.push_back(*found);
  }
  std::vector<std::int64_t> counts;
  for (const auto& id : pack.text("project_id")) counts.push_back(links.count(id) ? links[id] : 0);
  table.add("links", std::move(counts));
  result.tables["projects"] = std::move(table);
}

}  // namespace

void add_country_tables(Result& result, const Stages& stages) {
  const auto belt = signatories(*result.world, result.study.base.year);
  add_pairs(result, stages);
  add_countries(result, stages, belt);
  add_world(result, stages, belt);
  add_projects(result);
}

}  // namespace sogdia
