#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bindings.h"
#include "engine_table.h"
#include "frames/arrow_export.h"
#include "interruptible.h"
#include "sogdia/study/places/world_place.h"
#include "sogdia/study/world/world.h"

namespace nb = nanobind;

namespace sogdia::python {
namespace {

// Keeps a value alive as long as Python looks into it.
template <class T>
nb::capsule owner_of(T value) {
  return nb::capsule(new T(std::move(value)), [](void* p) noexcept { delete static_cast<T*>(p); });
}

// A numpy array, to read, of values that lie in the table.
template <class T>
nb::object view_of(const std::vector<T>& values, const nb::capsule& owner) {
  return nb::cast(nb::ndarray<nb::numpy, const T, nb::ndim<1>>(values.data(), {values.size()}, owner),
                  nb::rv_policy::reference);
}

// float64, int64, or a list of str; integers of which some are missing are float64 with NaN, as pandas has
// them.
nb::object values_of(const EngineTable& of, const std::string& name) {
  const Column& column = of.table->column(name);
  const nb::capsule table = owner_of(of.table);
  if (const auto* numbers = std::get_if<std::vector<double>>(&column.data)) return view_of(*numbers, table);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.data)) return nb::cast(*texts);
  const auto& integers = std::get<std::vector<std::int64_t>>(column.data);
  if (column.valid.empty()) return view_of(integers, table);
  auto numbers = std::make_shared<const std::vector<double>>(of.table->numbers(name));
  return view_of(*numbers, owner_of(numbers));
}

std::vector<std::string> names_of(const EngineTable& of) {
  std::vector<std::string> names;
  for (const Column& column : of.table->columns) names.push_back(column.name);
  return names;
}

nb::object stream_of(const EngineTable& of) {
  auto* stream = new ArrowArrayStream{};
  export_table(*of.table, *stream);
  return capsule_of(stream);
}

std::shared_ptr<const World> load(const std::string& folder) {
  std::shared_ptr<const World> world;
  run_interruptible([&](const Monitor&) { world = std::make_shared<const World>(load_world(folder)); });
  return world;
}

std::vector<std::string> table_names(const World& world) {
  std::vector<std::string> names;
  for (const auto& entry : world.tables) names.push_back(entry.first);
  for (const auto& entry : world.on_demand) names.push_back(entry.first);
  std::sort(names.begin(), names.end());
  return names;
}

nb::dict parameters_of(const World& world) {
  nb::dict out;
  for (const auto& [key, leaf] : world.parameters) out[key.c_str()] = leaf.value;
  return out;
}

}  // namespace

void bind_world(nb::module_& module) {
  nb::class_<EngineTable>(module, "EngineTable")
      .def_prop_ro("columns", names_of)
      .def_prop_ro("rows", [](const EngineTable& of) { return of.table->rows(); })
      .def("values", values_of, nb::arg("column"))
      .def("stream", stream_of);
  nb::class_<World>(module, "World")
      .def_ro("folder", &World::folder)
      .def_prop_ro("tables", table_names)
      .def_prop_ro("parameters", parameters_of)
      // One that was read stays the world's: it is not copied.
      .def("table", [](const std::shared_ptr<World>& world, const std::string& name) {
        if (const auto waits = world->on_demand.find(name); waits != world->on_demand.end())
          return EngineTable{std::make_shared<const Table>(read_on_demand(waits->second))};
        return EngineTable{std::shared_ptr<const Table>(world, &world->table(name))};
      });
  module.def("load_world", load, nb::arg("folder"));
  module.def(
      "find_world",
      [](const std::string& asked, const std::string& environment, const std::vector<std::string>& beside) {
        return find_world({asked, environment, beside});
      },
      nb::arg("asked"), nb::arg("environment"), nb::arg("beside"));
}

}  // namespace sogdia::python
