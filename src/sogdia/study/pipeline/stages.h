#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "sogdia/core/monitor.h"

namespace sogdia {

struct StageTime {
  std::string name;
  double seconds;
};

// Times the stages of a run and tells the monitor which one is under way.
class Stages {
 public:
  Stages(std::vector<StageTime>& times, const Monitor& monitor) : times_(times), monitor_(monitor) {}

  void begin(const std::string& name);
  void end();
  // Progress within the stage, as a monitor for the code that does the work.
  Monitor monitor() const;

 private:
  std::vector<StageTime>& times_;
  const Monitor& monitor_;
  std::string name_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace sogdia
