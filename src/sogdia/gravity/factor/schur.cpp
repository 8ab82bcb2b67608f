#include "sogdia/gravity/factor/schur.h"

#include <algorithm>
#include <cassert>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

constexpr std::size_t kChunkRows = 16384;  // work of a chunk outweighs handing it out
constexpr std::size_t kMostChunks = 64;
constexpr std::uint32_t kLeastRun = 8;  // rows from which reading levels as a vector pays
constexpr std::size_t kTileRows = 64;   // where nothing is eliminated

// b less its projection on a, of which `inverse` is 1 / squared norm.
void take_off(const double* a, const double* w, double inverse, std::size_t n, double* b) {
  double sum = 0;
  for (std::size_t k = 0; k < n; ++k) sum += w[k] * a[k] * b[k];
  sum *= inverse;
  for (std::size_t k = 0; k < n; ++k) b[k] -= sum * a[k];
}

void plan_chunks(Schur& schur) {
  // A chunk has sums of its own for every column; they must not outweigh its rows.
  std::size_t chunks = std::clamp<std::size_t>(schur.rows / kChunkRows, 1, kMostChunks);
  if (schur.columns > 0)
    chunks = std::min(chunks, std::max<std::size_t>(4, schur.rows / (4 * schur.columns)));
  schur.chunk_group.assign(1, 0);
  for (std::size_t c = 1; c <= chunks; ++c) {
    const auto target = static_cast<std::uint32_t>(schur.rows * c / chunks);
    const auto at = std::lower_bound(schur.group_begin.begin(), schur.group_begin.end(), target);
    const auto group = std::min<std::size_t>(at - schur.group_begin.begin(), schur.groups());
    if (group > schur.chunk_group.back()) schur.chunk_group.push_back(group);
  }
  if (schur.chunk_group.back() != schur.groups()) schur.chunk_group.push_back(schur.groups());
}

void find_runs(const Schur& schur, Schur::Part& part) {
  part.run.assign(schur.groups(), 0);
  if (part.slope) return;
  for (std::size_t g = 0; g < schur.groups(); ++g) {
    std::uint8_t run = schur.group_begin[g + 1] - schur.group_begin[g] >= kLeastRun;
    for (std::size_t k = schur.group_begin[g] + 1; k < schur.group_begin[g + 1] && run; ++k)
      run = part.level[k] == part.level[k - 1] + 1;
    part.run[g] = run;
  }
}

}  // namespace

Schur eliminate_largest(const Sample& sample) {
  Schur schur;
  schur.rows = sample.size();
  // The sample stands in the order of what was its largest effect; what has left it since may have changed
  // which is.
  bool any = false;
  for (std::size_t e = 0; e < sample.effects.size(); ++e) {
    const auto& level = sample.effects[e].level;
    if (any && sample.effects[e].levels <= sample.effects[schur.eliminated].levels) continue;
    if (!std::is_sorted(level.begin(), level.end())) continue;
    schur.eliminated = e;
    any = true;
  }
  assert((any || sample.effects.empty()) && "the sample stands in the order of an effect");
  // An effect of slopes alone has no intercept to take off.
  schur.eliminates = any && sample.effects[schur.eliminated].intercept;
  schur.group_begin.push_back(0);
  if (schur.eliminates) {
    const auto& level = sample.effects[schur.eliminated].level;
    for (std::size_t k = 1; k < level.size(); ++k) {
      if (level[k] != level[k - 1]) schur.group_begin.push_back(static_cast<std::uint32_t>(k));
    }
    for (const auto& slope : sample.effects[schur.eliminated].slopes) schur.own_slope.push_back(slope.data());
  } else {
    for (std::size_t k = kTileRows; k < schur.rows; k += kTileRows)
      schur.group_begin.push_back(static_cast<std::uint32_t>(k));
  }
  if (schur.rows > 0) schur.group_begin.push_back(static_cast<std::uint32_t>(schur.rows));
  for (std::size_t g = 0; g < schur.groups(); ++g)
    schur.widest = std::max<std::size_t>(schur.widest, schur.group_begin[g + 1] - schur.group_begin[g]);
  for (std::size_t e = 0; e < sample.effects.size(); ++e) {
    if (schur.eliminates && e == schur.eliminated) continue;
    const Effect& effect = sample.effects[e];
    const auto add = [&](const double* slope) {
      Schur::Part part;
      part.level = effect.level.data();
      part.slope = slope;
      part.first = schur.columns;
      part.levels = effect.levels;
      part.effect = e;
      schur.columns += effect.levels;
      find_runs(schur, part);
      schur.parts.push_back(std::move(part));
    };
    if (effect.intercept) add(nullptr);
    for (const auto& slope : effect.slopes) add(slope.data());
  }
  plan_chunks(schur);
  return schur;
}

void set_weights(Schur& schur, const std::vector<double>& weights, int threads) {
  schur.weight = weights.data();
  if (!schur.eliminates) return;
  const std::size_t groups = schur.groups(), slopes = schur.own_slope.size();
  schur.inverse.resize(groups);
  schur.basis.resize(slopes);
  schur.basis_inverse.resize(slopes);
  for (auto& basis : schur.basis) basis.resize(schur.rows);
  for (auto& inverse : schur.basis_inverse) inverse.resize(groups);
  parallel_for(schur.chunks(), threads, [&](std::size_t c) {
    for (std::size_t g = schur.chunk_group[c]; g < schur.chunk_group[c + 1]; ++g) {
      const std::size_t row = schur.group_begin[g], n = schur.group_begin[g + 1] - row;
      const double* w = schur.weight + row;
      double sum = 0;
      for (std::size_t k = 0; k < n; ++k) sum += w[k];
      schur.inverse[g] = sum > 0 ? 1 / sum : 0;
      // Gram-Schmidt, twice: slopes such as a year are all but constant within a group.
      for (std::size_t q = 0; q < slopes; ++q) {
        double* b = schur.basis[q].data() + row;
        std::copy_n(schur.own_slope[q] + row, n, b);
        double largest = 0;
        for (std::size_t k = 0; k < n; ++k) largest += w[k] * b[k] * b[k];
        for (int round = 0; round < 2; ++round) {
          double mean = 0;
          for (std::size_t k = 0; k < n; ++k) mean += w[k] * b[k];
          mean *= schur.inverse[g];
          for (std::size_t k = 0; k < n; ++k) b[k] -= mean;
          for (std::size_t p = 0; p < q; ++p)
            take_off(schur.basis[p].data() + row, w, schur.basis_inverse[p][g], n, b);
        }
        double norm = 0;
        for (std::size_t k = 0; k < n; ++k) norm += w[k] * b[k] * b[k];
        // Rounding leaves about 1e-32 of the squares of a slope that is constant in its group.
        schur.basis_inverse[q][g] = norm > 1e-24 * largest ? 1 / norm : 0;
      }
    }
  });
}

}  // namespace sogdia
