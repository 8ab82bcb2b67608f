#include "sogdia/study/pipeline/solve_scenario.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/parallel.h"
#include "sogdia/equilibrium/hat_economy.h"

namespace sogdia {
namespace {

// A pair of countries that trade all but nothing still has a price.
constexpr double kMostStranded = 1 - 1e-9;

// What goods without a way do to trade costs: (1 - stranded)^(-1/theta), so that at given prices a pair
// trades that much less. 1 where no link changed.
OdMatrix stranded_kappa(const Outcome& outcome, double theta) {
  const Index& countries = outcome.economy().countries;
  OdMatrix kappa(countries, countries, "hat", 1.0);
  if (!outcome.side) return kappa;
  const OdMatrix& stranded = outcome.side->stranded;
  for (std::size_t k = 0; k < stranded.values.size(); ++k)
    if (stranded.values[k] > 0)
      kappa.values[k] = std::pow(1 - std::min(stranded.values[k], kMostStranded), -1 / theta);
  return kappa;
}

}  // namespace

OdMatrix scenario_kappa(const Outcome& outcome, double theta) {
  return multiply(multiply(outcome.freight.kappa_hat, stranded_kappa(outcome, theta)),
                  policy_kappa(outcome.study.scenario, outcome.economy().countries, theta));
}

std::array<OneSectorSolution, 3> solve_scenario(const Outcome& outcome, int threads) {
  const Economy& economy = outcome.economy();
  const Study& study = outcome.study;
  const SideEffects* side = outcome.side ? &*outcome.side : nullptr;
  const double thetas[] = {study.model.theta_low, study.model.theta_mid, study.model.theta_high};
  CountryShifts shifts = country_shifts(study.scenario, economy.countries);
  if (side) {
    const Vector sales = row_sums(economy.trade), exports = trade_abroad(economy.trade),
                 imports = trade_abroad(transposed(economy.trade));
    for (std::size_t i = 0; i < sales.size(); ++i) {
      const double stranded = side->stranded_usd[i];
      if (!(stranded > 0)) continue;
      shifts.l_hat[i] *= 1 - stranded / sales[i];
      if (exports[i] > imports[i]) shifts.deficit_scale[i] *= 1 - stranded / exports[i];
    }
  }
  std::array<OneSectorSolution, 3> solutions;
  parallel_for(3, threads, [&](std::size_t k) {
    OneSectorProblem problem;
    problem.trade = economy.trade;
    problem.theta = thetas[k];
    problem.kappa_hat = scenario_kappa(outcome, thetas[k]);
    problem.a_hat = shifts.a_hat;
    problem.l_hat = shifts.l_hat;
    problem.deficit_scale = shifts.deficit_scale;
    if (side) problem.transfer = side->dues_usd;
    solutions[k] = solve_one_sector(problem, study.model.deficits);
  });
  return solutions;
}

}  // namespace sogdia
