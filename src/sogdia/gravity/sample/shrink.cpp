#include <algorithm>

#include "sogdia/gravity/sample/sample.h"

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

// Levels that still occur in any of the columns, numbered without gaps in their order.
void renumber(const std::vector<std::vector<std::uint32_t>*>& columns, std::uint32_t& levels) {
  std::vector<std::uint32_t> number(levels, 0);
  for (const auto* column : columns) {
    for (const std::uint32_t k : *column) number[k] = 1;
  }
  std::uint32_t next = 0;
  for (auto& entry : number) {
    const std::uint32_t occurs = entry;
    entry = next;
    next += occurs;
  }
  if (next == levels) return;
  for (auto* column : columns) {
    for (auto& k : *column) k = number[k];
  }
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
  for (auto& column : sample.z) cut(column);
  for (auto& effect : sample.effects) {
    cut(effect.level);
    for (auto& slope : effect.slopes) cut(slope);
    renumber({&effect.level}, effect.levels);
  }
  for (auto& cluster : sample.clusters) cut(cluster.group);
  if (sample.dyadic) {
    auto& sides = sample.clusters;
    renumber({&sides[0].group, &sides[1].group}, sides[0].groups);
    sides[1].groups = sides[0].groups;
    return;
  }
  for (auto& cluster : sample.clusters) renumber({&cluster.group}, cluster.groups);
}

}  // namespace sogdia
