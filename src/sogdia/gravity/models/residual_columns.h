#pragma once
#include <string>
#include <vector>

#include "sogdia/core/error.h"
#include "sogdia/core/frame.h"
#include "sogdia/gravity/models/estimate.h"

namespace sogdia {

// The first stage's residuals, which a control function (iv.h) has among its regressors, by their name:
// residual(x).
std::string residual_name(const std::string& endogenous);
bool is_residual_name(const std::string& term);

// What is thrown where rows to predict lack the column.
Error missing_residuals(const std::string& name, const std::string& source);

// Those among the fit's regressors.
std::vector<std::string> residual_terms(const Fit& fit);

// The frame with the residuals of a control function as columns of their names, NaN in rows outside of the
// sample; the frame itself for other fits. `held` keeps what is made.
struct WidenedFrame {
  Frame frame;
  std::vector<std::vector<double>> columns;
};
const Frame& with_residuals(const Frame& frame, const Fit& fit, WidenedFrame& held);

}  // namespace sogdia
