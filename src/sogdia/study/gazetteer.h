#pragma once
#include <cstdint>
#include <string>

#include "sogdia/network/network.h"
#include "sogdia/study/world.h"

namespace sogdia {

// Where a free name stands on the network.
struct Spot {
  std::uint32_t node = 0;
  std::string id;     // "CHN-Chongqing", "port:CNSHA"
  std::string label;  // "Chongqing, China", "port of Shanghai, China"
  std::string note;   // what else the name could have meant; empty where it meant one thing
};

// Finds a place, port, airport, rail terminal or border crossing by its id or by any of its names, in any
// case and with or without accents. A country may follow a comma ("Valencia, Spain"), and "port", "airport"
// or "rail" narrows the kind ("port of Shanghai", "Shanghai airport"). Of several places the most populous is
// taken and the note says so. Throws Error with the nearest names.
Spot find_spot(const World& world, const Network& network, const std::string& name);

}  // namespace sogdia
