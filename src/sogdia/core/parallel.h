#pragma once
#include <cstddef>
#include <functional>
#include <vector>

namespace sogdia {

// Calls body(k) for k in [0, count) on `threads` threads (0 = one per core). Work is handed out one k at a
// time; body writes only what k owns, so results do not depend on the number of threads. The first exception
// (lowest k among those thrown) is rethrown after all threads have stopped.
void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body);

// Number of hardware threads, at least 1.
int default_threads();

// Sum in index order by pairwise halving: the same bits whoever computed the terms, with error growth O(log
// n).
double ordered_sum(const double* values, std::size_t count);
inline double ordered_sum(const std::vector<double>& values) {
  return ordered_sum(values.data(), values.size());
}

}  // namespace sogdia
