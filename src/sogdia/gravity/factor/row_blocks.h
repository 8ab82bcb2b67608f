#pragma once
#include <optional>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/gravity/factor/schur_blocks.h"

namespace sogdia {

// The blocks that single rows tie together, over the columns of two effects: a firm's products and its years,
// where the eliminated effect ties all firms. What stands in a block is S itself. None where they would take
// more than `most_to_factor` operations.
std::optional<SchurBlocks> row_blocks(const Schur& schur, std::vector<std::size_t> parts,
                                      double most_to_factor);

// Fills and factors them for the weights that `schur` has.
void factor_row_blocks(const Schur& schur, SchurBlocks& blocks, const Monitor& monitor);

}  // namespace sogdia
