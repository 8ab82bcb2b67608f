#pragma once
#include <random>
#include <vector>

#include "sogdia/gravity/sample/sample.h"

namespace sogdia::test {

struct SampleShape {
  std::size_t rows = 60, regressors = 2;
  std::vector<std::uint32_t> levels{9, 7};  // of each effect
  bool slopes = false;                      // the last effect has a slope as well
};

// Rows in the order that build_sample promises: by the effect with the most levels, then by the second.
void order_rows(Sample& sample);

Sample random_sample(const SampleShape& shape, std::mt19937_64& engine);

}  // namespace sogdia::test
