#pragma once
#include <string>

#include "sogdia/study/gravity_study.h"
#include "sogdia/study/result.h"

namespace sogdia::tool {

// Writes a run's folder whole or not at all: summary.json, tables/*.parquet (or .csv), datapackage.json,
// layers/*.geojson, study.toml and brief.html.
void write_run(const Result& result, const std::string& folder, bool overwrite, const std::string& format);

// The same for a gravity study: estimates.html, tables, pictures, regressions (.tex, .md, .txt) and
// summary.json.
void write_gravity_run(const GravityResult& result, const std::string& path, bool overwrite,
                       const std::string& format);

}  // namespace sogdia::tool
