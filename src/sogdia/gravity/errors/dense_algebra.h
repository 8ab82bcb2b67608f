#pragma once
#include <Eigen/Core>

namespace sogdia {

// Products of small matrices, compiled once: written out as expressions, each form of them is a function of
// its own.

// A B
Eigen::MatrixXd product(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);
Eigen::VectorXd product(const Eigen::MatrixXd& a, const Eigen::VectorXd& x);
Eigen::MatrixXd transposed(const Eigen::MatrixXd& a);
// A += u v'
void add_outer(Eigen::MatrixXd& a, const Eigen::VectorXd& u, const Eigen::VectorXd& v);
// A B A'
Eigen::MatrixXd sandwiched(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);
// diag(scale) A
Eigen::MatrixXd rows_scaled(Eigen::MatrixXd a, const Eigen::VectorXd& scale);
// A diag(scale)
Eigen::MatrixXd columns_scaled(Eigen::MatrixXd a, const Eigen::VectorXd& scale);
// diag(scale) A diag(scale)
Eigen::MatrixXd scaled(const Eigen::MatrixXd& a, const Eigen::VectorXd& scale);
// One over the root of the diagonal.
Eigen::VectorXd unit_scale(const Eigen::MatrixXd& a);

// x of the least |A x - b|, and of those the least |x|.
Eigen::VectorXd least_squares(const Eigen::MatrixXd& a, const Eigen::VectorXd& b);

// A = U diag(values) U', values ascending.
struct SymmetricEigen {
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
};
SymmetricEigen symmetric_eigen(const Eigen::MatrixXd& a);
// U diag(values) U'
Eigen::MatrixXd with_values(const SymmetricEigen& eigen, const Eigen::VectorXd& values);

}  // namespace sogdia
