#pragma once
#include <map>
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/study/imports/source_network.h"

namespace sogdia {

// A network of the user's own as the tables of a world pack (docs/howto/own-network.md), and in plain words
// what it lacks and what stands for it:
//   places     the zones; every node where there are none
//   countries  those of the nodes; else each zone is an economy of its own
//   borders    where a link joins two countries: an ordinary border of the parameters
//   terminals  where a road meets a railway or water: a medium terminal of the parameters
//   trade      the trips, one at 1,000 USD; without trips every zone sells every other the same
// Hours are lengths over speeds; money a kilometre, values of time and the rest are the parameters'.
struct NetworkPack {
  std::vector<Table> tables;
  std::size_t places = 0, countries = 0, links = 0;
  bool capacities = false;  // a table `delays`, for `assign`
  std::vector<std::string> notes;
};

// `network` has its units settled; `country_names` by code. Throws Error for trips of a zone that the network
// lacks.
NetworkPack make_network_pack(const SourceNetwork& network, const SourceTrips& trips,
                              const std::map<std::string, std::string>& country_names);

}  // namespace sogdia
