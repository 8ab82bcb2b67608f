#pragma once
#include <algorithm>
#include <cmath>
#include <limits>

namespace sogdia {

// What slows down with use: a road, a terminal, a passage, a border.
//   t(v) = free_flow + extra (v / capacity)^power
// With extra = b free_flow it is the function of the Bureau of Public Roads (1964), as TNTP writes it:
//   t(v) = free_flow (1 + b (v / capacity)^power)
// A power of 0 makes it free_flow + extra, whatever the flow.
struct Bottleneck {
  double free_flow = 0;  // at no flow, >= 0
  double extra = 0;      // at capacity, >= 0; 0 = never slower
  double capacity = 1;   // in the unit of the trips, > 0
  double power = 4;      // >= 0, not always whole
};

inline double delay(const Bottleneck& at, double flow) {
  if (at.extra == 0) return at.free_flow;
  const double ratio = std::max(flow, 0.0) / at.capacity;
  const double square = ratio * ratio;
  return at.free_flow + at.extra * (at.power == 4 ? square * square : std::pow(ratio, at.power));
}

// dt/dv at a flow whose delay is known: power (t - free_flow) / v, without another power. Infinite at no flow
// where the power is between 0 and 1.
inline double delay_slope(const Bottleneck& at, double flow, double delay_there) {
  if (at.extra == 0 || at.power == 0) return 0;
  if (flow > 0) return at.power * (delay_there - at.free_flow) / flow;
  if (at.power > 1) return 0;
  return at.power == 1 ? at.extra / at.capacity : std::numeric_limits<double>::infinity();
}

// The integral of t from 0 to `flow`: free_flow v + extra v (v / capacity)^power / (power + 1).
inline double delay_integral(const Bottleneck& at, double flow, double delay_there) {
  return flow * (at.free_flow + (delay_there - at.free_flow) / (at.power + 1));
}

}  // namespace sogdia
