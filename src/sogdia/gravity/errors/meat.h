#pragma once
#include <Eigen/Dense>
#include <cstdint>
#include <vector>

namespace sogdia {

// Sums over observations for the sandwich, in O(n k^2). Observations are cut into pieces that depend on n
// alone and pieces are added in their order, so the number of threads never changes a bit.

using Columns = std::vector<std::vector<double>>;  // k columns, each n long

// sum_i weight_i x_i x_i'
Eigen::MatrixXd weighted_gram(const Columns& x, const std::vector<double>& weight, int threads);

// Group of each observation, in 0 .. groups - 1.
struct Grouping {
  const std::uint32_t* group = nullptr;
  std::uint64_t groups = 0;
};

// sum_g S_g S_g', S_g = sum of x_i r_i over group g.
Eigen::MatrixXd cluster_meat(const Columns& x, const std::vector<double>& r, const Grouping& grouping,
                             int threads);

// The groups that two groupings make together, numbered by (a, b). Returns how many there are.
std::uint64_t intersect(const Grouping& a, const Grouping& b, std::size_t n,
                        std::vector<std::uint32_t>& group);

// sum_i sum_j [i and j share a country] s_i s_j' by sums of countries and of unordered pairs. A number
// is the same country on both sides.
Eigen::MatrixXd dyadic_meat(const Columns& x, const std::vector<double>& r, const Grouping& exporter,
                            const Grouping& importer, int threads);

}  // namespace sogdia
