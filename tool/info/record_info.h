#pragma once
#include <optional>
#include <string>

#include "info/info_rows.h"

// What `sogdia info` shows of the pack's records: forums, resolutions of the General Assembly, pipelines, and
// how a country voted and signed.
namespace sogdia::tool {

// The record that a name stands for, by its id or name in any case ("ES-11/4", "Third Belt and Road Forum for
// International Cooperation", "TurkStream"); nothing where it names none.
std::optional<Json> record_info(const World& world, const std::string& name);

// {"A/RES/ES-11/1": "abstain", ...}; of the resolutions whose vote by this country is in the pack.
Json country_votes(const World& world, const std::string& iso3);

// The pipelines that run through a country, by id.
Json country_pipelines(const World& world, const std::string& iso3);

// {"year", "source", "year_other", "source_other", "withdrew"}: the year of joining the Belt and Road by one
// list and by another. Empty where the country is on neither.
Json belt_and_road(const World& world, const std::string& iso3);

}  // namespace sogdia::tool
