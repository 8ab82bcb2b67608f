#pragma once
#include <cstddef>
#include <limits>

#include "sogdia/equilibrium/hat_economy.h"

namespace sogdia {

// Everything that follows from wages. Markets clear where exports plus what is borrowed pay for imports plus
// what is lent. Newton works on the log of that ratio: near autarky it stays well scaled where the ratio of
// sales to income is flat.
struct MarketState {
  Vector income_hat;        // w_hat L_hat
  Vector factor;            // (w_hat / A_hat)^-theta
  Vector new_expenditure;   // X'_j
  Vector denominator;       // sum_i X_ij (kappa_hat_ij w_hat_i / A_hat_i)^-theta = E_j P_hat_j^-theta
  Vector exports, imports;  // abroad
  Vector gap;               // log((exports + borrowed) / (imports + lent)) - drift of the numeraire
  double largest_gap = std::numeric_limits<double>::infinity();
  double residual = std::numeric_limits<double>::infinity();
  std::size_t broke = std::numeric_limits<std::size_t>::max();  // a country left with nothing to spend
};

MarketState market_state(const HatEconomy& e, const Vector& log_wage);

// Of log wages, by the derivative of `gap`.
Vector newton_step(const HatEconomy& e, const MarketState& s);

// Wages rise where more is sold than earned (Alvarez & Lucas 2007). In logs, damped by 1/(1 + 2 theta), the
// steepest that the gap of a country can be.
Vector adjustment_step(const HatEconomy& e, const MarketState& s);

}  // namespace sogdia
