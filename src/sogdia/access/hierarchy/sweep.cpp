#include "sogdia/access/hierarchy/sweep.h"

#include <algorithm>
#include <functional>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

template <class W>
[[gnu::always_inline]] inline bool any_below(const Line<W>& line, W bound) {
  bool any = false;
  for (const W weight : line.lane) any |= weight < bound;
  return any;
}

// Both ways of a sweep. With a bound, vertices that no lane has reached below it are passed over.
template <class W, bool kCarried, bool kBy, bool kBounded>
struct SweepLanes {
  // d(to) = min(d(to), d(from) + w) in all lanes, with what is carried and by which edge.
  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void relax(Labels<W>& labels, std::uint32_t from, std::uint32_t to,
                                                  W weight, const Carried* carried, std::uint32_t edge) {
    using Weights = typename Register<W, kBytes>::Type;
#pragma GCC unroll 4
    for (std::size_t p = 0; p < kParts<kBytes>; ++p) {
      auto& least = part<kBytes>(labels.weight[to], p);
      const Weights reached = part<kBytes>(labels.weight[from], p) + weight;
      const auto better = reached < least;
      least = better ? reached : least;
      if constexpr (kCarried) {
        const RideLines& by = labels.rides[from];
        RideLines& at = labels.rides[to];
        auto &hours = part<kBytes>(at.hours, p), &usd = part<kBytes>(at.usd, p), &km = part<kBytes>(at.km, p);
        hours = better ? part<kBytes>(by.hours, p) + carried->hours : hours;
        usd = better ? part<kBytes>(by.usd, p) + carried->usd : usd;
        km = better ? part<kBytes>(by.km, p) + carried->km : km;
      }
      if constexpr (kBy) {
        const Weights now = Weights{} + static_cast<W>(edge);
        auto& by = part<kBytes>(labels.by[to], p);
        by = better ? now : by;
      }
    }
  }

  // What a target takes from above is held in registers until all of it has been looked at.
  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void take(const Selection& s, const SelectedWeights<W>& w,
                                                 Labels<W>& labels, std::uint32_t k) {
    using Weights = typename Register<W, kBytes>::Type;
    using Rides = typename Register<double, kBytes>::Type;
    constexpr std::size_t kCount = kParts<kBytes>;
    Weights least[kCount], by[kCount];
    Rides hours[kCount], usd[kCount], km[kCount];
#pragma GCC unroll 4
    for (std::size_t p = 0; p < kCount; ++p) {
      least[p] = part<kBytes>(labels.weight[k], p);
      if constexpr (kBy) by[p] = part<kBytes>(labels.by[k], p);
      if constexpr (kCarried) {
        hours[p] = part<kBytes>(labels.rides[k].hours, p);
        usd[p] = part<kBytes>(labels.rides[k].usd, p);
        km[p] = part<kBytes>(labels.rides[k].km, p);
      }
    }
    for (std::uint32_t e = s.first[k]; e < s.first[k + 1]; ++e) {
      const std::uint32_t head = s.head[e];
      if constexpr (kBounded) {
        if (!labels.live[head]) continue;
      }
#pragma GCC unroll 4
      for (std::size_t p = 0; p < kCount; ++p) {
        const Weights reached = part<kBytes>(labels.weight[head], p) + w.down[e];
        const auto better = reached < least[p];
        least[p] = better ? reached : least[p];
        if constexpr (kCarried) {
          const RideLines& above = labels.rides[head];
          const Carried& more = w.carried_down[e];
          hours[p] = better ? part<kBytes>(above.hours, p) + more.hours : hours[p];
          usd[p] = better ? part<kBytes>(above.usd, p) + more.usd : usd[p];
          km[p] = better ? part<kBytes>(above.km, p) + more.km : km[p];
        }
        if constexpr (kBy) {
          const Weights now = Weights{} + static_cast<W>(e);
          by[p] = better ? now : by[p];
        }
      }
    }
#pragma GCC unroll 4
    for (std::size_t p = 0; p < kCount; ++p) {
      part<kBytes>(labels.weight[k], p) = least[p];
      if constexpr (kBy) part<kBytes>(labels.by[k], p) = by[p];
      if constexpr (kCarried) {
        part<kBytes>(labels.rides[k].hours, p) = hours[p];
        part<kBytes>(labels.rides[k].usd, p) = usd[p];
        part<kBytes>(labels.rides[k].km, p) = km[p];
      }
    }
  }

