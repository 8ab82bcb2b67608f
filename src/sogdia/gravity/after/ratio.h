#pragma once
#include <string_view>

#include "sogdia/gravity/models/estimate.h"

namespace sogdia {

// The ratio of two coefficients, r = b1 / b2, such as a value of time: what a day takes off trade over what a
// per cent of freight takes off. With v the errors' covariances and z the quantile of the fit's level:
//   delta method     se^2 = (v11 - 2 r v12 + r^2 v22) / b2^2
//   Fieller (1954)   the r with (b1 - r b2)^2 <= z^2 (v11 - 2 r v12 + r^2 v22)
// Fieller's set keeps its level however near b2 is to zero. Where b2 differs from zero at that level it is
// the interval [low, high]; else it has no end on one side or on both, `bounded` is false, and low and high
// are NaN.
struct Ratio {
  double value = 0, std_error = 0;
  double low = 0, high = 0;
  bool bounded = true;
};

// Throws Error where the fit has no such term.
Ratio ratio_of(const Fit& fit, std::string_view numerator, std::string_view denominator);

}  // namespace sogdia
