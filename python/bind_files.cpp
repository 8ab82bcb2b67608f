#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <tuple>

#include "bindings.h"
#include "frames/numpy_frame.h"
#include "interruptible.h"
#include "sogdia/core/error.h"
#include "sogdia/core/frame.h"
#include "sogdia/files/csv/csv_frame.h"
#include "sogdia/files/missing_rules.h"
#include "sogdia/files/sql_names.h"
#include "sogdia/files/stata/stata.h"
#include "sogdia/files/where_plan.h"

namespace nb = nanobind;

namespace sogdia::python {
namespace {

struct FileRequest {
  std::vector<std::string> columns;
  std::string where, delimiter, decimal;
  std::optional<std::vector<std::string>> missing;

  FileRules rules() const {
    FileRules out;
    if (!delimiter.empty()) out.delimiter = delimiter[0];
    if (!decimal.empty()) out.decimal = decimal[0];
    out.missing = missing;
    return out;
  }
};

// Rows whose mark is set in the array that Python gives for a frame.
RowsWhere asked_of(const nb::object& rows_where) {
  if (rows_where.is_none()) return {};
  return [&rows_where](const Frame& frame) {
    const auto marks = nb::cast<nb::ndarray<const std::uint8_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>>(
        rows_where(nb::cast(&frame, nb::rv_policy::reference)));
    return std::vector<std::uint8_t>(marks.data(), marks.data() + marks.shape(0));
  };
}

// The bytes of a file, as the engine's own readers read them; `kind` is `stata`, or the separator that the
// file's name stands for.
Frame read_bytes(Values bytes, const std::string& name, const std::string& kind,
                 const std::vector<std::string>& columns, const std::string& where,
                 const std::string& delimiter, const std::string& decimal,
                 std::optional<std::vector<std::string>> missing, int threads, const nb::object& rows_where) {
  const FileRequest request{columns, where, delimiter, decimal, std::move(missing)};
  const std::string_view text(static_cast<const char*>(bytes.data()), bytes.shape(0));
  sogdia::FrameParts parts;
  run_interruptible([&](const Monitor&) {
    if (kind == "stata") {
      parts = read_stata_parts(text, name, columns, where, threads);
      mark_missing(parts, missing_rules(request.rules()));
    } else {
      parts = read_csv_parts(text, name, kind[0], columns, where, threads, request.rules());
    }
  });
  return selected_frame(std::move(parts), columns, asked_of(rows_where));
}

// Columns that a condition names: (column, name in SQL, type to cast to, whether it is numbers); and the
// condition with these names.
nb::tuple plan_of(const Frame& frame, const std::string& where, bool numbers) {
  const WherePlan plan = where_plan(frame, where, numbers);
  nb::list views;
  for (const auto& view : plan.views) {
    const FrameColumn& column = frame.columns[view.column];
    views.append(
        nb::make_tuple(column.name, view.name, view.cast, column.type != NumberType::code || view.numbers));
  }
  return nb::make_tuple(views, plan.condition, has_value_labels(frame));
}

}  // namespace

void bind_files(nb::module_& module) {
  module.def("read_bytes", read_bytes, nb::arg("bytes"), nb::arg("name"), nb::arg("kind"), nb::arg("columns"),
             nb::arg("where"), nb::arg("delimiter"), nb::arg("decimal"), nb::arg("missing").none(),
             nb::arg("threads"), nb::arg("rows_where").none());
  module.def("where_plan", plan_of, nb::arg("frame"), nb::arg("where"), nb::arg("numbers"));
  module.def("with_names", with_names, nb::arg("sql"), nb::arg("names"));
  module.def("columns_named", columns_named, nb::arg("sql"), nb::arg("names"));
  module.def("throw_bad_where", throw_bad_where, nb::arg("reason"), nb::arg("where"));
}

}  // namespace sogdia::python
