#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include "bindings.h"
#include "sogdia/core/error.h"

namespace nb = nanobind;

namespace {

// sogdia::Error becomes sogdia.Error, which is a ValueError with the same three parts.
void translate_error(const std::exception_ptr& thrown, void*) {
  try {
    std::rethrow_exception(thrown);
  } catch (const sogdia::Error& error) {
    const nb::object type = nb::module_::import_("sogdia._error").attr("Error");
    const nb::object value = type(error.what(), error.where, error.hint);
    PyErr_SetObject(type.ptr(), value.ptr());
  } catch (const sogdia::Cancelled&) {
    PyErr_SetNone(PyExc_KeyboardInterrupt);
  }
}

}  // namespace

NB_MODULE(_core, module) {
  module.doc() = "Sogdia's engine. Use it through the package `sogdia`.";
  module.attr("__version__") = SOGDIA_VERSION;
  nb::register_exception_translator(translate_error);
  sogdia::python::bind_frame(module);
  sogdia::python::bind_files(module);
  sogdia::python::bind_estimate(module);
  sogdia::python::bind_table(module);
  sogdia::python::bind_after(module);
  sogdia::python::bind_iv(module);
  sogdia::python::bind_world(module);
  sogdia::python::bind_study(module);
  sogdia::python::bind_questions(module);
  sogdia::python::bind_assign(module);
}
