#pragma once
#include <cstddef>
#include <cstdint>

#include "sogdia/access/hierarchy/sweep.h"

namespace sogdia {

template <class Lanes, class W>
[[gnu::always_inline]] inline bool any_below(const Lanes& lanes, W bound) {
  bool any = false;
  for (std::size_t lane = 0; lane < sizeof(Lanes) / sizeof(W); ++lane) any |= lanes[lane] < bound;
  return any;
}

// One register's part of a line, of what rides along and of the edges by which it came.
template <class W, std::size_t kBytes, bool kCarried, bool kBy>
struct LaneState {
  using Weights = typename Register<W, kBytes>::Type;
  using Rides = typename Register<double, kBytes>::Type;
  Weights weight, by;
  Rides hours, usd, km;

  [[gnu::always_inline]] static inline LaneState none(W bound) {
    static_assert(!kCarried);
    LaneState s;
    s.weight = Weights{} + bound;
    if constexpr (kBy) s.by = Weights{} + static_cast<W>(kNone);
    return s;
  }
  [[gnu::always_inline]] static inline LaneState load(const Labels<W>& labels, std::uint32_t k,
                                                      std::size_t p) {
    LaneState s;
    s.weight = part<kBytes>(labels.weight[k], p);
    if constexpr (kBy) s.by = part<kBytes>(labels.by[k], p);
    if constexpr (kCarried) {
      s.hours = part<kBytes>(labels.rides[k].hours, p);
      s.usd = part<kBytes>(labels.rides[k].usd, p);
      s.km = part<kBytes>(labels.rides[k].km, p);
    }
    return s;
  }
  [[gnu::always_inline]] inline void store(Labels<W>& labels, std::uint32_t k, std::size_t p) const {
    part<kBytes>(labels.weight[k], p) = weight;
    if constexpr (kBy) part<kBytes>(labels.by[k], p) = by;
    if constexpr (kCarried) {
      part<kBytes>(labels.rides[k].hours, p) = hours;
      part<kBytes>(labels.rides[k].usd, p) = usd;
      part<kBytes>(labels.rides[k].km, p) = km;
    }
  }
  // The lesser of this and what comes from `from` over an edge; of equals the later one where kLater.
  template <bool kLater>
  [[gnu::always_inline]] inline void relax(const LaneState& from, W w, const Carried* more,
                                           std::uint32_t edge) {
    const Weights reached = from.weight + w;
    if constexpr (!kCarried && !kBy) {
      weight = reached < weight ? reached : weight;
      return;
    }
    const auto better = kLater ? reached <= weight : reached < weight;
    weight = better ? reached : weight;
    if constexpr (kCarried) {
      hours = better ? from.hours + more->hours : hours;
      usd = better ? from.usd + more->usd : usd;
      km = better ? from.km + more->km : km;
    }
    if constexpr (kBy) by = better ? Weights{} + static_cast<W>(edge) : by;
  }
  // This where it is less than `other`, else `other`; of weights alone and the edges by which they came.
  [[gnu::always_inline]] inline void unless(const LaneState& other) {
    static_assert(!kCarried);
    const auto better = weight < other.weight;
    weight = better ? weight : other.weight;
    if constexpr (kBy) by = better ? by : other.by;
  }
};

// Both ways of a sweep. With a bound, vertices that no lane has reached below it are passed over.
//
// Vertices go in blocks of up to kWide that follow each other in the selection and whose edges up nest
// (Selection::nested), as those of a separator's do:
//
//      u1 u2 u3 ...      above the whole block
//       |  |  |
//       k ... k + n - 1  each joined to all of the block above it, and to every u
//
// A line of a vertex above is then read once for the block, and what the block's vertices take from above, or
// give, stays in registers. Of two ways of equal weight that by the lower vertex above is kept, a start
// before both, as if vertices went one by one.
template <class W, bool kCarried, bool kBy, bool kBounded>
struct SweepLanes {
  // The oldest machines have few registers.
  template <std::size_t kBytes>
  static constexpr std::uint32_t kWide = kBytes == 16 ? 4 : 8;
  template <std::size_t kBytes>
  using Taken = LaneState<W, kBytes, false, kCarried || kBy>;
  static constexpr std::uint32_t kTold = kBy ? kFromAbove : 0;
  template <std::size_t kBytes>
  using Given = LaneState<W, kBytes, kCarried, kBy>;

