#include "sogdia/core/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace sogdia {

int default_threads() { return static_cast<int>(std::max(1u, std::thread::hardware_concurrency())); }

void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body) {
  if (threads <= 0) threads = default_threads();
  const std::size_t workers = std::min<std::size_t>(static_cast<std::size_t>(threads), count);
  if (workers <= 1) {
    for (std::size_t k = 0; k < count; ++k) body(k);
    return;
  }
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex guard;
  std::exception_ptr error;
  std::size_t error_at = count;
  const auto work = [&] {
    while (!failed.load(std::memory_order_relaxed)) {
      const std::size_t k = next.fetch_add(1, std::memory_order_relaxed);
      if (k >= count) return;
      try {
        body(k);
      } catch (...) {
        const std::lock_guard<std::mutex> lock(guard);
        failed = true;
        if (k < error_at) {
          error_at = k;
          error = std::current_exception();
        }
      }
    }
  };
  std::vector<std::thread> pool;
  pool.reserve(workers - 1);
  for (std::size_t t = 1; t < workers; ++t) {
    try {
      pool.emplace_back(work);
    } catch (const std::exception&) {
      break;  // The system has no more threads to give: those that there are do the work.
    }
  }
  work();
  for (auto& thread : pool) thread.join();
  if (error) std::rethrow_exception(error);
}

double ordered_sum(const double* values, std::size_t count) {
  if (count <= 16) {
    double sum = 0.0;
    for (std::size_t k = 0; k < count; ++k) sum += values[k];
    return sum;
  }
  const std::size_t half = count / 2;
  return ordered_sum(values, half) + ordered_sum(values + half, count - half);
}

}  // namespace sogdia
