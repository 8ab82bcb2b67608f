#include "sogdia/gravity/errors/degrees.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "sogdia/core/parallel.h"

namespace sogdia {

std::vector<std::string> column_set(const std::vector<std::string>& columns) {
  std::vector<std::string> set = columns;
  std::sort(set.begin(), set.end());
  set.erase(std::unique(set.begin(), set.end()), set.end());
  return set;
}

bool includes(const std::vector<std::string>& set, const std::vector<std::string>& part) {
  return !part.empty() && std::includes(set.begin(), set.end(), part.begin(), part.end());
}

namespace {

// Levels of both effects, a's first, merged along the observations.
struct Forest {
  Forest(const Effect& a, const Effect& b) : parent(std::size_t{a.levels} + b.levels), count(parent.size()) {
    std::iota(parent.begin(), parent.end(), 0u);
    // A part of the data, taken evenly, often tells already that the graph is connected.
    constexpr std::size_t kStride = 61;
    const std::size_t n = a.level.size();
    for (const std::size_t stride : {kStride, std::size_t{1}})
      for (std::size_t i = 0; i < n; i += stride) {
        const std::uint32_t p = root(a.level[i]), q = root(a.levels + b.level[i]);
        if (p == q) continue;
        parent[std::max(p, q)] = std::min(p, q);
        if (--count == 1) return;
      }
  }
  std::uint32_t root(std::uint32_t node) {
    while (parent[node] != node) node = parent[node] = parent[parent[node]];
    return node;
  }
  std::vector<std::uint32_t> parent;
  std::uint64_t count;
};

}  // namespace

std::uint64_t connected_components(const Effect& a, const Effect& b) {
  const std::vector<std::string> of_a = column_set(a.columns), of_b = column_set(b.columns);
  // A finer effect touches one level of the coarser each.
  if (includes(of_b, of_a)) return a.levels;
  if (includes(of_a, of_b)) return b.levels;
  return Forest(a, b).count;
}

Components components_of(const Effect& a, const Effect& b) {
  Forest forest(a, b);
  Components components;
  std::vector<std::uint32_t> number(forest.parent.size(), std::numeric_limits<std::uint32_t>::max());
  const auto label = [&](std::uint32_t node) {
    std::uint32_t& n = number[forest.root(node)];
    if (n == std::numeric_limits<std::uint32_t>::max()) n = components.count++;
    return n;
  };
  for (std::uint32_t l = 0; l < a.levels; ++l) components.of_a.push_back(label(l));
  for (std::uint32_t l = 0; l < b.levels; ++l) components.of_b.push_back(label(a.levels + l));
  return components;
}

bool is_nested(const std::vector<std::uint32_t>& level, std::uint32_t levels,
               const std::vector<std::uint32_t>& group) {
  constexpr std::uint32_t kUnseen = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> of(levels, kUnseen);
  for (std::size_t i = 0; i < level.size(); ++i) {
    std::uint32_t& seen = of[level[i]];
    if (seen == kUnseen)
      seen = group[i];
    else if (seen != group[i])
      return false;
  }
  return true;
}

namespace {

bool nested_in_a_cluster(const Effect& effect, const Sample& sample, const std::vector<Factor>& clusters) {
  const std::vector<std::string> columns = column_set(effect.columns);
  for (const Factor& cluster : clusters)
    if (includes(columns, column_set(cluster.columns))) return true;
  for (std::size_t c = 0; c < clusters.size(); ++c)
    if (effect.levels >= sample.clusters[c].groups &&
        is_nested(effect.level, effect.levels, sample.clusters[c].group))
      return true;
  return false;
}

// Levels in which the slope does not vary (with an intercept) or is zero (without): its coefficient there is
// none.
std::uint64_t idle_levels(const Effect& effect, const std::vector<double>& slope) {
  std::vector<double> least(effect.levels, effect.intercept ? std::numeric_limits<double>::infinity() : 0.0);
  std::vector<double> most(effect.levels, effect.intercept ? -std::numeric_limits<double>::infinity() : 0.0);
  double largest = 0.0;
  for (std::size_t i = 0; i < slope.size(); ++i) {
    const std::uint32_t level = effect.level[i];
    least[level] = std::min(least[level], slope[i]);
    most[level] = std::max(most[level], slope[i]);
    largest = std::max(largest, std::abs(slope[i]));
  }
  // Numbers that came through single precision still count as equal.
  const double tolerance = 1e-7 * largest;
  std::uint64_t idle = 0;
  for (std::uint32_t level = 0; level < effect.levels; ++level)
    idle += most[level] - least[level] <= tolerance;
  return idle;
}

}  // namespace

AbsorbedDegrees count_absorbed(const Sample& sample, const std::vector<Factor>& clusters,
                               SmallSample convention, int threads) {
  AbsorbedDegrees degrees;
  const bool fixest = convention == SmallSample::fixest;
  std::vector<std::size_t> own;  // effects with dummies of their own
  std::vector<bool> nested;
  std::uint64_t slopes = 0;
  for (std::size_t e = 0; e < sample.effects.size(); ++e) {
    const Effect& effect = sample.effects[e];
    degrees.levels += std::uint64_t{effect.levels} * (effect.intercept + effect.slopes.size());
    for (const std::vector<double>& slope : effect.slopes)
      slopes += effect.levels - (fixest ? 0 : idle_levels(effect, slope));
    if (!effect.intercept) continue;
    own.push_back(e);
    nested.push_back(!clusters.empty() && nested_in_a_cluster(effect, sample, clusters));
  }
  const bool any_nested = degrees.any_nested = std::find(nested.begin(), nested.end(), true) != nested.end();

  degrees.all = degrees.outside = slopes;
  if (fixest) {
    for (std::size_t e = 0; e < own.size(); ++e) {
      const std::uint64_t levels = sample.effects[own[e]].levels;
      degrees.all += levels - (e > 0);
      degrees.outside += nested[e] ? (e > 0 ? 0 : 1) : levels - (e > 0);
    }
    return degrees;
  }
  // Components of each effect with each before it.
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t e = 1; e < own.size(); ++e)
    for (std::size_t before = 0; before < e; ++before) pairs.emplace_back(before, e);
  std::vector<std::uint64_t> components(pairs.size());
  parallel_for(pairs.size(), threads, [&](std::size_t p) {
    components[p] =
        connected_components(sample.effects[own[pairs[p].first]], sample.effects[own[pairs[p].second]]);
  });
  for (std::size_t e = 0; e < own.size(); ++e) {
    std::uint64_t redundant = e > 0, redundant_outside = e > 0 || any_nested;
    for (std::size_t p = 0; p < pairs.size(); ++p) {
      if (pairs[p].second != e) continue;
      redundant = std::max(redundant, components[p]);
      if (!nested[pairs[p].first] && !nested[e])
        redundant_outside = std::max(redundant_outside, components[p]);
    }
    const std::uint64_t levels = sample.effects[own[e]].levels;
    degrees.all += levels - redundant;
    if (!nested[e]) degrees.outside += levels - redundant_outside;
  }
  degrees.outside += any_nested;
  return degrees;
}

}  // namespace sogdia
