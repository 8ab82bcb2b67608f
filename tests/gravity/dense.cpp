#include "gravity/dense.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace sogdia::dense {
namespace {

using Real = long double;
using Reals = std::vector<Real>;

// A = Q R P' by Householder's reflections, next the column of which most is left (Businger & Golub 1965),
// until that is `tolerance` of the first or `most` columns are taken.
class Qr {
 public:
  Qr(const Matrix& a, const Reals& root, const std::vector<std::size_t>& rows, Real tolerance,
     std::size_t most = std::numeric_limits<std::size_t>::max())
      : n_(a.rows), order_(a.cols) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    for (std::size_t j = 0; j < a.cols; ++j) {
      Reals& column = columns_.emplace_back(n_);
      Real& left = left_.emplace_back(0.0L);
      for (std::size_t i = 0; i < n_; ++i) {
        column[i] = root[rows[i]] * a(rows[i], j);
        left += column[i] * column[i];
      }
    }
    while (rank_ < std::min({n_, a.cols, most}) && step(tolerance)) ++rank_;
  }

  std::size_t rank() const { return rank_; }

  // v - A (A'A)^- A'v
  Reals left(Reals v) const {
    for (std::size_t j = 0; j < rank_; ++j) reflect(j, v);
    std::fill_n(v.begin(), rank_, 0.0L);
    for (std::size_t j = rank_; j-- > 0;) reflect(j, v);
    return v;
  }

  // Columns that are sums of others have 0.
  Reals coefficients(Reals v) const {
    for (std::size_t j = 0; j < rank_; ++j) reflect(j, v);
    Reals result(columns_.size(), 0.0L);
    for (std::size_t j = rank_; j-- > 0;) {
      const Real found = v[j] / diagonal_[j];
      result[order_[j]] = found;
      for (std::size_t i = 0; i < j; ++i) v[i] -= columns_[j][i] * found;
    }
    return result;
  }

 private:
  bool step(Real tolerance) {
    const std::size_t j = rank_;
    const auto most =
        std::size_t(std::max_element(left_.begin() + std::ptrdiff_t(j), left_.end()) - left_.begin());
    std::swap(columns_[j], columns_[most]);
    std::swap(left_[j], left_[most]);
    std::swap(order_[j], order_[most]);
    const Real length = std::sqrt(left_[j]);
    if (length == 0 || (j > 0 && length <= tolerance * std::abs(diagonal_[0]))) return false;
    Real& head = columns_[j][j];
    diagonal_.push_back(head > 0 ? -length : length);
    factor_.push_back(1 / (length * (length + std::abs(head))));
    head -= diagonal_[j];
    for (std::size_t other = j + 1; other < columns_.size(); ++other) {
      reflect(j, columns_[other]);
      Real sum = 0;
      const Real* of = columns_[other].data();
      for (std::size_t i = j + 1; i < n_; ++i) sum += of[i] * of[i];
      left_[other] = sum;
    }
    return true;
  }

  // v - factor h h'v, where h is what stands from the diagonal on.
  void reflect(std::size_t j, Reals& v) const {
    const Real* h = columns_[j].data();
    Real* to = v.data();
    Real sum = 0;
    for (std::size_t i = j; i < n_; ++i) sum += h[i] * to[i];
    sum *= factor_[j];
    for (std::size_t i = j; i < n_; ++i) to[i] -= sum * h[i];
  }

  std::size_t n_, rank_ = 0;
  std::vector<Reals> columns_;
  Reals left_, diagonal_, factor_;
  std::vector<std::size_t> order_;
};

std::vector<std::size_t> as_they_stand(std::size_t n) {
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

Reals roots(const std::vector<double>& weights) {
  Reals root;
  for (const double w : weights) root.push_back(std::sqrt(Real(w)));
  return root;
}

// Entries are of double precision, so a sum of others is one to that.
Qr weighted_qr(const Matrix& a, const Reals& root) {
  const double rounding = std::numeric_limits<double>::epsilon() * double(std::min(a.rows, a.cols));
  return Qr(a, root, as_they_stand(a.rows), rounding);
}

std::vector<double> coefficients_of(const Qr& qr, const Reals& root, const std::vector<double>& v) {
  Reals scaled(v.size());
  for (std::size_t i = 0; i < v.size(); ++i) scaled[i] = root[i] * v[i];
  const Reals found = qr.coefficients(std::move(scaled));
  return {found.begin(), found.end()};
}

// Levels in the order of their keys, and how many there are.
std::uint32_t number_levels(const std::vector<std::int64_t>& key, std::vector<std::uint32_t>& level) {
  std::map<std::int64_t, std::uint32_t> numbers;
  for (const std::int64_t k : key) numbers[k] = 0;
  std::uint32_t next = 0;
  for (auto& [k, n] : numbers) n = next++;
  level.clear();
  for (const std::int64_t k : key) level.push_back(numbers[k]);
  return next;
}

}  // namespace

