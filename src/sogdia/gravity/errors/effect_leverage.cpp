#include "sogdia/gravity/errors/effect_leverage.h"

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/errors/dense_algebra.h"
#include "sogdia/gravity/errors/dense_inverse.h"

namespace sogdia {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// Cells of each unit of one side, in their order.
struct ByUnit {
  ByUnit(const std::vector<std::uint32_t>& unit, std::uint32_t units)
      : start(std::size_t{units} + 1, 0), cell(unit.size()) {
    for (const std::uint32_t u : unit) ++start[std::size_t{u} + 1];
    for (std::size_t u = 0; u < units; ++u) start[u + 1] += start[u];
    std::vector<std::size_t> next = start;
    for (std::size_t p = 0; p < unit.size(); ++p) cell[next[unit[p]]++] = p;
  }
  std::vector<std::size_t> start, cell;
};

Eigen::Map<const VectorXd> lambda_of(const Cells& cells, std::size_t p) {
  return {cells.lambda.data() + p * cells.periods, Index(cells.periods)};
}

// H_p M, without forming H_p.
template <class Matrix>
MatrixXd times(const Cells& cells, std::size_t p, const Matrix& m) {
  const auto lambda = lambda_of(cells, p);
  MatrixXd product = lambda.asDiagonal() * m;
  if (cells.concentrated) product.noalias() -= lambda * (lambda.transpose() * m) / lambda.sum();
  return product;
}

MatrixXd unit_information(const Cells& cells, const ByUnit& by, std::size_t unit) {
  const MatrixXd identity = MatrixXd::Identity(Index(cells.periods), Index(cells.periods));
  MatrixXd sum = MatrixXd::Zero(Index(cells.periods), Index(cells.periods));
  for (std::size_t c = by.start[unit]; c < by.start[unit + 1]; ++c) sum += times(cells, by.cell[c], identity);
  return sum;
}

}  // namespace

MatrixXd pseudo_inverse(const MatrixXd& matrix) {
  const SymmetricEigen eigen = symmetric_eigen(matrix);
  const double floor = 1e-11 * eigen.values.cwiseAbs().maxCoeff();
  VectorXd inverse = eigen.values;
  for (double& value : inverse) value = value > floor ? 1.0 / value : 0.0;
  return with_values(eigen, inverse);
}

void visit_effect_leverage(const Cells& cells, int threads, const Monitor& monitor,
                           const std::function<void(std::size_t, const MatrixXd&)>& visit) {
  const Index t = Index(cells.periods);
  const ByUnit by_a(cells.a, cells.units_a), by_b(cells.b, cells.units_b);
  std::vector<MatrixXd> inverse_a(cells.units_a);
  parallel_for(cells.units_a, threads,
               [&](std::size_t a) { inverse_a[a] = pseudo_inverse(unit_information(cells, by_a, a)); });

  // F's Schur complement on side b: S = diag(H_b) - sum_a H_ab' H_a^+ H_ab, and V_bb = S^+.
  MatrixXd v(Index(cells.units_b) * t, Index(cells.units_b) * t);
  parallel_for(cells.units_b, threads, [&](std::size_t b) {
    auto column = v.middleCols(Index(b) * t, t);
    column.setZero();
    column.middleRows(Index(b) * t, t) = unit_information(cells, by_b, b);
    const MatrixXd identity = MatrixXd::Identity(t, t);
    for (std::size_t c = by_b.start[b]; c < by_b.start[b + 1]; ++c) {
      const std::size_t p = by_b.cell[c], a = cells.a[p];
      const MatrixXd through = product(inverse_a[a], times(cells, p, identity));
      for (std::size_t o = by_a.start[a]; o < by_a.start[a + 1]; ++o) {
        const std::size_t q = by_a.cell[o];
        column.middleRows(Index(cells.b[q]) * t, t) -= times(cells, q, through);
      }
    }
  });
  check_cancelled(monitor);
  invert_in_place(v, threads, monitor);

  // V_ab = -H_a^+ C_ab with C_a = H_aB V_BB, and V_aa = H_a^+ + H_a^+ (sum_b C_ab H_ab) H_a^+.
  parallel_for(cells.units_a, threads, [&](std::size_t a) {
    MatrixXd c = MatrixXd::Zero(v.rows(), t);  // C_a'
    for (std::size_t o = by_a.start[a]; o < by_a.start[a + 1]; ++o) {
      const std::size_t p = by_a.cell[o];
      const auto lambda = lambda_of(cells, p);
      const auto of_b = v.middleCols(Index(cells.b[p]) * t, t);
      c.noalias() += of_b * lambda.asDiagonal();
      if (cells.concentrated) {
        const VectorXd mean = of_b * lambda / lambda.sum();
        c.noalias() -= mean * lambda.transpose();
      }
    }
    MatrixXd inner = MatrixXd::Zero(t, t);
    for (std::size_t o = by_a.start[a]; o < by_a.start[a + 1]; ++o) {
      const std::size_t p = by_a.cell[o];
      inner += times(cells, p, c.middleRows(Index(cells.b[p]) * t, t));
    }
    const MatrixXd own = inverse_a[a] + product(product(inverse_a[a], inner), inverse_a[a]);
    for (std::size_t o = by_a.start[a]; o < by_a.start[a + 1]; ++o) {
      const std::size_t p = by_a.cell[o];
      const Index b = Index(cells.b[p]) * t;
      const MatrixXd cross = c.middleRows(b, t) * inverse_a[a];  // -V_ab'
      visit(p, own + v.block(b, b, t, t) - cross - cross.transpose());
    }
  });
}

}  // namespace sogdia
