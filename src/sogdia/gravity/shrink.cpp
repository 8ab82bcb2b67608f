#include <algorithm>

#include "sogdia/gravity/sample.h"

namespace sogdia {
namespace {

template <typename Value>
void keep_marked(std::vector<Value>& values, const std::vector<std::uint8_t>& keep, std::size_t count) {
  if (values.empty()) return;
  std::size_t to = 0;
  for (std::size_t i = 0; i < keep.size(); ++i) {
    values[to] = values[i];
    to += keep[i] != 0;
    if (to == count) break;
  }
  values.resize(count);
}

// Levels that still occur, numbered without gaps in their order.
void renumber(std::vector<std::uint32_t>& level, std::uint32_t& levels) {
  std::vector<std::uint32_t> number(levels, 0);
  for (const std::uint32_t k : level) number[k] = 1;
  std::uint32_t next = 0;
  for (auto& entry : number) {
    const std::uint32_t occurs = entry;
    entry = next;
    next += occurs;
  }
  if (next == levels) return;
  for (auto& k : level) k = number[k];
  levels = next;
}

}  // namespace

void shrink(Sample& sample, const std::vector<std::uint8_t>& keep) {
  const auto count = static_cast<std::size_t>(
      std::count_if(keep.begin(), keep.end(), [](std::uint8_t k) { return k != 0; }));
  if (count == keep.size()) return;
  const auto cut = [&](auto& values) { keep_marked(values, keep, count); };
  cut(sample.row);
  cut(sample.y);
  cut(sample.weight);
  cut(sample.offset);
  for (auto& column : sample.x) cut(column);
  for (auto& effect : sample.effects) {
    cut(effect.level);
    for (auto& slope : effect.slopes) cut(slope);
    renumber(effect.level, effect.levels);
  }
  for (auto& cluster : sample.clusters) {
    cut(cluster.group);
    renumber(cluster.group, cluster.groups);
  }
}

}  // namespace sogdia
