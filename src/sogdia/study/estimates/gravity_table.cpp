#include "sogdia/study/estimates/gravity_table.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "sogdia/access/country_cost.h"
#include "sogdia/access/zones.h"
#include "sogdia/core/great_circle.h"
#include "sogdia/core/no_number.h"
#include "sogdia/core/parallel.h"
#include "sogdia/pack/columns.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/pipeline/saved_topology.h"
#include "sogdia/study/world/country.h"

namespace sogdia {
namespace {

constexpr std::size_t kPlacesPerCountry = 25;  // as in the trade table's prior
constexpr double kShortestKm = 20.0;           // towns facing each other over a border

struct Town {
  double population;
  SpherePoint at;
};

std::vector<std::vector<Town>> largest_places(const World& world, const Index& countries) {
  std::vector<const Place*> order;
  for (const Place& place : world.records.places)
    if (place.population > 0 && countries.contains(place.iso3)) order.push_back(&place);
  std::sort(order.begin(), order.end(), [](const Place* a, const Place* b) {
    return a->population != b->population ? a->population > b->population : a->id < b->id;
  });
  std::vector<std::vector<Town>> out(countries.size());
  for (const Place* place : order) {
    auto& list = out[countries.at(place->iso3)];
    if (list.size() == kPlacesPerCountry) continue;
    list.push_back({place->population, sphere_point(place->lat, place->lon)});
  }
  return out;
}

double kilometres(const Town& a, const Town& b) { return std::max(great_circle_km(a.at, b.at), kShortestKm); }

std::set<std::pair<std::string, std::string>> land_borders(const World& world) {
  std::set<std::pair<std::string, std::string>> borders;
  for (const auto& [a, b] : world.records.land_borders) {
    borders.emplace(a, b);
    borders.emplace(b, a);
  }
  return borders;
}

}  // namespace

OdMatrix country_distances(const World& world, const Index& countries) {
  const auto places = largest_places(world, countries);
  OdMatrix out(countries, countries, "km", std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < countries.size(); ++i) {
    for (std::size_t j = i; j < countries.size(); ++j) {
      std::vector<double> terms;
      double people_i = 0, people_j = 0;
      for (const auto& b : places[j]) people_j += b.population;
      for (const auto& a : places[i]) {
        people_i += a.population;
        for (const auto& b : places[j]) terms.push_back(a.population * b.population / kilometres(a, b));
      }
      if (!terms.empty()) out(i, j) = out(j, i) = people_i * people_j / ordered_sum(terms);
    }
  }
  return out;
}

namespace {

Table table_with(const World& world, const Study& study, const Index& countries, const CountryCost& cost) {
  const OdMatrix distance = country_distances(world, countries);
  const auto borders = land_borders(world);
  const double usd_per_tonne_value =
      parameter(world.parameters, "sector." + study.access.sector + ".usd_per_tonne_value");

  std::vector<std::string> from, to, reporter, standing;
  std::vector<std::int64_t> years, contiguous;
  std::vector<double> usd, km, hours, days, money, freight, fraction;
  const TextColumn status(world.table("trade"), "status", Need::kOptional);
  for (const TradeCell& cell : world.records.trade) {
    const auto i = countries.find(cell.exporter), j = countries.find(cell.importer);
    if (!i || !j || *i == *j || !std::isfinite(distance(*i, *j))) continue;
    from.push_back(cell.exporter);
    to.push_back(cell.importer);
    years.push_back(cell.year);
    usd.push_back(cell.usd);
    km.push_back(distance(*i, *j));
    hours.push_back(known(cost.hours(*i, *j)));
    days.push_back(hours.back() / 24);
    money.push_back(known(cost.usd_per_tonne(*i, *j)));
    freight.push_back(money.back() / usd_per_tonne_value);
    fraction.push_back(known(cost.cost(*i, *j)));
    contiguous.push_back(borders.count({cell.exporter, cell.importer}) > 0 ? 1 : 0);
    reporter.push_back(cell.reported_by);
    standing.push_back(status[cell.row]);
  }
  Table table;
  table.name = "gravity";
  table.add("exporter", from).add("importer", to).add("year", years).add("value_usd", usd);
  table.add("distance_km", km).add("hours", hours).add("days", days).add("usd_per_tonne", money);
  table.add("freight", freight).add("ad_valorem_cost", fraction).add("contiguous", contiguous);
  table.add("reported_by", reporter).add("status", standing);
  return table;
}

}  // namespace

Table gravity_table(const World& world, const Study& study, int threads, const Monitor& monitor) {
  const Index countries(country_codes(world));
  const Ground ground = make_ground(
      world, base_network(world, study.base.projects, study.base.projects_where), study.access, countries);
  const AccessTopology topology = topology_of(world.folder, ground.network, threads);
  const Ways ways = find_ways(ground, topology, weigh_ground(ground, topology, ground.costs, threads),
                              countries, threads, monitor);
  return table_with(world, study, countries, ways.country);
}

Table gravity_table_before_costs(const World& world, const Study& study) {
  const Index countries(country_codes(world));
  CountryCost cost;
  cost.countries = countries;
  cost.cost = cost.hours = cost.usd_per_tonne = OdMatrix(countries, countries, "", 1.0);
  // No two alike, so that no regressor is taken for another.
  for (std::size_t k = 0; k < cost.cost.values.size(); ++k) {
    cost.hours.values[k] = 24 + static_cast<double>(k % 997);
    cost.usd_per_tonne.values[k] = 10 + static_cast<double>(k % 991);
    cost.cost.values[k] = 0.01 + static_cast<double>(k % 983) / 1e4;
  }
  return table_with(world, study, countries, cost);
}

}  // namespace sogdia
