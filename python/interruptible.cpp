#include "interruptible.h"

#include <nanobind/nanobind.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

namespace nb = nanobind;

namespace sogdia::python {

void run_interruptible(const std::function<void(const Monitor&)>& work) {
  constexpr auto kBetweenLooks = std::chrono::milliseconds(50);
  std::atomic<bool> stop{false};
  std::mutex guard;
  std::condition_variable changed;
  bool done = false;
  std::exception_ptr failure, signal;
  {
    const nb::gil_scoped_release unlocked;
    std::thread worker;
    const auto job = [&] {
      Monitor monitor;
      monitor.cancelled = [&] { return stop.load(std::memory_order_relaxed); };
      try {
        work(monitor);
      } catch (...) {
        failure = std::current_exception();
      }
      const std::lock_guard<std::mutex> lock(guard);
      done = true;
      changed.notify_one();
    };
    try {
      worker = std::thread(job);
    } catch (const std::system_error&) {
      // No thread is to be had: the work is done here, and Ctrl-C waits for it.
      work({});
      return;
    }
    std::unique_lock<std::mutex> lock(guard);
    while (!changed.wait_for(lock, kBetweenLooks, [&] { return done; })) {
      if (signal) continue;
      lock.unlock();
      {
        const nb::gil_scoped_acquire locked;
        if (PyErr_CheckSignals() != 0) signal = std::make_exception_ptr(nb::python_error());
      }
      if (signal) stop = true;
      lock.lock();
    }
    lock.unlock();
    worker.join();
  }
  if (signal) std::rethrow_exception(signal);
  if (failure) std::rethrow_exception(failure);
}

}  // namespace sogdia::python
