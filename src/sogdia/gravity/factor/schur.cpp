#include "sogdia/gravity/factor/schur.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/factor/clones.h"

#define SOGDIA_INLINE inline __attribute__((always_inline))

namespace sogdia {
namespace {

constexpr std::size_t kChunkRows = 16384;  // work of a chunk outweighs handing it out
constexpr std::size_t kMostChunks = 64;
constexpr std::size_t kTileRows = 64;  // where nothing is eliminated

// What the kernels see of a chunk.
struct Tile {
  const Schur* schur;
  const SchurPass* pass;
  std::size_t first_group, last_group;
  double* t;     // widest x width
  double* out;   // columns x width + k
  double* norm;  // width
  double* removed;
};

// Four running sums: a fixed order that the compiler may put side by side.
SOGDIA_INLINE double dot(const double* a, const double* b, std::size_t n) {
  double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  std::size_t k = 0;
  for (; k + 4 <= n; k += 4) {
    s0 += a[k] * b[k];
    s1 += a[k + 1] * b[k + 1];
    s2 += a[k + 2] * b[k + 2];
    s3 += a[k + 3] * b[k + 3];
  }
  for (; k < n; ++k) s0 += a[k] * b[k];
  return (s0 + s1) + (s2 + s3);
}

template <int R>
SOGDIA_INLINE void take_off_basis(const double* b, const double* w, double inverse, std::size_t n, double* t,
                                  double* removed) {
  double sum[R] = {};
  for (std::size_t k = 0; k < n; ++k) {
    for (int r = 0; r < R; ++r) sum[r] += w[k] * b[k] * t[k * R + r];
  }
  if (removed) {
    for (int r = 0; r < R; ++r) removed[r] += sum[r] * sum[r] * inverse;
  }
  for (int r = 0; r < R; ++r) sum[r] *= inverse;
  for (std::size_t k = 0; k < n; ++k) {
    for (int r = 0; r < R; ++r) t[k * R + r] -= sum[r] * b[k];
  }
}

template <int R>
SOGDIA_INLINE void gather(const Schur::Part& part, bool run, const double* a, std::size_t row, std::size_t n,
                          double* t) {
  const std::uint32_t* level = part.level + row;
  const double* from = a + part.first * R;
  if (part.slope) {
    const double* slope = part.slope + row;
    for (std::size_t k = 0; k < n; ++k) {
      for (int r = 0; r < R; ++r) t[k * R + r] -= slope[k] * from[level[k] * std::size_t{R} + r];
    }
  } else if (run) {
    const double* first = from + level[0] * std::size_t{R};
    for (std::size_t k = 0; k < n * R; ++k) t[k] -= first[k];
  } else {
    for (std::size_t k = 0; k < n; ++k) {
      for (int r = 0; r < R; ++r) t[k * R + r] -= from[level[k] * std::size_t{R} + r];
    }
  }
}

template <int R>
SOGDIA_INLINE void scatter(const Schur::Part& part, bool run, const double* u, std::size_t row, std::size_t n,
                           double* out) {
  const std::uint32_t* level = part.level + row;
  double* to = out + part.first * R;
  if (part.slope) {
    const double* slope = part.slope + row;
    for (std::size_t k = 0; k < n; ++k) {
      for (int r = 0; r < R; ++r) to[level[k] * std::size_t{R} + r] += slope[k] * u[k * R + r];
    }
  } else if (run) {
    double* first = to + level[0] * std::size_t{R};
    for (std::size_t k = 0; k < n * R; ++k) first[k] += u[k];
  } else {
    for (std::size_t k = 0; k < n; ++k) {
      for (int r = 0; r < R; ++r) to[level[k] * std::size_t{R} + r] += u[k * R + r];
    }
  }
}

// C a + X b + P1 (v - C a - X b), t being -(C a + X b). Nothing is taken from v itself, which may be so large
// where y is far above mu that what is left of it would be rounding.
SOGDIA_INLINE void store_fit(const Schur& schur, const SchurPass& pass, std::size_t g, std::size_t row,
                             std::size_t n, const double* t) {
  double* to = pass.store[0] + row;
  const double* v = pass.v[0] + row;
  const double* w = schur.weight + row;
  double mean = 0;
  if (schur.eliminates) mean = (dot(w, v, n) + dot(w, t, n)) * schur.inverse[g];
  for (std::size_t k = 0; k < n; ++k) to[k] = mean - t[k];
  if (!schur.eliminates) return;
  for (std::size_t q = 0; q < schur.basis.size(); ++q) {
    const double* b = schur.basis[q].data() + row;
    double sum = 0;
    for (std::size_t k = 0; k < n; ++k) sum += w[k] * b[k] * (v[k] + t[k]);
    sum *= schur.basis_inverse[q][g];
    for (std::size_t k = 0; k < n; ++k) to[k] += sum * b[k];
  }
}

// One vector, one or two effects that are left, no slopes, nothing but `out` asked for: the step of conjugate
// gradients, with every loop over the group's rows that can be joined joined.
template <int P>
SOGDIA_INLINE void run_plain_group(const Tile& tile, std::size_t g) {
  const Schur& schur = *tile.schur;
  const SchurPass& pass = *tile.pass;
  const std::size_t row = schur.group_begin[g], n = schur.group_begin[g + 1] - row;
  const std::size_t regressors = pass.x ? pass.x->size() : 0;
  const double* w = schur.weight + row;
  const std::uint32_t* one = schur.parts[0].level + row;
  const std::uint32_t* two = P == 2 ? schur.parts[1].level + row : one;
  double* t = tile.t;
  if (pass.v) {
    std::copy_n(pass.v[0] + row, n, t);
  } else {
    std::fill(t, t + n, 0.0);
  }
  if (pass.b) {
    for (std::size_t j = 0; j < regressors; ++j) {
      const double* x = (*pass.x)[j].data() + row;
      const double b = pass.b[j];
      for (std::size_t k = 0; k < n; ++k) t[k] -= b * x[k];
    }
  }
  if (pass.a) {
    const double* a = pass.a + schur.parts[0].first;
    const double* c = P == 2 ? pass.a + schur.parts[1].first : a;
    for (std::size_t k = 0; k < n; ++k) t[k] -= P == 2 ? a[one[k]] + c[two[k]] : a[one[k]];
  }
  const double sum = dot(w, t, n), mean = sum * schur.inverse[g];
  if (tile.removed) tile.removed[0] += sum * mean;
  double* out = tile.out + schur.parts[0].first;
  double* other = P == 2 ? tile.out + schur.parts[1].first : out;
  for (std::size_t k = 0; k < n; ++k) {
    const double u = w[k] * (t[k] - mean);
    t[k] = u;
    out[one[k]] += u;
    if (P == 2) other[two[k]] += u;
  }
  for (std::size_t j = 0; j < regressors; ++j)
    tile.out[schur.columns + j] += dot((*pass.x)[j].data() + row, t, n);
}

template <int R>
SOGDIA_INLINE void run_tile(const Tile& tile) {
  const Schur& schur = *tile.schur;
  const SchurPass& pass = *tile.pass;
  const std::size_t regressors = pass.x ? pass.x->size() : 0;
  double* t = tile.t;
  const bool plain = R == 1 && schur.eliminates && schur.basis.empty() && tile.out && !tile.norm &&
                     !pass.store && (schur.parts.size() == 1 || schur.parts.size() == 2) &&
                     !schur.parts.front().slope && !schur.parts.back().slope;
  for (std::size_t g = tile.first_group; g < tile.last_group; ++g) {
    // Levels that count up are better off below, where they are vectors.
    if (plain && !schur.parts.front().run[g] && !schur.parts.back().run[g]) {
      if (schur.parts.size() == 1)
        run_plain_group<1>(tile, g);
      else
        run_plain_group<2>(tile, g);
      continue;
    }
    const std::size_t row = schur.group_begin[g], n = schur.group_begin[g + 1] - row;
    const double* w = schur.weight + row;
    if (pass.v && !pass.store_fit) {
      for (int r = 0; r < R; ++r) {
        const double* v = pass.v[r] + row;
        for (std::size_t k = 0; k < n; ++k) t[k * R + r] = v[k];
      }
    } else {
      std::fill(t, t + n * R, 0.0);
    }
    if (pass.a) {
      for (const auto& part : schur.parts) gather<R>(part, part.run[g], pass.a, row, n, t);
    }
    if (pass.b) {
      for (std::size_t j = 0; j < regressors; ++j) {
        const double* x = (*pass.x)[j].data() + row;
        const double b = pass.b[j];
        for (std::size_t k = 0; k < n; ++k) t[k] -= b * x[k];
      }
    }
    if constexpr (R == 1) {
      if (pass.store_fit) {
        store_fit(schur, pass, g, row, n, t);
        continue;
      }
    }
    if (schur.eliminates) {
      double mean[R] = {};
      if constexpr (R == 1) {
        mean[0] = dot(w, t, n);
      } else {
        for (std::size_t k = 0; k < n; ++k) {
          for (int r = 0; r < R; ++r) mean[r] += w[k] * t[k * R + r];
        }
      }
      if (tile.removed) {
        for (int r = 0; r < R; ++r) tile.removed[r] += mean[r] * mean[r] * schur.inverse[g];
      }
      for (int r = 0; r < R; ++r) mean[r] *= schur.inverse[g];
      for (std::size_t k = 0; k < n; ++k) {
        for (int r = 0; r < R; ++r) t[k * R + r] -= mean[r];
      }
      for (std::size_t q = 0; q < schur.basis.size(); ++q)
        take_off_basis<R>(schur.basis[q].data() + row, w, schur.basis_inverse[q][g], n, t, tile.removed);
    }
    if (pass.store) {
      for (int r = 0; r < R; ++r) {
        double* to = pass.store[r] + row;
        for (std::size_t k = 0; k < n; ++k) to[k] = t[k * R + r];
      }
    }
    if (!tile.out && !tile.norm) continue;
    if (tile.norm) {
      for (std::size_t k = 0; k < n; ++k) {
        for (int r = 0; r < R; ++r) tile.norm[r] += w[k] * t[k * R + r] * t[k * R + r];
      }
    }
    if (!tile.out) continue;
    for (std::size_t k = 0; k < n; ++k) {
      for (int r = 0; r < R; ++r) t[k * R + r] *= w[k];
    }
    for (const auto& part : schur.parts) scatter<R>(part, part.run[g], t, row, n, tile.out);
    for (std::size_t j = 0; j < regressors; ++j)
      tile.out[schur.columns * R + j] += dot((*pass.x)[j].data() + row, t, n);
  }
}

SOGDIA_CLONES void run_tile_1(const Tile& tile) { run_tile<1>(tile); }
SOGDIA_CLONES void run_tile_2(const Tile& tile) { run_tile<2>(tile); }
SOGDIA_CLONES void run_tile_3(const Tile& tile) { run_tile<3>(tile); }
SOGDIA_CLONES void run_tile_4(const Tile& tile) { run_tile<4>(tile); }

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
    std::uint8_t run = 1;
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
            take_off_basis<1>(schur.basis[p].data() + row, w, schur.basis_inverse[p][g], n, b, nullptr);
        }
        double norm = 0;
        for (std::size_t k = 0; k < n; ++k) norm += w[k] * b[k] * b[k];
        // Rounding leaves about 1e-32 of the squares of a slope that is constant in its group.
        schur.basis_inverse[q][g] = norm > 1e-24 * largest ? 1 / norm : 0;
      }
    }
  });
}

