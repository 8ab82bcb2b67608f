#pragma once
#include <string>
#include <utility>
#include <vector>

#include "sogdia/study/tables/result.h"

namespace sogdia::tool {

// GeoJSON layers of a run for QGIS, by file name: projects, corridors, the links that the scenario changes,
// and the ways between the study's pairs.
std::vector<std::pair<std::string, std::string>> layers(const Result& result);

}  // namespace sogdia::tool
