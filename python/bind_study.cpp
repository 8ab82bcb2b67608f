#include <nanobind/nanobind.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "bindings.h"
#include "engine_table.h"
#include "interruptible.h"
#include "sogdia/core/error.h"
#include "sogdia/io/file.h"
#include "sogdia/report/brief.h"
#include "sogdia/study/estimates/saved_estimate.h"
#include "sogdia/study/run.h"

namespace nb = nanobind;

namespace sogdia::python {
namespace {

using SharedWorld = std::shared_ptr<World>;
using SharedBaseline = std::shared_ptr<Baseline>;

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

// What a scenario does, its tables made when they are first asked for. Tables that are there stay where they
// are, so that Python may look at one while another is made.
struct Ran {
  Ran(Outcome made, int threads_) : outcome(std::move(made)), threads(threads_), result(figures(outcome)) {}

  const Outcome outcome;
  const int threads;
  Result result;
  std::mutex guard;

  // The names that are asked for; "" = all.
  void need(const std::string& name) {
    run_interruptible([&](const Monitor& monitor) {
      const std::lock_guard<std::mutex> lock(guard);
      for (const std::string& each : table_names()) {
        check_cancelled(monitor);
        if (name.empty() || name == each) add_table(result, outcome, each, threads);
      }
    });
  }
};
using SharedRan = std::shared_ptr<Ran>;

SharedRan run_on(const SharedBaseline& base, const Study& study, int threads) {
  if (!study.estimates.empty())
    throw Error("a study of estimates is no scenario", study.path,
                "`sogdia run` computes it; in Python, sogdia.estimate takes its formulas");
  SharedRan ran;
  run_interruptible([&](const Monitor& monitor) {
    ran = std::make_shared<Ran>(run(base, on_base(study, *base), threads, monitor), threads);
  });
  return ran;
}

std::vector<std::pair<std::string, double>> seconds_of(const std::vector<StageTime>& stages) {
  std::vector<std::pair<std::string, double>> out;
  for (const auto& stage : stages) out.emplace_back(stage.name, stage.seconds);
  return out;
}

EngineTable table_of(const SharedRan& ran, const std::string& name) {
  ran->need(name);
  return {std::shared_ptr<const Table>(ran, &ran->result.tables.at(name))};
}

std::string brief_of(Ran& ran) {
  ran.need("");
  std::string page;
  run_interruptible([&](const Monitor&) { page = write_brief(ran.result); });
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
  module.def(
      "load_study_text",
      [](const std::string& text, const std::string& name) {
        return with_estimates(load_study_text(text, name));
      },
      nb::arg("text"), nb::arg("name"));
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

  nb::class_<Ran>(module, "Outcome")
      .def_prop_ro(
          "study", [](const Ran& ran) -> const Study& { return ran.outcome.study; },
          nb::rv_policy::reference_internal)
      .def_prop_ro("converged", [](const Ran& ran) { return ran.result.converged; })
      .def_prop_ro("headline", [](const Ran& ran) { return ran.result.headline; })
      .def_prop_ro("seconds", [](const Ran& ran) { return seconds_of(ran.outcome.stages); })
      .def_prop_ro("tables", [](const Ran&) { return table_names(); })
      .def("table", table_of, nb::arg("name"))
      .def_prop_ro("warnings",
                   [](Ran& ran) {
                     ran.need("corridors");
                     return ran.result.warnings;
                   })
      .def("brief", brief_of);
  module.def("run", run_on, nb::arg("baseline"), nb::arg("study"), nb::arg("threads"));
  module.def("write_file", write_file, nb::arg("path"), nb::arg("text"));
}

}  // namespace sogdia::python
