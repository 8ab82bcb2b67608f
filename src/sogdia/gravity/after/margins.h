#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/core/frame.h"
#include "sogdia/core/monitor.h"
#include "sogdia/gravity/after/combinations.h"
#include "sogdia/gravity/models/estimate.h"

namespace sogdia {

// What changes by how much, on average over the observations (weighted where the fit is):
//   dydx   d mean / d x        eydx   d log mean / d x
//   dyex   d mean / d log x    eyex   d log mean / d log x (an elasticity)
//   diff   mean at x = 1 less mean at x = 0
// The mean is exp(eta) (PPML) or eta (OLS). The fixed effects are held, and so is their part in the errors:
// these are the delta method's, sqrt(g V g') with g = d margin / d b, as Stata's margins and R's
// marginaleffects have them. x may stand in several terms, in functions and products: the derivative is of
// all of them.
enum class MarginKind { dydx, eydx, dyex, eyex, diff };

//   margins(fit, frame, "dist")        dydx of dist
//   margins(fit, frame, "eyex:dist")   its elasticity
// Throws Error for a column that is in no regressor, or that dummies or effects are made of.
Combination margins(const Fit& fit, const Frame& frame, std::string_view request, double level = 0.95,
                    const Monitor& monitor = {});

}  // namespace sogdia
