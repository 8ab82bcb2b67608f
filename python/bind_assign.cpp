#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings.h"
#include "engine_table.h"
#include "frames/frame_parts.h"
#include "interruptible.h"
#include "sogdia/core/frame.h"
#include "sogdia/study/answers/assign_input.h"

namespace nb = nanobind;

namespace sogdia::python {
namespace {

using Words = std::vector<std::string>;

std::pair<std::shared_ptr<World>, Words> network_world(const std::string& from) {
  Words notes;
  auto world = std::make_shared<World>();
  run_interruptible([&](const Monitor&) { *world = world_of_source(from, notes); });
  return {world, notes};
}

SourceTrips trips_of(const Frame& frame) {
  return make_trips(frame.source, static_cast<std::size_t>(frame.first_row), texts_of(frame, "from"),
                    texts_of(frame, "to"), numbers_of(frame, "trips"));
}

nb::dict assign_trips(const World& world, const SourceTrips& trips, double gap, int max_iterations,
                      std::optional<double> toll_factor, std::optional<double> length_factor,
                      const std::string& capacities, const std::string& sector, int threads) {
  Assignment found;
  EngineTable flows;
  Words notes;
  run_interruptible([&](const Monitor& monitor) {
    const AssignmentInput input = assignment_input(world, {toll_factor, length_factor, capacities, sector});
    AssignmentOptions options;
    options.gap = gap;
    options.max_iterations = max_iterations;
    options.threads = threads;
    found = assign(input.network, trips_between(input, trips), options, monitor);
    flows = engine_table(flow_table(input, found));
    notes = input.notes;
    notes.insert(notes.end(), trips.notes.begin(), trips.notes.end());
  });
  nb::dict out;
  out["objective"] = found.objective;
  out["tstt"] = found.tstt;
  out["relative_gap"] = found.relative_gap;
  out["iterations"] = found.iterations;
  out["converged"] = found.converged;
  out["flows"] = flows;
  out["notes"] = notes;
  return out;
}

}  // namespace

void bind_assign(nb::module_& module) {
  nb::class_<SourceTrips>(module, "SourceTrips");
  module.def("is_source_network", is_source_network, nb::arg("path"));
  module.def("network_world", network_world, nb::arg("path"));
  module.def("read_trips", read_trips, nb::arg("path"));
  module.def("trips_of", trips_of, nb::arg("frame"));
  module.def("assign", assign_trips, nb::arg("world"), nb::arg("trips"), nb::arg("gap"),
             nb::arg("max_iterations"), nb::arg("toll_factor").none(), nb::arg("length_factor").none(),
             nb::arg("capacities"), nb::arg("sector"), nb::arg("threads"));
}

}  // namespace sogdia::python
