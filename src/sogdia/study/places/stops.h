#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sogdia/network/network.h"
#include "sogdia/study/world/world.h"

namespace sogdia {

enum class StopKind { place, port, airport, rail, crossing };

// Another name of a terminal, from terminal_names.csv: of a part of it, a code of another list, or a terminal
// that the network lacks and this one stands in for.
struct OtherName {
  std::string key;
  std::string bare;  // the key without a word for its kind: "hamad" of "Hamad Port"; may be empty
  bool code = false;
  double km = 0.0;  // above 0 where the terminal stands in for what is named, so far away
};

// A place, terminal or border crossing of the pack that stands on the network.
struct Stop {
  StopKind kind = StopKind::place;
  std::string id, node, name, iso3;
  double lat = 0.0, lon = 0.0, population = 0.0;
  int size = 0;                     // of a terminal: 0 large, 1 medium, 2 small
  std::vector<std::string> own;     // keys of its name and ids
  std::vector<std::string> called;  // keys of its other names
  std::vector<OtherName> other;     // of a terminal
};

// In the order of places, terminals and crossings.
std::vector<Stop> stops_of(const World& world, const Network& network);

// The one of that id, else the first at that node, without its keys: found without making keys of all names.
std::optional<Stop> stop_of_id(const World& world, const Network& network, std::string_view id);

// The place nearest to a point, and how many km away; null and infinity where there is none. One of the
// country `home` comes before a nearer one over its border where it is within 150 km, or 1.25 times as far.
std::pair<const Stop*, double> nearest_place(const std::vector<Stop>& stops, double lat, double lon,
                                             std::string_view home);

// "port of ", "airport ", "" for a place.
const char* title(StopKind kind);

// A kind that a name asks for, and the name without it: "port of Shanghai" -> port, "shanghai"; "PVG airport"
// -> airport, "pvg"; "Chengdu terminal" -> port or rail, "chengdu". Empty where it asks for none.
struct WantedKind {
  StopKind kind;
  std::string name;  // folded
};
std::vector<WantedKind> wanted_kinds(std::string_view name);

}  // namespace sogdia
