#include "sogdia/gravity/factor/sparse_factor.h"

#include <Eigen/OrderingMethods>
#include <Eigen/SparseCore>
#include <algorithm>
#include <limits>

#include "sogdia/gravity/factor/lanes.h"

namespace sogdia {
namespace {

// Of a column's own diagonal, the least pivot. A column that depends on others has one of rounding, and what
// then moves along it moves no fit; one that only nearly does, weights being uneven, must not stand still.
constexpr double kFloor = 1e-13;
constexpr std::size_t kBetweenLooks = 512;  // columns or groups: far less than a second
constexpr std::uint32_t kRoot = std::numeric_limits<std::uint32_t>::max();

// Columns that a group's rows hold, ascending.
void columns_of(const Schur& schur, std::size_t g, std::vector<std::uint32_t>& columns) {
  columns.clear();
  for (const auto& part : schur.parts) {
    for (std::size_t k = schur.group_begin[g]; k < schur.group_begin[g + 1]; ++k)
      columns.push_back(static_cast<std::uint32_t>(part.first + part.level[k]));
  }
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
}

// The upper part of S's pattern, by column, diagonal included.
std::vector<std::vector<std::uint32_t>> pattern_of(const Schur& schur) {
  std::vector<std::vector<std::uint32_t>> rows(schur.columns);
  std::vector<std::uint32_t> columns;
  for (std::uint32_t c = 0; c < schur.columns; ++c) rows[c].push_back(c);
  for (std::size_t g = 0; g < schur.groups(); ++g) {
    columns_of(schur, g, columns);
    for (std::size_t j = 1; j < columns.size(); ++j)
      rows[columns[j]].insert(rows[columns[j]].end(), columns.begin(),
                              columns.begin() + static_cast<std::ptrdiff_t>(j));
  }
  for (auto& row : rows) {
    std::sort(row.begin(), row.end());
    row.erase(std::unique(row.begin(), row.end()), row.end());
  }
  return rows;
}

void order_columns(const std::vector<std::vector<std::uint32_t>>& pattern, SparseFactor& factor) {
  const auto n = static_cast<Eigen::Index>(pattern.size());
  std::vector<Eigen::Triplet<double, int>> entries;
  for (std::size_t c = 0; c < pattern.size(); ++c) {
    for (const auto r : pattern[c]) entries.emplace_back(static_cast<int>(r), static_cast<int>(c), 1.0);
  }
  Eigen::SparseMatrix<double> matrix(n, n);
  matrix.setFromTriplets(entries.begin(), entries.end());
  Eigen::AMDOrdering<int>::PermutationType permutation;
  Eigen::AMDOrdering<int>{}(matrix.selfadjointView<Eigen::Upper>(), permutation);
  factor.place.resize(pattern.size());
  for (Eigen::Index k = 0; k < n; ++k) {
    const auto column = static_cast<std::uint32_t>(permutation.indices()(k));
    factor.order.push_back(column);
    factor.place[column] = static_cast<std::uint32_t>(k);
  }
}

// The pattern in the order of elimination.
void lay_out(const std::vector<std::vector<std::uint32_t>>& pattern, SparseFactor& factor) {
  const std::size_t n = pattern.size();
  std::vector<std::vector<std::uint32_t>> rows(n);
  for (std::size_t c = 0; c < n; ++c) {
    for (const auto r : pattern[c]) {
      const std::uint32_t a = factor.place[r], b = factor.place[c];
      rows[std::max(a, b)].push_back(std::min(a, b));
    }
  }
  factor.matrix_begin.push_back(0);
  for (auto& row : rows) {
    std::sort(row.begin(), row.end());
    factor.matrix_row.insert(factor.matrix_row.end(), row.begin(), row.end());
    factor.matrix_begin.push_back(factor.matrix_row.size());
  }
}

// The elimination tree, and the columns' lengths in L.
std::vector<std::size_t> grow_tree(SparseFactor& factor) {
  const std::size_t n = factor.order.size();
  std::vector<std::size_t> length(n, 0);
  std::vector<std::uint32_t> mark(n, kRoot);
  factor.parent.assign(n, kRoot);
  for (std::uint32_t k = 0; k < n; ++k) {
    mark[k] = k;
    for (std::size_t at = factor.matrix_begin[k]; at < factor.matrix_begin[k + 1]; ++at) {
      for (std::uint32_t i = factor.matrix_row[at]; i < k && mark[i] != k; i = factor.parent[i]) {
        if (factor.parent[i] == kRoot) factor.parent[i] = k;
        ++length[i];
        mark[i] = k;
      }
    }
  }
  return length;
}

// Returns the diagonal of C'WC, by column of S.
std::vector<double> fill(const Schur& schur, SparseFactor& factor, const Monitor& monitor) {
  std::vector<double> scale(schur.columns, 0.0);
  std::fill(factor.matrix.begin(), factor.matrix.end(), 0.0);
  const auto entry = [&](std::uint32_t a, std::uint32_t b) -> double& {
    const std::uint32_t row = std::min(factor.place[a], factor.place[b]),
                        column = std::max(factor.place[a], factor.place[b]);
    const auto begin = factor.matrix_row.begin() + static_cast<std::ptrdiff_t>(factor.matrix_begin[column]);
    const auto end = factor.matrix_row.begin() + static_cast<std::ptrdiff_t>(factor.matrix_begin[column + 1]);
    return factor
        .matrix[static_cast<std::size_t>(std::lower_bound(begin, end, row) - factor.matrix_row.begin())];
  };
  const auto value = [](const Schur::Part& part, std::size_t k) { return part.slope ? part.slope[k] : 1.0; };
  std::vector<std::uint32_t> columns;
  std::vector<double> u(schur.columns, 0.0);
  for (std::size_t g = 0; g < schur.groups(); ++g) {
    if (g % kBetweenLooks == 0) check_cancelled(monitor);
    const std::size_t begin = schur.group_begin[g], end = schur.group_begin[g + 1];
    for (std::size_t k = begin; k < end; ++k) {
      for (std::size_t p = 0; p < schur.parts.size(); ++p) {
        const auto& one = schur.parts[p];
        const auto a = static_cast<std::uint32_t>(one.first + one.level[k]);
        const double wa = schur.weight[k] * value(one, k);
        scale[a] += wa * value(one, k);
        for (std::size_t q = p + 1; q < schur.parts.size(); ++q) {
          const auto& other = schur.parts[q];
          entry(a, static_cast<std::uint32_t>(other.first + other.level[k])) += wa * value(other, k);
        }
      }
    }
    columns_of(schur, g, columns);
    // The group's own columns are W-orthogonal: each takes off a square of its own.
    for (std::size_t b = 0; b <= schur.basis.size(); ++b) {
      const double* basis = b == 0 ? nullptr : schur.basis[b - 1].data();
      const double inverse = b == 0 ? schur.inverse[g] : schur.basis_inverse[b - 1][g];
      for (const auto& part : schur.parts) {
        for (std::size_t k = begin; k < end; ++k)
          u[part.first + part.level[k]] += schur.weight[k] * value(part, k) * (basis ? basis[k] : 1.0);
      }
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const double times = u[columns[i]] * inverse;
        if (times == 0) continue;
        for (std::size_t j = i; j < columns.size(); ++j)
          entry(columns[i], columns[j]) -= times * u[columns[j]];
      }
      for (const auto c : columns) u[c] = 0;
    }
  }
  for (std::uint32_t c = 0; c < schur.columns; ++c) entry(c, c) += scale[c];
  return scale;
}

}  // namespace

