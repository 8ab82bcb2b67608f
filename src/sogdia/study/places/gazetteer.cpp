#include "sogdia/study/places/gazetteer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/core/great_circle.h"
#include "sogdia/core/names.h"
#include "sogdia/study/places/coordinates.h"
#include "sogdia/study/places/place_matches.h"
#include "sogdia/study/places/spot_of_id.h"
#include "sogdia/study/places/unknown_place.h"
#include "sogdia/study/world/country.h"

namespace sogdia {
namespace {

// A point farther than this from every place has none that could stand for it.
constexpr double kReachKm = 300.0;
// A city of so many this near to a place of the network stands at it though a port bears its name.
constexpr double kTwinKm = 25.0, kTwinPeople = 500000.0;
// A terminal this far from a city may serve it.
constexpr double kServesKm = 120.0;
// Two of one name this near are taken for one.
constexpr double kSameKm = 60.0;
// A town that the network lacks comes before a terminal of its name elsewhere only above this.
constexpr double kCityPeople = 100000.0;

// Bytes of the longest name that is looked up.
constexpr std::size_t kLongest = 200;

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

std::string capitals(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return text;
}

void require_name(const std::string& asked) {
  if (asked.size() > kLongest)
    throw Error(fmt::format("a name of {} bytes is none of a place", asked.size()), "",
                "name a city, a port or a point: `Shanghai`, `CNSHA`, `31.2,121.5`");
  if (fold(asked).empty())
    throw Error(
        asked.empty() ? std::string("a place has no name") : fmt::format("`{}` is no name of a place", asked),
        "", "name a city, a port or a point: `Shanghai`, `CNSHA`, `31.2,121.5`");
}

double km_between(const Match& a, const Stop& b) { return great_circle_km(a.lat, a.lon, b.lat, b.lon); }

class Search {
 public:
  Search(const World& world, const Network& network, const std::vector<Stop>& stops,
         const PlaceMatches& matches, const std::string& asked)
      : world_(world), network_(network), asked_(asked), stops_(stops), matches_(matches) {}

  Spot run() {
    if (const auto point = read_coordinates(asked_)) return at_point(*point);
    if (const auto spot = whole(asked_)) return *spot;
    if (const auto spot = qualified()) return *spot;
    if (const auto spot = last_resort()) return *spot;
    throw unknown_place(world_, stops_, matches_, asked_);
  }

 private:
  // The text as one name, as a name with a word for its kind, as a city and its terminal, then as people
  // shorten or lengthen names.
  std::optional<Spot> whole(const std::string& text) const {
    if (auto spot = by_name(text, {})) return spot;
    if (auto spot = by_kinds(text, {})) return spot;
    if (auto spot = city_and_terminal(text)) return spot;
    for (const auto& variant : name_variants(text)) {
      if (auto spot = by_name(variant, {})) return spot;
      if (auto spot = by_kinds(variant, {})) return spot;
    }
    return std::nullopt;
  }

  bool is_passage(std::string_view key) const {
    const Table* passages = world_.find("passages");
    if (!passages) return false;
    const auto& names = passages->text("name");
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return name_key(name) == key; });
  }

