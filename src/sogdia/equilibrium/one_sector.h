#pragma once
#include <vector>

#include "sogdia/core/od_matrix.h"

namespace sogdia {

// One-sector exact-hat equilibrium (Dekle, Eaton & Kortum 2008; Costinot & Rodriguez-Clare 2014), Armington
// or Eaton-Kortum with trade elasticity theta, deficits held in units of world income, which is the
// numeraire:
//   pi'_ij = pi_ij (kappa_hat_ij w_hat_i / A_hat_i)^-theta / P_hat_j^-theta
//   sum_j pi'_ij X'_j = w'_i L_i,   X'_j = w'_j L_j + D'_j,   W_hat_j = X_hat_j / P_hat_j
struct OneSectorProblem {
  OdMatrix trade;                     // X_ij, exporters x importers with the diagonal, USD
  OdMatrix kappa_hat;                 // same index; 1 = no change; infinity = exact zero share
  double theta = 4.0;                 // trade elasticity, > 0
  std::vector<double> a_hat;          // productivity, empty = ones
  std::vector<double> l_hat;          // labour, empty = ones
  std::vector<double> deficit_scale;  // D' = scale * D, empty = ones
};

struct OneSectorOptions {
  double tolerance = 1e-12;  // on the largest relative residual of market clearing
  int max_iterations = 200;
};

struct OneSectorSolution {
  Index countries;
  std::vector<double> welfare_hat, wage_hat, price_hat, expenditure_hat;
  OdMatrix trade;  // X'_ij in USD of the base's world income
  bool converged = false;
  int iterations = 0;
  double residual = 0.0;
  std::string reason;
};

OneSectorSolution solve_one_sector(const OneSectorProblem& problem, const OneSectorOptions& options = {});

}  // namespace sogdia
