#include "sogdia/gravity/errors/vcov.h"

#include <utility>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/errors/dense_algebra.h"
#include "sogdia/gravity/errors/meat.h"
#include "sogdia/gravity/errors/sandwich.h"

namespace sogdia {
namespace {

// sum_i r_i^2 / w_i
double squared_residuals(const std::vector<double>& r, const std::vector<double>& w) {
  std::vector<double> terms(r.size());
  for (std::size_t i = 0; i < r.size(); ++i) terms[i] = w[i] > 0.0 ? r[i] * r[i] / w[i] : 0.0;
  return ordered_sum(terms);
}

}  // namespace

Errors errors_of(const Sample& sample, Family family, const std::vector<double>& working_weight,
                 const std::vector<double>& score_residual, const VcovSpec& spec, SmallSample small_sample,
                 int threads) {
  const Scale scale = scale_of(sample, family, sample.x.size(), spec, small_sample, threads);
  const Eigen::MatrixXd bread = inverse_of(weighted_gram(sample.x, working_weight, threads));
  Eigen::MatrixXd vcov;
  if (spec.kind == VcovSpec::Kind::iid) {
    vcov = bread;
    if (family == Family::ols)
      vcov *= squared_residuals(score_residual, working_weight) / double(sample.size());
  } else {
    const Eigen::MatrixXd meat = meat_of(sample.x, score_residual, sample, spec, threads);
    vcov = product(product(bread, meat), bread);
  }
  return finished(scale, std::move(vcov), spec, small_sample);
}

}  // namespace sogdia