  std::optional<Spot> by_name(const std::string& text, const Qualifiers& qualifiers) const {
    const std::string key = name_key(text);
    if (key.empty()) return std::nullopt;
    if (qualifiers.empty()) refuse_bloc(text);
    std::vector<Match> places = matches_.places(key);
    std::vector<TerminalMatch> terminals = terminals_called(stops_, key);
    if (terminals.empty()) terminals = terminals_with_telling_words(stops_, text);
    if (!qualifiers.keep(places, terminals)) return std::nullopt;
    // A port may be called after the passage on which it lies.
    if (places.empty() && qualifiers.empty() && is_passage(key))
      throw unknown_place(world_, stops_, matches_, asked_);
    const Match* place = places.empty() ? nullptr : &places.front();
    const bool in_pack = place && place->stop;
    if (in_pack && place->own) return chosen(places);
    if (!terminals.empty() && key.size() >= 3 && is_code(terminals.front(), key))
      return chosen(terminals, places);
    if (const auto country = qualifiers.empty() ? country_of(text) : std::nullopt) {
      // Mexico is Mexico City too; of two letters only `UK` in capitals is a country, and LA is Los Angeles.
      const bool capital = in_pack && place->iso3 == *country;
      if (key.size() > 2 ? !capital : !in_pack && text == capitals(text)) return in_country(*country);
    }
    if (place && !terminals.empty())
      return city_first(*place, terminals.front()) ? chosen(places) : chosen(terminals, places);
    if (place) return chosen(places);
    if (!terminals.empty()) return chosen(terminals, places);
    return std::nullopt;
  }

  // A name that a place and a terminal bear both. A terminal's other name, or a word of its name, gives way
  // to every city.
  bool city_first(const Match& place, const TerminalMatch& terminal) const {
    const bool near = km_between(place, *terminal.stop) <= kSameKm;
    if (place.stop) return near || place.listed;
    const auto [stop, km] = nearest_place(stops_, place.lat, place.lon, place.iso3);
    if (km > kReachKm) return false;
    const bool twin = km <= kTwinKm && stop->iso3 == place.iso3 && place.population >= kTwinPeople;
    return place.population >= kCityPeople && (!near || !terminal.own() || twin) &&
           (place.own || terminal.own());
  }

  // "Tokyo Narita", "Shanghai Yangshan", "Maasvlakte Rotterdam"; "Colombo CICT" for "CICT Colombo".
  std::optional<Spot> city_and_terminal(const std::string& text) const {
    if (text.find(',') != std::string::npos) return std::nullopt;
    for (std::size_t at = text.find(' '); at != std::string::npos; at = text.find(' ', at + 1)) {
      const std::string halves[2] = {text.substr(0, at), text.substr(at + 1)};
      const auto turned = terminals_called(stops_, name_key(halves[1] + halves[0]));
      if (!turned.empty()) return chosen(turned, {});
      for (const int city : {0, 1}) {
        auto terminals = part_of_name(halves[1 - city]);
        if (terminals.empty()) continue;
        const auto places = matches_.places(name_key(halves[city]));
        std::erase_if(terminals, [&](const TerminalMatch& m) {
          return std::none_of(places.begin(), places.end(), [&](const Match& place) {
            return m.stop->iso3 == place.iso3 && km_between(place, *m.stop) <= kServesKm;
          });
        });
        if (!terminals.empty()) return chosen(terminals, {});
      }
    }
    return std::nullopt;
  }

  // What a name beside that of a city can mean.
  std::vector<TerminalMatch> part_of_name(const std::string& text) const {
    auto found = terminals_called(stops_, name_key(text));
    if (found.empty()) found = terminals_with_telling_words(stops_, text, 3);
    std::vector<WantedKind> wanted = wanted_kinds(text);
    for (const auto kind : {StopKind::port, StopKind::rail, StopKind::airport})
      wanted.push_back({kind, fold(text)});
    for (const auto& [kind, name] : wanted) {
      if (found.empty()) found = terminals_called(stops_, name_key(name), kind);
      if (found.empty()) found = terminals_bare(stops_, name_key(name), kind);
    }
    return found;
  }

  std::optional<Spot> by_kinds(const std::string& text, const Qualifiers& qualifiers) const {
    for (const auto& wanted : wanted_kinds(text)) {
      if (auto spot = by_kind(wanted, qualifiers)) return spot;
    }
    return std::nullopt;
  }

