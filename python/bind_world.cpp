#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "arrow_export.h"
#include "bindings.h"
#include "engine_table.h"
#include "interruptible.h"
#include "sogdia/study/world.h"
#include "sogdia/study/world_place.h"

namespace nb = nanobind;

namespace sogdia::python {
namespace {

// A numpy array that owns its values.
template <class T>
nb::object array_of(std::vector<T> values) {
  auto* held = new std::vector<T>(std::move(values));
  const nb::capsule owner(held, [](void* p) noexcept { delete static_cast<std::vector<T>*>(p); });
  return nb::cast(nb::ndarray<nb::numpy, T, nb::ndim<1>>(held->data(), {held->size()}, owner),
                  nb::rv_policy::reference);
}

// float64, int64, or a list of str; integers of which some are missing are float64 with NaN, as pandas has
// them.
nb::object values_of(const Column& column) {
  if (const auto* numbers = std::get_if<std::vector<double>>(&column.data)) return array_of(*numbers);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.data)) return nb::cast(*texts);
  const auto& integers = std::get<std::vector<std::int64_t>>(column.data);
  if (column.valid.empty()) return array_of(integers);
  std::vector<double> numbers;
  for (std::size_t row = 0; row < integers.size(); ++row)
    numbers.push_back(column.is_missing(row) ? std::nan("") : static_cast<double>(integers[row]));
  return array_of(std::move(numbers));
}

nb::list columns_of(const EngineTable& of) {
  nb::list out;
  for (const Column& column : of.table->columns) out.append(nb::make_tuple(column.name, values_of(column)));
  return out;
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
  return names;
}

nb::dict parameters_of(const World& world) {
  nb::dict out;
  for (const auto& [key, leaf] : world.parameters) out[key.c_str()] = leaf.value;
  return out;
}

}  // namespace

void bind_world(nb::module_& module) {
  nb::class_<EngineTable>(module, "EngineTable").def("columns", columns_of).def("stream", stream_of);
  nb::class_<World>(module, "World")
      .def_ro("folder", &World::folder)
      .def_prop_ro("tables", table_names)
      .def_prop_ro("parameters", parameters_of)
      // The table stays the world's: it is not copied.
      .def("table", [](const std::shared_ptr<World>& world, const std::string& name) {
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
