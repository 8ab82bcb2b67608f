#include "sogdia/study/estimates/gravity_table.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "sogdia/access/country_cost.h"
#include "sogdia/access/zones.h"
#include "sogdia/core/parallel.h"
#include "sogdia/study/pipeline/base.h"

namespace sogdia {
namespace {

constexpr std::size_t kPlacesPerCountry = 25;  // as in the trade table's prior
constexpr double kShortestKm = 20.0;           // towns facing each other over a border
constexpr double kEarthKm = 6371.0088;

struct Place {
  double population, x, y, z;  // on the unit sphere
};

std::vector<std::vector<Place>> largest_places(const World& world, const Index& countries) {
  const Table& places = world.table("places");
  const auto &iso3 = places.text("iso3"), &id = places.text("place_id");
  const auto lon = places.numbers("lon"), lat = places.numbers("lat"),
             population = places.numbers("population");
  std::vector<std::size_t> order;
  for (std::size_t row = 0; row < places.rows(); ++row)
    if (population[row] > 0 && countries.contains(iso3[row])) order.push_back(row);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return population[a] != population[b] ? population[a] > population[b] : id[a] < id[b];
  });
  std::vector<std::vector<Place>> out(countries.size());
  for (const std::size_t row : order) {
    auto& list = out[countries.at(iso3[row])];
    if (list.size() == kPlacesPerCountry) continue;
    const double turn = M_PI / 180;
    list.push_back({population[row], std::cos(lat[row] * turn) * std::cos(lon[row] * turn),
                    std::cos(lat[row] * turn) * std::sin(lon[row] * turn), std::sin(lat[row] * turn)});
  }
  return out;
}

double kilometres(const Place& a, const Place& b) {
  const double chord = std::hypot(a.x - b.x, a.y - b.y, a.z - b.z);
  return std::max(2 * kEarthKm * std::asin(std::min(chord / 2, 1.0)), kShortestKm);
}

std::set<std::pair<std::string, std::string>> land_borders(const World& world) {
  std::set<std::pair<std::string, std::string>> borders;
  for (const char* name : {"crossings", "crossings_missing"}) {
    const Table* table = world.find(name);
    if (table == nullptr) continue;
    const auto &a = table->text("iso3_a"), &b = table->text("iso3_b");
    for (std::size_t row = 0; row < table->rows(); ++row) {
      borders.emplace(a[row], b[row]);
      borders.emplace(b[row], a[row]);
    }
  }
  return borders;
}

CountryCost costs(const World& world, const Study& study, const Index& countries, int threads,
                  const Monitor& monitor) {
  const auto [network, costs] = base_network(world, study.base.projects, study.base.projects_where);
  const Zones zones = base_zones(world, network, countries, study.access.zones);
  const Travel travel = base_travel(world, network, costs, study.access.sector, study.access.value_of_time);
  return find_ways(network, costs, travel, zones, countries, threads, monitor).country;
}

double known(double value) { return std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN(); }

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

  const Table& trade = world.table("trade");
  const auto &exporter = trade.text("exporter"), &importer = trade.text("importer");
  const auto &status = trade.text("status"), &reported_by = trade.text("reported_by");
  const auto year = trade.integers("year");
  const auto value = trade.numbers("value_usd");
  std::vector<std::string> from, to, reporter, standing;
  std::vector<std::int64_t> years, contiguous;
  std::vector<double> usd, km, hours, days, money, freight, fraction;
  for (std::size_t row = 0; row < trade.rows(); ++row) {
    const auto i = countries.find(exporter[row]), j = countries.find(importer[row]);
    if (!i || !j || *i == *j || !std::isfinite(distance(*i, *j))) continue;
    from.push_back(exporter[row]);
    to.push_back(importer[row]);
    years.push_back(year[row]);
    usd.push_back(value[row]);
    km.push_back(distance(*i, *j));
    hours.push_back(known(cost.hours(*i, *j)));
    days.push_back(hours.back() / 24);
    money.push_back(known(cost.usd_per_tonne(*i, *j)));
    freight.push_back(money.back() / usd_per_tonne_value);
    fraction.push_back(known(cost.cost(*i, *j)));
    contiguous.push_back(borders.count({exporter[row], importer[row]}) > 0 ? 1 : 0);
    reporter.push_back(reported_by[row]);
    standing.push_back(status[row]);
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
  const Index countries(world.table("countries").text("iso3"));
  return table_with(world, study, countries, costs(world, study, countries, threads, monitor));
}

Table gravity_table_before_costs(const World& world, const Study& study) {
  const Index countries(world.table("countries").text("iso3"));
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
