#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/study/world.h"

namespace sogdia {

// The iso3 code behind a code, a two-letter code, a name or another name of countries.csv, in any case and
// with or without accents ("RUS", "ru", "Russia", "Russian Federation"). Throws Error with the nearest names.
std::string find_country(const World& world, std::string_view name, const std::string& where = "");

// Codes of a list of countries and blocs, each once, in the list's order: a bloc (by id or name) stands for
// its members in `year`, "all" for every country. Throws Error with the nearest names, and for a bloc without
// members that year.
std::vector<std::string> expand_countries(const World& world, const std::vector<std::string>& names, int year,
                                          const std::string& where = "");

// "China" for "CHN"; the code itself where it is not known.
std::string country_name(const World& world, std::string_view iso3);

}  // namespace sogdia
