#include <algorithm>
#include <array>
#include <cassert>
#include <vector>

#include "sogdia/core/parallel.h"
#include "sogdia/gravity/factor/clones.h"
#include "sogdia/gravity/factor/lanes.h"
#include "sogdia/gravity/factor/schur.h"

#define SOGDIA_INLINE inline __attribute__((always_inline))

namespace sogdia {
namespace {

// Groups are taken together until they have so many rows: loops over single groups are short, and what need
// not know of groups runs over all their rows at once, from what the last loop left in the nearest cache.
constexpr std::size_t kTogether = 256;

// What the kernels see of a chunk.
struct Tile {
  const Schur* schur;
  const SchurPass* pass;
  std::size_t first_group, last_group;
  double* t;        // (widest + kTogether) x width
  double* out;      // columns x width, then k
  double* norm;     // width
  double* removed;  // width
};

// Groups that are taken together, and their rows.
struct Span {
  std::size_t first_group, last_group, row, rows;
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

// body(row, rows, run) over rows that follow one another: a group's where its levels count up, and those of
// groups that do not together.
template <class Body>
SOGDIA_INLINE void over_runs(const Schur& schur, const Schur::Part& part, const Span& span,
                             const Body& body) {
  for (std::size_t g = span.first_group; g < span.last_group;) {
    const std::size_t row = schur.group_begin[g];
    const bool run = part.run[g];
    do ++g;
    while (g < span.last_group && !run && !part.run[g]);
    body(row, schur.group_begin[g] - row, run);
  }
}

template <int R>
SOGDIA_INLINE void gather(const Schur& schur, const Schur::Part& part, const Span& span, const double* a,
                          Lanes<R>* to) {
  const Lanes<R>* from = lanes<R>(a) + part.first;
  over_runs(schur, part, span, [&](std::size_t row, std::size_t n, bool run) {
    const std::uint32_t* level = part.level + row;
    Lanes<R>* t = to + (row - span.row);
    if (part.slope) {
      const double* slope = part.slope + row;
      for (std::size_t k = 0; k < n; ++k) t[k] -= slope[k] * from[level[k]];
    } else if (run) {
      const Lanes<R>* first = from + level[0];
      for (std::size_t k = 0; k < n; ++k) t[k] -= first[k];
    } else {
      for (std::size_t k = 0; k < n; ++k) t[k] -= from[level[k]];
    }
  });
}

template <int R>
SOGDIA_INLINE void scatter(const Schur& schur, const Schur::Part& part, const Span& span, const Lanes<R>* u,
                           double* out) {
  Lanes<R>* to = lanes<R>(out) + part.first;
  over_runs(schur, part, span, [&](std::size_t row, std::size_t n, bool run) {
    const std::uint32_t* level = part.level + row;
    const Lanes<R>* from = u + (row - span.row);
    if (part.slope) {
      const double* slope = part.slope + row;
      for (std::size_t k = 0; k < n; ++k) to[level[k]] += slope[k] * from[k];
    } else if (run) {
      Lanes<R>* first = to + level[0];
      for (std::size_t k = 0; k < n; ++k) first[k] += from[k];
    } else {
      for (std::size_t k = 0; k < n; ++k) to[level[k]] += from[k];
    }
  });
}

// t <- t - P1 t of one group; `removed` gets the squares of P1 t.
template <int R>
SOGDIA_INLINE void project_group(const Schur& schur, std::size_t g, Lanes<R>* t, Lanes<R>* removed) {
  const std::size_t row = schur.group_begin[g], n = schur.group_begin[g + 1] - row;
  const double* w = schur.weight + row;
  Lanes<R> sum{};
  if constexpr (R == 1) {
    sum = dot(w, t, n);
  } else {
    for (std::size_t k = 0; k < n; ++k) sum += w[k] * t[k];
  }
  const Lanes<R> mean = sum * schur.inverse[g];
  if (removed) *removed += sum * mean;
  for (std::size_t k = 0; k < n; ++k) t[k] -= mean;
  for (std::size_t q = 0; q < schur.basis.size(); ++q) {
    const double* b = schur.basis[q].data() + row;
    Lanes<R> along{};
    for (std::size_t k = 0; k < n; ++k) along += w[k] * b[k] * t[k];
    const Lanes<R> times = along * schur.basis_inverse[q][g];
    if (removed) *removed += along * times;
    for (std::size_t k = 0; k < n; ++k) t[k] -= times * b[k];
  }
}

// C a + X b + P1 (v - C a - X b), t being -(C a + X b). Nothing is taken from v itself, which may be so large
// where y is far above mu that what is left of it would be rounding.
SOGDIA_INLINE void store_fit(const Schur& schur, const SchurPass& pass, std::size_t g, const double* t) {
  const std::size_t row = schur.group_begin[g], n = schur.group_begin[g + 1] - row;
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

// t = v - (C a + X b)
template <int R>
SOGDIA_INLINE void load(const Schur& schur, const SchurPass& pass, const Span& span, Lanes<R>* t) {
  for (std::size_t k = 0; k < span.rows; ++k) t[k] = Lanes<R>{};
  if (pass.v && !pass.store_fit) {
    for (int r = 0; r < R; ++r) {
      if (!pass.v[r]) continue;
      const double* v = pass.v[r] + span.row;
      for (std::size_t k = 0; k < span.rows; ++k) set_lane<R>(t[k], r, v[k]);
    }
  }
  if (pass.a) {
    for (const auto& part : schur.parts) gather<R>(schur, part, span, pass.a, t);
  }
  if constexpr (R == 1) {
    for (std::size_t j = 0; pass.b && j < pass.x->size(); ++j) {
      const double* x = (*pass.x)[j].data() + span.row;
      const double b = pass.b[j];
      for (std::size_t k = 0; k < span.rows; ++k) t[k] -= b * x[k];
    }
  }
}

template <int R>
SOGDIA_INLINE void run_span(const Tile& tile, const Span& span) {
  const Schur& schur = *tile.schur;
  const SchurPass& pass = *tile.pass;
  const double* w = schur.weight + span.row;
  Lanes<R>* t = lanes<R>(tile.t);
  load<R>(schur, pass, span, t);
  if constexpr (R == 1) {
    if (pass.store_fit) {
      for (std::size_t g = span.first_group; g < span.last_group; ++g)
        store_fit(schur, pass, g, t + (schur.group_begin[g] - span.row));
      return;
    }
  }
  for (std::size_t g = span.first_group; g < span.last_group && schur.eliminates; ++g)
    project_group<R>(schur, g, t + (schur.group_begin[g] - span.row),
                     tile.removed ? lanes<R>(tile.removed) : nullptr);
  for (int r = 0; r < R && pass.store; ++r) {
    if (!pass.store[r]) continue;
    double* to = pass.store[r] + span.row;
    for (std::size_t k = 0; k < span.rows; ++k) to[k] = lane<R>(t[k], r);
  }
  if (tile.norm) {
    Lanes<R> norm = *lanes<R>(tile.norm);
    for (std::size_t k = 0; k < span.rows; ++k) norm += w[k] * t[k] * t[k];
    *lanes<R>(tile.norm) = norm;
  }
  if (!tile.out) return;
  for (std::size_t k = 0; k < span.rows; ++k) t[k] *= w[k];
  for (const auto& part : schur.parts) scatter<R>(schur, part, span, t, tile.out);
  if constexpr (R == 1) {
    for (std::size_t j = 0; pass.x && j < pass.x->size(); ++j)
      tile.out[schur.columns + j] += dot((*pass.x)[j].data() + span.row, t, span.rows);
  }
}

template <int R>
SOGDIA_INLINE void run_tile(const Tile& tile) {
  const auto& begin = tile.schur->group_begin;
  for (std::size_t g = tile.first_group; g < tile.last_group;) {
    Span span{g, g + 1, begin[g], 0};
    while (span.last_group < tile.last_group && begin[span.last_group] - span.row < kTogether)
      ++span.last_group;
    span.rows = begin[span.last_group] - span.row;
    run_span<R>(tile, span);
    g = span.last_group;
  }
}

SOGDIA_CLONES void run_tile_1(const Tile& tile) { run_tile<1>(tile); }
SOGDIA_CLONES void run_tile_2(const Tile& tile) { run_tile<2>(tile); }
SOGDIA_CLONES void run_tile_4(const Tile& tile) { run_tile<4>(tile); }

}  // namespace

void schur_pass(const Schur& schur, const SchurPass& pass, int threads) {
  const auto width = static_cast<std::size_t>(pass.width);
  assert((width == 1 || width == 2 || width == 4) && (width == 1 || !pass.x));
  const std::size_t sums = pass.out ? schur.columns * width + (pass.x ? pass.x->size() : 0) : 0;
  const std::size_t chunks = schur.chunks();
  // The first chunk's sums are made in place, the others' are added to them.
  std::vector<double> partial(chunks > 1 ? (chunks - 1) * sums : 0);
  if (pass.out) pass.out->assign(sums, 0.0);
  std::vector<std::array<double, 4>> norms(chunks), removed(chunks);
  parallel_for(chunks, threads, [&](std::size_t c) {
    std::vector<double> t((schur.widest + kTogether) * width);
    norms[c].fill(0);
    removed[c].fill(0);
    const Tile tile{&schur,
                    &pass,
                    schur.chunk_group[c],
                    schur.chunk_group[c + 1],
                    t.data(),
                    pass.out ? (c == 0 ? pass.out->data() : partial.data() + (c - 1) * sums) : nullptr,
                    pass.norm ? norms[c].data() : nullptr,
                    pass.removed ? removed[c].data() : nullptr};
    if (width == 1)
      run_tile_1(tile);
    else if (width == 2)
      run_tile_2(tile);
    else
      run_tile_4(tile);
  });
  if (pass.out) {
    double* out = pass.out->data();
    for (std::size_t c = 1; c < chunks; ++c) {
      const double* from = partial.data() + (c - 1) * sums;
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
