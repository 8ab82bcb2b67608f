#include "sogdia/study/read_run.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "sogdia/core/error.h"
#include "sogdia/io/datapackage.h"
#include "sogdia/io/file.h"
#include "sogdia/study/estimates/saved_estimate.h"
#include "sogdia/study/pipeline/prepare.h"

namespace sogdia {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kRunFolderHint = "name a folder that `sogdia run` wrote";

std::string file_in(const std::string& folder, const char* name) {
  return (std::filesystem::path(folder) / name).string();
}

Json summary_of(const std::string& folder) {
  const std::string path = file_in(folder, "summary.json");
  std::error_code failed;
  if (!std::filesystem::exists(path, failed))
    throw Error("the folder is no run: it has no summary.json", folder, kRunFolderHint);
  Json summary = Json::parse(read_file(path), nullptr, false);
  if (!summary.is_object() || !summary.contains("study") || !summary["study"].is_string())
    throw Error("the file is not the summary of a run", path, kRunFolderHint);
  return summary;
}

}  // namespace

Study study_of_run(const std::string& folder) {
  const Json summary = summary_of(folder);
  Study study =
      load_study_text(read_file(file_in(folder, "study.toml")), summary["study"].get<std::string>());
  // The estimates may have changed since; the run has the figures that it took.
  if (!summary.contains("estimated")) return study;
  for (const Json& row : summary["estimated"]) {
    const auto number = [&](const char* key) {
      return row.contains(key) && row[key].is_number() ? row[key].get<double>() : std::nan("");
    };
    take_figure(study,
                {row.value("key", ""), number("value"), number("std_error"), number("low"), number("high"),
                 row.value("estimate", ""), row.value("term", ""), row.value("file", "")});
  }
  return study;
}

Result read_run(const std::string& folder, const Study& study, std::shared_ptr<const World> world,
                const TableFiles& files) {
  const Json summary = summary_of(folder);
  if (!study.estimates.empty() || !summary.contains("headline"))
    throw Error("the folder is a run of estimates, which has a page and no brief", folder, kRunFolderHint);

  Result result;
  auto base = std::make_shared<const BaseWorld>(make_base(std::move(world), study));
  Prepared ready = prepare(study, *base);
  result.study = std::move(ready.study);
  result.base = std::move(base);
  result.after = std::move(ready.edited.costs);

  for (const auto& resource : read_datapackage(file_in(folder, "datapackage.json"))) {
    Table table = files.read(file_in(folder, resource.path.c_str()), resource.schema);
    table.name = resource.name;
    result.tables[resource.name] = std::move(table);
  }
  for (const auto& [name, value] : summary["headline"].items())
    if (value.is_number()) result.headline.emplace_back(name, value.get<double>());
  result.converged = summary.value("converged", true);
  if (summary.contains("warnings")) result.warnings = summary["warnings"].get<std::vector<std::string>>();

  // A pack that has changed since would draw a map of one world beside the figures of another.
  const auto pairs = result.tables.find("pairs");
  if (pairs == result.tables.end()) throw Error("the run has no table `pairs`", folder, kRunFolderHint);
  const std::size_t countries = result.base->economy.countries.size();
  if (pairs->second.rows() != countries * (countries - 1))
    throw Error(
        fmt::format("the run was computed on another world: its table `pairs` has {} rows, and {} countries "
                    "make {}",
                    pairs->second.rows(), countries, countries * (countries - 1)),
        folder, "name the world that it was computed on with --world, or run the study again");
  return result;
}

}  // namespace sogdia
