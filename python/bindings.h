#pragma once
#include <nanobind/nanobind.h>

namespace sogdia::python {

// Each adds its part of `sogdia._core`, whose types stand in python/sogdia/_core.pyi.
void bind_frame(nanobind::module_& module);
// After bind_frame, whose Frame it makes.
void bind_files(nanobind::module_& module);
void bind_estimate(nanobind::module_& module);
// All after bind_estimate, whose Fit they take.
void bind_table(nanobind::module_& module);
void bind_after(nanobind::module_& module);
void bind_iv(nanobind::module_& module);

}  // namespace sogdia::python
