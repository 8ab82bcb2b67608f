#pragma once
#include <cassert>
#include <charconv>
#include <string>
#include <vector>

#include "sogdia/core/index.h"

namespace sogdia {

// Rows are origins (exporters), columns destinations (importers). Row-major, origins.size() x
// destinations.size().
template <class T>
struct OdMatrixOf {
  Index origins;
  Index destinations;
  std::string unit;  // "USD", "hours", "usd_per_tonne", "fraction", "hat"
  std::vector<T> values;

  OdMatrixOf() = default;
  OdMatrixOf(Index o, Index d, std::string u, T fill = 0)
      : origins(std::move(o)),
        destinations(std::move(d)),
        unit(std::move(u)),
        values(origins.size() * destinations.size(), fill) {}

  T& operator()(std::size_t i, std::size_t j) {
    assert(i < origins.size() && j < destinations.size());
    return values[i * destinations.size() + j];
  }
  T operator()(std::size_t i, std::size_t j) const {
    assert(i < origins.size() && j < destinations.size());
    return values[i * destinations.size() + j];
  }
};
using OdMatrix = OdMatrixOf<double>;
using FloatMatrix = OdMatrixOf<float>;

// The number of fewest digits that a single-precision one stands for: 772.78, where a conversion tells
// 772.780029296875.
inline double shortest(float value) {
  char digits[32];
  const char* end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  double told = 0.0;
  std::from_chars(digits, end, told);
  return told;
}

}  // namespace sogdia
