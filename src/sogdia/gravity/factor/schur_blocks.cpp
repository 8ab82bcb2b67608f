#include "sogdia/gravity/factor/schur_blocks.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/factor/block_fill.h"
#include "sogdia/gravity/factor/clones.h"
#include "sogdia/gravity/factor/lanes.h"
#include "sogdia/gravity/factor/packed.h"
#include "sogdia/gravity/factor/row_blocks.h"

namespace sogdia {
namespace {

// A pivot below this part of its diagonal is what rounding leaves of a column that depends on others.
constexpr double kDependent = 1e-11;
constexpr std::size_t kPieces = 8;  // of a block, where there are fewer blocks than that

// The groups of each block. Rows of a group may lie in several blocks only where blocks are by level.
void list_groups(const Schur& schur, SchurBlocks& blocks) {
  const Schur::Part& part = schur.parts[blocks.parts.front()];
  const auto block_at = [&](std::size_t g) {
    return blocks.block_of[part.first + part.level[schur.group_begin[g]]];
  };
  blocks.group_begin.assign(blocks.blocks() + 1, 0);
  for (std::size_t g = 0; g < schur.groups(); ++g) ++blocks.group_begin[block_at(g) + 1];
  for (std::size_t b = 0; b < blocks.blocks(); ++b) blocks.group_begin[b + 1] += blocks.group_begin[b];
  blocks.groups.resize(schur.groups());
  std::vector<std::size_t> at = blocks.group_begin;
  for (std::size_t g = 0; g < schur.groups(); ++g)
    blocks.groups[at[block_at(g)]++] = static_cast<std::uint32_t>(g);
}

// Blocks of one level each hold only what its own rows say: C'WC, less each row group's own mean. The means
// of other levels' rows in a group are left out, which keeps the block positive definite.
void factor_levels(const Schur& schur, SchurBlocks& blocks, const Monitor& monitor) {
  constexpr std::size_t kBetweenLooks = 1 << 21;  // rows, or groups of them
  std::fill(blocks.factor.begin(), blocks.factor.end(), 0.0);
  const std::size_t n = blocks.parts.size();
  std::vector<double> z(n);
  const Schur::Part& lead = schur.parts[blocks.parts.front()];
  for (std::size_t k = 0; k < schur.rows; ++k) {
    if (k % kBetweenLooks == 0) check_cancelled(monitor);
    double* matrix = blocks.factor.data() + blocks.start[lead.level[k]];
    for (std::size_t p = 0; p < n; ++p) {
      const Schur::Part& part = schur.parts[blocks.parts[p]];
      z[p] = part.slope ? part.slope[k] : 1.0;
    }
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p; q < n; ++q) *matrix++ += schur.weight[k] * z[p] * z[q];
    }
  }
  std::vector<double> scale;
  for (std::size_t level = 0; level < lead.levels; ++level) {
    const double* matrix = blocks.factor.data() + blocks.start[level];
    for (std::size_t p = 0; p < n; ++p) scale.push_back(matrix[packed_row(p, n)]);
  }
  // The diagonal of S itself, where it costs little: w - w^2 / (weight of the group), rows of one level
  // together.
  std::vector<double> sum(lead.levels, 0.0);
  for (std::size_t g = 0; g < schur.groups() && schur.eliminates && n == 1; ++g) {
    if (g % kBetweenLooks == 0) check_cancelled(monitor);
    const std::size_t row = schur.group_begin[g], end = schur.group_begin[g + 1];
    for (std::size_t k = row; k < end; ++k)
      sum[lead.level[k]] += schur.weight[k] * (lead.slope ? lead.slope[k] : 1.0);
    for (std::size_t k = row; k < end; ++k) {
      double& s = sum[lead.level[k]];
      blocks.factor[blocks.start[lead.level[k]]] -= s * s * schur.inverse[g];
      s = 0;
    }
  }
  for (std::size_t level = 0; level < lead.levels; ++level)
    factor_packed(blocks.factor.data() + blocks.start[level], n, scale.data() + level * n);
}

}  // namespace

