#include "gravity/random_sample.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sogdia::test {

void order_rows(Sample& sample) {
  std::vector<std::size_t> effects(sample.effects.size());
  std::iota(effects.begin(), effects.end(), std::size_t{0});
  std::stable_sort(effects.begin(), effects.end(), [&](std::size_t a, std::size_t b) {
    return sample.effects[a].levels > sample.effects[b].levels;
  });
  std::vector<std::uint32_t> order(sample.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    for (const std::size_t e : effects) {
      const auto& level = sample.effects[e].level;
      if (level[a] != level[b]) return level[a] < level[b];
    }
    return false;
  });
  const auto apply = [&](auto& values) {
    auto copy = values;
    for (std::size_t k = 0; k < order.size(); ++k) values[k] = copy[order[k]];
  };
  apply(sample.y);
  apply(sample.row);
  if (!sample.weight.empty()) apply(sample.weight);
  if (!sample.offset.empty()) apply(sample.offset);
  for (auto& x : sample.x) apply(x);
  for (auto& effect : sample.effects) {
    apply(effect.level);
    for (auto& slope : effect.slopes) apply(slope);
  }
}

Sample random_sample(const SampleShape& shape, std::mt19937_64& engine) {
  std::normal_distribution<double> normal;
  Sample sample;
  for (const auto levels : shape.levels) {
    Effect effect;
    effect.levels = std::min<std::uint32_t>(levels, static_cast<std::uint32_t>(shape.rows));
    for (std::size_t i = 0; i < shape.rows; ++i)
      effect.level.push_back(i < effect.levels ? static_cast<std::uint32_t>(i)
                                               : static_cast<std::uint32_t>(engine() % effect.levels));
    std::shuffle(effect.level.begin(), effect.level.end(), engine);
    effect.name = "e" + std::to_string(sample.effects.size());
    sample.effects.push_back(std::move(effect));
  }
  if (shape.slopes && !sample.effects.empty()) {
    auto& slope = sample.effects.back().slopes.emplace_back(shape.rows);
    for (auto& value : slope) value = normal(engine);
    sample.effects.back().slope_names = {"s"};
  }
  for (std::size_t i = 0; i < shape.rows; ++i) {
    sample.row.push_back(static_cast<std::uint32_t>(i));
    sample.y.push_back(std::exp(normal(engine)));
  }
  for (std::size_t j = 0; j < shape.regressors; ++j) {
    auto& x = sample.x.emplace_back(shape.rows);
    for (auto& value : x) value = normal(engine);
    sample.terms.push_back("x" + std::to_string(j));
  }
  order_rows(sample);
  return sample;
}

}  // namespace sogdia::test