std::optional<SparseFactor> plan_sparse(const Schur& schur, std::size_t most_columns, double most_flops) {
  if (!schur.eliminates || schur.columns > most_columns) return std::nullopt;
  double pairs = 0;
  for (std::size_t g = 0; g < schur.groups(); ++g) {
    const double columns =
        double(schur.group_begin[g + 1] - schur.group_begin[g]) * double(schur.parts.size());
    pairs += columns * columns / 2;
  }
  // Finding an entry and adding to it.
  constexpr double kFillFlops = 20;
  const double to_fill = kFillFlops * pairs * double(1 + schur.basis.size());
  if (to_fill > most_flops) return std::nullopt;
  SparseFactor factor;
  {
    const auto pattern = pattern_of(schur);
    order_columns(pattern, factor);
    lay_out(pattern, factor);
  }
  const auto length = grow_tree(factor);
  factor.flops = to_fill;
  factor.factor_begin.push_back(0);
  for (const auto l : length) {
    factor.flops += double(l) * double(l);
    factor.factor_begin.push_back(factor.factor_begin.back() + l);
  }
  if (factor.flops > most_flops) return std::nullopt;
  factor.matrix.resize(factor.matrix_row.size());
  factor.factor_row.resize(factor.factor_begin.back());
  factor.factor.resize(factor.factor_begin.back());
  factor.inverse_pivot.resize(schur.columns);
  return factor;
}

