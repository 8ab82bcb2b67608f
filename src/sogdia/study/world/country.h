#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/study/world/world.h"

namespace sogdia {

// The iso3 code behind a code, a two-letter code, a name or another name of countries.csv, in any case and
// with or without accents ("RUS", "ru", "Russia", "Russian Federation"). Throws Error with the nearest names.
std::string find_country(const World& world, std::string_view name, const std::string& where = "");

// The id of the bloc that the words name, by its id or name, with or without @YEAR; nothing where they name
// none.
std::optional<std::string> find_bloc(const World& world, const std::string& words);

// The region that the words name, as the pack writes it ("Central Asia", "Western Africa"); "Africa", "Asia"
// and "America" are all regions with the word in their name. Nothing where they name none.
std::optional<std::string> find_region(const World& world, const std::string& words);

// Whether the word is a country, a bloc, a region or "all".
bool names_countries(const World& world, const std::string& word);

// Codes of a list of countries, blocs and regions, each once, in the list's order: a bloc (by id or name)
// stands for its members in `year` or in another ("EU@2014"), a region for its countries, "all" for every
// country, and a word with commas for a list. Throws Error with the nearest names, and for a bloc without
// members that year.
std::vector<std::string> expand_countries(const World& world, const std::vector<std::string>& names, int year,
                                          const std::string& where = "");

// The same for those that have an economy, which is all that a policy can touch. The notes tell who was left
// out of a bloc; a country named by itself, or a bloc of none, is an Error.
struct Economies {
  std::vector<std::string> codes, notes;
};
Economies expand_economies(const World& world, const Index& economy, const std::vector<std::string>& names,
                           int year, const std::string& where = "");

// "China" for "CHN"; the code itself where it is not known.
std::string country_name(const World& world, std::string_view iso3);

// The codes of countries.csv in its order.
std::vector<std::string> country_codes(const World& world);

}  // namespace sogdia