  template <std::size_t kBytes>
  [[gnu::always_inline]] static inline void run(const Selection& s, const SelectedWeights<W>& w,
                                                Labels<W>& labels, W bound) {
    for (const auto k : labels.climbed) {
      if constexpr (kBounded) {
        labels.live[k] = any_below(labels.weight[k], bound);
        if (!labels.live[k]) continue;
      }
      for (std::uint32_t e = s.first[k]; e < s.first[k + 1]; ++e)
        relax<kBytes>(labels, k, s.head[e], w.up[e], kCarried ? &w.carried_up[e] : nullptr, e);
    }
    for (const auto k : s.swept) {
      take<kBytes>(s, w, labels, k);
      if constexpr (kBounded) labels.live[k] = any_below(labels.weight[k], bound);
    }
  }
};

template <class W, bool kCarried, bool kBy>
void run_lanes(const Selection& s, const SelectedWeights<W>& w, Labels<W>& labels, W bound) {
  if (bound < kNoWay<W>) return run_widest<SweepLanes<W, kCarried, kBy, true>>(s, w, labels, bound);
  run_widest<SweepLanes<W, kCarried, kBy, false>>(s, w, labels, bound);
}

// Starts and their ancestors, lowest first.
template <class W>
void climb(const Topology& topology, const Selection& s, const std::vector<std::vector<Start<W>>>& sources,
           const std::vector<std::uint32_t>& batch, Labels<W>& labels) {
  for (const auto k : labels.climbed) labels.seen[k] = 0;
  labels.climbed.clear();
  labels.seen.resize(s.size(), 0);
  for (const auto source : batch) {
    for (const Start<W>& start : sources[source]) {
      for (std::uint32_t k = s.place[topology.rank[start.vertex]]; !labels.seen[k]; k = s.head[s.first[k]]) {
        labels.seen[k] = 1;
        labels.climbed.push_back(k);
        if (s.first[k] == s.first[k + 1]) break;
      }
    }
  }
  std::sort(labels.climbed.begin(), labels.climbed.end(), std::greater<>());
}

}  // namespace

template <class W>
void sweep(const Topology& topology, const Selection& s, const SelectedWeights<W>& weights,
           const std::vector<std::vector<Start<W>>>& sources, const std::vector<std::uint32_t>& batch,
           const SweepNeeds& needs, Labels<W>& labels, W bound) {
  climb(topology, s, sources, batch, labels);
  fill_lines(labels.weight, s.size(), bound);
  labels.live.assign(s.size(), 0);
  if (needs.carried) labels.rides.resize(s.size());
  if (needs.by) fill_lines(labels.by, s.size(), static_cast<W>(kNone));
  for (std::uint32_t lane = 0; lane < batch.size(); ++lane) {
    for (const Start<W>& start : sources[batch[lane]]) {
      const std::uint32_t k = s.place[topology.rank[start.vertex]];
      if (!(start.weight < labels.weight[k].lane[lane])) continue;
      labels.weight[k].lane[lane] = start.weight;
      if (!needs.carried) continue;
      labels.rides[k].hours.lane[lane] = start.carried.hours;
      labels.rides[k].usd.lane[lane] = start.carried.usd;
      labels.rides[k].km.lane[lane] = start.carried.km;
    }
  }
  if constexpr (sizeof(W) == sizeof(double)) {
    if (needs.carried && needs.by) return run_lanes<W, true, true>(s, weights, labels, bound);
    if (needs.carried) return run_lanes<W, true, false>(s, weights, labels, bound);
  }
  if (needs.by) return run_lanes<W, false, true>(s, weights, labels, bound);
  run_lanes<W, false, false>(s, weights, labels, bound);
}