void number_blocks(const Schur& schur, std::vector<std::uint32_t> root, SchurBlocks& blocks) {
  blocks.block_of.assign(schur.columns, kNone);
  blocks.place.assign(schur.columns, kNone);
  std::uint32_t count = 0;
  std::vector<std::uint32_t> number(schur.columns, kNone);
  std::vector<std::size_t> size;
  for (std::size_t k = 0; k < schur.columns; ++k) {
    if (root[k] == kNone) continue;
    std::uint32_t& b = number[root[k]];
    if (b == kNone) {
      b = count++;
      size.push_back(0);
    }
    blocks.block_of[k] = b;
    blocks.place[k] = static_cast<std::uint32_t>(size[b]++);
  }
  blocks.member_begin.assign(count + 1, 0);
  blocks.start.assign(count + 1, 0);
  for (std::size_t b = 0; b < count; ++b) {
    blocks.member_begin[b + 1] = blocks.member_begin[b] + size[b];
    blocks.start[b + 1] = blocks.start[b] + packed_size(size[b]);
  }
  blocks.members.resize(blocks.member_begin.back());
  for (std::size_t k = 0; k < schur.columns; ++k) {
    if (blocks.block_of[k] != kNone)
      blocks.members[blocks.member_begin[blocks.block_of[k]] + blocks.place[k]] =
          static_cast<std::uint32_t>(k);
  }
}

SOGDIA_CLONES void factor_packed(double* matrix, std::size_t n, const double* scale) {
  std::vector<double> diagonal(n);
  for (std::size_t j = 0; j < n; ++j) diagonal[j] = scale ? scale[j] : matrix[packed_row(j, n)];
  for (std::size_t j = 0; j < n; ++j) {
    double* row = matrix + packed_row(j, n) - j;
    if (!(row[j] > kDependent * diagonal[j])) {
      row[j] = std::numeric_limits<double>::infinity();
      for (std::size_t k = j + 1; k < n; ++k) row[k] = 0;
      continue;
    }
    const double pivot = std::sqrt(row[j]), inverse = 1 / pivot;
    row[j] = pivot;
    for (std::size_t k = j + 1; k < n; ++k) row[k] *= inverse;
    for (std::size_t i = j + 1; i < n; ++i) {
      const double times = row[i];
      if (times == 0) continue;
      double* below = matrix + packed_row(i, n) - i;
      for (std::size_t k = i; k < n; ++k) below[k] -= times * row[k];
    }
  }
}

namespace {

// `inverse`: 1 / each pivot, or nullptr.
template <int R>
inline __attribute__((always_inline)) void solve_lanes(const double* factor, const double* inverse,
                                                       std::size_t n, Lanes<R>* x) {
  for (std::size_t j = 0; j < n; ++j) {
    const double* row = factor + packed_row(j, n) - j;
    x[j] *= inverse ? inverse[j] : 1 / row[j];
    const Lanes<R> value = x[j];
    for (std::size_t k = j + 1; k < n; ++k) x[k] -= row[k] * value;
  }
  for (std::size_t j = n; j-- > 0;) {
    const double* row = factor + packed_row(j, n) - j;
    // Four running sums, side by side.
    Lanes<R> sum0 = x[j], sum1{}, sum2{}, sum3{};
    std::size_t k = j + 1;
    for (; k + 4 <= n; k += 4) {
      sum0 -= row[k] * x[k];
      sum1 -= row[k + 1] * x[k + 1];
      sum2 -= row[k + 2] * x[k + 2];
      sum3 -= row[k + 3] * x[k + 3];
    }
    for (; k < n; ++k) sum0 -= row[k] * x[k];
    x[j] = ((sum0 + sum1) + (sum2 + sum3)) * (inverse ? inverse[j] : 1 / row[j]);
  }
}

// Blocks `first` to `last`; x is as long as the largest of them, times R.
template <int R>
inline __attribute__((always_inline)) void solve_some(const SchurBlocks& blocks, std::size_t first,
                                                      std::size_t last, const double* r, double* z,
                                                      double* scratch) {
  const Lanes<R>* from = lanes<R>(r);
  Lanes<R>*to = lanes<R>(z), *x = lanes<R>(scratch);
  for (std::size_t b = first; b < last; ++b) {
    const std::size_t n = blocks.member_begin[b + 1] - blocks.member_begin[b];
    const std::uint32_t* member = blocks.members.data() + blocks.member_begin[b];
    for (std::size_t k = 0; k < n; ++k) x[k] = from[member[k]];
    solve_lanes<R>(blocks.factor.data() + blocks.start[b], blocks.inverse.data() + blocks.member_begin[b], n,
                   x);
    for (std::size_t k = 0; k < n; ++k) to[member[k]] = x[k];
  }
}

SOGDIA_CLONES void solve_some_1(const SchurBlocks& blocks, std::size_t first, std::size_t last,
                                const double* r, double* z, double* scratch) {
  solve_some<1>(blocks, first, last, r, z, scratch);
}
SOGDIA_CLONES void solve_some_2(const SchurBlocks& blocks, std::size_t first, std::size_t last,
                                const double* r, double* z, double* scratch) {
  solve_some<2>(blocks, first, last, r, z, scratch);
}
SOGDIA_CLONES void solve_some_4(const SchurBlocks& blocks, std::size_t first, std::size_t last,
                                const double* r, double* z, double* scratch) {
  solve_some<4>(blocks, first, last, r, z, scratch);
}

}  // namespace

