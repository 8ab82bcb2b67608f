#include "sogdia/gravity/models/iv_statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/gravity/errors/dense_algebra.h"
#include "sogdia/gravity/errors/student.h"
#include "sogdia/gravity/models/iv_algebra.h"

namespace sogdia {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

// Staiger & Stock (1997): below it the instruments are called weak.
constexpr double kWeak = 10;

// Of the instruments and the exogenous regressors, as they were given. The columns at hand are centred and
// free of the exogenous ones: with z = z' + x1 B and x1 c' taken out of x, c = c' - B pi, and the constant is
// the mean of x less what the means of the others make.
void add_coefficients(FirstStage& stage, const FirstStages& stages, std::size_t m, const Sample& sample,
                      const VcovSpec& spec, SmallSample small_sample, const Scale& scale, double level,
                      int threads) {
  const Eigen::Index l = stages.pi.rows(), k = l + stages.exogenous_on_instruments.rows(),
                     own = Eigen::Index(m);
  Columns both = stages.instruments;
  both.insert(both.end(), stages.exogenous.begin(), stages.exogenous.end());
  Matrix back = Matrix::Identity(k, k);
  back.block(l, 0, k - l, l) = -stages.exogenous_on_instruments;
  Vector at(k);
  at << stages.pi.col(own), stages.exogenous_on_endogenous.col(own);
  const bool constant = k > l && stages.exogenous_names.front() == "(Intercept)" && sample.effects.empty();
  if (constant) {
    Matrix centre = Matrix::Identity(k, k);
    for (Eigen::Index j = 0; j < k; ++j) {
      const double mean =
          j < l ? stages.instrument_means[std::size_t(j)] : stages.exogenous_means[std::size_t(j - l)];
      if (j != l) centre(l, j) = -mean;
    }
    back = product(centre, back);
  }
  Vector estimate = product(back, at);
  if (constant) estimate(l) += stages.endogenous_means[m];
  const Matrix vcov = sandwiched(
      back, matrix_of(finished(
                scale, least_squares_vcov(both, stages.residual[m], stages.weight, sample, spec, threads),
                spec, small_sample)));
  const double quantile = two_sided_quantile(level, false, scale.df_t);
  for (Eigen::Index j = 0; j < k; ++j) {
    Coefficient c;
    c.term = j < l ? stages.instrument_names[std::size_t(j)] : stages.exogenous_names[std::size_t(j - l)];
    c.estimate = estimate(j);
    c.std_error = std::sqrt(vcov(j, j));
    add_inference(c, quantile, false, scale.df_t);
    stage.coefficients.push_back(std::move(c));
  }
}

// F of X_m - X_-m d, with d of 2SLS.
double conditional_f(const FirstStages& stages, std::size_t m, const Sample& sample, const VcovSpec& spec,
                     SmallSample small_sample, const Scale& scale, int threads) {
  const Matrix gram = weighted_gram(stages.instruments, stages.weight, threads);
  const Eigen::Index q = stages.pi.cols(), l = stages.pi.rows(), own = Eigen::Index(m);
  Matrix others(l, q - 1);
  for (Eigen::Index j = 0, to = 0; j < q; ++j)
    if (j != own) others.col(to++) = stages.pi.col(j);
  const Matrix weighted = product(transposed(others), gram);
  const Vector of_m = stages.pi.col(own);
  const Vector d = product(inverse_of(product(weighted, others)), product(weighted, of_m));
  std::vector<double> residual = stages.residual[m];
  for (Eigen::Index j = 0, from = 0; j < q; ++j) {
    if (j == own) continue;
    const auto& other = stages.residual[std::size_t(j)];
    for (std::size_t i = 0; i < residual.size(); ++i) residual[i] -= d(from) * other[i];
    ++from;
  }
  const Vector pi = of_m - product(others, d);
  // pi lies in a space of l - q + 1 dimensions, but V is that of all l: the statistic is as it is.
  const Matrix vcov = matrix_of(
      finished(scale, least_squares_vcov(stages.instruments, residual, stages.weight, sample, spec, threads),
               spec, small_sample));
  return quadratic(pi, vcov) / double(l - q + 1);
}

// The rk statistic of the scores z_i e_i.
double rank_statistic(const FirstStages& stages, const Columns& e, const Sample& sample, const VcovSpec& spec,
                      int threads, double& smallest) {
  const Matrix zz = weighted_gram(stages.instruments, stages.weight, threads),
               xx = weighted_gram(stages.endogenous, stages.weight, threads);
  const Eigen::Index l = zz.rows(), q = xx.rows();
  const auto whitener = [](const Matrix& gram) -> Matrix {
    const Matrix identity = Matrix::Identity(gram.rows(), gram.cols());
    return Eigen::LLT<Matrix>(gram).matrixL().solve(identity);
  };
  const Matrix of_z = whitener(zz), of_x = whitener(xx);
  const Matrix theta = product(product(of_z, product(zz, stages.pi)), transposed(of_x));
  // theta = U S V'. V is of theta' theta; b is its last column, and a spans what is orthogonal to the first q
  // - 1 of U, where the statistic asks for no basis in particular.
  const SymmetricEigen right = symmetric_eigen(product(transposed(theta), theta));  // ascending
  const Matrix b = right.vectors.leftCols(1);
  smallest = product(theta, b).norm();
  Matrix taken = Matrix::Zero(l, l);
  for (Eigen::Index j = 1; j < q; ++j) {
    const Vector v = right.vectors.col(j), u = product(theta, v).normalized();
    add_outer(taken, u, u);
  }
  const Matrix a = symmetric_eigen(taken).vectors.leftCols(l - q + 1);
  const Matrix a_t = transposed(a);
  const Matrix select = product(kronecker(transposed(b), a_t), kronecker(of_x, of_z));
  const Matrix lambda = product(product(a_t, theta), b);
  return quadratic(lambda.col(0), sandwiched(select, score_meat(stages.instruments, e, stages.weight, sample,
                                                                spec, threads)));
}

void add_effective_f(IvReport& report, const FirstStages& stages, const Matrix& vcov, int threads) {
  constexpr double kOverTau = 10;  // tau = 10 % of the worst case
  const Matrix gram = weighted_gram(stages.instruments, stages.weight, threads);
  const Matrix root = Eigen::LLT<Matrix>(gram).matrixL();
  const Matrix s = sandwiched(transposed(root), vcov);
  const Vector pi = stages.pi.col(0);
  report.effective_f = pi.dot(product(gram, pi)) / s.trace();
  const Vector values = symmetric_eigen(s).values;
  const double df = s.trace() * s.trace() * (1 + 2 * kOverTau) /
                    (values.squaredNorm() + 2 * kOverTau * s.trace() * values.maxCoeff());
  report.effective_f_critical = noncentral_chi_squared_point(0.05, df, kOverTau * df) / df;
}

void add_warning(IvReport& report) {
  const bool one = report.first_stages.size() == 1;
  const double f = one ? report.effective_f : report.kleibergen_paap_f;
  if (!(f < kWeak)) return;
  report.warning += report.warning.empty() ? "" : "; ";
  report.warning += fmt::format(
      "weak instruments: the {} is {:.3g}, below {:g}: estimates lean towards those without instruments, and "
      "intervals are too narrow",
      one ? "effective F" : "Kleibergen-Paap F", f, kWeak);
}

}  // namespace

