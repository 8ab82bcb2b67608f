#pragma once
#include <algorithm>
#include <mutex>

#include "sogdia/access/hierarchy/sweep.h"
#include "sogdia/core/monitor.h"
#include "sogdia/core/parallel.h"

namespace sogdia {

// Sweeps all batches of a search, with what rides along unless `carried` is false; use(batch, labels) takes
// what each found. A few workspaces for each thread; which of them a batch gets does not matter to what it
// finds. `search` has selection, weights, sources and batches.
template <class Search, class Use>
void sweep_batches(const Topology& topology, const Search& search, int threads, const Monitor& monitor,
                   const Use& use, double bound = kNoWay<double>, bool carried = true) {
  const auto used = static_cast<std::size_t>(threads == 0 ? default_threads() : threads);
  const std::size_t parts = std::min(search.batches.size(), 4 * used);
  std::mutex guard;  // a monitor is asked by one thread at a time
  parallel_for(parts, threads, [&](std::size_t part) {
    Labels<double> labels;
    for (std::size_t b = part; b < search.batches.size(); b += parts) {
      {
        const std::lock_guard<std::mutex> lock(guard);
        check_cancelled(monitor);
      }
      sweep(topology, search.selection, search.weights, search.sources, search.batches[b], {carried, false},
            labels, bound);
      use(b, labels);
    }
  });
}

}  // namespace sogdia