SOGDIA_CLONES void solve_packed(const double* factor, std::size_t n, double* x) {
  solve_lanes<1>(factor, nullptr, n, x);
}

std::optional<SchurBlocks> tied_blocks(const Schur& schur, std::vector<std::size_t> parts,
                                       double most_to_fill, double most_to_factor) {
  std::vector<std::uint32_t> parent(schur.columns);
  std::iota(parent.begin(), parent.end(), 0u);
  std::vector<std::uint8_t> used(schur.columns, 0);
  for (const std::size_t p : parts) {
    const Schur::Part& part = schur.parts[p];
    std::fill_n(used.begin() + static_cast<std::ptrdiff_t>(part.first), part.levels, std::uint8_t{1});
  }
  const auto unite = [&](std::uint32_t a, std::uint32_t b) {
    a = root_of(parent, a);
    b = root_of(parent, b);
    if (a != b) parent[std::max(a, b)] = std::min(a, b);
  };
  const Schur::Part& lead = schur.parts[parts.front()];
  for (std::size_t g = 0; g < schur.groups(); ++g) {
    const std::size_t row = schur.group_begin[g], end = schur.group_begin[g + 1];
    for (const std::size_t p : parts) {
      const Schur::Part& part = schur.parts[p];
      for (std::size_t k = row; k < end; ++k) {
        // Within a group all rows are tied; where nothing is eliminated, only what stands in one row.
        const std::size_t with = schur.eliminates ? row : k;
        unite(static_cast<std::uint32_t>(part.first + part.level[k]),
              static_cast<std::uint32_t>(lead.first + lead.level[with]));
      }
    }
  }
  std::vector<std::uint32_t> root(schur.columns, kNone);
  std::vector<double> size(schur.columns, 0.0);
  for (std::size_t k = 0; k < schur.columns; ++k) {
    if (!used[k]) continue;
    root[k] = root_of(parent, static_cast<std::uint32_t>(k));
    ++size[root[k]];
  }
  double to_fill = 0, to_factor = 0;
  for (const double n : size) to_factor += n * n * n / 3;
  for (std::size_t g = 0; g < schur.groups(); ++g) {
    const double rows = schur.group_begin[g + 1] - schur.group_begin[g];
    const double n = size[root[lead.first + lead.level[schur.group_begin[g]]]];
    const double touched = std::min(rows * static_cast<double>(parts.size()), n);
    to_fill += touched * touched;
  }
  if (to_fill > most_to_fill || to_factor > most_to_factor) return std::nullopt;
  SchurBlocks blocks;
  blocks.parts = std::move(parts);
  blocks.exact = true;
  blocks.flops = to_fill + to_factor;
  number_blocks(schur, std::move(root), blocks);
  if (schur.eliminates) {
    list_groups(schur, blocks);
  } else {
    // Rows of a tile may lie in several blocks; without elimination each block is filled from single rows, so
    // the tiles of one block would have to be split. One block for all is what small problems have.
    if (blocks.blocks() != 1) return std::nullopt;
    list_groups(schur, blocks);
  }
  blocks.factor.resize(blocks.start.back());
  return blocks;
}