Matrix matrix_of(const std::vector<std::vector<double>>& columns) {
  return beside(Matrix(columns.empty() ? 0 : columns[0].size(), 0), columns);
}

Matrix beside(Matrix a, const std::vector<std::vector<double>>& columns) {
  for (const std::vector<double>& column : columns)
    a.values.insert(a.values.end(), column.begin(), column.end());
  a.cols += columns.size();
  return a;
}

std::vector<double> product(const Matrix& a, const std::vector<double>& x) {
  std::vector<double> result(a.rows, 0.0);
  for (std::size_t j = 0; j < a.cols; ++j) {
    const double* column = a.values.data() + j * a.rows;
    for (std::size_t i = 0; i < a.rows; ++i) result[i] += column[i] * x[j];
  }
  return result;
}

Matrix product(const Matrix& a, const Matrix& b) {
  Matrix result(a.rows, 0);
  for (std::size_t j = 0; j < b.cols; ++j)
    result = beside(std::move(result), {product(a, {b.values.begin() + std::ptrdiff_t(j * b.rows),
                                                    b.values.begin() + std::ptrdiff_t((j + 1) * b.rows)})});
  return result;
}

Matrix inverse(const Matrix& a) {
  const Reals root(a.rows, 1.0L);
  const Qr qr(a, root, as_they_stand(a.rows), 0);
  Matrix result(a.rows, 0);
  for (std::size_t j = 0; j < a.rows; ++j) {
    std::vector<double> unit(a.rows, 0.0);
    unit[j] = 1;
    result = beside(std::move(result), {coefficients_of(qr, root, unit)});
  }
  return result;
}

// Jacobi's rotations.
std::vector<double> eigenvalues(const Matrix& a) {
  const std::size_t n = a.rows;
  std::vector<Reals> m(n, Reals(n));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) m[i][j] = (Real(a(i, j)) + a(j, i)) / 2;
  for (int sweep = 0; sweep < 50; ++sweep)
    for (std::size_t p = 0; p < n; ++p)
      for (std::size_t q = p + 1; q < n; ++q) {
        if (m[p][q] == 0) continue;
        const Real theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
        const Real t = (theta < 0 ? -1 : 1) / (std::abs(theta) + std::hypot(theta, 1.0L));
        const Real c = 1 / std::hypot(t, 1.0L), s = t * c;
        for (std::size_t k = 0; k < n; ++k) {
          const Real x = m[k][p], y = m[k][q];
          m[k][p] = c * x - s * y;
          m[k][q] = s * x + c * y;
        }
        for (std::size_t k = 0; k < n; ++k) {
          const Real x = m[p][k], y = m[q][k];
          m[p][k] = c * x - s * y;
          m[q][k] = s * x + c * y;
        }
        m[p][q] = m[q][p] = 0;
      }
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(double(m[i][i]));
  std::sort(values.begin(), values.end());
  return values;
}

std::size_t rank(const Matrix& a) { return weighted_qr(a, Reals(a.rows, 1.0L)).rank(); }

double largest(const Matrix& a) { return largest(a.values); }

double largest(const std::vector<double>& values) {
  double most = 0;
  for (const double v : values) {
    if (std::isnan(v)) return v;
    most = std::max(most, std::abs(v));
  }
  return most;
}

double norm(const std::vector<double>& weights, const std::vector<double>& v) {
  double sum = 0;
  for (std::size_t i = 0; i < v.size(); ++i) sum += weights[i] * v[i] * v[i];
  return std::sqrt(sum);
}

std::vector<double> difference(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> result(a);
  for (std::size_t i = 0; i < result.size(); ++i) result[i] -= b.at(i);
  return result;
}

Matrix difference(const Matrix& a, const Matrix& b) {
  Matrix result = a;
  result.values = difference(a.values, b.values);
  return result;
}

Matrix dummies(const Sample& sample) {
  Matrix d(sample.size(), 0);
  for (const Effect& effect : sample.effects) {
    const auto add = [&](const double* slope) {
      const std::size_t first = d.values.size();
      d.values.resize(first + sample.size() * effect.levels, 0.0);
      d.cols += effect.levels;
      for (std::size_t i = 0; i < sample.size(); ++i)
        d.values[first + effect.level[i] * sample.size() + i] = slope ? slope[i] : 1.0;
    };
    if (effect.intercept) add(nullptr);
    for (const std::vector<double>& slope : effect.slopes) add(slope.data());
  }
  return d;
}