void factor_sparse(const Schur& schur, SparseFactor& factor, const Monitor& monitor) {
  const std::vector<double> scale = fill(schur, factor, monitor);
  const std::size_t n = factor.order.size();
  std::vector<double> y(n, 0.0);
  std::vector<std::size_t> filled_to(factor.factor_begin.begin(), factor.factor_begin.end() - 1);
  std::vector<std::uint32_t> mark(n, kRoot), path, stack(n);
  for (std::uint32_t k = 0; k < n; ++k) {
    if (k % kBetweenLooks == 0) check_cancelled(monitor);
    // Row k of L solves L y = column k of S above the diagonal; what it touches stands on paths of the tree.
    std::size_t top = n;
    mark[k] = k;
    double pivot = 0;
    for (std::size_t at = factor.matrix_begin[k]; at < factor.matrix_begin[k + 1]; ++at) {
      std::uint32_t i = factor.matrix_row[at];
      if (i == k) {
        pivot += factor.matrix[at];
        continue;
      }
      y[i] += factor.matrix[at];
      path.clear();
      for (; mark[i] != k; i = factor.parent[i]) {
        path.push_back(i);
        mark[i] = k;
      }
      while (!path.empty()) {
        stack[--top] = path.back();
        path.pop_back();
      }
    }
    for (; top < n; ++top) {
      const std::uint32_t i = stack[top];
      const double value = y[i];
      y[i] = 0;
      const std::size_t begin = factor.factor_begin[i], end = filled_to[i];
      for (std::size_t at = begin; at < end; ++at) y[factor.factor_row[at]] -= factor.factor[at] * value;
      const double l = value * factor.inverse_pivot[i];
      pivot -= l * value;
      factor.factor_row[end] = k;
      factor.factor[end] = l;
      ++filled_to[i];
    }
    pivot = std::max(pivot, kFloor * scale[factor.order[k]]);
    factor.inverse_pivot[k] = pivot > 0 ? 1 / pivot : 0.0;
  }
}

namespace {

template <int R>
void solve_lanes(const SparseFactor& factor, const Lanes<R>* r, Lanes<R>* z, Lanes<R>* x) {
  const std::size_t n = factor.order.size();
  for (std::size_t k = 0; k < n; ++k) x[k] = r[factor.order[k]];
  for (std::size_t k = 0; k < n; ++k) {
    const Lanes<R> value = x[k];
    for (std::size_t at = factor.factor_begin[k]; at < factor.factor_begin[k + 1]; ++at)
      x[factor.factor_row[at]] -= factor.factor[at] * value;
    x[k] = value * factor.inverse_pivot[k];
  }
  for (std::size_t k = n; k-- > 0;) {
    Lanes<R> value = x[k];
    for (std::size_t at = factor.factor_begin[k]; at < factor.factor_begin[k + 1]; ++at)
      value -= factor.factor[at] * x[factor.factor_row[at]];
    x[k] = value;
  }
  for (std::size_t k = 0; k < n; ++k) z[factor.order[k]] = x[k];
}

}  // namespace

void solve_sparse(const SparseFactor& factor, const double* r, double* z, int width) {
  std::vector<double> x(factor.order.size() * static_cast<std::size_t>(width));
  with_lanes(width, [&](auto count) {
    constexpr int R = decltype(count)::value;
    solve_lanes<R>(factor, lanes<R>(r), lanes<R>(z), lanes<R>(x.data()));
  });
}

}  // namespace sogdia
