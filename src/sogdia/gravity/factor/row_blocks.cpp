#include "sogdia/gravity/factor/row_blocks.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "sogdia/gravity/factor/packed.h"

namespace sogdia {

std::optional<SchurBlocks> row_blocks(const Schur& schur, std::vector<std::size_t> parts,
                                      double most_to_factor) {
  const Schur::Part &one = schur.parts[parts[0]], &two = schur.parts[parts[1]];
  if (!schur.eliminates || one.slope || two.slope) return std::nullopt;
  std::vector<std::uint32_t> parent(schur.columns);
  std::iota(parent.begin(), parent.end(), 0u);
  for (std::size_t k = 0; k < schur.rows; ++k) {
    const std::uint32_t a = root_of(parent, static_cast<std::uint32_t>(one.first + one.level[k]));
    const std::uint32_t b = root_of(parent, static_cast<std::uint32_t>(two.first + two.level[k]));
    if (a != b) parent[std::max(a, b)] = std::min(a, b);
  }
  std::vector<std::uint32_t> root(schur.columns, kNone);
  std::vector<double> size(schur.columns, 0.0);
  for (const auto* part : {&one, &two}) {
    for (std::size_t k = part->first; k < part->first + part->levels; ++k) {
      root[k] = root_of(parent, static_cast<std::uint32_t>(k));
      ++size[root[k]];
    }
  }
  double to_factor = 0;
  for (const double n : size) to_factor += n * n * n / 3;
  if (to_factor > most_to_factor) return std::nullopt;
  SchurBlocks blocks;
  blocks.parts = std::move(parts);
  blocks.by_row = true;
  blocks.flops = to_factor;
  number_blocks(schur, std::move(root), blocks);
  blocks.factor.resize(blocks.start.back());
  return blocks;
}

// Blocks of rows: a group's rows in one block make a rank-one part of it, beside C'WC.
void factor_row_blocks(const Schur& schur, SchurBlocks& blocks, const Monitor& monitor) {
  constexpr std::size_t kBetweenLooks = 1 << 14;  // groups or blocks
  std::fill(blocks.factor.begin(), blocks.factor.end(), 0.0);
  const auto size = [&](std::size_t b) { return blocks.member_begin[b + 1] - blocks.member_begin[b]; };
  const Schur::Part &one = schur.parts[blocks.parts[0]], &two = schur.parts[blocks.parts[1]];
  const auto entry = [&](double* matrix, std::size_t n, std::size_t i, std::size_t j) -> double& {
    return matrix[packed_row(std::min(i, j), n) + std::max(i, j) - std::min(i, j)];
  };
  struct Row {
    std::uint32_t block, one, two;
    double weight;
  };
  std::vector<Row> rows;
  std::vector<double> u, scale(blocks.members.size(), 0.0);
  std::vector<std::uint32_t> touched;
  for (std::size_t g = 0; g < schur.groups(); ++g) {
    if (g % kBetweenLooks == 0) check_cancelled(monitor);
    rows.clear();
    for (std::size_t k = schur.group_begin[g]; k < schur.group_begin[g + 1]; ++k) {
      const std::size_t a = one.first + one.level[k], b = two.first + two.level[k];
      rows.push_back({blocks.block_of[a], blocks.place[a], blocks.place[b], schur.weight[k]});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.block < b.block; });
    for (std::size_t first = 0, last; first < rows.size(); first = last) {
      const std::size_t b = rows[first].block, n = size(b);
      double* matrix = blocks.factor.data() + blocks.start[b];
      double* diagonal = scale.data() + blocks.member_begin[b];
      if (u.size() < n) u.resize(n, 0.0);
      for (last = first; last < rows.size() && rows[last].block == b; ++last) {
        const Row& row = rows[last];
        diagonal[row.one] += row.weight;
        diagonal[row.two] += row.weight;
        entry(matrix, n, row.one, row.two) += row.weight;
        for (const std::uint32_t at : {row.one, row.two}) {
          if (u[at] == 0) touched.push_back(at);
          u[at] += row.weight;
        }
      }
      for (std::size_t i = 0; i < touched.size(); ++i) {
        for (std::size_t j = i; j < touched.size(); ++j)
          entry(matrix, n, touched[i], touched[j]) -= u[touched[i]] * u[touched[j]] * schur.inverse[g];
      }
      for (const auto at : touched) u[at] = 0;
      touched.clear();
    }
  }
  for (std::size_t b = 0; b < blocks.blocks(); ++b) {
    if (b % kBetweenLooks == 0) check_cancelled(monitor);
    double* matrix = blocks.factor.data() + blocks.start[b];
    const double* diagonal = scale.data() + blocks.member_begin[b];
    for (std::size_t j = 0; j < size(b); ++j) matrix[packed_row(j, size(b))] += diagonal[j];
    factor_packed(matrix, size(b), diagonal);
  }
}

}  // namespace sogdia
