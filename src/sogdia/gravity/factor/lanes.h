#pragma once
#include <cassert>
#include <type_traits>

namespace sogdia {

// The values of several vectors at one place, side by side: one register where the machine has it so wide,
// and the same products and sums, in the same order, where it has not. Read and written at any address that
// is a double's: as an argument of a template the type loses that, so it goes into none of the standard ones.
template <int R>
struct LanesOf {
  typedef double type __attribute__((vector_size(8 * R), aligned(8), may_alias));
};
template <>
struct LanesOf<1> {
  using type = double;
};
template <int R>
using Lanes = typename LanesOf<R>::type;

template <int R>
inline __attribute__((always_inline)) const Lanes<R>* lanes(const double* values) {
  return reinterpret_cast<const Lanes<R>*>(values);
}
template <int R>
inline __attribute__((always_inline)) Lanes<R>* lanes(double* values) {
  return reinterpret_cast<Lanes<R>*>(values);
}

template <int R>
inline __attribute__((always_inline)) void set_lane(Lanes<R>& to, int lane, double value) {
  if constexpr (R == 1)
    to = value;
  else
    to[lane] = value;
}
template <int R>
inline __attribute__((always_inline)) double lane(const Lanes<R>& from, int lane) {
  if constexpr (R == 1)
    return from;
  else
    return from[lane];
}

// body(R) for 1, 2 or 4 lanes, R a constant.
template <class Body>
void with_lanes(int width, const Body& body) {
  assert(width == 1 || width == 2 || width == 4);
  if (width == 1)
    body(std::integral_constant<int, 1>{});
  else if (width == 2)
    body(std::integral_constant<int, 2>{});
  else
    body(std::integral_constant<int, 4>{});
}

}  // namespace sogdia
