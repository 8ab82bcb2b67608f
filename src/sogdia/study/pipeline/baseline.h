#pragma once
#include <memory>
#include <mutex>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/pipeline/stages.h"

namespace sogdia {

// The base world with its ways and costs: computed once, and shared, unchanged, by all scenarios on it.
struct Baseline : BaseWorld {
  AccessTopology topology;
  Ways ways;
  std::vector<StageTime> stages;

  // Tonnes that ships and pipelines carry along each link: found by the first scenario that changes the
  // network (side_effects.cpp), since what changes policies alone needs none.
  mutable std::once_flag once;
  mutable std::vector<double> carried;
};

// Throws Error as make_base does.
std::shared_ptr<const Baseline> make_baseline(std::shared_ptr<const World> world, const Study& study,
                                              int threads = 0, const Monitor& monitor = {});

}  // namespace sogdia
