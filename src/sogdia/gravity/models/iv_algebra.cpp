#include "sogdia/gravity/models/iv_algebra.h"

#include <cmath>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/errors/dense_algebra.h"
#include "sogdia/gravity/errors/student.h"

namespace sogdia {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

Matrix kronecker(const Matrix& a, const Matrix& b) {
  Matrix out(a.rows() * b.rows(), a.cols() * b.cols());
  for (Eigen::Index i = 0; i < a.rows(); ++i)
    for (Eigen::Index j = 0; j < a.cols(); ++j)
      out.block(i * b.rows(), j * b.cols(), b.rows(), b.cols()) = a(i, j) * b;
  return out;
}

Matrix score_meat(const Columns& z, const Columns& e, const std::vector<double>& weight, const Sample& sample,
                  const VcovSpec& spec, int threads) {
  const std::size_t n = weight.size();
  if (spec.kind == VcovSpec::Kind::iid)
    return kronecker(weighted_gram(e, weight, threads) / double(n), weighted_gram(z, weight, threads));
  Columns scores(z.size() * e.size());
  parallel_for(scores.size(), threads, [&](std::size_t s) {
    const auto& column = z[s % z.size()];
    const auto& residual = e[s / z.size()];
    scores[s].resize(n);
    for (std::size_t i = 0; i < n; ++i) scores[s][i] = column[i] * residual[i];
  });
  return meat_of(scores, weight, sample, spec, threads);
}

Matrix least_squares_vcov(const Columns& x, const std::vector<double>& e, const std::vector<double>& weight,
                          const Sample& sample, const VcovSpec& spec, int threads) {
  const Matrix bread = inverse_of(weighted_gram(x, weight, threads));
  return product(product(bread, score_meat(x, {e}, weight, sample, spec, threads)), bread);
}

Matrix matrix_of(const Errors& errors) {
  const auto k = Eigen::Index(std::llround(std::sqrt(double(errors.vcov.size()))));
  return Eigen::Map<const Matrix>(errors.vcov.data(), k, k);
}

double quadratic(const Vector& g, const Matrix& v) {
  constexpr double kSingular = 1e-13;
  if (!v.allFinite() || !(v.diagonal().minCoeff() > 0)) return IvReport::kNone;
  const Vector scale = unit_scale(v);
  const Eigen::LDLT<Matrix> factor(scaled(v, scale));
  if (factor.info() != Eigen::Success || !(factor.vectorD().minCoeff() > kSingular)) return IvReport::kNone;
  const Vector right = scale.cwiseProduct(g), solved = factor.solve(right);
  return right.dot(solved);
}

IvTest f_test(double statistic, double df1, double df2) {
  return {statistic, df1, df2, statistic >= 0 && df2 > 0 ? f_p(statistic, df1, df2) : IvReport::kNone};
}

IvTest chi_squared_test(double statistic, double df) {
  return {statistic, df, 0, statistic >= 0 ? chi_squared_p(statistic, df) : IvReport::kNone};
}

}  // namespace sogdia