  // A terminal of the kind by its name, by a part of it, or the largest and nearest to a place of the name.
  std::optional<Spot> by_kind(const WantedKind& wanted, const Qualifiers& qualifiers) const {
    const std::string key = name_key(wanted.name);
    if (key.empty()) return std::nullopt;
    for (auto terminals :
         {terminals_called(stops_, key, wanted.kind), terminals_bare(stops_, key, wanted.kind),
          terminals_with_words(stops_, wanted.name, wanted.kind)}) {
      std::vector<Match> none;
      if (qualifiers.keep(none, terminals)) return chosen(terminals, {});
    }
    std::vector<Match> places = matches_.places(key);
    std::vector<TerminalMatch> none;
    if (!qualifiers.keep(places, none)) return std::nullopt;
    const Match& place = places.front();
    const Stop* best = nullptr;
    double best_km = 0.0;
    for (const auto& stop : stops_) {
      if (stop.kind != wanted.kind || stop.iso3 != place.iso3) continue;
      const double km = km_between(place, stop);
      if (km > (wanted.kind == StopKind::rail ? kSameKm : kServesKm) ||
          (best && std::pair{best->size, best_km} <= std::pair{stop.size, km}))
        continue;
      best = &stop;
      best_km = km;
    }
    if (!best && wanted.kind == StopKind::rail && place.stop) {
      Spot spot = spot_of(*place.stop);
      spot.note = fmt::format("`{}` is taken as {}, which has no rail terminal of its own in the network",
                              asked_, spot.label);
      return spot;
    }
    if (!best) return std::nullopt;
    Spot spot = spot_of(*best);
    spot.stands_in = true;
    spot.note = fmt::format("`{}` is taken as {}, {:.0f} km from {}", asked_, spot.label, best_km,
                            place_label(world_, place));
    return spot;
  }

  // "Valencia, Spain", "Portland, Oregon, US", "Yantian, Shenzhen"; and the same without a comma.
  std::optional<Spot> qualified() const {
    std::vector<std::string> parts;
    for (std::size_t start = 0; start <= asked_.size();) {
      const std::size_t end = std::min(asked_.find(',', start), asked_.size());
      parts.push_back(trimmed(asked_.substr(start, end - start)));
      start = end + 1;
    }
    if (parts.size() > 1) {
      const Qualifiers qualifiers = qualifiers_of({parts.begin() + 1, parts.end()}, true);
      return with(parts.front(), qualifiers);
    }
    const std::string words = asked_;
    for (std::size_t at = words.rfind(' '); at != std::string::npos && at > 0;
         at = words.rfind(' ', at - 1)) {
      const Qualifiers qualifiers = qualifiers_of({words.substr(at + 1)}, false);
      if (qualifiers.empty()) continue;
      if (auto spot = with(words.substr(0, at), qualifiers)) return spot;
    }
    return std::nullopt;
  }

  std::optional<Spot> with(const std::string& head, const Qualifiers& qualifiers) const {
    if (auto spot = by_name(head, qualifiers)) return noted(*spot, qualifiers);
    if (auto spot = by_kinds(head, qualifiers)) return noted(*spot, qualifiers);
    for (const auto& variant : name_variants(head)) {
      if (auto spot = by_name(variant, qualifiers)) return noted(*spot, qualifiers);
    }
    return std::nullopt;
  }

  Spot noted(Spot spot, const Qualifiers& qualifiers) const {
    for (const auto& part : qualifiers.ignored)
      spot.note += fmt::format("{}`{}` is not known and left out", spot.note.empty() ? "" : "; ", part);
    return spot;
  }

  // With `strict` a single part that is nothing known is an error of its own; else there are no qualifiers.
  Qualifiers qualifiers_of(const std::vector<std::string>& parts, bool strict) const {
    Qualifiers qualifiers;
    for (const auto& part : parts) {
      if (fold(part).empty()) continue;
      Qualifier qualifier{part, name_key(part), country_of(part), std::nullopt};
      if (!qualifier.iso3) {
        for (const auto& match : matches_.places(qualifier.key)) {
          if (!match.stop) continue;
          qualifier.near = {match.lat, match.lon};
          break;
        }
      }
      if (!qualifier.iso3 && !qualifier.near && !matches_.is_region(qualifier.key))
        qualifiers.ignored.push_back(part);
      else
        qualifiers.asked.push_back(std::move(qualifier));
    }
    if (strict && qualifiers.asked.empty() && !qualifiers.ignored.empty())
      find_country(world_, qualifiers.ignored.back());  // throws with the nearest countries
    if (!strict && qualifiers.asked.empty()) qualifiers.ignored.clear();
    return qualifiers;
  }

