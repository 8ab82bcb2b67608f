#include "sogdia/study/places/place_matches.h"

#include <algorithm>

#include "sogdia/core/great_circle.h"
#include "sogdia/core/names.h"
#include "sogdia/study/world/country.h"

namespace sogdia {
namespace {

constexpr double kOfTheNetwork = 3.0, kListed = 0.9, kCalled = 0.02;
constexpr double kNeighbourKm = 60.0;   // of two neighbours the one that bears the name itself
constexpr double kQualifierKm = 150.0;  // "Yantian, Shenzhen"

bool listed(const std::string& list, std::string_view key) {
  for (std::size_t start = 0; start < list.size();) {
    const std::size_t end = std::min(list.find('|', start), list.size());
    if (has_key(std::string_view(list).substr(start, end - start), key)) return true;
    start = end + 1;
  }
  return false;
}

bool lies_in(const Qualifier& qualifier, const std::string& iso3, const std::string& region, double lat,
             double lon) {
  if (qualifier.iso3 == iso3 || listed(region, qualifier.key)) return true;
  return qualifier.near &&
         great_circle_km(lat, lon, qualifier.near->first, qualifier.near->second) <= kQualifierKm;
}

}  // namespace

bool Qualifiers::keep(std::vector<Match>& places, std::vector<TerminalMatch>& terminals) const {
  for (const auto& qualifier : asked) {
    std::erase_if(places,
                  [&](const Match& m) { return !lies_in(qualifier, m.iso3, m.region, m.lat, m.lon); });
    std::erase_if(terminals, [&](const TerminalMatch& m) {
      return !lies_in(qualifier, m.stop->iso3, "", m.stop->lat, m.stop->lon);
    });
  }
  return !places.empty() || !terminals.empty();
}

std::vector<Match> PlaceMatches::places(std::string_view key) const {
  std::vector<Match> found;
  if (key.empty()) return found;
  const auto add_stop = [&](const Stop& stop, bool own, bool is_listed) -> Match& {
    return found.emplace_back(
        Match{&stop, stop.name, stop.iso3, "", stop.lat, stop.lon, stop.population, own, is_listed, 0});
  };
  for (const auto& stop : stops_) {
    if (stop.kind != StopKind::place) continue;
    if (is_one_of(stop.own, key))
      add_stop(stop, true, false);
    else if (is_one_of(stop.called, key))
      add_stop(stop, false, true);
  }
  for (auto& named : names_.get().called(key)) {
    const auto same = std::find_if(found.begin(), found.end(), [&](const Match& m) {
      return !named.place_id.empty() && m.stop && m.stop->id == named.place_id;
    });
    if (same != found.end()) {
      same->region = named.region;
      continue;
    }
    const auto stop = std::find_if(stops_.begin(), stops_.end(), [&](const Stop& s) {
      return !named.place_id.empty() && s.kind == StopKind::place && s.id == named.place_id;
    });
    if (stop != stops_.end())
      add_stop(*stop, named.own_name, false).region = named.region;
    else
      found.push_back({nullptr, named.name, named.iso3, named.region, named.lat, named.lon, named.population,
                       named.own_name, false, 0});
  }
  for (auto& match : found)
    match.score = (match.population + 1) * (match.stop ? kOfTheNetwork : 1.0) *
                  (match.own      ? 1.0
                   : match.listed ? kListed
                                  : kCalled);
  std::stable_sort(found.begin(), found.end(),
                   [](const Match& a, const Match& b) { return a.score > b.score; });
  // Of neighbours the place of the network that bears the name stands for the quarter or the town beside it.
  for (const bool own : {true, false}) {
    if (found.empty() || (found.front().own && found.front().stop)) break;
    const auto bearer = std::find_if(found.begin(), found.end(), [&](const Match& m) {
      return m.stop && (own ? m.own : m.listed) &&
             great_circle_km(m.lat, m.lon, found.front().lat, found.front().lon) <= kNeighbourKm;
    });
    if (bearer == found.end()) continue;
    std::rotate(found.begin(), bearer, bearer + 1);
    break;
  }
  return found;
}

std::string stop_label(const World& world, const Stop& stop) {
  return title(stop.kind) + stop.name + ", " + country_name(world, stop.iso3);
}

std::string place_label(const World& world, const Match& match) {
  const std::string region = match.region.substr(0, match.region.find('|'));
  return match.name + (region.empty() || match.stop ? "" : ", " + region) + ", " +
         country_name(world, match.iso3);
}

namespace {

// Cyrillic of Russian as maps and timetables write it in Latin: "шереметьево" -> "sheremetyevo", "восточный"
// -> "vostochny". Empty where there is none.
std::string transliterated(std::string_view plain) {
  constexpr std::pair<std::string_view, std::string_view> kLetters[] = {
      {"ый", "y"}, {"ий", "y"}, {"ье", "ye"}, {"ьё", "ye"},  {"ъе", "ye"}, {"а", "a"},  {"б", "b"},
      {"в", "v"},  {"г", "g"},  {"д", "d"},   {"е", "e"},    {"ё", "e"},   {"ж", "zh"}, {"з", "z"},
      {"и", "i"},  {"й", "y"},  {"к", "k"},   {"л", "l"},    {"м", "m"},   {"н", "n"},  {"о", "o"},
      {"п", "p"},  {"р", "r"},  {"с", "s"},   {"т", "t"},    {"у", "u"},   {"ф", "f"},  {"х", "kh"},
      {"ц", "ts"}, {"ч", "ch"}, {"ш", "sh"},  {"щ", "shch"}, {"ъ", ""},    {"ы", "y"},  {"ь", ""},
      {"э", "e"},  {"ю", "yu"}, {"я", "ya"}};
  std::string latin;
  bool any = false;
  for (std::size_t at = 0; at < plain.size();) {
    const auto letter = std::find_if(std::begin(kLetters), std::end(kLetters),
                                     [&](const auto& l) { return plain.substr(at).starts_with(l.first); });
    if (letter == std::end(kLetters)) {
      latin += plain[at++];
      continue;
    }
    any = true;
    latin += letter->second;
    at += letter->first.size();
  }
  return any ? latin : "";
}

}  // namespace

std::vector<std::string> name_variants(std::string_view name) {
  const std::string plain = fold(name);
  std::vector<std::string> variants;
  const auto add = [&](std::string text) {
    if (!text.empty() && text != plain && !is_one_of(variants, text)) variants.push_back(std::move(text));
  };
  constexpr std::pair<std::string_view, std::string_view> kFronts[] = {
      {"st ", "saint "},  {"saint ", "st "}, {"sankt ", "st "}, {"ste ", "sainte "}, {"sainte ", "ste "},
      {"sta ", "santa "}, {"mt ", "mount "}, {"ft ", "fort "},  {"pt ", "port "},    {"the ", ""},
      {"city of ", ""},   {"greater ", ""},  {"город ", ""},    {"г ", ""}};
  for (const auto& [front, other] : kFronts) {
    if (plain.starts_with(front)) add(std::string(other) + plain.substr(front.size()));
  }
  constexpr std::string_view kEnds[] = {" city", " shi", " town",     " metro",    " area",
                                        "市",    "시",   " dry port", " free zone"};
  for (const auto end : kEnds) {
    if (plain.ends_with(end)) add(plain.substr(0, plain.size() - end.size()));
  }
  if (!plain.ends_with(" city")) add(plain + " city");
  add(transliterated(plain));
  return variants;
}

}  // namespace sogdia
