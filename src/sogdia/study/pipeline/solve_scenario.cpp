#include "sogdia/study/pipeline/solve_scenario.h"

#include "sogdia/core/parallel.h"

namespace sogdia {

std::array<OneSectorSolution, 3> solve_scenario(const Economy& economy, const FreightKappa& freight,
                                                const Study& study, int threads) {
  const double thetas[] = {study.model.theta_low, study.model.theta_mid, study.model.theta_high};
  const CountryShifts shifts = country_shifts(study.scenario, economy.countries);
  std::array<OneSectorSolution, 3> solutions;
  parallel_for(3, threads, [&](std::size_t k) {
    OneSectorProblem problem;
    problem.trade = economy.trade;
    problem.theta = thetas[k];
    problem.kappa_hat =
        multiply(freight.kappa_hat, policy_kappa(study.scenario, economy.countries, thetas[k]));
    problem.a_hat = shifts.a_hat;
    problem.l_hat = shifts.l_hat;
    problem.deficit_scale = shifts.deficit_scale;
    solutions[k] = solve_one_sector(problem, study.model.deficits);
  });
  return solutions;
}

}  // namespace sogdia
