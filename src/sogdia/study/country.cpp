#include "sogdia/study/country.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"

namespace sogdia {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    if (end > start) parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

// Position in countries.csv.
std::optional<std::size_t> country_row(const World& world, std::string_view name) {
  const Table& countries = world.table("countries");
  const auto& codes = countries.text("iso3");
  if (const auto exact = std::find(codes.begin(), codes.end(), name); exact != codes.end())
    return static_cast<std::size_t>(exact - codes.begin());
  const std::string wanted = fold(name);
  if (wanted.empty()) return std::nullopt;
  const auto& names = countries.text("name");
  for (std::size_t row = 0; row < codes.size(); ++row) {
    if (fold(codes[row]) == wanted || fold(names[row]) == wanted) return row;
  }
  for (const char* column : {"iso2", "names"}) {
    if (!countries.find(column)) continue;
    const auto& others = countries.text(column);
    for (std::size_t row = 0; row < codes.size(); ++row) {
      for (const auto& other : split(others[row], '|')) {
        if (fold(other) == wanted) return row;
      }
    }
  }
  return std::nullopt;
}

// Members of a bloc in a year; nothing where there is no such bloc.
std::optional<std::vector<std::string>> bloc_members(const World& world, const std::string& name, int year,
                                                     const std::string& where) {
  const Table* blocs = world.find("blocs");
  if (!blocs) return std::nullopt;
  const auto &ids = blocs->text("bloc"), &names = blocs->text("name"), &codes = blocs->text("iso3");
  const auto from = blocs->integers("from_year", -9999), to = blocs->integers("to_year", 9999);
  const std::string wanted = fold(name);
  std::vector<std::string> members;
  bool known = false;
  for (std::size_t row = 0; row < ids.size(); ++row) {
    if (fold(ids[row]) != wanted && fold(names[row]) != wanted) continue;
    known = true;
    if (from[row] <= year && year <= to[row]) members.push_back(codes[row]);
  }
  if (!known) return std::nullopt;
  if (members.empty())
    throw Error(fmt::format("bloc `{}` has no members in {}", name, year), where,
                "`BLOC@YEAR` takes the members of another year");
  return members;
}

// "sanctions_2022@2022" is the bloc in another year than the study's.
std::string bloc_of(const std::string& name) { return name.substr(0, name.find('@')); }
int year_of(const std::string& name, int otherwise) {
  const auto mark = name.find('@');
  if (mark == std::string::npos) return otherwise;
  int year = otherwise;
  const auto [end, failed] = std::from_chars(name.data() + mark + 1, name.data() + name.size(), year);
  return failed == std::errc() && end == name.data() + name.size() ? year : otherwise;
}

std::vector<std::string> known_names(const World& world, bool with_blocs) {
  const Table& countries = world.table("countries");
  std::vector<std::string> known = countries.text("iso3");
  const auto& names = countries.text("name");
  known.insert(known.end(), names.begin(), names.end());
  if (const Table* blocs = world.find("blocs"); blocs && with_blocs) {
    const std::set<std::string> ids(blocs->text("bloc").begin(), blocs->text("bloc").end());
    known.insert(known.end(), ids.begin(), ids.end());
  }
  return known;
}

[[noreturn]] void unknown_country(const World& world, std::string_view name, bool with_blocs,
                                  const std::string& where) {
  std::string hint = nearest_hint(name, known_names(world, with_blocs));
  if (hint.empty()) hint = "`sogdia info` lists the countries and blocs";
  throw Error(fmt::format("unknown country `{}`", name), where, hint);
}

}  // namespace

std::string find_country(const World& world, std::string_view name, const std::string& where) {
  if (const auto row = country_row(world, name)) return world.table("countries").text("iso3")[*row];
  unknown_country(world, name, false, where);
}

std::vector<std::string> expand_countries(const World& world, const std::vector<std::string>& names, int year,
                                          const std::string& where) {
  std::vector<std::string> expanded;
  const auto add = [&](const std::string& code) {
    if (std::find(expanded.begin(), expanded.end(), code) == expanded.end()) expanded.push_back(code);
  };
  const auto& codes = world.table("countries").text("iso3");
  for (const auto& name : names) {
    if (name == "all") {
      for (const auto& code : codes) add(code);
    } else if (const auto row = country_row(world, name)) {
      add(codes[*row]);
    } else if (const auto members = bloc_members(world, bloc_of(name), year_of(name, year), where)) {
      for (const auto& code : *members) add(code);
    } else {
      unknown_country(world, name, true, where);
    }
  }
  return expanded;
}

std::string country_name(const World& world, std::string_view iso3) {
  const Table& countries = world.table("countries");
  const auto& codes = countries.text("iso3");
  const auto found = std::find(codes.begin(), codes.end(), iso3);
  return found == codes.end() ? std::string(iso3)
                              : countries.text("name")[static_cast<std::size_t>(found - codes.begin())];
}

}  // namespace sogdia
