#pragma once
#include <cstddef>
#include <vector>

#include "sogdia/core/od_matrix.h"

namespace sogdia {

// All that country i sells, or buys, by partner, in the index's order; itself included.
std::vector<double> exports_of(const OdMatrix& trade, std::size_t i);
std::vector<double> imports_of(const OdMatrix& trade, std::size_t i);

// How a country's flows are spread over its partners abroad:
//   HHI = sum_k s_k^2 over partners, s_k = share of partner k;   effective partners = 1 / HHI.
// HHI lies between 1 / (number of partners) and 1. Zeros where there is no flow.
struct Concentration {
  double total = 0;  // USD, abroad
  double hhi = 0, effective_partners = 0;
};
Concentration concentration(std::vector<double> flows, std::size_t own);

// flow / gdp, NaN where the GDP is not known.
double over_gdp(double flow, double gdp);

}  // namespace sogdia
