#include "sogdia/study/run.h"

#include "sogdia/study/answers/side_effects.h"
#include "sogdia/study/pipeline/prepare.h"
#include "sogdia/study/pipeline/solve_scenario.h"
#include "sogdia/study/tables/output_schema.h"

namespace sogdia {

Outcome run(std::shared_ptr<const Baseline> base, const Study& asked, int threads, const Monitor& monitor) {
  Outcome outcome;
  outcome.base = std::move(base);
  const Baseline& before = *outcome.base;
  Stages stages(outcome.stages, monitor);

  stages.begin("changes");
  Prepared ready = prepare(asked, before);
  outcome.study = std::move(ready.study);
  outcome.edited = std::move(ready.edited);

  // Time and money from place to place by mode family, then from country to country.
  stages.begin("access after");
  if (!outcome.edited.changed.empty()) {
    AccessMetric metric = reweigh(before.topology, before.ways.metric,
                                  weigh_links(before.network, outcome.edited.costs, before.travel.shipper),
                                  outcome.edited.changed, threads);
    const Before ways{before.ways.skim, outcome.edited.changed, &before.ways.metric};
    outcome.ways = find_ways(before, before.topology, std::move(metric), before.economy.countries, threads,
                             stages.monitor(), {.chains = true}, &ways);
    outcome.side = side_effects(before, outcome.edited, *outcome.ways, threads);
  }

  // What that and the scenario's policies do to trade costs, and what those do to trade and income.
  stages.begin("equilibrium");
  const Study& study = outcome.study;
  outcome.freight = freight_kappa(outcome.before().cost, outcome.after().cost, study.model.pass_through);
  outcome.solution = solve_scenario(outcome, threads);
  outcome.kappa_hat = scenario_kappa(outcome, study.model.theta_mid);
  stages.end();
  return outcome;
}

Result figures(const Outcome& outcome) {
  Result result;
  result.study = outcome.study;
  result.base = outcome.base;
  result.after = outcome.edited.costs;
  result.stages = outcome.stages;
  for (const auto& solution : outcome.solution) result.converged = result.converged && solution.converged;
  result.headline = headline(outcome);
  return result;
}

const std::vector<std::string>& table_names() {
  static const auto names = [] {
    std::vector<std::string> all;
    for (const auto& table : run_schema()) all.push_back(table.name);
    return all;
  }();
  return names;
}

void add_table(Result& result, const Outcome& outcome, const std::string& name, int threads) {
  if (result.tables.contains(name)) return;
  const auto keep = [&](Table table) {
    require_schema(table, run_schema());
    result.tables[table.name] = std::move(table);
  };
  if (name == "dependence") return keep(dependence_table(outcome, threads));
  if (name == "partners") return keep(partners_table(outcome));
  if (name == "energy") return keep(energy_table(outcome));
  if (name == "corridors" || name == "corridor_paths") {
    CorridorTables corridors = corridor_tables(outcome, threads);
    keep(std::move(corridors.corridors));
    keep(std::move(corridors.paths));
    result.warnings = result.study.notes;
    const auto told = warnings(outcome, corridors.warnings);
    result.warnings.insert(result.warnings.end(), told.begin(), told.end());
    return;
  }
  if (name == "pair_routes" || name == "pair_paths") {
    PairRouteTables ways = pair_route_tables(outcome, threads);
    keep(std::move(ways.routes));
    return keep(std::move(ways.paths));
  }
  if (name == "link_flows") return keep(link_flows_table(outcome, threads));
  if (name == "passage_flows") {
    add_table(result, outcome, "link_flows", threads);
    return keep(passage_flows_table(outcome, result.tables.at("link_flows")));
  }
  if (name == "countries") return keep(countries_table(outcome));
  if (name == "pairs") return keep(pairs_table(outcome));
  if (name == "world") return keep(world_table(outcome));
  if (name == "projects") return keep(projects_table(outcome));
  if (name == "unreachable") return keep(unreachable_table(outcome));
  if (name == "model") return keep(model_table(outcome));
  if (name == "route_exposure") return keep(route_exposure_table(outcome, threads));
  if (name == "alignment") return keep(alignment_table(outcome));
  if (name == "seen") return keep(seen_table(outcome));
  keep(records_table(outcome, name));
}

Result tables(const Outcome& outcome, int threads, const Monitor& monitor) {
  Result result = figures(outcome);
  Stages stages(result.stages, monitor);
  // It solves the model again for each pair and year; the rest is read off the outcome.
  stages.begin("dependence");
  add_table(result, outcome, "dependence", threads);
  stages.begin("tables");
  for (const std::string& name : table_names()) add_table(result, outcome, name, threads);
  stages.end();
  return result;
}

Result run_study(const Study& study, std::shared_ptr<const World> world, int threads,
                 const Monitor& monitor) {
  const auto base = make_baseline(std::move(world), study, threads, monitor);
  Result result = tables(run(base, study, threads, monitor), threads, monitor);
  result.stages.insert(result.stages.begin(), base->stages.begin(), base->stages.end());
  return result;
}

}  // namespace sogdia
