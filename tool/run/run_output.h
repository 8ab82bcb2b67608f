#pragma once
#include <string>

#include "sogdia/io/run_folder.h"
#include "sogdia/study/estimates/gravity_study.h"
#include "sogdia/study/tables/result.h"
#include "verb.h"

namespace sogdia::tool {

// Writes a run into its folder and commits it: summary.json, tables/*.parquet (or .csv), datapackage.json,
// layers/*.geojson, study.toml and brief.html. Returns what RunFolder::commit returns.
std::string write_run(const Result& result, RunFolder& folder, const std::string& format);

// The same for a gravity study: estimates.html, tables, pictures, regressions (.tex, .md, .txt) and
// summary.json.
std::string write_gravity_run(const GravityResult& result, RunFolder& folder, const std::string& format);

// Tells where something of the user's stands that RunFolder::commit returned; nothing where that is empty.
void tell_left(const Common& common, const std::string& left);

}  // namespace sogdia::tool
