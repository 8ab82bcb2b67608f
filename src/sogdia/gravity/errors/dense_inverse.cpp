#include "sogdia/gravity/errors/dense_inverse.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

constexpr Eigen::Index kTile = 128;  // three tiles fit in a second-level cache
constexpr double kRidge = 1e-8;      // above rounding, below what any leverage needs

// The lower Cholesky factor, a column of tiles at a time.
void factor(Eigen::MatrixXd& m, int threads, const Monitor& monitor) {
  const Eigen::Index n = m.rows();
  for (Eigen::Index at = 0; at < n; at += kTile) {
    check_cancelled(monitor);
    const Eigen::Index width = std::min(kTile, n - at), next = at + width;
    auto pivot = m.block(at, at, width, width);
    Eigen::LLT<Eigen::Ref<Eigen::MatrixXd>> llt(pivot);
    const std::size_t tiles = std::size_t((n - next + kTile - 1) / kTile);
    parallel_for(tiles, threads, [&](std::size_t t) {
      const Eigen::Index row = next + Eigen::Index(t) * kTile;
      auto tile = m.block(row, at, std::min(kTile, n - row), width);
      pivot.triangularView<Eigen::Lower>().transpose().solveInPlace<Eigen::OnTheRight>(tile);
    });
    parallel_for(tiles, threads, [&](std::size_t t) {
      const Eigen::Index column = next + Eigen::Index(t) * kTile, columns = std::min(kTile, n - column);
      m.block(column, column, n - column, columns).noalias() -=
          m.block(column, at, n - column, width) * m.block(column, at, columns, width).transpose();
    });
  }
}

}  // namespace

void invert_in_place(Eigen::MatrixXd& matrix, int threads, const Monitor& monitor) {
  const Eigen::Index n = matrix.rows();
  if (n == 0) return;
  const Eigen::VectorXd scale =
      matrix.diagonal().unaryExpr([](double d) { return d > 0.0 ? 1.0 / std::sqrt(d) : 1.0; });
  matrix = scale.asDiagonal() * matrix * scale.asDiagonal();
  matrix.diagonal().setConstant(1.0 + kRidge);
  factor(matrix, threads, monitor);
  // R = L^-1 by panels of columns, then the inverse R'R.
  Eigen::MatrixXd root = Eigen::MatrixXd::Identity(n, n);
  const std::size_t panels = std::size_t((n + kTile - 1) / kTile);
  parallel_for(panels, threads, [&](std::size_t p) {
    const Eigen::Index at = Eigen::Index(p) * kTile;
    auto panel = root.block(at, at, n - at, std::min(kTile, n - at));
    matrix.bottomRightCorner(n - at, n - at).triangularView<Eigen::Lower>().solveInPlace(panel);
  });
  check_cancelled(monitor);
  parallel_for(panels, threads, [&](std::size_t p) {
    const Eigen::Index row = Eigen::Index(p) * kTile, rows = std::min(kTile, n - row);
    matrix.block(row, 0, rows, row + rows).noalias() =
        root.block(row, row, n - row, rows).transpose() * root.block(row, 0, n - row, row + rows);
  });
  matrix = scale.asDiagonal() * matrix * scale.asDiagonal();
  matrix.triangularView<Eigen::StrictlyUpper>() = matrix.transpose();
}

}  // namespace sogdia