void schur_pass(const Schur& schur, const SchurPass& pass, int threads) {
  const auto width = static_cast<std::size_t>(pass.width);
  assert(width >= 1 && width <= 4 && (width == 1 || !pass.x));
  const std::size_t sums = pass.out ? schur.columns * width + (pass.x ? pass.x->size() : 0) : 0;
  const std::size_t chunks = schur.chunks();
  std::vector<double> partial(chunks * sums);
  std::vector<std::array<double, 4>> norms(chunks), removed(chunks);
  parallel_for(chunks, threads, [&](std::size_t c) {
    std::vector<double> t(schur.widest * width);
    norms[c].fill(0);
    removed[c].fill(0);
    const Tile tile{&schur,
                    &pass,
                    schur.chunk_group[c],
                    schur.chunk_group[c + 1],
                    t.data(),
                    pass.out ? partial.data() + c * sums : nullptr,
                    pass.norm ? norms[c].data() : nullptr,
                    pass.removed ? removed[c].data() : nullptr};
    constexpr std::array<void (*)(const Tile&), 4> kernels{run_tile_1, run_tile_2, run_tile_3, run_tile_4};
    kernels[width - 1](tile);
  });
  if (pass.out) {
    pass.out->assign(partial.begin(), partial.begin() + static_cast<std::ptrdiff_t>(sums));
    double* out = pass.out->data();
    for (std::size_t c = 1; c < chunks; ++c) {
      const double* from = partial.data() + c * sums;
      for (std::size_t k = 0; k < sums; ++k) out[k] += from[k];
    }
  }
  for (std::size_t r = 0; r < width; ++r) {
    if (pass.norm) pass.norm[r] = 0;
    if (pass.removed) pass.removed[r] = 0;
    for (std::size_t c = 0; c < chunks; ++c) {
      if (pass.norm) pass.norm[r] += norms[c][r];
      if (pass.removed) pass.removed[r] += removed[c][r];
    }
  }
}

}  // namespace sogdia
