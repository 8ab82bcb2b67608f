#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/gravity/factor/schur_blocks.h"

namespace sogdia {

struct BlockScratch {
  std::vector<double> u, scale;  // scale: the diagonal of C'WC
  std::vector<std::uint32_t> touched;
  std::vector<std::uint8_t> seen;
};

// The part of a block's matrix, and of its scale, that its groups from `first` to `last` make.
void fill_block(const Schur& schur, const SchurBlocks& blocks, std::size_t b, std::size_t first,
                std::size_t last, double* matrix, BlockScratch& scratch);

}  // namespace sogdia
