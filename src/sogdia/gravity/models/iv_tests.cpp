#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/errors/dense_algebra.h"
#include "sogdia/gravity/errors/student.h"
#include "sogdia/gravity/models/iv_algebra.h"
#include "sogdia/gravity/models/iv_statistics.h"

namespace sogdia {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

// Z'W e
Vector moments(const Columns& z, const std::vector<double>& e, const std::vector<double>& weight,
               int threads) {
  Vector out = Vector::Zero(Eigen::Index(z.size()));
  parallel_for(z.size(), threads, [&](std::size_t l) {
    double sum = 0;
    for (std::size_t i = 0; i < e.size(); ++i) sum += weight[i] * z[l][i] * e[i];
    out(Eigen::Index(l)) = sum;
  });
  return out;
}

void add_overidentification(IvReport& report, const FirstStages& stages, const std::vector<double>& y,
                            const std::vector<double>& u, const Sample& sample, const VcovSpec& spec,
                            int threads) {
  const std::size_t l = stages.instruments.size(), q = stages.names.size();
  report.overidentification_name = spec.kind == VcovSpec::Kind::iid ? "Sargan" : "Hansen J";
  if (l == q) return;
  // iid: S = u'Wu / N Z'WZ, and the b that minimizes is 2SLS itself, so that J is Sargan's statistic.
  const Matrix s = score_meat(stages.instruments, {u}, stages.weight, sample, spec, threads);
  Matrix cross = Matrix::Zero(Eigen::Index(l), Eigen::Index(q));
  for (std::size_t m = 0; m < q; ++m)
    cross.col(Eigen::Index(m)) = moments(stages.instruments, stages.endogenous[m], stages.weight, threads);
  const Vector zy = moments(stages.instruments, y, stages.weight, threads);
  const Eigen::LDLT<Matrix> factor(s);
  if (factor.info() != Eigen::Success) return;
  const Matrix weighted = factor.solve(cross);
  const Vector right = product(transposed(weighted), zy);
  const Vector b = Eigen::LDLT<Matrix>(product(transposed(cross), weighted)).solve(right);
  report.overidentification = chi_squared_test(quadratic(zy - product(cross, b), s), double(l - q));
}

void add_wu_hausman(IvReport& report, const FirstStages& stages, std::vector<double> y, const Sample& sample,
                    const VcovSpec& spec, SmallSample small_sample, int threads) {
  Columns both = stages.endogenous;
  for (std::size_t m = 0; m < stages.residual.size(); ++m)
    if (!stages.explained[m]) both.push_back(stages.residual[m]);
  const std::size_t q = stages.endogenous.size(), tested = both.size() - q;
  if (tested == 0) return;
  Columns target{std::move(y)};
  const Matrix b = take_out(both, target, stages.weight, threads);
  const Scale scale =
      scale_of(sample, Family::ols, stages.exogenous.size() + both.size(), spec, small_sample, threads);
  const Matrix vcov = matrix_of(finished(
      scale, least_squares_vcov(both, target[0], stages.weight, sample, spec, threads), spec, small_sample));
  const auto last = Eigen::Index(tested);
  report.endogeneity =
      f_test(quadratic(b.col(0).tail(last), vcov.bottomRightCorner(last, last)) / double(tested),
             double(tested), scale.df_t);
}

// The x with P(F > x) = p.
double f_point(double p, double df1, double df2) {
  double low = 0, high = 1;
  while (f_p(high, df1, df2) > p && high < 1e300) high *= 2;
  for (int round = 0; round < 100; ++round) {
    const double middle = (low + high) / 2;
    (f_p(middle, df1, df2) > p ? low : high) = middle;
  }
  return high;
}

// Where AR(b) <= limit. b = at + spread tan(angle) runs over the line once; ends are found by halving.
void add_anderson_rubin_set(IvReport& report, double at, double spread, double limit,
                            const std::function<double(double)>& statistic) {
  constexpr int kSteps = 4000;
  const auto b_of = [&](double angle) { return at + spread * std::tan(angle); };
  const auto inside = [&](double angle) { return statistic(b_of(angle)) <= limit; };
  const double half = std::numbers::pi / 2, infinite = std::numeric_limits<double>::infinity();
  const auto angle_of = [&](int step) { return half * (2.0 * step / kSteps - 1); };
  const auto border = [&](double from, double to, bool from_inside) {
    for (int round = 0; round < 100; ++round) {
      const double middle = (from + to) / 2;
      (inside(middle) == from_inside ? from : to) = middle;
    }
    return b_of((from + to) / 2);
  };
  // The ends of the line are one point: what holds next to them decides.
  bool open = inside(angle_of(1));
  double low = -infinite;
  for (int step = 2; step < kSteps; ++step) {
    const bool now = inside(angle_of(step));
    if (now == open) continue;
    const double edge = border(angle_of(step - 1), angle_of(step), open);
    if (now)
      low = edge;
    else
      report.anderson_rubin_set.push_back({low, edge});
    open = now;
  }
  if (open) report.anderson_rubin_set.push_back({low, infinite});
  report.has_anderson_rubin_set = true;
}

void add_anderson_rubin(IvReport& report, const FirstStages& stages, std::vector<double> y, double beta,
                        const Sample& sample, const VcovSpec& spec, SmallSample small_sample, double level,
                        int threads) {
  const std::size_t l = stages.instruments.size(), q = stages.names.size();
  const auto size = Eigen::Index(l);
  Columns residuals{std::move(y)};
  const Vector of_y = take_out(stages.instruments, residuals, stages.weight, threads).col(0);
  residuals.insert(residuals.end(), stages.residual.begin(), stages.residual.end());
  const Scale scale = scale_of(sample, Family::ols, l + stages.exogenous.size(), spec, small_sample, threads);
  const Matrix bread = kronecker(Matrix::Identity(Eigen::Index(q + 1), Eigen::Index(q + 1)),
                                 inverse_of(weighted_gram(stages.instruments, stages.weight, threads)));
  const Matrix meat = score_meat(stages.instruments, residuals, stages.weight, sample, spec, threads);
  const Matrix v = product(scale.factor * product(bread, meat), bread);
  const Matrix v_yy = v.topLeftCorner(size, size);
  report.anderson_rubin = f_test(quadratic(of_y, v_yy) / double(l), double(l), scale.df_t);
  if (q != 1) return;
  const Vector of_x = stages.pi.col(0);
  const Matrix v_xx = v.block(size, size, size, size), v_yx = v.block(0, size, size, size);
  const Matrix both_ways = v_yx + transposed(v_yx);
  const auto spread_of = [&](double b) -> Matrix { return v_yy - b * both_ways + b * b * v_xx; };
  const auto statistic = [&](double b) { return quadratic(of_y - b * of_x, spread_of(b)) / double(l); };
  const double limit = f_point(1 - level, double(l), scale.df_t);
  if (!std::isfinite(statistic(beta)) || !std::isfinite(limit)) return;
  // The unit of the grid is the standard error of the b that is best for all instruments together.
  const double spread = 1 / std::sqrt(quadratic(of_x, spread_of(beta)));
  if (!(spread > 0) || !std::isfinite(spread)) return;
  add_anderson_rubin_set(report, beta, spread, limit, statistic);
}

}  // namespace

void add_linear_tests(IvReport& report, const Sample& sample, const FirstStages& stages,
                      std::vector<double> y, const std::vector<double>& beta, const VcovSpec& spec,
                      SmallSample small_sample, double level, int threads) {
  Columns target{std::move(y)};
  take_out(stages.exogenous, target, stages.weight, threads);
  y = std::move(target[0]);
  std::vector<double> u = y;
  for (std::size_t m = 0; m < beta.size(); ++m)
    for (std::size_t i = 0; i < u.size(); ++i) u[i] -= beta[m] * stages.endogenous[m][i];
  add_overidentification(report, stages, y, u, sample, spec, threads);
  add_wu_hausman(report, stages, y, sample, spec, small_sample, threads);
  if (std::none_of(stages.explained.begin(), stages.explained.end(), [](std::uint8_t e) { return e != 0; }))
    add_anderson_rubin(report, stages, std::move(y), beta[0], sample, spec, small_sample, level, threads);
}

}  // namespace sogdia
