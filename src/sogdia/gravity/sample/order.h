#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sogdia {

// level[i] below `levels` for each row.
struct LevelView {
  const std::uint32_t* level = nullptr;
  std::uint32_t levels = 0;
};

// The rows in the order of the first key, then of the second and so on, then as they stand: stable counting
// sorts from the last key to the first. The order is one, whatever the number of threads.
std::vector<std::uint32_t> order_by(const std::vector<LevelView>& keys, std::size_t rows, int threads);

// Whether rows 0, 1, 2, ... stand in that order already.
bool is_ordered(const std::vector<LevelView>& keys, std::size_t rows, int threads);

}  // namespace sogdia
