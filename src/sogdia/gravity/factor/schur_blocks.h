#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/gravity/factor/schur.h"

namespace sogdia {

// Diagonal blocks of S (see schur.h) that are inverted densely. Two columns stand in one block where an
// eliminated group holds both: beyond that S has nothing, so that a block over all parts is exact.
struct SchurBlocks {
  std::vector<std::size_t> parts;
  std::vector<std::size_t> member_begin;       // of each block in `members`, and their number
  std::vector<std::uint32_t> members;          // columns, ascending in each block
  std::vector<std::uint32_t> block_of, place;  // of each column of S; only those of `parts` count
  std::vector<std::size_t> group_begin;        // of each block in `groups`, and their number
  std::vector<std::uint32_t> groups;           // eliminated groups that lie in the block
  std::vector<std::size_t> start;              // of each block's matrix in `factor`
  std::vector<double> factor;   // rows of L', one after the other: row j holds L(j, j), L(j + 1, j), ...
  std::vector<double> inverse;  // of each member: 1 / L(j, j)
  double flops = 0;             // to fill and factor them, about
  bool exact = false;           // nothing of S over `parts` lies outside of the blocks
  bool by_row = false;          // row_blocks

  std::size_t blocks() const { return member_begin.size() - 1; }
};

// The blocks that the eliminated groups tie together, over the columns of `parts`; none where they would take
// more operations than these to fill (row by row, on all threads) or to factor (a block at a time).
std::optional<SchurBlocks> tied_blocks(const Schur& schur, std::vector<std::size_t> parts,
                                       double most_to_fill, double most_to_factor);
// One block for each level of the effect that `parts` belong to (its intercept and slopes): little more than
// the diagonal.
SchurBlocks level_blocks(const Schur& schur, std::vector<std::size_t> parts);

// Fills and factors the blocks for the weights that `schur` has. A column that depends on those before it in
// its block gets an infinite pivot, so that its coefficient is 0.
void factor_blocks(const Schur& schur, SchurBlocks& blocks, int threads, const Monitor& monitor = {});

// z = (L L')^-1 r on the columns of the blocks; r, z: columns x width (1, 2 or 4).
void solve_blocks(const SchurBlocks& blocks, const double* r, double* z, int width, int threads);

// Lower Cholesky factor in place, n x n, rows of L' as above (packed by row: n, n - 1, ...), with the same
// pivots: a column depends on those before it where its pivot is rounding beside `scale`, n long, the size of
// the terms that made the diagonal (nullptr: the diagonal itself).
void factor_packed(double* matrix, std::size_t n, const double* scale = nullptr);
// x <- (L L')^-1 x
void solve_packed(const double* factor, std::size_t n, double* x);

}  // namespace sogdia
