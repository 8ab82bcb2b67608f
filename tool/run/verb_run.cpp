#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "run/run_output.h"
#include "sogdia/core/error.h"
#include "sogdia/io/json_text.h"
#include "sogdia/sql/query.h"
#include "sogdia/sql/table_files.h"
#include "sogdia/study/run.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// One study of those asked for, and the folder that it is written to.
struct Job {
  Study study;
  std::string out;
};

// Of several studies, each has a folder of its file's name in --out.
std::vector<Job> jobs_of(const RunArgs& args) {
  std::vector<Job> jobs;
  std::map<std::string, std::string> taken;
  for (const auto& path : args.studies) {
    std::string out = args.out;
    if (args.studies.size() > 1) {
      out = (std::filesystem::path(args.out) / std::filesystem::path(path).stem()).string();
      const auto [first, fresh] = taken.emplace(out, path);
      if (!fresh)
        throw Error(fmt::format("`{}` and `{}` would be written to one folder", first->second, path), out,
                    "give the files names of their own");
    }
    jobs.push_back({load_study(path), std::move(out)});
  }
  return jobs;
}

struct Ran {
  std::string out, page;
  const char* page_key;
  std::vector<StageTime> stages;
  std::vector<std::string> warnings;
  bool converged;
  double seconds;
};

nlohmann::ordered_json json_of(const Ran& ran) {
  nlohmann::ordered_json out = {{"run", ran.out}, {ran.page_key, ran.page}, {"seconds", ran.seconds}};
  out["converged"] = ran.converged;
  out["stages"] = nlohmann::ordered_json::array();
  for (const auto& stage : ran.stages)
    out["stages"].push_back({{"name", stage.name}, {"seconds", stage.seconds}});
  out["warnings"] = ran.warnings;
  return out;
}

void print_ran(const Common& common, const Ran& ran) {
  for (const auto& warning : ran.warnings) talk(common, "note: " + warning);
  std::vector<std::vector<std::string>> rows;
  for (const auto& stage : ran.stages) rows.push_back({stage.name, fmt::format("{:.2f} s", stage.seconds)});
  talk(common, aligned({"stage", "time"}, rows, {false, true}));
  print(fmt::format("{}\n", ran.page));
}

// A study of [[estimate]]s: no scenario, and a page of its own.
Ran run_gravity(const RunArgs& args, const Common& common, const Job& job, const World& world,
                RunFolder& folder) {
  GravityResult result =
      run_gravity_study(job.study, world, table_where, common.threads, terminal_monitor(common));
  const auto writing = Clock::now();
  tell_left(common, write_gravity_run(result, folder, args.format));
  result.stages.push_back({"write", since(writing)});
  return {job.out, (std::filesystem::path(job.out) / "estimates.html").string(),
          "page",  result.stages,
          {},      result.converged,
          0};
}

// The bases that earlier studies were run on; a study takes the one that it shares.
using Bases = std::vector<std::shared_ptr<const Baseline>>;

Ran run_scenario(const RunArgs& args, const Common& common, const Job& job,
                 std::shared_ptr<const World> world, Bases& bases, RunFolder& folder) {
  std::vector<StageTime> stages;
  auto base = std::find_if(bases.begin(), bases.end(), [&](const auto& made) {
    return made->world == world && same_base(*made, job.study);
  });
  if (base == bases.end()) {
    base = bases.insert(bases.end(),
                        make_baseline(std::move(world), job.study, common.threads, terminal_monitor(common)));
    stages = (*base)->stages;
  }
  const Result result = tables(run(*base, job.study, common.threads, terminal_monitor(common)),
                               common.threads, terminal_monitor(common));
  stages.insert(stages.end(), result.stages.begin(), result.stages.end());
  const auto writing = Clock::now();
  tell_left(common, write_run(result, folder, args.format));
  stages.push_back({"write", since(writing)});
  return {job.out,
          (std::filesystem::path(job.out) / "brief.html").string(),
          "brief",
          stages,
          result.warnings,
          result.converged,
          0};
}

}  // namespace

int verb_run(const RunArgs& args, const Common& common) {
  auto start = Clock::now();
  const std::vector<Job> jobs = jobs_of(args);
  // A refusal of a folder is worth having before the work, not after it.
  std::vector<std::unique_ptr<RunFolder>> folders;
  for (const auto& job : jobs)
    folders.push_back(std::make_unique<RunFolder>(
        job.out, args.overwrite, job.study.estimates.empty() ? "run" : "estimates", parquet_too()));
  Bases bases;
  std::map<std::string, std::shared_ptr<const World>> worlds;  // by [base] world
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  bool converged = true;
  for (std::size_t k = 0; k < jobs.size(); ++k) {
    auto& world = worlds[world_path(common, jobs[k].study)];
    const bool loads = world == nullptr;
    if (loads) world = open_world(common, jobs[k].study);
    const double loading = since(start);
    Ran ran = jobs[k].study.estimates.empty() ? run_scenario(args, common, jobs[k], world, bases, *folders[k])
                                              : run_gravity(args, common, jobs[k], *world, *folders[k]);
    folders[k].reset();
    if (loads) ran.stages.insert(ran.stages.begin(), {"world", loading});
    ran.seconds = since(start);
    converged = converged && ran.converged;
    if (common.json)
      all.push_back(json_of(ran));
    else
      print_ran(common, ran);
    start = Clock::now();
  }
  if (common.json) print(json_text(jobs.size() == 1 ? all[0] : all, 2) + "\n");
  return converged ? 0 : 3;
}

}  // namespace sogdia::tool
