#pragma once
#include <functional>
#include <string_view>

namespace sogdia {

// How the library reports: it prints nothing itself. Any member may be empty. Called from one thread at a
// time.
struct Monitor {
  std::function<void(std::string_view)> message;
  // What is being done and the fraction done, 0 to 1.
  std::function<void(std::string_view, double)> progress;
  std::function<bool()> cancelled;
};

// Throws Cancelled when the monitor says so.
void check_cancelled(const Monitor& monitor);
void say(const Monitor& monitor, std::string_view text);
void report_progress(const Monitor& monitor, std::string_view what, double fraction);

}  // namespace sogdia
