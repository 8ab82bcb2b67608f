#pragma once
#include <array>
#include <string>
#include <vector>

#include "sogdia/cost/kappa.h"
#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {

// The one-sector equilibrium at the study's three elasticities: trade costs times the policies' wedges (which
// depend on theta), with the scenario's productivity, labour and deficits, under the study's deficit rule.
std::array<OneSectorSolution, 3> solve_scenario(const Economy& economy, const FreightKappa& freight,
                                                const Study& study, int threads);

// The numbers of summary.json.
std::vector<std::pair<std::string, double>> headline(const Outcome& outcome);

// What a reader must know before using the numbers: pairs cut off, trade left out, equilibria not converged.
std::vector<std::string> warnings(const Outcome& outcome, const std::vector<std::string>& corridor_warnings);

}  // namespace sogdia
