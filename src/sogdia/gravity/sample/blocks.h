#pragma once
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "sogdia/core/parallel.h"

namespace sogdia {

// Rows that one thread handles at a time: some tens of microseconds of work, and its buffers fit the cache.
constexpr std::size_t kBlockRows = 16384;

// Calls body(begin, end) for blocks that cover [0, rows). Body writes only what its rows own.
template <typename Body>
void for_blocks(std::size_t rows, int threads, Body&& body) {
  const std::size_t blocks = (rows + kBlockRows - 1) / kBlockRows;
  parallel_for(blocks, threads,
               [&](std::size_t k) { body(k * kBlockRows, std::min(rows, (k + 1) * kBlockRows)); });
}

// Marks an entry of a table that all threads share. Most marks are there already, and reading is cheap.
inline void mark(std::uint8_t& entry) {
  const std::atomic_ref<std::uint8_t> shared(entry);
  if (shared.load(std::memory_order_relaxed) == 0) shared.store(1, std::memory_order_relaxed);
}

}  // namespace sogdia
