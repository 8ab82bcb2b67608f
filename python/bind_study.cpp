#include <nanobind/nanobind.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bindings.h"
#include "engine_table.h"
#include "interruptible.h"
#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/report/brief.h"
#include "sogdia/study/run.h"

namespace nb = nanobind;

namespace sogdia::python {
namespace {

using SharedWorld = std::shared_ptr<World>;
using SharedBaseline = std::shared_ptr<Baseline>;
using SharedResult = std::shared_ptr<Result>;

Study base_study(int year, const std::vector<std::string>& projects, int zones, const std::string& sector) {
  Study study;
  study.path = "baseline()";
  study.base.year = year;
  study.base.projects = projects;
  study.base.projects_where = "projects";
  study.access.zones = zones;
  study.access.sector = sector;
  return study;
}

SharedBaseline baseline(const SharedWorld& world, const Study& study, int threads) {
  std::shared_ptr<const Baseline> made;
  run_interruptible([&](const Monitor& monitor) { made = make_baseline(world, study, threads, monitor); });
  return std::const_pointer_cast<Baseline>(made);  // nothing that is bound changes it
}

Outcome run_on(const SharedBaseline& base, const Study& study, int threads) {
  if (!study.estimates.empty())
    throw Error("a study of estimates is no scenario", study.path,
                "`sogdia run` computes it; in Python, sogdia.estimate takes its formulas");
  Outcome outcome;
  run_interruptible(
      [&](const Monitor& monitor) { outcome = run(base, on_base(study, *base), threads, monitor); });
  return outcome;
}

SharedResult tables_of(const Outcome& outcome, int threads) {
  SharedResult result;
  run_interruptible(
      [&](const Monitor& monitor) { result = std::make_shared<Result>(tables(outcome, threads, monitor)); });
  return result;
}

bool converged(const Outcome& outcome) {
  for (const auto& solution : outcome.solution) {
    if (!solution.converged) return false;
  }
  return true;
}

std::vector<std::pair<std::string, double>> seconds_of(const std::vector<StageTime>& stages) {
  std::vector<std::pair<std::string, double>> out;
  for (const auto& stage : stages) out.emplace_back(stage.name, stage.seconds);
  return out;
}

std::string brief_of(const Result& result) {
  std::string page;
  run_interruptible([&](const Monitor&) { page = write_brief(result); });
  return page;
}

}  // namespace

void bind_study(nb::module_& module) {
  nb::class_<Study>(module, "Study")
      .def_ro("path", &Study::path)
      .def_ro("text", &Study::text)
      .def_ro("title", &Study::title)
      .def_ro("subtitle", &Study::subtitle)
      .def_prop_ro("world", [](const Study& study) { return study.base.world; })
      .def_prop_ro("changes", [](const Study& study) {
        std::vector<std::string> names;
        for (const auto& change : study.scenario.changes) names.push_back(change.name);
        return names;
      });
  module.def("load_study", load_study, nb::arg("path"));
  module.def("load_study_text", load_study_text, nb::arg("text"), nb::arg("name"));
  module.def("base_study", base_study, nb::arg("year"), nb::arg("projects"), nb::arg("zones"),
             nb::arg("sector"));

  nb::class_<Baseline>(module, "Baseline")
      .def_prop_ro("year", [](const Baseline& base) { return base.base.year; })
      .def_prop_ro("projects", [](const Baseline& base) { return base.base.projects; })
      .def_prop_ro("zones", [](const Baseline& base) { return base.zones.nodes.size(); })
      .def_prop_ro("sector", [](const Baseline& base) { return base.access.sector; })
      .def_prop_ro("countries", [](const Baseline& base) { return base.economy.countries.labels(); })
      .def_prop_ro("seconds", [](const Baseline& base) { return seconds_of(base.stages); });
  module.def("baseline", baseline, nb::arg("world"), nb::arg("study"), nb::arg("threads"));

  nb::class_<Result>(module, "StudyResult")
      .def_prop_ro("tables",
                   [](const Result& result) {
                     std::vector<std::string> names;
                     for (const auto& entry : result.tables) names.push_back(entry.first);
                     return names;
                   })
      .def("table",
           [](const SharedResult& result, const std::string& name) {
             return EngineTable{std::shared_ptr<const Table>(result, &result->tables.at(name))};
           })
      .def_ro("headline", &Result::headline)
      .def_ro("warnings", &Result::warnings)
      .def_prop_ro("seconds", [](const Result& result) { return seconds_of(result.stages); })
      .def("brief", brief_of);
  nb::class_<Outcome>(module, "Outcome")
      .def_ro("study", &Outcome::study)
      .def_prop_ro("converged", converged)
      .def_prop_ro("seconds", [](const Outcome& outcome) { return seconds_of(outcome.stages); })
      .def("result", tables_of, nb::arg("threads"));
  module.def("run", run_on, nb::arg("baseline"), nb::arg("study"), nb::arg("threads"));
  module.def("write_file", write_file, nb::arg("path"), nb::arg("text"));
}

}  // namespace sogdia::python
