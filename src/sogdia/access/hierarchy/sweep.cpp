#include "sogdia/access/hierarchy/sweep.h"

#include <algorithm>
#include <atomic>

#include "sogdia/access/hierarchy/sweep_kernel.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

template <class W, bool kCarried, bool kBy>
void run_lanes(const Selection& s, const SelectedWeights<W>& w, const std::vector<std::uint32_t>& swept,
               Labels<W>& labels, W bound) {
  if (bound < kNoWay<W>) return run_widest<SweepLanes<W, kCarried, kBy, true>>(s, w, swept, labels, bound);
  run_widest<SweepLanes<W, kCarried, kBy, false>>(s, w, swept, labels, bound);
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
  std::sort(labels.climbed.begin(), labels.climbed.end(),
            [&](std::uint32_t a, std::uint32_t b) { return s.vertex[a] < s.vertex[b]; });
}

}  // namespace

template <class W>
void sweep(const Topology& topology, const Selection& s, const SelectedWeights<W>& weights,
           const std::vector<std::vector<Start<W>>>& sources, const std::vector<std::uint32_t>& batch,
           const SweepNeeds& needs, Labels<W>& labels, W bound, const std::vector<std::uint32_t>* targets) {
  climb(topology, s, sources, batch, labels);
  labels.weight.resize(s.size());
  labels.live.resize(s.size());
  if (needs.carried) labels.rides.resize(s.size());
  if (needs.by) labels.by.resize(s.size());
  for (const auto k : labels.climbed) {
    std::fill(std::begin(labels.weight[k].lane), std::end(labels.weight[k].lane), bound);
    if (needs.by)
      std::fill(std::begin(labels.by[k].lane), std::end(labels.by[k].lane), static_cast<W>(kNone));
  }
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
  const std::vector<std::uint32_t>& swept = targets ? *targets : s.swept;
  if constexpr (sizeof(W) == sizeof(double)) {
    if (needs.carried) return run_lanes<W, true, false>(s, weights, swept, labels, bound);
  }
  if (needs.by) return run_lanes<W, false, true>(s, weights, swept, labels, bound);
  run_lanes<W, false, false>(s, weights, swept, labels, bound);
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
void weight_matrix(const Topology& topology, const Metric<W>& metric,
                   const std::vector<std::uint32_t>& sources, const std::vector<std::uint32_t>& targets,
                   int threads, W* matrix) {
  const Selection selection = select(topology, sources, targets);
  const SelectedWeights<W> weights = weights_of(selection, metric);
  std::vector<std::vector<Start<W>>> starts;
  for (const auto v : sources) starts.push_back({{v}});
  std::vector<std::uint32_t> column;
  for (const auto v : targets) column.push_back(selection.place[topology.rank[v]]);
  const auto cut = batches(topology, selection, starts);
  const std::size_t used = static_cast<std::size_t>(threads == 0 ? default_threads() : threads);
  std::atomic<std::size_t> next = 0;
  parallel_for(std::min(cut.size(), used), threads, [&](std::size_t) {
    Labels<W> labels;
    for (std::size_t b; (b = next++) < cut.size();) {
      sweep(topology, selection, weights, starts, cut[b], {}, labels);
      W* row[kLanes<W>];
      const std::size_t lanes = cut[b].size();
      for (std::size_t lane = 0; lane < lanes; ++lane) row[lane] = matrix + cut[b][lane] * column.size();
      for (std::size_t c = 0; c < column.size(); ++c) {
        const Line<W> found = labels.weight[column[c]];
        for (std::size_t lane = 0; lane < lanes; ++lane) row[lane][c] = found.lane[lane];
      }
    }
  });
}

template <class W>
std::vector<W> weight_matrix(const Topology& topology, const Metric<W>& metric,
                             const std::vector<std::uint32_t>& sources,
                             const std::vector<std::uint32_t>& targets, int threads) {
  std::vector<W> matrix(sources.size() * targets.size());
  weight_matrix(topology, metric, sources, targets, threads, matrix.data());
  return matrix;
}

template void sweep(const Topology&, const Selection&, const SelectedWeights<double>&,
                    const std::vector<std::vector<Start<double>>>&, const std::vector<std::uint32_t>&,
                    const SweepNeeds&, Labels<double>&, double, const std::vector<std::uint32_t>*);
template std::vector<std::vector<std::uint32_t>> batches(const Topology&, const Selection&,
                                                         const std::vector<std::vector<Start<double>>>&);
template std::vector<double> weight_matrix(const Topology&, const Metric<double>&,
                                           const std::vector<std::uint32_t>&,
                                           const std::vector<std::uint32_t>&, int);
template void sweep(const Topology&, const Selection&, const SelectedWeights<std::uint32_t>&,
                    const std::vector<std::vector<Start<std::uint32_t>>>&, const std::vector<std::uint32_t>&,
                    const SweepNeeds&, Labels<std::uint32_t>&, std::uint32_t,
                    const std::vector<std::uint32_t>*);
template std::vector<std::vector<std::uint32_t>> batches(
    const Topology&, const Selection&, const std::vector<std::vector<Start<std::uint32_t>>>&);
template std::vector<std::uint32_t> weight_matrix(const Topology&, const Metric<std::uint32_t>&,
                                                  const std::vector<std::uint32_t>&,
                                                  const std::vector<std::uint32_t>&, int);

}  // namespace sogdia
