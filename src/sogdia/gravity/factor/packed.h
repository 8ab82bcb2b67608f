#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sogdia/gravity/factor/schur_blocks.h"

namespace sogdia {

// What the makers of blocks share: rows of a symmetric matrix packed one after the other, and the numbering
// of columns that hang together.
inline std::size_t packed_size(std::size_t n) { return n * (n + 1) / 2; }
// Start of packed row j of n.
inline std::size_t packed_row(std::size_t j, std::size_t n) { return j * n - j * (j - 1) / 2; }

// Union-find: the set that k is in.
inline std::uint32_t root_of(std::vector<std::uint32_t>& parent, std::uint32_t k) {
  while (parent[k] != k) {
    parent[k] = parent[parent[k]];
    k = parent[k];
  }
  return k;
}

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
// Blocks from the root of each column (kNone = not in it).
void number_blocks(const Schur& schur, std::vector<std::uint32_t> root, SchurBlocks& blocks);

}  // namespace sogdia
