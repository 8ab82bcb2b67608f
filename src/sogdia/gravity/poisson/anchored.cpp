#include "sogdia/gravity/poisson/anchored.h"

#include <Eigen/Core>
#include <algorithm>

#include "sogdia/gravity/errors/dense_algebra.h"

namespace sogdia {

std::vector<double> cone_direction(const std::vector<std::vector<double>>& columns, const Monitor& monitor) {
  const auto q = static_cast<Eigen::Index>(columns.size());
  if (q == 0) return {};
  const auto n = static_cast<Eigen::Index>(columns.front().size());
  Eigen::MatrixXd a(q, n);  // Q'
  for (Eigen::Index j = 0; j < q; ++j) a.row(j) = Eigen::Map<const Eigen::RowVectorXd>(columns[j].data(), n);
  const Eigen::VectorXd start = a.rowwise().sum();
  // lambda = 1 + nu, nu >= 0; `free` are those with nu > 0.
  Eigen::VectorXd nu = Eigen::VectorXd::Zero(n), g = start, z = a.transpose() * g;
  std::vector<Eigen::Index> free;
  const double zero = 1e-12 * std::max(1.0, z.cwiseAbs().maxCoeff());
  for (Eigen::Index round = 0; round < 10 * n + 100; ++round) {
    Eigen::Index enters = 0;
    Eigen::VectorXd looked = z;
    for (const auto i : free) looked(i) = 0;
    if (looked.minCoeff(&enters) >= -zero) break;
    free.push_back(enters);
    for (;;) {
      check_cancelled(monitor);
      Eigen::MatrixXd part(q, static_cast<Eigen::Index>(free.size()));
      for (std::size_t k = 0; k < free.size(); ++k) part.col(static_cast<Eigen::Index>(k)) = a.col(free[k]);
      const Eigen::VectorXd wanted = least_squares(part, -start);
      // As far towards it as all stay positive; the first to reach 0 leaves.
      double step = 1;
      for (std::size_t k = 0; k < free.size(); ++k) {
        const double to = wanted(static_cast<Eigen::Index>(k)), from = nu(free[k]);
        if (to <= 0) step = std::min(step, from - to > 0 ? from / (from - to) : 0.0);
      }
      for (std::size_t k = 0; k < free.size(); ++k)
        nu(free[k]) += step * (wanted(static_cast<Eigen::Index>(k)) - nu(free[k]));
      if (step >= 1) break;
      const auto gone = [&](Eigen::Index i) { return nu(i) <= 1e-14; };
      for (const auto i : free) {
        if (gone(i)) nu(i) = 0;
      }
      free.erase(std::remove_if(free.begin(), free.end(), gone), free.end());
      if (free.empty()) break;
    }
    g = start + a * nu;
    z = a.transpose() * g;
  }
  return {z.data(), z.data() + n};
}

}  // namespace sogdia
