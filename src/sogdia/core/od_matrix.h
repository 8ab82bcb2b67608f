#pragma once
#include <cassert>
#include <string>
#include <vector>

#include "sogdia/core/index.h"

namespace sogdia {

// Rows are origins (exporters), columns destinations (importers). Row-major, origins.size() x
// destinations.size().
struct OdMatrix {
  Index origins;
  Index destinations;
  std::string unit;  // "USD", "hours", "usd_per_tonne", "fraction", "hat"
  std::vector<double> values;

  OdMatrix() = default;
  OdMatrix(Index o, Index d, std::string u, double fill = 0.0)
      : origins(std::move(o)),
        destinations(std::move(d)),
        unit(std::move(u)),
        values(origins.size() * destinations.size(), fill) {}

  double& operator()(std::size_t i, std::size_t j) {
    assert(i < origins.size() && j < destinations.size());
    return values[i * destinations.size() + j];
  }
  double operator()(std::size_t i, std::size_t j) const {
    assert(i < origins.size() && j < destinations.size());
    return values[i * destinations.size() + j];
  }
};

}  // namespace sogdia
