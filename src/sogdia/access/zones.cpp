#include "sogdia/access/zones.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

// A place on the network that may stand for its country.
struct Candidate {
  const Place* place;
  double population;  // at least one person
};

std::vector<Candidate> candidates(const std::vector<Place>& places, const Network& network,
                                  const Index& countries) {
  std::vector<Candidate> found;
  for (const Place& place : places) {
    if (!network.nodes.contains(place.node) || (!countries.empty() && !countries.contains(place.iso3)))
      continue;
    found.push_back({&place, place.population > 0 ? place.population : 1.0});
  }
  return found;
}

}  // namespace

Zones choose_zones(const std::vector<Place>& all, const Network& network, const Index& countries,
                   const ZoneOptions& options) {
  const std::vector<Candidate> places = candidates(all, network, countries);
  std::vector<std::size_t> by_size(places.size());
  std::iota(by_size.begin(), by_size.end(), std::size_t{0});
  std::stable_sort(by_size.begin(), by_size.end(),
                   [&](std::size_t a, std::size_t b) { return places[a].population > places[b].population; });

  std::map<std::string, std::vector<std::size_t>> chosen;
  int taken = 0;
  const auto take = [&](std::size_t k) {
    auto& mine = chosen[places[k].place->iso3];
    if (std::find(mine.begin(), mine.end(), k) != mine.end()) return;
    if (static_cast<int>(mine.size()) >= options.most_per_country) return;
    mine.push_back(k);
    ++taken;
  };
  for (const auto k : by_size) {
    if (!chosen.contains(places[k].place->iso3)) take(k);
  }
  if (taken > options.count) {
    throw Error(fmt::format("{} zones are too few for {} countries", options.count, taken), "",
                fmt::format("ask for at least {}", taken));
  }
  for (const bool capitals : {true, false}) {
    for (const auto k : by_size) {
      if (taken < options.count && places[k].place->capital == capitals) take(k);
    }
  }

  Zones zones;
  std::vector<std::string> labels;
  for (auto& [iso3, mine] : chosen) {
    std::stable_sort(mine.begin(), mine.end(), [&](std::size_t a, std::size_t b) {
      return places[a].population > places[b].population;
    });
    std::vector<double> population;
    for (const auto k : mine) population.push_back(places[k].population);
    const double total = ordered_sum(population);
    for (const auto k : mine) {
      labels.push_back(places[k].place->node);
      zones.iso3.push_back(iso3);
      zones.population.push_back(places[k].population);
      zones.weight.push_back(places[k].population / total);
    }
  }
  zones.nodes = Index(std::move(labels));
  return zones;
}

}  // namespace sogdia
