#include "sogdia/gravity/sample/order.h"

#include <algorithm>
#include <numeric>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/sample/blocks.h"

namespace sogdia {
namespace {

// Sorts `from` by the level of each row into `to`. Each part of `from` counts its levels, the counts become
// the places where each part puts each level, and the parts write: stable however many parts there are.
void counting_sort(const LevelView& key, const std::vector<std::uint32_t>& from,
                   std::vector<std::uint32_t>& to, int threads) {
  const std::size_t rows = from.size();
  // A part's counters should be few beside its rows.
  const std::size_t most = std::max<std::size_t>(1, rows / (4 * std::size_t{key.levels} + kBlockRows));
  const std::size_t parts = std::min<std::size_t>(most, static_cast<std::size_t>(threads));
  const auto first = [&](std::size_t part) { return rows * part / parts; };
  std::vector<std::vector<std::uint32_t>> places(parts);
  parallel_for(parts, threads, [&](std::size_t part) {
    auto& count = places[part];
    count.assign(key.levels, 0);
    for (std::size_t k = first(part); k < first(part + 1); ++k) ++count[key.level[from[k]]];
  });
  std::uint32_t place = 0;
  for (std::uint32_t level = 0; level < key.levels; ++level) {
    for (auto& count : places) {
      const std::uint32_t here = count[level];
      count[level] = place;
      place += here;
    }
  }
  parallel_for(parts, threads, [&](std::size_t part) {
    auto& next = places[part];
    for (std::size_t k = first(part); k < first(part + 1); ++k) to[next[key.level[from[k]]]++] = from[k];
  });
}

}  // namespace

std::vector<std::uint32_t> order_by(const std::vector<LevelView>& keys, std::size_t rows, int threads) {
  if (threads <= 0) threads = default_threads();
  std::vector<std::uint32_t> order(rows), other(rows);
  std::iota(order.begin(), order.end(), 0u);
  for (std::size_t k = keys.size(); k-- > 0;) {
    counting_sort(keys[k], order, other, threads);
    order.swap(other);
  }
  return order;
}

bool is_ordered(const std::vector<LevelView>& keys, std::size_t rows, int threads) {
  std::vector<std::uint8_t> broken(rows / kBlockRows + 1, 0);
  for_blocks(rows, threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = std::max<std::size_t>(begin, 1); row < end; ++row) {
      for (const auto& key : keys) {
        if (key.level[row - 1] < key.level[row]) break;
        if (key.level[row - 1] == key.level[row]) continue;
        broken[begin / kBlockRows] = 1;
        return;
      }
    }
  });
  return std::find(broken.begin(), broken.end(), 1) == broken.end();
}

}  // namespace sogdia
