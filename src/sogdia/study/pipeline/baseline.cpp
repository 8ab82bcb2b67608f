#include "sogdia/study/pipeline/baseline.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "sogdia/study/pipeline/saved_topology.h"

namespace sogdia {

std::shared_ptr<const Baseline> make_baseline(std::shared_ptr<const World> world, const Study& study,
                                              int threads, const Monitor& monitor) {
  auto made = std::make_shared<Baseline>();
  Stages stages(made->stages, monitor);
  stages.begin("network");
  static_cast<BaseWorld&>(*made) = make_base(std::move(world), study);
  stages.begin("access before");
  made->topology = topology_of(made->world->folder, made->network, threads);
  made->ways = find_ways(*made, made->topology, weigh_ground(*made, made->topology, made->costs, threads),
                         made->economy.countries, threads, stages.monitor());
  stages.end();
#ifdef __GLIBC__
  // A baseline stays, and what its searches have freed goes back to the system.
  malloc_trim(0);
#endif
  return made;
}

}  // namespace sogdia
