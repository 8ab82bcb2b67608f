#include "sogdia/gravity/factor/block_fill.h"

#include <algorithm>

#include "sogdia/gravity/factor/clones.h"
#include "sogdia/gravity/factor/packed.h"

namespace sogdia {
namespace {

constexpr std::size_t kAhead = 6;  // groups whose rows are on their way while one is worked on

// matrix row j (from j on) -= factor * u[j..n)
inline __attribute__((always_inline)) void outer(double* matrix, std::size_t n, const double* u,
                                                 std::size_t from, std::size_t to, double factor) {
  for (std::size_t j = from; j < to; ++j) {
    const double scale = u[j] * factor;
    if (scale == 0) continue;
    double* row = matrix + packed_row(j, n) - j;
    for (std::size_t k = j; k < to; ++k) row[k] -= scale * u[k];
  }
}
SOGDIA_CLONES void take_outer(double* matrix, std::size_t n, const double* u, std::size_t from,
                              std::size_t to, double factor) {
  outer(matrix, n, u, from, to, factor);
}

// Takes factor u u' off, u zero outside of `touched`, and clears u.
void take_touched(double* matrix, std::size_t n, std::vector<double>& u, std::vector<std::uint32_t>& touched,
                  double factor) {
  if (touched.empty()) return;
  const auto [low, high] = std::minmax_element(touched.begin(), touched.end());
  const std::size_t from = *low, to = *high + std::size_t{1};
  if (to - from <= 2 * touched.size()) {
    take_outer(matrix, n, u.data(), from, to, factor);
  } else {
    std::sort(touched.begin(), touched.end());
    for (std::size_t a = 0; a < touched.size(); ++a) {
      double* row = matrix + packed_row(touched[a], n) - touched[a];
      const double scale = u[touched[a]] * factor;
      for (std::size_t b = a; b < touched.size(); ++b) row[touched[b]] -= scale * u[touched[b]];
    }
  }
  for (const auto k : touched) u[k] = 0;
  touched.clear();
}

// The same for one effect without slopes, where a row has one column: the levels of the block that a group
// holds lie near each other more often than not.
SOGDIA_CLONES void fill_plain(const Schur& schur, const SchurBlocks& blocks, const Schur::Part& part,
                              std::size_t first, std::size_t last, std::size_t n, double* matrix,
                              BlockScratch& scratch) {
  const std::uint32_t* place = blocks.place.data() + part.first;
  double *u = scratch.u.data(), *scale = scratch.scale.data();
  for (std::size_t at = first; at < last; ++at) {
    if (at + kAhead < last) {
      // The block's groups stand far from each other.
      const std::size_t next = schur.group_begin[blocks.groups[at + kAhead]];
      __builtin_prefetch(part.level + next);
      __builtin_prefetch(schur.weight + next);
      __builtin_prefetch(schur.weight + next + 8);
    }
    const std::size_t g = blocks.groups[at], row = schur.group_begin[g],
                      rows = schur.group_begin[g + 1] - row;
    const std::uint32_t* level = part.level + row;
    const double* w = schur.weight + row;
    std::size_t low = n, high = 0;
    for (std::size_t k = 0; k < rows; ++k) {
      const std::size_t j = place[level[k]];
      u[j] += w[k];
      scale[j] += w[k];
      low = std::min(low, j);
      high = std::max(high, j);
    }
    if (high - low < 3 * rows) {
      outer(matrix, n, u, low, high + 1, schur.inverse[g]);
      std::fill(u + low, u + high + 1, 0.0);
      continue;
    }
    for (std::size_t k = 0; k < rows; ++k) scratch.touched.push_back(place[level[k]]);
    std::sort(scratch.touched.begin(), scratch.touched.end());
    scratch.touched.erase(std::unique(scratch.touched.begin(), scratch.touched.end()), scratch.touched.end());
    take_touched(matrix, n, scratch.u, scratch.touched, schur.inverse[g]);
  }
}

}  // namespace

void fill_block(const Schur& schur, const SchurBlocks& blocks, std::size_t b, std::size_t first,
                std::size_t last, double* matrix, BlockScratch& scratch) {
  const std::size_t n = blocks.member_begin[b + 1] - blocks.member_begin[b];
  std::fill(matrix, matrix + packed_size(n), 0.0);
  auto &u = scratch.u, &scale = scratch.scale;
  scale.assign(n, 0.0);
  u.assign(n, 0.0);
  const Schur::Part& lead = schur.parts[blocks.parts.front()];
  if (schur.eliminates && blocks.parts.size() == 1 && !lead.slope && schur.basis.empty()) {
    fill_plain(schur, blocks, lead, first, last, n, matrix, scratch);
    return;
  }
  auto& touched = scratch.touched;
  auto& seen = scratch.seen;
  seen.assign(n, 0);
  touched.clear();
  const auto value = [&](const Schur::Part& part, std::size_t row) {
    return part.slope ? part.slope[row] : 1.0;
  };
  const auto place = [&](const Schur::Part& part, std::size_t row) {
    return std::size_t{blocks.place[part.first + part.level[row]]};
  };
  // sum over the group's rows of w * vector * C
  const auto gather = [&](std::size_t row, std::size_t end, const double* vector) {
    for (const std::size_t p : blocks.parts) {
      const Schur::Part& part = schur.parts[p];
      for (std::size_t k = row; k < end; ++k) {
        const std::size_t at = place(part, k);
        u[at] += schur.weight[k] * value(part, k) * (vector ? vector[k] : 1.0);
        if (!seen[at]) {
          seen[at] = 1;
          touched.push_back(static_cast<std::uint32_t>(at));
        }
      }
    }
    for (const auto at : touched) seen[at] = 0;
  };
  for (std::size_t at = first; at < last; ++at) {
    const std::size_t g = blocks.groups[at];
    const std::size_t row = schur.group_begin[g], end = schur.group_begin[g + 1];
    for (std::size_t p = 0; p < blocks.parts.size(); ++p) {
      const Schur::Part& one = schur.parts[blocks.parts[p]];
      for (std::size_t k = row; k < end; ++k)
        scale[place(one, k)] += schur.weight[k] * value(one, k) * value(one, k);
      for (std::size_t q = p + 1; q < blocks.parts.size(); ++q) {
        const Schur::Part& other = schur.parts[blocks.parts[q]];
        for (std::size_t k = row; k < end; ++k) {
          const std::size_t i = place(one, k), j = place(other, k);
          matrix[packed_row(std::min(i, j), n) + std::max(i, j) - std::min(i, j)] +=
              schur.weight[k] * value(one, k) * value(other, k);
        }
      }
    }
    if (!schur.eliminates) continue;
    gather(row, end, nullptr);
    take_touched(matrix, n, u, touched, schur.inverse[g]);
    for (std::size_t q = 0; q < schur.basis.size(); ++q) {
      gather(row, end, schur.basis[q].data());
      take_touched(matrix, n, u, touched, schur.basis_inverse[q][g]);
    }
  }
}

}  // namespace sogdia
