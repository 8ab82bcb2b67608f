#pragma once
#include <Eigen/Dense>
#include <vector>

#include "sogdia/gravity/errors/meat.h"
#include "sogdia/gravity/errors/sandwich.h"
#include "sogdia/gravity/errors/vcov.h"
#include "sogdia/gravity/models/iv_report.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// What the statistics of instrumental variables share.

// (A (x) B): the blocks a_ij B.
Eigen::MatrixXd kronecker(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

// The sum over observations, by the errors of the model, of the outer products of the scores w z_l e_m,
// outcome by outcome: (q L) x (q L). iid: e'We / N (x) Z'WZ.
Eigen::MatrixXd score_meat(const Columns& z, const Columns& e, const std::vector<double>& weight,
                           const Sample& sample, const VcovSpec& spec, int threads);

// The covariance of least squares on x with residuals e, no factor yet.
Eigen::MatrixXd least_squares_vcov(const Columns& x, const std::vector<double>& e,
                                   const std::vector<double>& weight, const Sample& sample,
                                   const VcovSpec& spec, int threads);

// The matrix of finished errors.
Eigen::MatrixXd matrix_of(const Errors& errors);

// g' V^-1 g; NaN where V is not positive definite.
double quadratic(const Eigen::VectorXd& g, const Eigen::MatrixXd& v);

IvTest f_test(double statistic, double df1, double df2);
IvTest chi_squared_test(double statistic, double df);

}  // namespace sogdia
