#pragma once
#include <optional>
#include <string_view>

#include "sogdia/equilibrium/one_sector.h"

namespace sogdia {

// What becomes of a country's deficit D_j = expenditure - income when trade changes. With s_j the problem's
// deficit_scale:
//
//   fixed   D'_j = s_j D_j: so many dollars, as long as world income keeps its value. A country with a
//   surplus
//           that loses buyers must then cut its imports by as much, whoever they come from.
//   scaled  D'_j = s_j t_j D_j,  t_j = exports'_j / exports_j: the part of its trade that is left. Imports
//   are
//           exports plus the deficit, so that all three keep their proportions: who trades half as much lends
//           or borrows half as much.
//   zero    trade is balanced, without transfers, before the change, at the same elasticity (Caliendo & Parro
//   2015 set D = 0 so):
//           a country without exports keeps its deficit, which it could not pay. Hats are against that
//           balanced world. `trade` is the problem's, each pair times its hat there.
//
// Deficits of the world add up to nothing: what is left over is spread by base income (one_sector.h).
enum class DeficitRule { fixed, scaled, zero };
const char* to_string(DeficitRule rule);
std::optional<DeficitRule> parse_deficit_rule(std::string_view text);

// As solve_one_sector, under a rule. `scaled` is a fixed point in t, solved again and again until no t moves
// by more than 1e-9; `iterations` counts all steps. With nothing changed every hat is 1, to the last bit.
OneSectorSolution solve_one_sector(const OneSectorProblem& problem, DeficitRule rule,
                                   const OneSectorOptions& options = {});

}  // namespace sogdia
