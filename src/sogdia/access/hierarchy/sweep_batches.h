#pragma once
#include <algorithm>
#include <atomic>
#include <mutex>

#include "sogdia/access/hierarchy/sweep.h"
#include "sogdia/core/monitor.h"
#include "sogdia/core/parallel.h"

namespace sogdia {

// Sweeps all batches of a search, with what rides along unless `carried` is false; use(batch, labels) takes
// what each found. Each thread has a workspace and takes the next batch; which workspace a batch gets does
// not matter to what it finds. `search` has selection, weights, sources and batches.
template <class Search, class Use>
void sweep_batches(const Topology& topology, const Search& search, int threads, const Monitor& monitor,
                   const Use& use, double bound = kNoWay<double>, bool carried = true) {
  const auto used = static_cast<std::size_t>(threads == 0 ? default_threads() : threads);
  const SweepNeeds needs{carried, false};
  std::vector<Labels<double>> workspaces(std::min(search.batches.size(), used));
  for (auto& labels : workspaces) labels.reserve(search.selection.size(), needs);
  std::atomic<std::size_t> next = 0;
  std::mutex guard;  // a monitor is asked by one thread at a time
  parallel_for(workspaces.size(), threads, [&](std::size_t part) {
    Labels<double>& labels = workspaces[part];
    for (std::size_t b; (b = next++) < search.batches.size();) {
      {
        const std::lock_guard<std::mutex> lock(guard);
        check_cancelled(monitor);
      }
      sweep(topology, search.selection, search.weights, search.sources, search.batches[b], needs, labels,
            bound);
      use(b, labels);
    }
  });
}

}  // namespace sogdia
