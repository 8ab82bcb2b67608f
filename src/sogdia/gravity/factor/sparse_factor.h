#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/gravity/factor/schur.h"

namespace sogdia {

// All of S (see schur.h) as a sparse matrix with its factor, S = L D L': small sparse panels whose effects
// nearly separate the outcome make conjugate gradients crawl, whatever the blocks, and cost little to solve
// outright. Columns stand in an order of approximate minimum degree (Amestoy, Davis & Duff 1996), and rows of
// L are made one after the other (Davis 2005, "Algorithm 849: a concise sparse Cholesky factorization
// package").
struct SparseFactor {
  std::vector<std::uint32_t> order;       // columns of S, first eliminated first
  std::vector<std::uint32_t> place;       // of each column in it
  std::vector<std::size_t> matrix_begin;  // of each column's upper part in the two below
  std::vector<std::uint32_t> matrix_row;  // ascending, the diagonal last
  std::vector<double> matrix;             // S
  std::vector<std::uint32_t> parent;      // of each column in the elimination tree
  std::vector<std::size_t> factor_begin;  // of each column of L in the two below
  std::vector<std::uint32_t> factor_row;  // ascending
  std::vector<double> factor;             // below the diagonal, which is 1
  std::vector<double> inverse_pivot;      // of D; 0: the column has no weight
  double flops = 0;                       // to fill and factor
};

// None where S has more than `most_columns` columns or would take more than `most_flops`.
std::optional<SparseFactor> plan_sparse(const Schur& schur, std::size_t most_columns, double most_flops);

// Fills and factors it for the weights that `schur` has.
void factor_sparse(const Schur& schur, SparseFactor& factor, const Monitor& monitor = {});

// z = S^-1 r, one of them where S is singular; r, z: columns x width (1, 2 or 4).
void solve_sparse(const SparseFactor& factor, const double* r, double* z, int width);

}  // namespace sogdia
