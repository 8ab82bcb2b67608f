#pragma once
#include <string>
#include <vector>

#include "sogdia/core/od_matrix.h"

namespace sogdia {

// One-sector exact-hat equilibrium (Dekle, Eaton & Kortum 2008; Costinot & Rodriguez-Clare 2014), Armington
// or Eaton-Kortum with trade elasticity theta, deficits held in units of world income, which is the
// numeraire:
//   pi'_ij = pi_ij (kappa_hat_ij w_hat_i / A_hat_i)^-theta / P_hat_j^-theta
//   sum_j pi'_ij X'_j = w'_i L_i,   X'_j = w'_j L_j + D'_j,   W_hat_j = X_hat_j / P_hat_j
//   sum_j w'_j L_j = sum_j w_j L_j
//
// Groups. Exact zero shares can cut the world into groups that no longer trade with one another. Then no
// price joins them and nobody can lend across: each group keeps its base income (its own numeraire) and its
// deficits must add up to nothing, so what is left over is spread over the group by base income. The same
// spreading keeps the world's books when `deficit_scale` differs between countries.
//
// A country with no trade at all, not even with itself, keeps hats of 1. One that buys and sells nothing has
// no wage: wage_hat 1, its expenditure its deficit. One that sells and buys nothing is an Error.
struct OneSectorProblem {
  OdMatrix trade;                     // X_ij, exporters x importers with the diagonal, USD
  OdMatrix kappa_hat;                 // same index; 1 = no change; infinity = exact zero share
  double theta = 4.0;                 // trade elasticity, > 0
  std::vector<double> a_hat;          // productivity, empty = ones
  std::vector<double> l_hat;          // labour, empty = ones
  std::vector<double> deficit_scale;  // D' = scale * D + transfer, empty = ones
  std::vector<double> transfer = {};  // USD, empty = zeros: what comes in from abroad beside trade and loans
};

struct OneSectorOptions {
  double tolerance = 1e-12;  // on the largest relative residual of market clearing
  int max_iterations = 500;  // Newton steps and price-adjustment steps together
};

// Vectors are in `countries` order; hats, 1 = unchanged.
struct OneSectorSolution {
  Index countries;
  std::vector<double> welfare_hat, wage_hat, price_hat, expenditure_hat;
  OdMatrix trade;  // X'_ij in USD of the base's world income
  bool converged = false;
  int iterations = 0;
  double residual = 0.0;  // max_i |sum_j pi'_ij X'_j / (w'_i L_i) - 1|
  std::string reason;     // why not, where `converged` is false; names the country where one is to blame
};

// Newton on log wages with the analytic Jacobian and a backtracking line search; where that stalls, price
// adjustment in the manner of Alvarez & Lucas (2007), then Newton again. At the base the residual is zero to
// the last bit, so no change in costs changes nothing. Throws Error on impossible input.
OneSectorSolution solve_one_sector(const OneSectorProblem& problem, const OneSectorOptions& options = {});

}  // namespace sogdia