  // Block k .. k + n - 1 takes from above: weights first, and then what rides along the edges by which they
  // came.
  template <std::size_t kBytes, std::uint32_t n>
  [[gnu::always_inline]] static inline void take(const Selection& s, const SelectedWeights<W>& w,
                                                 Labels<W>& labels, std::uint32_t k, W bound) {
    const std::uint32_t first = s.first[k], above = s.first[k + 1] - first;
    std::uint32_t edges[n];  // of each vertex of the block, to what is above the block
#pragma GCC unroll 8
    for (std::uint32_t j = 0; j < n; ++j) edges[j] = s.first[k + j] + j;
    Line<W> came[n];
    for (std::size_t p = 0; p < kParts<kBytes>; ++p) {
      Taken<kBytes> least[n];
#pragma GCC unroll 8
      for (std::uint32_t j = 0; j < n; ++j) least[j] = Taken<kBytes>::none(kNoWay<W>);
      for (std::uint32_t m = 0; m < above; ++m) {
        const std::uint32_t head = s.head[first + m];
        if constexpr (kBounded) {
          if (!labels.live[head]) continue;
        }
        Taken<kBytes> from;
        from.weight = part<kBytes>(labels.weight[head], p);
#pragma GCC unroll 8
        for (std::uint32_t j = 0; j < n; ++j)
          least[j].template relax<false>(from, w.down[edges[j] + m], nullptr, kTold + edges[j] + m);
      }
#pragma GCC unroll 8
      for (std::uint32_t j = 0; j < n; ++j) {
#pragma GCC unroll 8
        for (std::uint32_t i = 0; i < j; ++i) {
          const std::uint32_t e = edges[j] - 1 - i;  // to k + i
          least[j].template relax<true>(least[i], w.down[e], nullptr, kTold + e);
        }
        // What no start has climbed to holds what the sweep before has left.
        auto climbed = Taken<kBytes>::none(bound);
        if (labels.seen[k + j]) {
          climbed.weight = part<kBytes>(labels.weight[k + j], p);
          if constexpr (kBy) climbed.by = part<kBytes>(labels.by[k + j], p);
          least[j].unless(climbed);
        } else if constexpr (kBounded) {
          least[j].unless(climbed);
        }
        part<kBytes>(labels.weight[k + j], p) = least[j].weight;
        if constexpr (kBy) part<kBytes>(labels.by[k + j], p) = least[j].by;
        if constexpr (kCarried) part<kBytes>(came[j], p) = least[j].by;
      }
    }
    if constexpr (kBounded) {
      for (std::uint32_t j = 0; j < n; ++j) labels.live[k + j] = any_below(labels.weight[k + j].lane, bound);
    }
    if constexpr (kCarried) {
      for (std::uint32_t j = 0; j < n; ++j) ride<kBytes>(s, w, labels, k + j, came[j]);
    }
  }

  // What rides along to k by the edges of its lanes; kNone: it is there already.
  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void ride(const Selection& s, const SelectedWeights<W>& w,
                                                 Labels<W>& labels, std::uint32_t k, const Line<W>& came) {
    RideLines& to = labels.rides[k];
    bool alike = true;
    for (const W edge : came.lane) alike &= edge == came.lane[0];
    if (alike) {  // as sources that lie close to each other mostly come
      const auto e = static_cast<std::uint32_t>(came.lane[0]);
      if (e == kNone) return;
      const RideLines& from = labels.rides[s.head[e]];
      const Carried& more = w.carried_down[e];
      for (std::size_t p = 0; p < kParts<kBytes>; ++p) {
        part<kBytes>(to.hours, p) = part<kBytes>(from.hours, p) + more.hours;
        part<kBytes>(to.usd, p) = part<kBytes>(from.usd, p) + more.usd;
        part<kBytes>(to.km, p) = part<kBytes>(from.km, p) + more.km;
      }
      return;
    }
    for (std::uint32_t lane = 0; lane < kLanes<W>; ++lane) {
      const auto e = static_cast<std::uint32_t>(came.lane[lane]);
      if (e == kNone) continue;
      const RideLines& from = labels.rides[s.head[e]];
      const Carried& more = w.carried_down[e];
      to.hours.lane[lane] = from.hours.lane[lane] + more.hours;
      to.usd.lane[lane] = from.usd.lane[lane] + more.usd;
      to.km.lane[lane] = from.km.lane[lane] + more.km;
    }
  }