  Spot at_point(const Coordinates& point) const {
    const auto [stop, km] = nearest_place(stops_, point.lat, point.lon, "");
    const std::string where =
        fmt::format("{:.6g}° {}, {:.6g}° {}", std::abs(point.lat), point.lat < 0 ? "S" : "N",
                    std::abs(point.lon), point.lon < 0 ? "W" : "E");
    if (!stop || km > kReachKm)
      throw Error(fmt::format("no place of the network lies within {:.0f} km of {}", kReachKm, where), "",
                  stop ? fmt::format("the nearest is {}, {:.0f} km away; latitude comes first: `31.2,121.5`",
                                     stop_label(world_, *stop), km)
                       : "");
    Spot spot = spot_of(*stop);
    spot.stands_in = true;
    spot.note = fmt::format("`{}` is read as {}{} and taken as {}, {:.0f} km away", asked_, where,
                            point.swapped ? " (longitude first)" : "", spot.label, km);
    return spot;
  }

  Spot chosen(const std::vector<Match>& places) const {
    const Match& best = places.front();
    Spot spot;
    if (best.stop) {
      spot = spot_of(*best.stop);
    } else {
      const auto [stop, km] = nearest_place(stops_, best.lat, best.lon, best.iso3);
      if (!stop || km > kReachKm)
        throw Error(fmt::format("no place of the network lies within {:.0f} km of {}", kReachKm,
                                place_label(world_, best)),
                    "", "`sogdia data show places` lists the places");
      spot = spot_of(*stop);
      spot.stands_in = true;
      spot.note = fmt::format("{} is not a place of the network and is taken as {}, {:.0f} km away",
                              place_label(world_, best), spot.label, km);
    }
    std::vector<std::string> others;
    for (const auto& other : places) {
      if (others.size() == 3) break;
      const bool same = great_circle_km(best.lat, best.lon, other.lat, other.lon) <= kSameKm;
      const bool known = other.stop ? other.own || other.listed : other.own && other.population >= 15000;
      const std::string text =
          place_label(world_, other) + (other.stop ? fmt::format(" (`{}`)", other.stop->id) : std::string());
      if (!same && known && std::find(others.begin(), others.end(), text) == others.end())
        others.push_back(text);
    }
    if (!others.empty())
      spot.note = fmt::format(
          "{}; it also names {}",
          best.stop ? fmt::format("`{}` is taken as {}", asked_, place_label(world_, best)) : spot.note,
          fmt::join(others, "; "));
    return spot;
  }

  // The first of the terminals; `places` are those of the name that it came before.
  Spot chosen(const std::vector<TerminalMatch>& terminals, const std::vector<Match>& places) const {
    const TerminalMatch& best = terminals.front();
    Spot spot = spot_of(*best.stop);
    const bool stands_in = best.other && best.other->km > 0.0;
    std::vector<std::string> others;
    for (std::size_t k = 1; k < terminals.size() && others.size() < 3; ++k) {
      if (terminals[k].stop->kind == best.stop->kind)
        others.push_back(stop_label(world_, *terminals[k].stop) + " (`" + terminals[k].stop->id + "`)");
    }
    for (const auto& place : places) {
      if (others.size() < 3 && place.own && km_between(place, *best.stop) > kSameKm)
        others.push_back(place_label(world_, place));
    }
    if (stands_in)
      spot.note = fmt::format("`{}` is no terminal of the network and is taken as {}, {:.0f} km away", asked_,
                              spot.label, best.other->km);
    else if (!others.empty() || best.words || (best.other && !best.other->code))
      spot.note = fmt::format("`{}` is taken as {}{}", asked_, spot.label,
                              best.own() && !others.empty() ? ", the first in the table" : "");
    if (!others.empty()) spot.note += fmt::format("; it also names {}", fmt::join(others, "; "));
    spot.stands_in = stands_in;
    return spot;
  }

