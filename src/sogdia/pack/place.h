#pragma once
#include <limits>
#include <string>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia {

// A row of places.csv: a city that a journey may begin or end at, and that may stand for its country.
struct Place {
  std::string id, name, iso3;
  std::string node;  // the place's id where the table names none
  double lon = 0, lat = 0, population = 0;
  bool capital = false;
  std::vector<std::string> names;  // other names
};
std::vector<Place> read_places(const Table& table);

// A row of terminals.csv, as a name to be found by; its times and prices are on the network's links.
struct Terminal {
  std::string id, kind, name, iso3, node, size;
};
std::vector<Terminal> read_terminals(const Table& table);

// A row of terminal_names.csv: another name of a terminal, or of one that the network lacks and this one, so
// many km away, stands in for.
struct TerminalName {
  std::string name, terminal;
  double km = 0;
};
std::vector<TerminalName> read_terminal_names(const Table& table);

// A row of crossings.csv.
struct Crossing {
  std::string id, name, iso3_a, iso3_b, node;
};
std::vector<Crossing> read_crossings(const Table& table);

// A row of passages.csv.
struct Passage {
  std::string id, name;
  std::vector<std::string> names;  // other names
  double headroom =
      std::numeric_limits<double>::quiet_NaN();  // times what it takes that it can take; NaN = not known
};
std::vector<Passage> read_passages(const Table& table);

// Two countries with a common border: of crossings.csv, and of crossings_missing.csv where nothing crosses.
struct LandBorder {
  std::string iso3_a, iso3_b;
};
std::vector<LandBorder> read_land_borders(const Table& table);

}  // namespace sogdia
