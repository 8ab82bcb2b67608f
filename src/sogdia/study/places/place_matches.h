#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sogdia/study/places/place_names.h"
#include "sogdia/study/places/stops.h"
#include "sogdia/study/places/terminal_matches.h"

namespace sogdia {

// A place that answers to a name, of the network or near it.
struct Match {
  const Stop* stop = nullptr;  // the place of the network that it is; none for a town that it lacks
  std::string name, iso3;
  std::string region;  // names of its state, separated by a bar; may be empty
  double lat = 0.0, lon = 0.0, population = 0.0;
  bool own = false;     // by its own name
  bool listed = false;  // by another name in the pack's own table of places
  double score = 0.0;
};

// What stands after a comma: a country, a state or province, or a city near by.
struct Qualifier {
  std::string text, key;
  std::optional<std::string> iso3;
  std::optional<std::pair<double, double>> near;  // lat, lon of the city of that name
};
struct Qualifiers {
  std::vector<Qualifier> asked;
  std::vector<std::string> ignored;  // parts that are nothing known

  bool empty() const { return asked.empty(); }
  // Drops what lies elsewhere; false where nothing is left.
  bool keep(std::vector<Match>& places, std::vector<TerminalMatch>& terminals) const;
};

// The names of the network's stops and of place_names.csv, looked up together.
class PlaceMatches {
 public:
  PlaceMatches(const std::vector<Stop>& stops, PlaceNamesReader& names) : stops_(stops), names_(names) {}

  // Best first. Population weighs; a place of the network counts thrice, and another language's or an old
  // name a fiftieth, so that Canton, Ohio stays below Guangzhou and Victoria, Canada above Hong Kong.
  std::vector<Match> places(std::string_view key) const;

  bool is_region(std::string_view key) const { return names_.get().is_region(key); }
  std::vector<std::string> like(std::string_view name) const { return names_.get().like(name); }

 private:
  const std::vector<Stop>& stops_;
  PlaceNamesReader& names_;
};

// "London Heathrow Airport" as "airport London Heathrow Airport, United Kingdom"; "Heathrow, Florida, United
// States".
std::string stop_label(const World& world, const Stop& stop);
std::string place_label(const World& world, const Match& match);

// Other forms that people type for one name: "st" for "saint" and back, without "city", "the" or 市.
std::vector<std::string> name_variants(std::string_view name);

}  // namespace sogdia