  // Does the text name the terminal by its id or code, and not by what it is called?
  static bool is_code(const TerminalMatch& match, std::string_view key) {
    if (match.words) return false;
    if (match.other) return match.other->code;
    const auto mark = match.stop->id.find(':');
    return name_key(match.stop->id) == key ||
           (mark != std::string::npos && name_key(match.stop->id.substr(mark + 1)) == key);
  }

  std::optional<std::string> country_of(const std::string& text) const {
    try {
      return find_country(world_, fold(text).size() > 3 ? text : fold(text));
    } catch (const Error&) {
      return std::nullopt;
    }
  }

  Spot in_country(const std::string& iso3) const {
    std::vector<const Stop*> cities;
    for (const auto& stop : stops_) {
      if (stop.kind == StopKind::place && stop.iso3 == iso3) cities.push_back(&stop);
    }
    std::stable_sort(cities.begin(), cities.end(),
                     [](const Stop* a, const Stop* b) { return a->population > b->population; });
    if (cities.size() == 1) return spot_of(*cities.front());
    std::vector<std::string> first;
    for (std::size_t k = 0; k < cities.size() && k < 3; ++k) first.push_back("`" + cities[k]->name + "`");
    throw Error(fmt::format("`{}` is a country, and a way begins and ends at a place", asked_), "",
                first.empty() ? fmt::format("the network has no place in {}", country_name(world_, iso3))
                              : fmt::format("name one of its cities: {}", fmt::join(first, ", ")));
  }

  void refuse_bloc(const std::string& text) const {
    const Table* blocs = world_.find("blocs");
    if (!blocs) return;
    const auto& ids = blocs->text("bloc");
    if (std::find(ids.begin(), ids.end(), text) != ids.end())
      throw Error(fmt::format("`{}` is a bloc of countries, and a way begins and ends at a place", text), "",
                  "name a city");
  }

  // A two-letter code of a country that no place is called.
  std::optional<Spot> last_resort() const {
    if (const auto country = country_of(asked_)) return in_country(*country);
    return std::nullopt;
  }

  Spot spot_of(const Stop& stop) const { return spot_at(world_, network_, stop); }

  const World& world_;
  const Network& network_;
  const std::string& asked_;
  const std::vector<Stop>& stops_;
  const PlaceMatches& matches_;
};

}  // namespace

struct Gazetteer::Names {
  explicit Names(const World& world) : table(world) {}
  PlaceNamesReader table;
  std::vector<Stop> stops;
  std::optional<PlaceMatches> matches;  // with the stops, when a name first needs them
};

Gazetteer::Gazetteer(const World& world, const Network& network)
    : world_(world), network_(network), names_(std::make_unique<Names>(world)) {}
Gazetteer::~Gazetteer() = default;

void Gazetteer::read_ahead(const std::vector<std::string>& names) const {
  if (std::any_of(names.begin(), names.end(),
                  [&](const std::string& name) { return !is_id(world_, name) && !read_coordinates(name); }))
    names_->table.begin();
}

Spot Gazetteer::find(const std::string& name) const {
  require_name(name);
  if (const auto exact = spot_of_id(world_, network_, name)) return *exact;
  if (!names_->matches) {
    names_->stops = stops_of(world_, network_);
    names_->matches.emplace(names_->stops, names_->table);
  }
  return Search(world_, network_, names_->stops, *names_->matches, name).run();
}

}  // namespace sogdia
