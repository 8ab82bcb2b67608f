#pragma once
#include "sogdia/core/frame.h"
#include "sogdia/core/monitor.h"
#include "sogdia/gravity/models/estimate.h"

namespace sogdia {

// Ramsey's RESET as Santos Silva & Tenreyro (2006) use it for gravity: the model is estimated again with the
// square of its fitted index eta (OLS: of its prediction) as a regressor; where the model is right, its
// coefficient is zero. The index is taken from its mean in standard deviations first, which changes neither
// statistic nor p.
struct Reset {
  double statistic = 0, p = 0;  // of the added regressor, with the errors of `options`
  bool normal = true;
  double df_t = 0;
  bool converged = false;
  bool added = false;  // false: the square is collinear with the model, and there is no test (p is NaN)
};

// `fit` was estimated on `frame` with `options`, and has kept its sample. Throws Error where it has not.
Reset reset_test(const Fit& fit, const Frame& frame, const EstimateOptions& options,
                 const Monitor& monitor = {});

}  // namespace sogdia
