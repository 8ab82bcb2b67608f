#pragma once
#include <Eigen/Dense>
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/gravity/errors/meat.h"
#include "sogdia/gravity/errors/vcov.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// The parts of a sandwich (vcov.h), for whoever has scores of its own to put into one.

// The small-sample factor of `regressors` coefficients and what is said of the errors. Throws Error where a
// cluster has one group only.
struct Scale {
  double factor = 1;
  bool normal = true;
  double df_t = 0;
  std::string name;
  std::uint64_t degrees_absorbed = 0;
  std::vector<std::uint64_t> groups;
};
Scale scale_of(const Sample& sample, Family family, std::size_t regressors, const VcovSpec& spec,
               SmallSample small_sample, int threads);

// M of the scores x_i r_i: robust, clustered or dyadic. iid errors have no such sum.
Eigen::MatrixXd meat_of(const Columns& x, const std::vector<double>& r, const Sample& sample,
                        const VcovSpec& spec, int threads);

// The inverse of a positive definite matrix whose rows may be of very different size.
Eigen::MatrixXd inverse_of(const Eigen::MatrixXd& matrix);

// The matrix times the factor, symmetric, and mended where it has a negative eigenvalue.
Errors finished(const Scale& scale, Eigen::MatrixXd vcov, const VcovSpec& spec, SmallSample small_sample);

}  // namespace sogdia
