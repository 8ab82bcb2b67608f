#pragma once
#include <Eigen/Dense>

#include "sogdia/core/monitor.h"

namespace sogdia {

// A generalised inverse, in place, of a symmetric positive semi-definite matrix with diagonal d: the inverse
// of matrix + 1e-8 diag(d). So small a ridge leaves the directions that the matrix determines as they are;
// what it puts on the null space must not matter to the caller. Blocked Cholesky, n^3 / 2 multiplications and
// a second matrix; tiles are the same for any number of threads. Throws Cancelled.
void invert_in_place(Eigen::MatrixXd& matrix, int threads, const Monitor& monitor = {});

}  // namespace sogdia
