#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sogdia/network/network.h"
#include "sogdia/study/world/world.h"

namespace sogdia {

// Where a free name stands on the network.
struct Spot {
  std::uint32_t node = 0;
  std::string id;     // "CHN-Chongqing", "port:CNSHA"
  std::string label;  // "Chongqing, China", "port of Shanghai, China"
  std::string note;   // what else the name could have meant, or that a neighbour stands for it; often empty
  bool stands_in = false;  // a neighbour of what was named: a nearest place or terminal
};

// Finds a place, port, airport, rail terminal or border crossing:
//
//   const Gazetteer gazetteer(world, network);   // costs nothing: names are read when one first needs them
//   gazetteer.find("Москва")            a name in any language and case, with or without accents
//   gazetteer.find("Portland, Oregon")  a country, a state or a bigger city after a comma
//   gazetteer.find("port of Shanghai")  "port", "airport", "rail" or "crossing" asks for the kind
//   gazetteer.find("CNSHA")             an id, UN/LOCODE or IATA code in any case
//   gazetteer.find("31.2,121.5")        latitude and longitude: the nearest place
//
// A city comes before a terminal of its name, and of several the larger one is taken, places of the network
// counting thrice; the note names the others. A town that the network lacks stands at its nearest place, and
// the note says how far that is. The names of place_names.csv are read where the pack has them. Throws Error
// with the nearest names; for a country, with its cities. One thread asks at a time.
class Gazetteer {
 public:
  Gazetteer(const World& world, const Network& network);  // both must outlive it
  ~Gazetteer();
  Spot find(const std::string& name) const;
  // Begins to read the table of names on a thread of its own, where one of these is no id of the pack. The
  // network may still be empty.
  void read_ahead(const std::vector<std::string>& names) const;

 private:
  struct Names;
  const World& world_;
  const Network& network_;
  std::unique_ptr<Names> names_;
};

}  // namespace sogdia
