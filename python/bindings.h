#pragma once
#include <nanobind/nanobind.h>

struct ArrowArrayStream;

namespace sogdia::python {

// The capsule that holds a stream of its own, for __arrow_c_stream__.
nanobind::object capsule_of(ArrowArrayStream* stream);

// Each adds its part of `sogdia._core`, whose types stand in python/sogdia/_core.pyi.
void bind_frame(nanobind::module_& module);
// After bind_frame, whose Frame it makes.
void bind_files(nanobind::module_& module);
void bind_estimate(nanobind::module_& module);
// All after bind_estimate, whose Fit they take.
void bind_table(nanobind::module_& module);
void bind_after(nanobind::module_& module);
void bind_iv(nanobind::module_& module);
void bind_world(nanobind::module_& module);
// All after bind_world, whose World and EngineTable they take.
void bind_study(nanobind::module_& module);
void bind_questions(nanobind::module_& module);
void bind_assign(nanobind::module_& module);

}  // namespace sogdia::python
