#include "sogdia/study/pipeline/solve_scenario.h"

#include <cmath>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

struct Sales {
  double home = 0, abroad = 0;  // USD
};

Sales sales_of(const OdMatrix& trade, std::size_t i) {
  Sales sold;
  for (std::size_t j = 0; j < trade.origins.size(); ++j) (i == j ? sold.home : sold.abroad) += trade(i, j);
  return sold;
}

double bought_abroad(const OdMatrix& trade, std::size_t j) {
  double bought = 0;
  for (std::size_t i = 0; i < trade.origins.size(); ++i) bought += i == j ? 0 : trade(i, j);
  return bought;
}

}  // namespace

OdMatrix stranded_kappa(const Outcome& outcome, double theta) {
  const Index& countries = outcome.economy().countries;
  OdMatrix kappa(countries, countries, "hat", 1.0);
  const OdMatrix& stranded = outcome.after().stranded;
  for (std::size_t k = 0; k < stranded.values.size(); ++k)
    if (stranded.values[k] > 0) kappa.values[k] = std::pow(1 - stranded.values[k], -1 / theta);
  return kappa;
}

std::array<OneSectorSolution, 3> solve_scenario(const Outcome& outcome, int threads) {
  const Economy& economy = outcome.economy();
  const Study& study = outcome.study;
  const SideEffects* side = outcome.side ? &*outcome.side : nullptr;
  const double thetas[] = {study.model.theta_low, study.model.theta_mid, study.model.theta_high};
  CountryShifts shifts = country_shifts(study.scenario, economy.countries);
  for (std::size_t i = 0; side && i < side->stranded_usd.size(); ++i) {
    const double stranded = side->stranded_usd[i];
    if (!(stranded > 0)) continue;
    const Sales sold = sales_of(economy.trade, i);
    shifts.l_hat[i] *= 1 - stranded / (sold.home + sold.abroad);
    if (sold.abroad > bought_abroad(economy.trade, i)) shifts.deficit_scale[i] *= 1 - stranded / sold.abroad;
  }
  std::array<OneSectorSolution, 3> solutions;
  parallel_for(3, threads, [&](std::size_t k) {
    OneSectorProblem problem;
    problem.trade = economy.trade;
    problem.theta = thetas[k];
    problem.kappa_hat = multiply(multiply(outcome.freight.kappa_hat, stranded_kappa(outcome, thetas[k])),
                                 policy_kappa(study.scenario, economy.countries, thetas[k]));
    problem.a_hat = shifts.a_hat;
    problem.l_hat = shifts.l_hat;
    problem.deficit_scale = shifts.deficit_scale;
    if (side) problem.transfer = side->dues_usd;
    solutions[k] = solve_one_sector(problem, study.model.deficits);
  });
  return solutions;
}

}  // namespace sogdia
