#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace sogdia {

// X'WX, k x k, of k columns n long.
std::vector<double> weighted_gram(const std::vector<std::vector<double>>& x, const double* weight,
                                  std::size_t n, int threads);

// sum w (x - mean)^2 of each column, mean its weighted mean where `centred` and 0 otherwise.
std::vector<double> column_norms(const std::vector<std::vector<double>>& x, const double* weight,
                                 bool centred, int threads);

// What a column is held against: the square of its norm about its mean (where `centred`; otherwise about 0),
// or, where that is more, kAbsorbed^-1 times that of its own rounding, so that a constant is nothing.
std::vector<double> column_sizes(const std::vector<std::vector<double>>& x, bool centred, int threads);

// 1 = a column that says nothing of its own: nothing is left of it beside the effects (the square of its norm
// fell from `size` by kAbsorbed), or beside the columns before it. All observations count alike.
constexpr double kAbsorbed = 1e-11;  // of squared norms: ten times what rounding and the solver leave
struct Collinear {
  std::vector<std::uint8_t> drop;        // k
  std::vector<std::uint8_t> by_effects;  // k: nothing is left beside the effects
};
Collinear find_collinear(const std::vector<std::vector<double>>& x, const std::vector<double>& size,
                         int threads);

}  // namespace sogdia
