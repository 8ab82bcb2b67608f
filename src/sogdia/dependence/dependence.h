#pragma once
#include <string>
#include <string_view>

#include "sogdia/core/od_matrix.h"

namespace sogdia {

// How far `a` relies on `b`. Fractions.
//
// Cut-off loss in closed form, one sector, theta = sigma - 1:
//   loss = -ln(1 - s) / theta,   s = X_ba / (all a spends on goods, at home and abroad)
// the log points of real expenditure that a gives up when goods of b vanish and nobody's wage moves
// (Arkolakis, Costinot & Rodriguez-Clare 2012, applied to one supplier). In percent of real income read 1 -
// exp(-loss).
//
// The same in equilibrium: X_ab and X_ba become exact zeros, wages everywhere answer, and the loss is
// 1 - W_hat_a; NaN where the solver finds no equilibrium.
//
// Bands run from the smallest to the largest loss: `low` is at theta_high, `high` at theta_low.
struct OneSided {
  double export_share = 0;      // exports of a to b / exports of a
  double import_share = 0;      // imports of a from b / imports of a
  double exports_over_gdp = 0;  // NaN where a's GDP is not known
  double imports_over_gdp = 0;
  double cutoff_low = 0, cutoff_mid = 0,
         cutoff_high = 0;                      // real expenditure lost, closed form at three elasticities
  double ge_low = 0, ge_mid = 0, ge_high = 0;  // real income lost in equilibrium when the two cut all trade
  double hhi_exports = 0, hhi_imports = 0;     // sum of squared partner shares
  double effective_export_partners = 0, effective_import_partners = 0;  // 1 / HHI; 0 where a doesn't trade
};

struct Dependence {
  std::string a, b;
  OneSided a_on_b, b_on_a;
  double asymmetry = 0;  // ln(d_ba / d_ab), d = trade with the other over own GDP: positive = b leans on a;
                         // NaN where the two do not trade
};

struct DependenceOptions {
  double theta_low = 3, theta_mid = 4, theta_high = 8;
  bool equilibrium = true;  // also solve the cut in general equilibrium
};

// trade: X_ij with internal trade on the diagonal, USD; gdp in the same index's order, USD.
Dependence dependence(const OdMatrix& trade, const std::vector<double>& gdp, std::string_view a,
                      std::string_view b, const DependenceOptions& options = {});

}  // namespace sogdia
