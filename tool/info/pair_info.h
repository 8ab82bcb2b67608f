#pragma once
#include <string>
#include <vector>

#include "info/info_rows.h"

namespace sogdia::tool {

// Two countries: each flow in each year of the trade table with who reports it, its interval and both sides'
// own figures; what customs printed; embargoes; the conventions of either's figures; fuels, ores and metals
// by year.
Json pair_info(const World& world, const std::string& a, const std::string& b);

// The same as text. `notes` gets what a reader should know of the figures: conventions, hidden origins.
std::string pair_text(const World& world, const std::string& a, const std::string& b,
                      std::vector<std::string>& notes);

}  // namespace sogdia::tool