double noncentral_chi_squared_point(double p, double df, double noncentrality) {
  // A Poisson mixture of central ones.
  const auto above = [&](double x) {
    double weight = std::exp(-noncentrality / 2), rest = 1, sum = 0;
    for (int j = 0; j < 100000 && rest > 1e-17; ++j) {
      sum += weight * chi_squared_p(x, df + 2 * j);
      rest -= weight;
      weight *= noncentrality / 2 / (j + 1);
      if (j > noncentrality && weight < 1e-18) break;
    }
    return sum;
  };
  double low = 0, high = df + noncentrality + 1;
  while (above(high) > p) high *= 2;
  for (int round = 0; round < 100; ++round) {
    const double middle = (low + high) / 2;
    (above(middle) > p ? low : high) = middle;
  }
  return high;
}

IvReport instrument_report(const Sample& sample, const FirstStages& stages, const VcovSpec& spec,
                           SmallSample small_sample, double level, int threads) {
  IvReport report;
  report.instruments = stages.instrument_names;
  const std::size_t q = stages.names.size(), l = stages.instruments.size(), k = l + stages.exogenous.size();
  const Scale scale = scale_of(sample, Family::ols, k, spec, small_sample, threads);
  const bool any_explained =
      std::any_of(stages.explained.begin(), stages.explained.end(), [](std::uint8_t e) { return e != 0; });
  for (std::size_t m = 0; m < q; ++m) {
    FirstStage stage;
    stage.endogenous = stages.names[m];
    stage.residual = stages.residual[m];
    add_coefficients(stage, stages, m, sample, spec, small_sample, scale, level, threads);
    const Matrix vcov = matrix_of(finished(
        scale,
        least_squares_vcov(stages.instruments, stages.residual[m], stages.weight, sample, spec, threads),
        spec, small_sample));
    stage.f = f_test(quadratic(stages.pi.col(Eigen::Index(m)), vcov) / double(l), double(l), scale.df_t);
    const Matrix left = weighted_gram({stages.residual[m]}, stages.weight, threads),
                 whole = weighted_gram({stages.endogenous[m]}, stages.weight, threads);
    stage.partial_r2 = 1 - left(0, 0) / whole(0, 0);
    stage.conditional_f =
        q == 1 ? stage.f.statistic : conditional_f(stages, m, sample, spec, small_sample, scale, threads);
    if (q == 1 && !any_explained) add_effective_f(report, stages, vcov, threads);
    report.first_stages.push_back(std::move(stage));
  }
  double smallest = 0;
  report.underidentification = chi_squared_test(
      rank_statistic(stages, stages.endogenous, sample, spec, threads, smallest), double(l - q + 1));
  // More scores than groups: their covariance has no inverse.
  if (std::isnan(report.underidentification.statistic))
    report.warning =
        "tests of the instruments are left out: the covariance of their scores is singular, as with fewer "
        "groups in the errors than instruments";
  if (any_explained) return report;
  report.kleibergen_paap_f =
      rank_statistic(stages, stages.residual, sample, spec, threads, smallest) / scale.factor / double(l);
  const SmallSample counted = small_sample == SmallSample::none ? SmallSample::ppmlhdfe : small_sample;
  const Scale iid = scale_of(sample, Family::ols, k, VcovSpec{VcovSpec::Kind::iid, {}}, counted, threads);
  const double r2 = smallest * smallest;
  report.cragg_donald_f = double(sample.size()) / iid.factor * r2 / (1 - r2) / double(l);
  add_warning(report);
  return report;
}

}  // namespace sogdia
