#include "sogdia/study/pipeline/stages.h"

namespace sogdia {

void Stages::begin(const std::string& name) {
  end();
  check_cancelled(monitor_);
  name_ = name;
  start_ = std::chrono::steady_clock::now();
  report_progress(monitor_, name_, 0.0);
}

void Stages::end() {
  if (name_.empty()) return;
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start_;
  times_.push_back({name_, spent.count()});
  report_progress(monitor_, name_, 1.0);
  name_.clear();
}

Monitor Stages::monitor() const {
  Monitor inner = monitor_;
  inner.progress = [this](std::string_view, double fraction) { report_progress(monitor_, name_, fraction); };
  return inner;
}

}  // namespace sogdia
