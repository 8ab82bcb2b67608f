#include "sogdia/study/run.h"

#include "sogdia/study/outcome.h"
#include "sogdia/study/prepare.h"
#include "sogdia/study/solve_scenario.h"
#include "sogdia/study/stages.h"

namespace sogdia {

Result run_study(const Study& asked, const World& world, int threads, const Monitor& monitor) {
  Result result;
  Stages stages(result.stages, monitor);
  result.world = &world;

  // The world before and after.
  stages.begin("network");
  Prepared ready = prepare(asked, world);
  result.study = std::move(ready.study);
  result.base = std::move(ready.base);
  result.scenario = std::move(ready.scenario);
  const Study& study = result.study;
  const Economy& economy = ready.economy;
  const Zones& zones = ready.zones;

  // Time and money from place to place by mode family, then from country to country.
  SkimOptions travel;
  travel.shipper = make_shipper(world, study.access.sector);
  travel.threads = threads;
  const auto country_costs = [&](const Network& network) {
    CountryCostOptions options;
    options.shipper = travel.shipper;
    return country_cost(skim(network, zones.nodes, travel, stages.monitor()), zones, economy.countries,
                        options);
  };
  stages.begin("access before");
  const CountryCost before = country_costs(result.base);
  stages.begin("access after");
  const CountryCost after = same_ways(result.base, result.scenario) ? before : country_costs(result.scenario);

  // What that and the scenario's policies do to trade costs, and what those do to trade and income.
  stages.begin("equilibrium");
  Outcome outcome{study,
                  world,
                  economy,
                  result.base,
                  result.scenario,
                  make_router(result.base, travel.shipper),
                  make_router(result.scenario, travel.shipper),
                  before,
                  after,
                  freight_kappa(before.cost, after.cost, study.model.pass_through),
                  {},
                  {}};
  outcome.solution = solve_scenario(economy, outcome.freight, study, threads);
  outcome.kappa_hat = multiply(outcome.freight.kappa_hat,
                               policy_kappa(study.scenario, economy.countries, study.model.theta_mid));
  for (const auto& solution : outcome.solution) result.converged = result.converged && solution.converged;

  stages.begin("dependence");
  const auto keep = [&](Table table) { result.tables[table.name] = std::move(table); };
  keep(dependence_table(outcome, threads));
  keep(partners_table(outcome));

  stages.begin("tables");
  CorridorTables corridors = corridor_tables(outcome, threads);
  keep(std::move(corridors.corridors));
  keep(std::move(corridors.paths));
  PairRouteTables ways = pair_route_tables(outcome, threads);
  keep(std::move(ways.routes));
  keep(std::move(ways.paths));
  keep(countries_table(outcome));
  keep(pairs_table(outcome));
  keep(world_table(outcome));
  keep(projects_table(outcome));
  keep(unreachable_table(outcome));
  for (const char* name : {"customs", "pledges", "events"}) keep(records_table(outcome, name));
  result.headline = headline(outcome);
  result.warnings = study.notes;
  const auto told = warnings(outcome, corridors.warnings);
  result.warnings.insert(result.warnings.end(), told.begin(), told.end());
  stages.end();
  return result;
}

}  // namespace sogdia
