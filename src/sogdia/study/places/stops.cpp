#include "sogdia/study/places/stops.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "sogdia/core/great_circle.h"
#include "sogdia/core/names.h"

namespace sogdia {
namespace {

void add_key(std::vector<std::string>& keys, std::string_view name) {
  std::string key = name_key(name);
  if (!key.empty() && std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
}

// "Shanghai Pudong International Airport" is called "Shanghai Pudong" and "Shanghai Pudong Airport" too.
std::vector<std::string> airport_names(std::string_view whole) {
  std::string name = fold(whole);
  std::vector<std::string> names;
  for (const std::string_view word : {" airport", " international", " intl", " int l"}) {
    if (!name.ends_with(word)) continue;
    name.resize(name.size() - word.size());
    names.push_back(name);
  }
  return names;
}

constexpr std::string_view kRailTerminal = " rail terminal";

// "Alashankou - Dostyk" answers to each side; a side without a town is a country's code, which is no name.
void add_sides(Stop& stop) {
  constexpr std::string_view kBetween = " - ";
  const std::string_view name = stop.name;
  const std::size_t at = name.find(kBetween);
  if (at == std::string_view::npos) return;
  for (const auto side : {name.substr(0, at), name.substr(at + kBetween.size())}) {
    if (side.size() != 3 || std::any_of(side.begin(), side.end(), [](char c) { return c < 'A' || c > 'Z'; }))
      add_key(stop.called, side);
  }
}

// Place, Terminal or Crossing; the caller says what country a crossing stands in.
template <typename Record>
Stop stop_of(StopKind kind, const Record& record, const std::string& node, const std::string& iso3) {
  Stop stop;
  stop.kind = kind;
  stop.id = record.id;
  stop.node = node;
  stop.name = record.name;
  stop.iso3 = iso3;
  return stop;
}

int size_of(const std::string& size) { return size == "large" ? 0 : size == "medium" ? 1 : 2; }

StopKind kind_of_terminal(const std::string& kind) {
  return kind == "port" ? StopKind::port : kind == "airport" ? StopKind::airport : StopKind::rail;
}

struct KindWord {
  std::string_view word;
  StopKind kind;
};
// Longer ones first, so that "container port" is not a port called "container".
constexpr KindWord kWords[] = {{"international airport", StopKind::airport},
                               {"commercial sea port", StopKind::port},
                               {"sea commercial port", StopKind::port},
                               {"commercial port", StopKind::port},
                               {"container terminal", StopKind::port},
                               {"container terminal", StopKind::rail},
                               {"intl airport", StopKind::airport},
                               {"int l airport", StopKind::airport},
                               {"freight terminal", StopKind::rail},
                               {"freight village", StopKind::rail},
                               {"rail terminal", StopKind::rail},
                               {"railway station", StopKind::rail},
                               {"railway port", StopKind::rail},
                               {"container port", StopKind::port},
                               {"border crossing", StopKind::crossing},
                               {"border post", StopKind::crossing},
                               {"inland port", StopKind::rail},
                               {"dry port", StopKind::rail},
                               {"land port", StopKind::crossing},
                               {"seaport", StopKind::port},
                               {"sea port", StopKind::port},
                               {"морской порт", StopKind::port},
                               {"port", StopKind::port},
                               {"harbour", StopKind::port},
                               {"harbor", StopKind::port},
                               {"puerto", StopKind::port},
                               {"porto", StopKind::port},
                               {"hafen", StopKind::port},
                               {"mina", StopKind::port},
                               {"pelabuhan", StopKind::port},
                               {"cang", StopKind::port},
                               {"limani", StopKind::port},
                               {"порт", StopKind::port},
                               {"terminal", StopKind::port},
                               {"terminal", StopKind::rail},
                               {"terminals", StopKind::port},
                               {"cargo airport", StopKind::airport},
                               {"airport", StopKind::airport},
                               {"aeroport", StopKind::airport},
                               {"aeropuerto", StopKind::airport},
                               {"flughafen", StopKind::airport},
                               {"аэропорт", StopKind::airport},
                               {"railway", StopKind::rail},
                               {"rail", StopKind::rail},
                               {"station", StopKind::rail},
                               {"crossing", StopKind::crossing},
                               {"border", StopKind::crossing}};
// Written together with the name.
constexpr KindWord kEndings[] = {{"机场", StopKind::airport},  {"機場", StopKind::airport},
                                 {"空港", StopKind::airport},  {"港", StopKind::port},
                                 {"항", StopKind::port},       {"站", StopKind::rail},
                                 {"口岸", StopKind::crossing}, {"flughafen", StopKind::airport}};

// Codes are capitals and digits, as UN/LOCODE and ICAO write them.
bool is_code(std::string_view name) {
  return (name.size() == 4 || name.size() == 5) && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

void add_other_names(const World& world, std::vector<Stop>& stops) {
  std::map<std::string_view, Stop*> terminals;
  for (auto& stop : stops) {
    if (stop.kind != StopKind::place && stop.kind != StopKind::crossing) terminals[stop.id] = &stop;
  }
  for (const auto& called : world.records.terminal_names) {
    const auto at = terminals.find(called.terminal);
    if (at == terminals.end()) continue;
    Stop& stop = *at->second;
    const auto add = [&](const std::string& name, bool code) {
      OtherName other{name_key(name), "", code, called.km};
      for (const auto& wanted : wanted_kinds(name)) {
        if (wanted.kind == stop.kind) other.bare = name_key(wanted.name);
      }
      if (!other.key.empty()) stop.other.push_back(std::move(other));
    };
    add(called.name, is_code(called.name));
    if (stop.kind != StopKind::airport) continue;
    for (const auto& name : airport_names(called.name)) add(name, false);
  }
}

// visit(stop without its keys, its record's other names) for every record that stands on the network and is
// wanted, by its id and node.
template <typename Wanted, typename Visit>
void each_stop(const World& world, const Network& network, const Wanted& wanted, const Visit& visit) {
  static const std::vector<std::string> none;
  const auto place_on = [&](Stop stop, const std::vector<std::string>& names) {
    const auto node = network.nodes.find(stop.node);
    if (!node) return;
    stop.lat = network.lat[*node];
    stop.lon = network.lon[*node];
    visit(std::move(stop), names);
  };
  const Records& pack = world.records;
  for (const auto& place : pack.places) {
    if (!wanted(place.id, place.node)) continue;
    Stop stop = stop_of(StopKind::place, place, place.node, place.iso3);
    stop.population = place.population;
    place_on(std::move(stop), place.names);
  }
  for (const auto& terminal : pack.terminals) {
    if (!wanted(terminal.id, terminal.node)) continue;
    Stop stop = stop_of(kind_of_terminal(terminal.kind), terminal, terminal.node, terminal.iso3);
    if (!terminal.size.empty()) stop.size = size_of(terminal.size);
    place_on(std::move(stop), none);
  }
  for (const auto& crossing : pack.crossings) {
    if (wanted(crossing.id, crossing.node))
      place_on(stop_of(StopKind::crossing, crossing, crossing.node, crossing.iso3_a), none);
  }
}

void add_keys(Stop& stop, const std::vector<std::string>& names) {
  for (const auto& name : names) add_key(stop.called, name);
  add_key(stop.own, stop.name);
  add_key(stop.own, stop.id);
  // "CHN-Chongqing" and "port:CNSHA" answer to what follows the mark as well.
  if (const auto mark = stop.id.find_first_of("-:");
      mark != std::string::npos && stop.kind != StopKind::crossing)
    add_key(stop.own, stop.id.substr(mark + 1));
  if (stop.kind == StopKind::crossing) add_sides(stop);
  if (stop.kind == StopKind::rail && stop.name.ends_with(kRailTerminal))
    add_key(stop.called, std::string_view(stop.name).substr(0, stop.name.size() - kRailTerminal.size()));
  if (stop.kind == StopKind::airport) {
    for (const auto& name : airport_names(stop.name)) add_key(stop.called, name);
  }
}

}  // namespace

std::vector<Stop> stops_of(const World& world, const Network& network) {
  std::vector<Stop> stops;
  const auto all = [](const std::string&, const std::string&) { return true; };
  each_stop(world, network, all, [&](Stop stop, const std::vector<std::string>& names) {
    add_keys(stop, names);
    stops.push_back(std::move(stop));
  });
  add_other_names(world, stops);
  return stops;
}

std::optional<Stop> stop_of_id(const World& world, const Network& network, std::string_view id) {
  std::optional<Stop> found;
  const auto wanted = [&](const std::string& of, const std::string& node) { return of == id || node == id; };
  each_stop(world, network, wanted, [&](Stop stop, const std::vector<std::string>&) {
    if (!found || (found->id != id && stop.id == id)) found = std::move(stop);
  });
  return found;
}

std::pair<const Stop*, double> nearest_place(const std::vector<Stop>& stops, double lat, double lon,
                                             std::string_view home) {
  constexpr double kHomeKm = 150.0, kHomeFactor = 1.25;
  const Stop *any = nullptr, *own = nullptr;
  double any_km = std::numeric_limits<double>::infinity(), own_km = any_km;
  for (const auto& stop : stops) {
    if (stop.kind != StopKind::place) continue;
    const double km = great_circle_km(lat, lon, stop.lat, stop.lon);
    if (km < any_km) any_km = km, any = &stop;
    if (stop.iso3 == home && km < own_km) own_km = km, own = &stop;
  }
  const bool at_home = own_km <= std::max(kHomeKm, kHomeFactor * any_km);
  return own && at_home ? std::pair{own, own_km} : std::pair{any, any_km};
}

const char* title(StopKind kind) {
  switch (kind) {
    case StopKind::place:
      return "";
    case StopKind::port:
      return "port of ";
    case StopKind::airport:
      return "airport ";
    case StopKind::rail:
      return "rail terminal ";
    case StopKind::crossing:
      return "border crossing ";
  }
  return "";
}

std::vector<WantedKind> wanted_kinds(std::string_view name) {
  const std::string folded = fold(name);
  std::vector<WantedKind> wanted;
  std::string_view used;
  for (const auto& [word, kind] : kWords) {
    if (!used.empty() && used != word) break;
    if (folded.starts_with(word) && folded.size() > word.size() && folded[word.size()] == ' ') {
      std::string rest = folded.substr(word.size() + 1);
      for (const std::string_view of : {"of ", "at ", "de ", "do ", "di "}) {
        if (rest.starts_with(of)) rest.erase(0, of.size());
      }
      wanted.push_back({kind, rest});
      used = word;
    } else if (folded.ends_with(word) && folded.size() > word.size() &&
               folded[folded.size() - word.size() - 1] == ' ') {
      wanted.push_back({kind, folded.substr(0, folded.size() - word.size() - 1)});
      used = word;
    }
  }
  for (const auto& [ending, kind] : kEndings) {
    if (wanted.empty() && folded.ends_with(ending) && folded.size() > ending.size())
      wanted.push_back({kind, folded.substr(0, folded.size() - ending.size())});
  }
  return wanted;
}

}  // namespace sogdia
