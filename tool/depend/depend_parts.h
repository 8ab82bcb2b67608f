#pragma once
#include <nlohmann/json.hpp>
#include <string>

#include "sogdia/study/answers/dependence/depend.h"

// What the answers of `depend` have in common, as JSON and for people.
namespace sogdia::tool {

using Json = nlohmann::ordered_json;

Json losses_json(const Losses& losses);
Json horizons_json(const Horizons& horizons);
Json side_json(const OneSided& one, bool solved);
Json ratio_json(const LossRatio& ratio);
// Null where nothing flows.
Json flow_json(const PartyFlow& flow);

std::string per_cent(double fraction);
// "108.47 m", "93.4 k", "41": tonnes of crude and of platinum in one column. Empty where nothing is known.
std::string tonnes_text(double tonnes);
// "10.1"; a way round that is quicker, and not taken because it is dearer, says so.
std::string detour_text(double days);
// "1.74 % (1.09 to 2.90)": the medium run, from the long run to the short. Closed forms are in log points.
std::string losses_text(const Losses& losses, bool log_points);
// "126.3 bn (113.8 to 140.2)"
std::string flow_text(const PartyFlow& flow);

}  // namespace sogdia::tool
