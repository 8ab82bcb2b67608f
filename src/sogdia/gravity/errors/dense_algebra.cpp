#include "sogdia/gravity/errors/dense_algebra.h"

#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <cmath>
#include <utility>

namespace sogdia {

Eigen::MatrixXd product(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) { return a * b; }

Eigen::VectorXd product(const Eigen::MatrixXd& a, const Eigen::VectorXd& x) { return a * x; }

Eigen::MatrixXd transposed(const Eigen::MatrixXd& a) { return a.transpose(); }

void add_outer(Eigen::MatrixXd& a, const Eigen::VectorXd& u, const Eigen::VectorXd& v) {
  for (Eigen::Index j = 0; j < a.cols(); ++j)
    for (Eigen::Index i = 0; i < a.rows(); ++i) a(i, j) += u(i) * v(j);
}

Eigen::MatrixXd sandwiched(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  return product(product(a, b), transposed(a));
}

Eigen::MatrixXd rows_scaled(Eigen::MatrixXd a, const Eigen::VectorXd& scale) {
  for (Eigen::Index j = 0; j < a.cols(); ++j)
    for (Eigen::Index i = 0; i < a.rows(); ++i) a(i, j) = scale(i) * a(i, j);
  return a;
}

Eigen::MatrixXd columns_scaled(Eigen::MatrixXd a, const Eigen::VectorXd& scale) {
  for (Eigen::Index j = 0; j < a.cols(); ++j)
    for (Eigen::Index i = 0; i < a.rows(); ++i) a(i, j) = a(i, j) * scale(j);
  return a;
}

Eigen::MatrixXd scaled(const Eigen::MatrixXd& a, const Eigen::VectorXd& scale) {
  return columns_scaled(rows_scaled(a, scale), scale);
}

Eigen::VectorXd unit_scale(const Eigen::MatrixXd& a) {
  Eigen::VectorXd scale(a.rows());
  for (Eigen::Index i = 0; i < a.rows(); ++i) scale(i) = 1.0 / std::sqrt(a(i, i));
  return scale;
}

Eigen::VectorXd least_squares(const Eigen::MatrixXd& a, const Eigen::VectorXd& b) {
  return Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd>(a).solve(b);
}

SymmetricEigen symmetric_eigen(const Eigen::MatrixXd& a) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(a);
  return {solver.eigenvalues(), solver.eigenvectors()};
}

Eigen::MatrixXd with_values(const SymmetricEigen& eigen, const Eigen::VectorXd& values) {
  return product(columns_scaled(eigen.vectors, values), transposed(eigen.vectors));
}

}  // namespace sogdia