SchurBlocks level_blocks(const Schur& schur, std::vector<std::size_t> parts) {
  SchurBlocks blocks;
  blocks.parts = std::move(parts);
  const std::size_t levels = schur.parts[blocks.parts.front()].levels, n = blocks.parts.size();
  blocks.block_of.assign(schur.columns, kNone);
  blocks.place.assign(schur.columns, kNone);
  for (std::size_t level = 0; level < levels; ++level) {
    blocks.member_begin.push_back(level * n);
    blocks.start.push_back(level * packed_size(n));
    for (std::size_t p = 0; p < n; ++p) {
      const std::size_t column = schur.parts[blocks.parts[p]].first + level;
      blocks.members.push_back(static_cast<std::uint32_t>(column));
      blocks.block_of[column] = static_cast<std::uint32_t>(level);
      blocks.place[column] = static_cast<std::uint32_t>(p);
    }
  }
  blocks.member_begin.push_back(levels * n);
  blocks.start.push_back(levels * packed_size(n));
  blocks.factor.resize(blocks.start.back());
  return blocks;
}

namespace {

void factor_tied(const Schur& schur, SchurBlocks& blocks, int threads) {
  // Few blocks are filled in pieces, each a share of their groups, so that there is work for all threads;
  // many are handed out in bundles.
  const std::size_t count = blocks.blocks(), pieces = count < kPieces ? kPieces : 1;
  const std::size_t bundles = std::min<std::size_t>(count, 64);
  const auto size = [&](std::size_t b) { return blocks.member_begin[b + 1] - blocks.member_begin[b]; };
  std::vector<std::vector<double>> parts(pieces > 1 ? count * pieces : 0), scales(parts.size());
  parallel_for(parts.size(), threads, [&](std::size_t p) {
    const std::size_t b = p / pieces, first = blocks.group_begin[b],
                      groups = blocks.group_begin[b + 1] - first;
    BlockScratch scratch;
    parts[p].resize(packed_size(size(b)));
    fill_block(schur, blocks, b, first + groups * (p % pieces) / pieces,
               first + groups * (p % pieces + 1) / pieces, parts[p].data(), scratch);
    scales[p] = std::move(scratch.scale);
  });
  parallel_for(bundles, threads, [&](std::size_t c) {
    BlockScratch scratch;
    for (std::size_t b = count * c / bundles; b < count * (c + 1) / bundles; ++b) {
      double* matrix = blocks.factor.data() + blocks.start[b];
      if (pieces == 1) {
        fill_block(schur, blocks, b, blocks.group_begin[b], blocks.group_begin[b + 1], matrix, scratch);
      } else {
        std::fill(matrix, matrix + packed_size(size(b)), 0.0);
        scratch.scale.assign(size(b), 0.0);
        for (std::size_t p = b * pieces; p < (b + 1) * pieces; ++p) {
          for (std::size_t k = 0; k < parts[p].size(); ++k) matrix[k] += parts[p][k];
          for (std::size_t k = 0; k < size(b); ++k) scratch.scale[k] += scales[p][k];
        }
      }
      for (std::size_t j = 0; j < size(b); ++j) matrix[packed_row(j, size(b))] += scratch.scale[j];
      factor_packed(matrix, size(b), scratch.scale.data());
    }
  });
}

}  // namespace

void factor_blocks(const Schur& schur, SchurBlocks& blocks, int threads, const Monitor& monitor) {
  if (blocks.by_row)
    factor_row_blocks(schur, blocks, monitor);
  else if (blocks.exact)
    factor_tied(schur, blocks, threads);
  else
    factor_levels(schur, blocks, monitor);
  blocks.inverse.resize(blocks.members.size());
  for (std::size_t b = 0; b < blocks.blocks(); ++b) {
    const std::size_t first = blocks.member_begin[b], n = blocks.member_begin[b + 1] - first;
    for (std::size_t j = 0; j < n; ++j)
      blocks.inverse[first + j] = 1 / blocks.factor[blocks.start[b] + packed_row(j, n)];
  }
}

void solve_blocks(const SchurBlocks& blocks, const double* r, double* z, int width, int threads) {
  const bool small = blocks.factor.size() < 200000;
  const std::size_t bundles = small ? 1 : std::min<std::size_t>(blocks.blocks(), 16);
  const auto solve = width == 1 ? solve_some_1 : width == 2 ? solve_some_2 : solve_some_4;
  parallel_for(bundles, threads, [&](std::size_t c) {
    const std::size_t first = blocks.blocks() * c / bundles, last = blocks.blocks() * (c + 1) / bundles;
    std::size_t widest = 0;
    for (std::size_t b = first; b < last; ++b)
      widest = std::max(widest, blocks.member_begin[b + 1] - blocks.member_begin[b]);
    std::vector<double> x(widest * static_cast<std::size_t>(width));
    solve(blocks, first, last, r, z, x.data());
  });
}

}  // namespace sogdia
