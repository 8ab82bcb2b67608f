#include "sogdia/access/zones.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

struct Place {
  std::string node, iso3;
  double population;
  bool capital;
};

std::vector<Place> places_in(const Table& table, const Network& network, const Index& countries) {
  const Column& id = table.column("place_id");
  const Column& iso3 = table.column("iso3");
  const Column* node = table.find("node_id");
  const auto population = table.numbers("population");
  const auto capital =
      table.find("capital") ? table.integers("capital") : std::vector<std::int64_t>(table.rows());
  std::vector<Place> places;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::string label = node ? cell_text(*node, row) : "";
    if (label.empty()) label = cell_text(id, row);
    const std::string code = cell_text(iso3, row);
    if (!network.nodes.contains(label) || (!countries.empty() && !countries.contains(code))) continue;
    places.push_back({label, code, population[row] > 0 ? population[row] : 1.0, capital[row] != 0});
  }
  return places;
}

}  // namespace

Zones choose_zones(const Table& table, const Network& network, const Index& countries,
                   const ZoneOptions& options) {
  const std::vector<Place> places = places_in(table, network, countries);
  std::vector<std::size_t> by_size(places.size());
  std::iota(by_size.begin(), by_size.end(), std::size_t{0});
  std::stable_sort(by_size.begin(), by_size.end(),
                   [&](std::size_t a, std::size_t b) { return places[a].population > places[b].population; });

  std::map<std::string, std::vector<std::size_t>> chosen;
  int taken = 0;
  const auto take = [&](std::size_t k) {
    auto& mine = chosen[places[k].iso3];
    if (std::find(mine.begin(), mine.end(), k) != mine.end()) return;
    if (static_cast<int>(mine.size()) >= options.most_per_country) return;
    mine.push_back(k);
    ++taken;
  };
  for (const auto k : by_size) {
    if (!chosen.contains(places[k].iso3)) take(k);
  }
  if (taken > options.count) {
    throw Error(fmt::format("{} zones are too few for {} countries", options.count, taken), "",
                fmt::format("ask for at least {}", taken));
  }
  for (const bool capitals : {true, false}) {
    for (const auto k : by_size) {
      if (taken < options.count && places[k].capital == capitals) take(k);
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
      labels.push_back(places[k].node);
      zones.iso3.push_back(iso3);
      zones.population.push_back(places[k].population);
      zones.weight.push_back(places[k].population / total);
    }
  }
  zones.nodes = Index(std::move(labels));
  return zones;
}

}  // namespace sogdia