std::vector<double> coefficients(const Matrix& a, const std::vector<double>& weights,
                                 const std::vector<double>& v) {
  const Reals root = roots(weights);
  return coefficients_of(weighted_qr(a, root), root, v);
}

std::vector<double> fitted(const Matrix& a, const std::vector<double>& weights,
                           const std::vector<double>& v) {
  return product(a, coefficients(a, weights, v));
}

std::vector<long double> exactly_left(const Sample& sample, const std::vector<double>& weights,
                                      const std::vector<double>& v) {
  const Matrix d = dummies(sample);
  const std::size_t n = weights.size();
  const std::size_t rank = Qr(d, Reals(n, 1.0L), as_they_stand(n), 1e-10L).rank();
  std::vector<std::size_t> rows = as_they_stand(n);
  std::stable_sort(rows.begin(), rows.end(),
                   [&](std::size_t a, std::size_t b) { return weights[a] > weights[b]; });
  const Reals root = roots(weights);
  Reals sorted(n), result(n);
  for (std::size_t i = 0; i < n; ++i) sorted[i] = root[rows[i]] * v[rows[i]];
  sorted = Qr(d, root, rows, 0, rank).left(std::move(sorted));
  for (std::size_t i = 0; i < n; ++i) result[rows[i]] = sorted[i];
  return result;
}

DenseFit fit(Sample sample, Family family) {
  const std::size_t n = sample.size();
  const bool ppml = family == Family::ppml;
  const std::vector<double>& y = sample.y;
  const std::vector<double> weight = sample.weight.empty() ? std::vector<double>(n, 1.0) : sample.weight;
  const std::vector<double> offset = sample.offset.empty() ? std::vector<double>(n, 0.0) : sample.offset;
  const Matrix d = dummies(sample);
  const double mean = std::accumulate(y.begin(), y.end(), 0.0) / double(n);
  DenseFit out;
  out.mu.resize(n);
  out.eta.assign(n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    out.mu[i] = (y[i] + mean) / 2;
    if (ppml) out.eta[i] = std::log(out.mu[i]);
  }
  std::vector<std::vector<double>> partialled;
  for (int step = 0; step < (ppml ? 60 : 1); ++step) {
    std::vector<double> working = weight, z = difference(y, offset);
    if (ppml)
      for (std::size_t i = 0; i < n; ++i) {
        working[i] *= out.mu[i];
        z[i] = out.eta[i] - offset[i] + y[i] / out.mu[i] - 1.0;
      }
    partialled = sample.x;
    partialled.push_back(z);
    const Reals root = roots(working);
    if (d.cols > 0) {
      const Qr qr = weighted_qr(d, root);
      for (std::vector<double>& column : partialled)
        column = difference(column, product(d, coefficients_of(qr, root, column)));
    }
    const std::vector<double> left = std::move(partialled.back());
    partialled.pop_back();
    Matrix x(n, 0);
    x = beside(std::move(x), partialled);
    out.beta = coefficients(x, working, left);
    const std::vector<double> residual = difference(left, product(x, out.beta));
    double moved = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double before = out.eta[i];
      out.eta[i] = z[i] - residual[i] + offset[i];
      out.mu[i] = ppml ? std::exp(out.eta[i]) : out.eta[i];
      moved = std::max(moved, std::abs(out.eta[i] - before));
    }
    if (ppml && moved < 1e-12) break;
  }
  for (std::size_t i = 0; i < n; ++i) {
    out.working_weight.push_back(ppml ? weight[i] * out.mu[i] : weight[i]);
    out.score_residual.push_back(weight[i] * (y[i] - out.mu[i]));
  }
  out.sample = std::move(sample);
  out.sample.x = std::move(partialled);
  return out;
}

Effect effect_of(const std::string& name, const std::vector<std::string>& columns,
                 const std::vector<std::int64_t>& key) {
  Effect effect;
  effect.name = name;
  effect.columns = columns;
  effect.levels = number_levels(key, effect.level);
  return effect;
}

Groups groups_of(const std::string& name, const std::vector<std::int64_t>& key) {
  Groups groups;
  groups.name = name;
  groups.groups = number_levels(key, groups.group);
  return groups;
}

}  // namespace sogdia::dense
