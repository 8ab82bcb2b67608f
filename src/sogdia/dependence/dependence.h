#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/core/od_matrix.h"
#include "sogdia/dependence/cutoff.h"

namespace sogdia {

// How far `a` relies on `b`. Fractions; NaN = not known.
//
// Cut-off loss in closed form (cutoff.h): a buys nothing of b any more and nobody's wage moves,
//   loss = -ln(1 - s) / theta,   s = X_ba / (all a spends on goods, at home and abroad)
// in log points; in percent of real expenditure read 1 - exp(-loss).
//
// The same in equilibrium: X_ab and X_ba become exact zeros, wages everywhere answer, and the loss is
// 1 - W_hat_a; NaN where the solver finds no equilibrium.
//
// What others could absorb. By size: X_ab over what all others but a and b import (`over_other_buyers`), the
// rise in their imports that would take it; X_ba over what they export (`over_other_sellers`). In
// equilibrium, middle elasticity: if X_ab alone becomes zero, how much more third countries take, and if X_ba
// alone does, how much more they deliver, in dollars of the base's world income,
//   exports_replaced = sum_{k != a,b} (X'_ak - X_ak) / X_ab,   imports_replaced = sum_k (X'_ka - X_ka) / X_ba
struct OneSided {
  double export_share = 0;      // exports of a to b / exports of a
  double import_share = 0;      // imports of a from b / imports of a
  double exports_over_gdp = 0;  // NaN where a's GDP is not known
  double imports_over_gdp = 0;
  Losses cutoff;                            // real expenditure lost, closed form
  Losses ge;                                // real income lost in equilibrium when the two cut all trade
  double hhi_exports = 0, hhi_imports = 0;  // sum of squared partner shares
  double effective_export_partners = 0, effective_import_partners = 0;  // 1 / HHI; 0 where a doesn't trade
  double over_other_buyers = 0, over_other_sellers = 0;                 // NaN where there are no others
  double exports_replaced = 0, imports_replaced = 0;  // NaN where not solved, or nothing lost
};

// How many times as much one side loses as the other: b's loss over a's.
struct LossRatio {
  double low = 0, mid = 0, high = 0;  // NaN where either loses nothing
  bool equilibrium = false;           // of the losses in equilibrium; else of the closed form
};

struct Dependence {
  std::string a, b;
  OneSided a_on_b, b_on_a;
  LossRatio loss_ratio;
};

struct DependenceOptions : Horizons {
  bool equilibrium = true;  // also solve the cut in general equilibrium
  // 80 % intervals of X_ab and X_ba: value / factor to value * factor. 1 = exact, NaN = not known.
  double factor_ab = 1, factor_ba = 1;
};

// trade: X_ij with internal trade on the diagonal, USD; gdp in the same index's order, USD.
//
// The ratio's middle is at the middle elasticity. Its range goes over the three elasticities, and over what
// the two flows may be: a small share's loss is proportional to its flow, so that with independent errors the
// logs of the two factors add in squares, F = exp(sqrt(ln(f_ab)^2 + ln(f_ba)^2)), and
//   low = min over elasticities / F,   high = max over elasticities * F.
// Where a factor is not known it is left out.
Dependence dependence(const OdMatrix& trade, const std::vector<double>& gdp, std::string_view a,
                      std::string_view b, const DependenceOptions& options = {});

}  // namespace sogdia
