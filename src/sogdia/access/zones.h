#pragma once
#include <string>
#include <vector>

#include "sogdia/core/index.h"
#include "sogdia/network/network.h"
#include "sogdia/pack/place.h"

namespace sogdia {

// Places that stand for their countries in country-pair costs.
struct Zones {
  Index nodes;                     // labels of Network::nodes, country by country, larger places first
  std::vector<std::string> iso3;   // by zone
  std::vector<double> population;  // persons, by zone
  std::vector<double> weight;      // share in the population of the country's zones; sums to 1 over a country

  std::size_t size() const { return nodes.size(); }
};

struct ZoneOptions {
  int count = 480;  // at least one per country
  int most_per_country = 12;
};

// Chooses `count` of the pack's places: every country's largest, then capitals, then by population, never
// more than `most_per_country` of one country. Equal populations fall in the order of `places`. Places whose
// node the network lacks and places outside `countries` (if not empty) are passed over. Throws Error where
// `count` is less than the number of countries.
Zones choose_zones(const std::vector<Place>& places, const Network& network, const Index& countries = {},
                   const ZoneOptions& options = {});

}  // namespace sogdia
