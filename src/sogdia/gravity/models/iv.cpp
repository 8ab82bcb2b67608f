#include "sogdia/gravity/models/iv.h"

#include <algorithm>
#include <utility>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/errors/dense_algebra.h"
#include "sogdia/gravity/models/iv_algebra.h"
#include "sogdia/gravity/models/iv_statistics.h"
#include "sogdia/gravity/models/residual_columns.h"

namespace sogdia {
namespace {

using Matrix = Eigen::MatrixXd;

std::size_t place_of(const Sample& sample, const std::string& term) {
  return std::size_t(std::find(sample.terms.begin(), sample.terms.end(), term) - sample.terms.begin());
}

void add_to(std::vector<double>& column, double times, const std::vector<double>& more) {
  for (std::size_t i = 0; i < column.size(); ++i) column[i] += times * more[i];
}

// sum_i weight_i a_i b_i'
Matrix cross_gram(const Columns& a, const Columns& b, const std::vector<double>& weight, int threads) {
  Matrix out = Matrix::Zero(Eigen::Index(a.size()), Eigen::Index(b.size()));
  parallel_for(a.size() * b.size(), threads, [&](std::size_t at) {
    const auto& left = a[at % a.size()];
    const auto& right = b[at / a.size()];
    double sum = 0;
    for (std::size_t i = 0; i < weight.size(); ++i) sum += weight[i] * left[i] * right[i];
    out(Eigen::Index(at % a.size()), Eigen::Index(at / a.size())) = sum;
  });
  return out;
}

}  // namespace

void put_fitted(Sample& sample, const FirstStages& stages) {
  for (std::size_t m = 0; m < stages.names.size(); ++m)
    add_to(sample.x[place_of(sample, stages.names[m])], -1, stages.residual[m]);
}

void use_regressors(Fit& fit, const FirstStages& stages, const std::vector<double>& beta,
                    const std::vector<double>& working_weight, std::vector<double>& score) {
  for (std::size_t m = 0; m < stages.names.size(); ++m)
    add_to(fit.mu, beta[place_of(fit.sample, stages.names[m])], stages.residual[m]);
  fit.eta = fit.mu;
  std::vector<double> squares(score.size());
  for (std::size_t i = 0; i < score.size(); ++i) {
    const double residual = fit.sample.y[i] - fit.mu[i];
    score[i] = working_weight[i] * residual;
    squares[i] = score[i] * residual;
  }
  fit.deviance = ordered_sum(squares);
}

void put_regressors(Sample& sample, const FirstStages& stages) {
  for (std::size_t m = 0; m < stages.names.size(); ++m)
    add_to(sample.x[place_of(sample, stages.names[m])], 1, stages.residual[m]);
}

void add_residuals(Sample& sample, const FirstStages& stages) {
  for (std::size_t m = 0; m < stages.names.size(); ++m) {
    if (stages.explained[m]) continue;
    sample.terms.push_back(residual_name(stages.names[m]));
    sample.x.push_back(stages.residual[m]);
  }
}

Errors control_function_errors(const Sample& sample, const FirstStages& stages,
                               const std::vector<double>& beta, const std::vector<double>& working_weight,
                               const std::vector<double>& score, const VcovSpec& spec,
                               SmallSample small_sample, int threads) {
  if (threads <= 0) threads = default_threads();
  const std::size_t k = sample.x.size(), n = sample.size(), q = stages.names.size();
  Columns z = stages.instruments;
  z.insert(z.end(), stages.exogenous.begin(), stages.exogenous.end());
  const Matrix a = weighted_gram(sample.x, working_weight, threads), bread = inverse_of(a);
  const Matrix q_inverse = inverse_of(weighted_gram(z, stages.weight, threads));
  const Matrix by_mean = cross_gram(sample.x, z, working_weight, threads);
  const Matrix by_score = cross_gram({std::vector<double>(n, 1.0)}, z, score, threads);
  std::vector<Matrix> g(q, Matrix::Zero(by_mean.rows(), by_mean.cols()));
  for (std::size_t m = 0; m < q; ++m) {
    const std::size_t at = place_of(sample, residual_name(stages.names[m]));
    if (at == k) continue;
    g[m] = beta[at] * by_mean;
    g[m].row(Eigen::Index(at)) -= by_score.row(0);
  }
  Matrix meat;
  if (spec.kind == VcovSpec::Kind::iid) {
    const Matrix s = weighted_gram(stages.residual, stages.weight, threads) / double(n);
    meat = a;
    for (std::size_t m = 0; m < q; ++m)
      for (std::size_t o = 0; o < q; ++o)
        meat += product(s(Eigen::Index(m), Eigen::Index(o)) * product(g[m], q_inverse), transposed(g[o]));
  } else {
    Columns scores(k);
    std::vector<Matrix> h;
    for (const Matrix& each : g) h.push_back(product(each, q_inverse));
    parallel_for(k, threads, [&](std::size_t j) {
      scores[j].resize(n);
      for (std::size_t i = 0; i < n; ++i) scores[j][i] = sample.x[j][i] * score[i];
      for (std::size_t m = 0; m < q; ++m) {
        std::vector<double> first(n, 0.0);
        for (std::size_t l = 0; l < z.size(); ++l)
          add_to(first, h[m](Eigen::Index(j), Eigen::Index(l)), z[l]);
        for (std::size_t i = 0; i < n; ++i)
          scores[j][i] += first[i] * stages.weight[i] * stages.residual[m][i];
      }
    });
    meat = meat_of(scores, std::vector<double>(n, 1.0), sample, spec, threads);
  }
  Errors errors = finished(scale_of(sample, Family::ppml, k, spec, small_sample, threads),
                           product(product(bread, meat), bread), spec, small_sample);
  errors.name += "; first stage accounted for";
  return errors;
}

void add_iv_report(Fit& fit, const FirstStages& stages, const EstimateOptions& options) {
  const int threads = options.threads > 0 ? options.threads : default_threads();
  IvReport report =
      instrument_report(fit.sample, stages, options.vcov, options.small_sample, options.level, threads);
  const std::size_t n = fit.sample.size(), k = fit.coefficients.size();
  if (fit.family == Family::ols) {
    // y less its projection on the effects is what the regressors make and what is left.
    std::vector<double> y(n), beta;
    for (std::size_t i = 0; i < n; ++i) y[i] = fit.sample.y[i] - fit.mu[i];
    for (std::size_t j = 0; j < k; ++j) add_to(y, fit.coefficients[j].estimate, fit.sample.x[j]);
    for (const auto& name : stages.names)
      beta.push_back(fit.coefficients[place_of(fit.sample, name)].estimate);
    add_linear_tests(report, fit.sample, stages, std::move(y), beta, options.vcov, options.small_sample,
                     options.level, threads);
  } else {
    std::vector<std::size_t> tested;
    for (std::size_t j = 0; j < k; ++j)
      if (is_residual_name(fit.coefficients[j].term)) tested.push_back(j);
    const auto size = Eigen::Index(tested.size());
    Eigen::VectorXd r(size);
    Matrix v(size, size);
    for (Eigen::Index i = 0; i < size; ++i) {
      r(i) = fit.coefficients[tested[std::size_t(i)]].estimate;
      for (Eigen::Index j = 0; j < size; ++j)
        v(i, j) = fit.vcov[tested[std::size_t(i)] * k + tested[std::size_t(j)]];
    }
    if (size > 0) report.endogeneity = chi_squared_test(quadratic(r, v), double(size));
  }
  if (report.has_anderson_rubin_set && report.warning.find("weak") != std::string::npos)
    report.warning += "; the Anderson-Rubin set holds all the same";
  if (!options.keep_sample)
    for (auto& stage : report.first_stages) stage.residual = {};
  fit.iv = std::move(report);
}

}  // namespace sogdia
