#pragma once
#include <cstddef>
#include <vector>

#include "sogdia/core/od_matrix.h"
#include "sogdia/equilibrium/one_sector.h"

namespace sogdia {

using Vector = std::vector<double>;

// The base economy and the change, prepared once.
struct HatEconomy {
  std::size_t n = 0;
  double theta = 0;
  OdMatrix cost_weighted;  // X_ij kappa_hat_ij^-theta: trade at new costs and old wages, before shares are
                           // shared out
  Vector income, expenditure;  // Y_i, E_j
  Vector expenditure_shift;    // D'_j - D_j
  Vector lent, borrowed;       // max(-D'_j, 0), max(D'_j, 0)
  Vector productivity;         // A_hat^theta
  Vector labour;               // L_hat
  std::vector<std::size_t> group;
  Vector group_income;
};

// Throws Error on impossible input.
HatEconomy prepare_hats(const OneSectorProblem& problem);

// Sums over groups, rows and columns of exporters x importers.
Vector group_sums(const Vector& values, const std::vector<std::size_t>& group);
Vector row_sums(const OdMatrix& matrix);
// sum_i matrix_ij factor_i, in index order.
Vector weighted_column_sums(const OdMatrix& matrix, const Vector& factor);
// Row sums without the diagonal, so that the external trade of a nearly closed country keeps its digits.
Vector trade_abroad(const OdMatrix& matrix);
OdMatrix transposed(const OdMatrix& matrix);

}  // namespace sogdia
