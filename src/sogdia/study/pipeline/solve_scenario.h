#pragma once
#include <array>
#include <string>
#include <vector>

#include "sogdia/cost/kappa.h"
#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {

// Changes of trade costs: freight, goods without a way, and the policies' wedges, at one elasticity.
OdMatrix scenario_kappa(const Outcome& outcome, double theta);

// The one-sector equilibrium at the study's three elasticities: trade costs as in scenario_kappa, with the
// scenario's productivity, labour and deficits and what the network's changes do besides, under the study's
// deficit rule. Of the outcome all but `solution` and `kappa_hat` must be there.
std::array<OneSectorSolution, 3> solve_scenario(const Outcome& outcome, int threads);

// The numbers of summary.json.
std::vector<std::pair<std::string, double>> headline(const Outcome& outcome);

// What a reader must know before using the numbers: pairs cut off, trade left out, equilibria not converged.
std::vector<std::string> warnings(const Outcome& outcome, const std::vector<std::string>& corridor_warnings);

}  // namespace sogdia
