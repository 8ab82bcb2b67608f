#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "run_output.h"
#include "sogdia/core/error.h"
#include "sogdia/io/json_text.h"
#include "sogdia/study/run.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void print_run(const Common& common, const RunArgs& args, const std::string& page, const char* page_key,
               const std::vector<StageTime>& stages, const std::vector<std::string>& warnings, bool converged,
               double seconds) {
  if (common.json) {
    nlohmann::ordered_json out = {{"run", args.out}, {page_key, page}, {"seconds", seconds}};
    out["converged"] = converged;
    out["stages"] = nlohmann::ordered_json::array();
    for (const auto& stage : stages)
      out["stages"].push_back({{"name", stage.name}, {"seconds", stage.seconds}});
    out["warnings"] = warnings;
    print(json_text(out, 2) + "\n");
    return;
  }
  for (const auto& warning : warnings) talk(common, "note: " + warning);
  std::vector<std::vector<std::string>> rows;
  for (const auto& stage : stages) rows.push_back({stage.name, fmt::format("{:.2f} s", stage.seconds)});
  talk(common, aligned({"stage", "time"}, rows, {false, true}));
  print(fmt::format("{}\n", page));
}

// A study of [[estimate]]s: no scenario, and a page of its own.
int run_gravity(const RunArgs& args, const Common& common, const Study& study, const World& world,
                RunFolder& folder, Clock::time_point start) {
  const double loading = since(start);
  GravityResult result = run_gravity_study(study, world, common.threads, terminal_monitor(common));
  result.stages.insert(result.stages.begin(), {"world", loading});
  const auto writing = Clock::now();
  tell_left(common, write_gravity_run(result, folder, args.format));
  result.stages.push_back({"write", since(writing)});
  const std::string page = (std::filesystem::path(args.out) / "estimates.html").string();
  print_run(common, args, page, "page", result.stages, {}, result.converged, since(start));
  return result.converged ? 0 : 3;
}

}  // namespace

int verb_run(const RunArgs& args, const Common& common) {
  const auto start = Clock::now();
  const Study study = load_study(args.study);
  // A refusal of the folder is worth having before the work, not after it.
  RunFolder folder(args.out, args.overwrite, study.estimates.empty() ? "run" : "estimates");
  const auto world = open_world(common, study);
  if (!study.estimates.empty()) return run_gravity(args, common, study, *world, folder, start);
  const double loading = since(start);
  Result result = run_study(study, world, common.threads, terminal_monitor(common));
  result.stages.insert(result.stages.begin(), {"world", loading});
  const auto writing = Clock::now();
  tell_left(common, write_run(result, folder, args.format));
  result.stages.push_back({"write", since(writing)});

  const std::string brief = (std::filesystem::path(args.out) / "brief.html").string();
  print_run(common, args, brief, "brief", result.stages, result.warnings, result.converged, since(start));
  return result.converged ? 0 : 3;
}

}  // namespace sogdia::tool