template <class W>
std::vector<std::vector<std::uint32_t>> batches(const Topology& topology, const Selection& s,
                                                const std::vector<std::vector<Start<W>>>& sources) {
  std::vector<std::uint32_t> order, tour(sources.size());
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    if (sources[i].empty()) continue;
    order.push_back(i);
    tour[i] = s.tour[s.place[topology.rank[sources[i].front().vertex]]];
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return tour[a] < tour[b]; });
  std::vector<std::vector<std::uint32_t>> cut;
  for (std::size_t k = 0; k < order.size(); k += kLanes<W>) {
    const std::size_t end = std::min<std::size_t>(order.size(), k + kLanes<W>);
    cut.emplace_back(order.begin() + static_cast<std::ptrdiff_t>(k),
                     order.begin() + static_cast<std::ptrdiff_t>(end));
  }
  return cut;
}

template <class W>
std::vector<W> weight_matrix(const Topology& topology, const Metric<W>& metric,
                             const std::vector<std::uint32_t>& sources,
                             const std::vector<std::uint32_t>& targets, int threads) {
  const Selection selection = select(topology, sources, targets);
  const SelectedWeights<W> weights = weights_of(selection, metric);
  std::vector<std::vector<Start<W>>> starts;
  for (const auto v : sources) starts.push_back({{v}});
  std::vector<std::uint32_t> column;
  for (const auto v : targets) column.push_back(selection.place[topology.rank[v]]);
  std::vector<W> matrix(sources.size() * targets.size());
  const auto cut = batches(topology, selection, starts);
  const std::size_t used = static_cast<std::size_t>(threads == 0 ? default_threads() : threads);
  const std::size_t parts = std::min(cut.size(), 4 * used);
  parallel_for(parts, threads, [&](std::size_t part) {
    Labels<W> labels;
    for (std::size_t b = part; b < cut.size(); b += parts) {
      sweep(topology, selection, weights, starts, cut[b], {}, labels);
      for (std::size_t c = 0; c < targets.size(); ++c) {
        const Line<W>& found = labels.weight[column[c]];
        for (std::size_t lane = 0; lane < cut[b].size(); ++lane)
          matrix[cut[b][lane] * targets.size() + c] = std::min(found.lane[lane], kNoWay<W>);
      }
    }
  });
  return matrix;
}

template void sweep(const Topology&, const Selection&, const SelectedWeights<double>&,
                    const std::vector<std::vector<Start<double>>>&, const std::vector<std::uint32_t>&,
                    const SweepNeeds&, Labels<double>&, double);
template std::vector<std::vector<std::uint32_t>> batches(const Topology&, const Selection&,
                                                         const std::vector<std::vector<Start<double>>>&);
template std::vector<double> weight_matrix(const Topology&, const Metric<double>&,
                                           const std::vector<std::uint32_t>&,
                                           const std::vector<std::uint32_t>&, int);
template void sweep(const Topology&, const Selection&, const SelectedWeights<std::uint32_t>&,
                    const std::vector<std::vector<Start<std::uint32_t>>>&, const std::vector<std::uint32_t>&,
                    const SweepNeeds&, Labels<std::uint32_t>&, std::uint32_t);
template std::vector<std::vector<std::uint32_t>> batches(
    const Topology&, const Selection&, const std::vector<std::vector<Start<std::uint32_t>>>&);
template std::vector<std::uint32_t> weight_matrix(const Topology&, const Metric<std::uint32_t>&,
                                                  const std::vector<std::uint32_t>&,
                                                  const std::vector<std::uint32_t>&, int);

}  // namespace sogdia
