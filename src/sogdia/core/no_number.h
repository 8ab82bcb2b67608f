#pragma once
#include <limits>

namespace sogdia {

// What it costs to reach what cannot be reached.
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
// A number that is not known.
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace sogdia
