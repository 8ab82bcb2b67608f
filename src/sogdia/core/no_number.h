#pragma once
#include <cmath>
#include <limits>

namespace sogdia {

// What it costs to reach what cannot be reached.
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
// A number that is not known.
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// What cannot be reached is not known.
inline double known(double value) { return std::isfinite(value) ? value : kNaN; }

}  // namespace sogdia
