#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "run_output.h"
#include "sogdia/core/error.h"
#include "sogdia/study/run.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// A refusal is worth having before the work, not after it.
void require_free(const RunArgs& args) {
  namespace fs = std::filesystem;
  std::error_code failed;
  if (!args.overwrite && fs::exists(args.out, failed) &&
      !(fs::is_directory(args.out, failed) && fs::is_empty(args.out, failed)))
    throw Error("the folder exists already", args.out, "name another folder with -o, or add --overwrite");
}

}  // namespace

int verb_run(const RunArgs& args, const Common& common) {
  const auto start = Clock::now();
  require_free(args);
  const Study study = load_study(args.study);
  const World world = open_world(common, study);
  const double loading = since(start);
  Result result = run_study(study, world, common.threads, terminal_monitor(common));
  result.stages.insert(result.stages.begin(), {"world", loading});
  const auto writing = Clock::now();
  write_run(result, args.out, args.overwrite, args.format);
  result.stages.push_back({"write", since(writing)});

  const std::string brief = (std::filesystem::path(args.out) / "brief.html").string();
  if (common.json) {
    nlohmann::ordered_json out = {{"run", args.out}, {"brief", brief}, {"seconds", since(start)}};
    out["converged"] = result.converged;
    out["stages"] = nlohmann::ordered_json::array();
    for (const auto& stage : result.stages)
      out["stages"].push_back({{"name", stage.name}, {"seconds", stage.seconds}});
    out["warnings"] = result.warnings;
    print(out.dump(2) + "\n");
  } else {
    for (const auto& warning : result.warnings) talk(common, "note: " + warning);
    std::vector<std::vector<std::string>> rows;
    for (const auto& stage : result.stages)
      rows.push_back({stage.name, fmt::format("{:.2f} s", stage.seconds)});
    talk(common, aligned({"stage", "time"}, rows, {false, true}));
    print(fmt::format("{}\n", brief));
  }
  return result.converged ? 0 : 3;
}

}  // namespace sogdia::tool
