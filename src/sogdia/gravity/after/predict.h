#pragma once
#include <string>
#include <vector>

#include "sogdia/core/frame.h"
#include "sogdia/core/monitor.h"
#include "sogdia/gravity/models/estimate.h"

namespace sogdia {

// Fitted values of other rows, the fixed effects held:
//   eta = offset + x b + effects,  mean = exp(eta) (PPML) or eta (OLS)
// x from the rows' own columns: a tariff cut, an agreement more. Rows find their effects by the keys' texts.
// NaN where a regressor, the offset or a key is missing, where a level was not estimated (of an effect, or
// one that i() and factor() never saw, whose dummies would read as the reference), and where a combination of
// levels is not identified (they lie in different connected components). The residuals of a control function
// (iv.h) are taken from the rows' columns of their names; of the estimation's own frame they are known.
struct Prediction {
  std::vector<double> eta, mean;  // one a row of `rows`
  std::size_t unknown = 0;        // rows whose levels were not estimated, or not together
};

// `frame` is the one that was estimated on, `rows` may be the same with changed columns. `offset`: a column
// of `rows`; empty = none. `corrected`: with a bias-corrected fit, use the corrected coefficients (the
// effects stay).
Prediction predict(const Fit& fit, const Frame& frame, const Frame& rows, const std::string& offset = "",
                   bool corrected = false, int threads = 0, const Monitor& monitor = {});

}  // namespace sogdia