  // Block k - n + 1 .. k, whose lowest vertex is k, gives to what is above it.
  template <std::size_t kBytes, std::uint32_t n>
  [[gnu::always_inline]] static inline void give(const Selection& s, const SelectedWeights<W>& w,
                                                 Labels<W>& labels, std::uint32_t k, W bound) {
    const std::uint32_t top = k - n + 1, first = s.first[top], above = s.first[top + 1] - first;
    std::uint32_t edges[n];  // of vertex k - j, to what is above the block
#pragma GCC unroll 8
    for (std::uint32_t j = 0; j < n; ++j) edges[j] = s.first[k - j] + n - 1 - j;
    for (std::size_t p = 0; p < kParts<kBytes>; ++p) {
      Given<kBytes> from[n];
#pragma GCC unroll 8
      for (std::uint32_t j = 0; j < n; ++j) {
        from[j] = Given<kBytes>::load(labels, k - j, p);
#pragma GCC unroll 8
        for (std::uint32_t i = 0; i < j; ++i) {
          const std::uint32_t e = s.first[k - i] + j - 1 - i;  // from k - i to k - j
          from[j].template relax<false>(from[i], w.up[e], kCarried ? &w.carried_up[e] : nullptr, e);
        }
        if (j > 0) from[j].store(labels, k - j, p);
      }
      if constexpr (kBounded) {
        bool live = false;
        for (std::uint32_t j = 0; j < n; ++j) live |= any_below(from[j].weight, bound);
        if (!live) continue;
      }
      for (std::uint32_t m = 0; m < above; ++m) {
        const std::uint32_t head = s.head[first + m];
        auto to = Given<kBytes>::load(labels, head, p);
#pragma GCC unroll 8
        for (std::uint32_t j = 0; j < n; ++j)
          to.template relax<false>(from[j], w.up[edges[j] + m],
                                   kCarried ? &w.carried_up[edges[j] + m] : nullptr, edges[j] + m);
        to.store(labels, head, p);
      }
    }
  }

  // All blocks of a row of `count` vertices that nest, the first of them k; each of 1, 2, 4 or 8.
  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void take_row(const Selection& s, const SelectedWeights<W>& w,
                                                     Labels<W>& labels, std::uint32_t k, std::uint32_t count,
                                                     W bound) {
    if constexpr (kWide<kBytes> >= 8) {
      for (; count >= 8; k += 8, count -= 8) take<kBytes, 8>(s, w, labels, k, bound);
    }
    if constexpr (kWide<kBytes> >= 4) {
      for (; count >= 4; k += 4, count -= 4) take<kBytes, 4>(s, w, labels, k, bound);
    }
    for (; count >= 2; k += 2, count -= 2) take<kBytes, 2>(s, w, labels, k, bound);
    if (count > 0) take<kBytes, 1>(s, w, labels, k, bound);
  }
  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void give_row(const Selection& s, const SelectedWeights<W>& w,
                                                     Labels<W>& labels, std::uint32_t k, std::uint32_t count,
                                                     W bound) {
    if constexpr (kWide<kBytes> >= 4) {
      for (; count >= 4; k -= 4, count -= 4) give<kBytes, 4>(s, w, labels, k, bound);
    }
    for (; count >= 2; k -= 2, count -= 2) give<kBytes, 2>(s, w, labels, k, bound);
    if (count > 0) give<kBytes, 1>(s, w, labels, k, bound);
  }

  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void run(const Selection& s, const SelectedWeights<W>& w,
                                                const std::vector<std::uint32_t>& swept, Labels<W>& labels,
                                                W bound) {
    const std::size_t climbed = labels.climbed.size();
    for (std::size_t i = 0, end; i < climbed; i = end) {
      for (end = i + 1; end < climbed && s.nested[labels.climbed[end - 1]];) ++end;
      give_row<kBytes>(s, w, labels, labels.climbed[i], static_cast<std::uint32_t>(end - i), bound);
    }
    for (std::size_t i = 0, end; i < swept.size(); i = end) {
      for (end = i + 1; end < swept.size() && s.nested[swept[end]];) ++end;
      take_row<kBytes>(s, w, labels, swept[i], static_cast<std::uint32_t>(end - i), bound);
    }
  }
};

}  // namespace sogdia
