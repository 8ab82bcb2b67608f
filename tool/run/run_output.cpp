#include "run/run_output.h"

#include <fmt/format.h>

#include <filesystem>

#include <nlohmann/json.hpp>

#include "run/layers.h"
#include "sogdia/core/error.h"
#include "sogdia/gravity/tables/regression_table.h"
#include "sogdia/io/datapackage.h"
#include "sogdia/io/folder_mark.h"
#include "sogdia/io/json_text.h"
#include "sogdia/report/brief.h"
#include "sogdia/report/gravity_page.h"
#include "sogdia/study/tables/output_schema.h"
#include "table_json.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

// The files of a world pack by what is in them, so that `compare` can say which of them two runs do not
// share.
nlohmann::ordered_json pack_json(const std::string& folder) {
  const std::filesystem::path pack(folder);
  std::vector<std::string> files{"parameters.toml"};
  for (const auto& resource : read_datapackage((pack / "datapackage.json").string()))
    files.push_back(resource.path);
  nlohmann::ordered_json out = nlohmann::ordered_json::object();
  for (const auto& file : files) out[file] = fmt::format("{:016x}", fingerprint((pack / file).string()).hash);
  return out;
}

std::string summary_text(const Result& result) {
  nlohmann::ordered_json summary;
  const Study& study = result.study;
  summary["sogdia"] = SOGDIA_VERSION;
  summary["pack"] = pack_json(result.base->world->folder);
  summary["title"] = study.title;
  summary["subtitle"] = study.subtitle;
  summary["study"] = study.path;
  summary["year"] = study.base.year;
  summary["base_projects"] = fmt::format("{}", fmt::join(study.base.projects, ", "));
  summary["trade_elasticity"] = {
      {"low", study.model.theta_low}, {"mid", study.model.theta_mid}, {"high", study.model.theta_high}};
  summary["deficits"] = to_string(study.model.deficits);
  if (!study.model.estimated.empty()) {
    auto& estimated = summary["estimated"] = nlohmann::ordered_json::array();
    for (const ModelFigure& figure : study.model.estimated)
      estimated.push_back({{"key", figure.key},
                           {"value", figure.value},
                           {"std_error", figure.std_error},
                           {"low", figure.low},
                           {"high", figure.high},
                           {"estimate", figure.estimate},
                           {"term", figure.term},
                           {"file", figure.file}});
  }
  summary["converged"] = result.converged;
  auto& changes = summary["changes"] = nlohmann::ordered_json::array();
  for (const auto& change : study.scenario.changes)
    changes.push_back({{"name", change.name}, {"kind", kind_of(change.what)}});
  auto& headline = summary["headline"] = nlohmann::ordered_json::object();
  for (const auto& [name, value] : result.headline) headline[name] = value;
  summary["warnings"] = result.warnings;
  return json_text(summary, 2) + "\n";
}

std::string summary_text(const GravityResult& result) {
  nlohmann::ordered_json summary;
  summary["sogdia"] = SOGDIA_VERSION;
  summary["title"] = result.study.title;
  summary["subtitle"] = result.study.subtitle;
  summary["study"] = result.study.path;
  summary["converged"] = result.converged;
  summary["measures"] = table_json(result.tables.at("measures"));
  summary["published"] = table_json(result.tables.at("published"));
  summary["coefficients"] = table_json(result.tables.at("coefficients"));
  return json_text(summary, 2) + "\n";
}

Describe words_of(const std::vector<OutputTable>& schema) {
  return [&schema](const std::string& table, const std::string& column) {
    return description(schema, table, column);
  };
}

}  // namespace

void tell_left(const Common& common, const std::string& left) {
  if (!left.empty()) talk(common, "note: what came into the old folder while this ran stands in " + left);
}

std::string write_gravity_run(const GravityResult& result, RunFolder& folder, const std::string& format) {
  std::vector<const Table*> tables;
  std::vector<std::string> paths;
  for (const auto& [name, table] : result.tables) {
    tables.push_back(&table);
    paths.push_back("tables/" + name + "." + format);
    folder.write(paths.back(), table);
  }
  folder.write("datapackage.json", datapackage_text("sogdia-gravity-run", result.study.title, tables, paths,
                                                    words_of(gravity_run_schema())));
  for (const char* measure : {"elasticity", "value_of_time"}) {
    const std::string picture = gravity_picture(result, measure);
    if (!picture.empty()) folder.write(std::string("pictures/") + measure + ".svg", picture);
  }
  for (const auto& [name, kind] : {std::pair{"regressions.tex", TableFormat::latex},
                                   {"regressions.md", TableFormat::markdown},
                                   {"regressions.txt", TableFormat::text}})
    folder.write(name, regression_table(result.fits, kind));
  folder.write("study.toml", result.study.text);
  folder.write("estimates.html", write_gravity_page(result));
  folder.write("summary.json", summary_text(result));
  if (interrupted()) throw Cancelled();
  return folder.commit();
}

std::string write_run(const Result& result, RunFolder& folder, const std::string& format) {
  std::vector<const Table*> tables;
  std::vector<std::string> paths;
  for (const auto& [name, table] : result.tables) {
    if (interrupted()) throw Cancelled();
    if (table.columns.empty()) continue;  // records that this pack does not have
    tables.push_back(&table);
    paths.push_back("tables/" + name + "." + format);
    folder.write(paths.back(), table);
  }
  folder.write("datapackage.json",
               datapackage_text("sogdia-run", result.study.title, tables, paths, words_of(run_schema())));
  for (const auto& [name, text] : layers(result)) folder.write("layers/" + name + ".geojson", text);
  folder.write("study.toml", result.study.text);
  folder.write("brief.html", write_brief(result));
  folder.write("summary.json", summary_text(result));
  if (interrupted()) throw Cancelled();
  return folder.commit();
}

}  // namespace sogdia::tool
