#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <cstring>
#include <tuple>

#include "bindings.h"
#include "frames/arrow_export.h"
#include "frames/arrow_frame.h"
#include "frames/numpy_frame.h"
#include "interruptible.h"
#include "sogdia/core/frame.h"
#include "sogdia/core/names.h"
#include "sogdia/core/table.h"

namespace nb = nanobind;

namespace sogdia::python {
namespace {

constexpr const char* kStreamCapsule = "arrow_array_stream";

// The structure in a capsule that __arrow_c_stream__ returned.
ArrowArrayStream& stream_in(nb::handle capsule) {
  auto* stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule.ptr(), kStreamCapsule));
  if (!stream) throw nb::python_error();
  if (!stream->release) throw Error("the Arrow stream was read already", "data", "make a new one");
  return *stream;
}

// Dropping a capsule releases a stream that nobody has taken.
void drop_stream(PyObject* capsule) {
  auto* stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, kStreamCapsule));
  if (stream && stream->release) stream->release(stream);
  delete stream;
}

}  // namespace

nb::object capsule_of(ArrowArrayStream* stream) {
  PyObject* capsule = PyCapsule_New(stream, kStreamCapsule, drop_stream);
  if (!capsule) {
    stream->release(stream);
    delete stream;
    throw nb::python_error();
  }
  return nb::steal(capsule);
}

namespace {

// A stream of one array, from the two capsules of __arrow_c_array__, whose contents move into it.
nb::object stream_of_array(nb::handle schema_capsule, nb::handle array_capsule) {
  auto* schema = static_cast<ArrowSchema*>(PyCapsule_GetPointer(schema_capsule.ptr(), "arrow_schema"));
  if (!schema) throw nb::python_error();
  auto* array = static_cast<ArrowArray*>(PyCapsule_GetPointer(array_capsule.ptr(), "arrow_array"));
  if (!array) throw nb::python_error();
  auto* stream = new ArrowArrayStream{};
  stream_one_array(*schema, *array, *stream);
  return capsule_of(stream);
}

Column column_from(const std::string& name, nb::handle values) {
  Column column;
  column.name = name;
  if (nb::isinstance<nb::list>(values)) {
    column.data = nb::cast<std::vector<std::string>>(values);
    return column;
  }
  const auto array = nb::cast<nb::ndarray<nb::ro, nb::ndim<1>, nb::c_contig, nb::device::cpu>>(values);
  const auto copy = [&](auto zero) {
    const auto* from = static_cast<const decltype(zero)*>(array.data());
    column.data = std::vector<decltype(zero)>(from, from + array.shape(0));
  };
  if (array.dtype() == nb::dtype<double>()) {
    copy(double{});
  } else if (array.dtype() == nb::dtype<std::int64_t>()) {
    copy(std::int64_t{});
  } else {
    throw column_error(name, "`" + name + "` is neither float64, int64 nor a list of texts", "");
  }
  return column;
}

nb::object arrow_stream(const std::vector<std::tuple<std::string, nb::object>>& columns) {
  Table table;
  for (const auto& [name, values] : columns) table.columns.push_back(column_from(name, values));
  auto* stream = new ArrowArrayStream{};
  export_table(std::move(table), *stream);
  return capsule_of(stream);
}

// What the tests look at: the kind of a column and where its chunks lie.
nb::dict layout(const Frame& frame, const std::string& name) {
  const FrameColumn& column = frame.column(name);
  nb::list chunks;
  for (const Chunk& chunk : column.chunks) {
    chunks.append(nb::make_tuple(reinterpret_cast<std::uintptr_t>(chunk.values), chunk.offset, chunk.rows,
                                 reinterpret_cast<std::uintptr_t>(chunk.valid)));
  }
  const char* types[] = {"real64", "real32", "int8",   "int16",  "int32",   "int64",
                         "uint8",  "uint16", "uint32", "uint64", "boolean", "code"};
  nb::dict out;
  out["type"] = types[static_cast<int>(column.type)];
  out["chunks"] = chunks;
  out["labels"] = column.labels;
  return out;
}

// Numbers of a column, NaN where one is missing.
nb::list numbers(const Frame& frame, const std::string& name) {
  nb::list out;
  for (const double value : numbers_of(frame, name)) out.append(value);
  return out;
}

std::vector<std::string> texts(const Frame& frame, const std::string& name) {
  const FrameColumn& column = frame.column(name);
  std::vector<std::string> out;
  for (std::size_t row = 0; row < frame.rows; ++row) out.push_back(cell_text(column, row));
  return out;
}

}  // namespace

void bind_frame(nb::module_& module) {
  nb::class_<Frame>(module, "Frame")
      .def_ro("rows", &Frame::rows)
      .def_ro("source", &Frame::source)
      .def_ro("notes", &Frame::notes)
      .def_prop_ro("columns",
                   [](const Frame& frame) {
                     std::vector<std::string> names;
                     for (const FrameColumn& column : frame.columns) names.push_back(column.name);
                     return names;
                   })
      .def("layout", layout, nb::arg("column"))
      .def("numbers", numbers, nb::arg("column"))
      .def("texts", texts, nb::arg("column"));

  nb::class_<FrameParts>(module, "FrameParts")
      .def(
          "__init__",
          [](FrameParts* self, std::string source, std::int64_t first_row) {
            new (self) FrameParts{};
            self->frame.source = std::move(source);
            self->frame.first_row = first_row;
          },
          nb::arg("source"), nb::arg("first_row") = 0)
      .def("add_numbers", add_numbers, nb::arg("name"), nb::arg("values"), nb::arg("valid") = nb::none())
      .def("add_codes", add_codes, nb::arg("name"), nb::arg("codes"), nb::arg("labels"),
           nb::arg("dates") = false)
      .def("add_objects", add_objects, nb::arg("name"), nb::arg("sequence"))
      .def("add_batches",
           [](FrameParts& parts, nb::handle capsule, const std::vector<std::string>& wanted) {
             ArrowArrayStream& stream = stream_in(capsule);
             run_interruptible([&](const Monitor& monitor) { add_batches(parts, stream, wanted, monitor); });
           })
      .def("add_chunks",
           [](FrameParts& parts, const std::string& name, nb::handle capsule) {
             ArrowArrayStream& stream = stream_in(capsule);
             run_interruptible([&](const Monitor& monitor) { add_chunks(parts, name, stream, monitor); });
           })
      .def("finish", [](FrameParts& parts) { return finish(std::move(parts)); });

  module.def("stream_of_array", stream_of_array, nb::arg("schema"), nb::arg("array"));
  module.def("nearest_hint", nearest_hint, nb::arg("name"), nb::arg("candidates"));
  module.def("require_columns", require_columns, nb::arg("wanted"), nb::arg("names"), nb::arg("source"));
  module.def("arrow_stream", arrow_stream, nb::arg("columns"));
}

}  // namespace sogdia::python
