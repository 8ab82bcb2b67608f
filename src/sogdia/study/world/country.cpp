#include "sogdia/study/world/country.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"

namespace sogdia {
namespace {

// By code first, as written; then by any name.
const Country* country_named(const World& world, std::string_view name) {
  const auto& countries = world.records.countries;
  const auto with = [&](auto&& bears) -> const Country* {
    const auto found = std::find_if(countries.begin(), countries.end(), bears);
    return found == countries.end() ? nullptr : &*found;
  };
  if (const auto* exact = with([&](const Country& each) { return each.iso3 == name; })) return exact;
  const std::string wanted = fold(name);
  if (wanted.empty()) return nullptr;
  if (const auto* found =
          with([&](const Country& each) { return fold(each.iso3) == wanted || fold(each.name) == wanted; }))
    return found;
  if (const auto* found = with([&](const Country& each) { return fold(each.iso2) == wanted; })) return found;
  return with([&](const Country& each) {
    return std::any_of(each.names.begin(), each.names.end(),
                       [&](const auto& other) { return fold(other) == wanted; });
  });
}

// The id of a bloc: as written, in another case, by its name. "BRICS" is not "BRICS+", though both fold
// alike.
std::optional<std::string> bloc_named(const World& world, std::string_view name) {
  const auto& blocs = world.records.blocs;
  if (std::any_of(blocs.begin(), blocs.end(), [&](const BlocYears& each) { return each.bloc == name; }))
    return std::string(name);
  const std::string wanted = fold(name);
  if (wanted.empty()) return std::nullopt;
  const bool plus = name.find('+') != std::string_view::npos;
  std::optional<std::string> found;
  for (const auto& each : blocs) {
    if (fold(each.bloc) != wanted && fold(each.name) != wanted) continue;
    if ((each.bloc.find('+') != std::string::npos) == plus) return each.bloc;
    if (!found) found = each.bloc;
  }
  return found;
}

// Members of a bloc in a year; nothing where there is no such bloc.
std::optional<std::vector<std::string>> bloc_members(const World& world, const std::string& name, int year,
                                                     const std::string& where) {
  const auto id = bloc_named(world, name);
  if (!id) return std::nullopt;
  std::vector<std::string> members;
  for (const auto& each : world.records.blocs) {
    if (each.bloc == *id && each.member_in(year)) members.push_back(each.iso3);
  }
  if (members.empty())
    throw Error(fmt::format("bloc `{}` has no members in {}", name, year), where,
                fmt::format("`{}@YEAR` takes the members of another year", *id));
  return members;
}

// Continents of which the pack has several regions.
constexpr std::string_view kContinents[] = {"Africa", "Asia", "America"};

// Countries of a region or a part of one, or of a continent; the name as the pack writes it.
struct Region {
  std::string name;
  std::vector<std::string> members;
};
std::optional<Region> region_named(const World& world, const std::string& words) {
  const std::string wanted = fold(words);
  const auto continent = std::find_if(std::begin(kContinents), std::end(kContinents),
                                      [&](std::string_view each) { return fold(each) == wanted; });
  Region found;
  for (const auto& country : world.records.countries) {
    const std::string whole = fold(country.region);
    // "Latin America" is short for "Latin America & Caribbean".
    const bool in_region =
        whole == wanted || fold(country.region.substr(0, country.region.find('&'))) == wanted;
    const std::string& name = in_region ? country.region : country.subregion;
    if (continent != std::end(kContinents)) {
      const auto parts = split_list(whole, ' ');
      if (std::find(parts.begin(), parts.end(), wanted) == parts.end()) continue;
      found.name = *continent;
    } else {
      if (wanted.empty() || (!in_region && fold(name) != wanted)) continue;
      found.name = name;
    }
    found.members.push_back(country.iso3);
  }
  if (found.members.empty()) return std::nullopt;
  return found;
}

// "sanctions_2022@2022" is the bloc in another year than the study's.
std::string bloc_of(const std::string& name) { return name.substr(0, name.find('@')); }
int year_of(const std::string& name, int otherwise, const std::string& where) {
  const auto mark = name.find('@');
  if (mark == std::string::npos) return otherwise;
  int year = otherwise;
  const auto [end, failed] = std::from_chars(name.data() + mark + 1, name.data() + name.size(), year);
  if (failed != std::errc() || end != name.data() + name.size())
    throw Error(fmt::format("`{}` has no year after the `@`", name), where, "EU@2014 is the EU of 2014");
  return year;
}

std::vector<std::string> known_names(const World& world, bool with_blocs) {
  std::vector<std::string> known = country_codes(world);
  for (const auto& country : world.records.countries) known.push_back(country.name);
  if (!with_blocs) return known;
  std::set<std::string> ids;
  for (const auto& each : world.records.blocs) ids.insert(each.bloc);
  for (const auto& country : world.records.countries) ids.insert({country.region, country.subregion});
  ids.erase("");
  known.insert(known.end(), ids.begin(), ids.end());
  known.insert(known.end(), std::begin(kContinents), std::end(kContinents));
  return known;
}

[[noreturn]] void unknown_country(const World& world, std::string_view name, bool with_blocs,
                                  const std::string& where) {
  std::string hint = nearest_hint(name, known_names(world, with_blocs));
  if (hint.empty()) hint = "`sogdia info` lists the countries, blocs and regions";
  throw Error(fmt::format("unknown country `{}`", name), where, hint);
}

}  // namespace

std::string find_country(const World& world, std::string_view name, const std::string& where) {
  if (const auto* country = country_named(world, name)) return country->iso3;
  unknown_country(world, name, false, where);
}

namespace {

// What one word of a list stands for.
struct Meant {
  std::string word;
  bool one = false;  // a country named by itself
  std::vector<std::string> codes;
};

std::optional<Meant> meant_by(const World& world, const std::string& word, int year,
                              const std::string& where) {
  if (fold(word) == "all") return Meant{word, false, country_codes(world)};
  if (const auto* country = country_named(world, word)) return Meant{word, true, {country->iso3}};
  if (auto members = bloc_members(world, bloc_of(word), year_of(word, year, where), where))
    return Meant{word, false, std::move(*members)};
  if (auto region = region_named(world, word)) return Meant{word, false, std::move(region->members)};
  return std::nullopt;
}

// A word that names nothing is a list with commas: "USA, CAN". A name with a comma of its own comes first.
std::vector<Meant> meant_by_list(const World& world, const std::vector<std::string>& words, int year,
                                 const std::string& where) {
  std::vector<Meant> list;
  for (const auto& word : words) {
    if (auto meant = meant_by(world, word, year, where)) {
      list.push_back(std::move(*meant));
      continue;
    }
    const auto parts = split_list(word, ',');
    if (parts.size() < 2) unknown_country(world, word, true, where);
    for (const auto& part : parts) {
      auto meant = meant_by(world, part, year, where);
      if (!meant) unknown_country(world, part, true, where);
      list.push_back(std::move(*meant));
    }
  }
  return list;
}

void add_once(std::vector<std::string>& codes, const std::string& code) {
  if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
}

}  // namespace

std::optional<std::string> find_bloc(const World& world, const std::string& name) {
  const auto mark = name.find('@');
  const bool dated =
      mark == std::string::npos ||
      (mark + 1 < name.size() && name.find_first_not_of("0123456789", mark + 1) == std::string::npos);
  if (!dated || country_named(world, name)) return std::nullopt;
  return bloc_named(world, bloc_of(name));
}

std::optional<std::string> find_region(const World& world, const std::string& words) {
  if (country_named(world, words) || find_bloc(world, words)) return std::nullopt;
  const auto region = region_named(world, words);
  return region ? std::optional(region->name) : std::nullopt;
}

bool names_countries(const World& world, const std::string& word) {
  return fold(word) == "all" || country_named(world, word) || find_bloc(world, word) ||
         region_named(world, word);
}

std::vector<std::string> expand_countries(const World& world, const std::vector<std::string>& names, int year,
                                          const std::string& where) {
  std::vector<std::string> expanded;
  for (const auto& meant : meant_by_list(world, names, year, where)) {
    for (const auto& code : meant.codes) add_once(expanded, code);
  }
  return expanded;
}

Economies expand_economies(const World& world, const Index& economy, const std::vector<std::string>& names,
                           int year, const std::string& where) {
  Economies found;
  for (const auto& meant : meant_by_list(world, names, year, where)) {
    std::vector<std::string> out;
    for (const auto& code : meant.codes) {
      if (economy.contains(code))
        add_once(found.codes, code);
      else
        out.push_back(country_name(world, code));
    }
    if (out.empty()) continue;
    if (meant.one || out.size() == meant.codes.size())
      throw Error(fmt::format("`{}` has no economy in the trade table of {}", meant.word, year), where,
                  "nothing would change for it; leave it out");
    std::string left_out;
    for (std::size_t k = 0; k < out.size() && k < 8; ++k) left_out += (k ? ", " : "") + out[k];
    if (out.size() > 8) left_out += fmt::format(" and {} more", out.size() - 8);
    found.notes.push_back(
        fmt::format("`{}` stands for {} of its {} countries; without an economy and left out: {}", meant.word,
                    meant.codes.size() - out.size(), meant.codes.size(), left_out));
  }
  return found;
}

std::string country_name(const World& world, std::string_view iso3) {
  for (const auto& country : world.records.countries) {
    if (country.iso3 == iso3) return country.name;
  }
  return std::string(iso3);
}

std::vector<std::string> country_codes(const World& world) {
  std::vector<std::string> codes;
  for (const auto& country : world.records.countries) codes.push_back(country.iso3);
  return codes;
}

}  // namespace sogdia
