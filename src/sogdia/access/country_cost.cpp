#include "sogdia/access/country_cost.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sogdia/core/no_number.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

struct Way {
  double cost, hours, usd;
};

Way within(double population, const CountryCostOptions& options) {
  const double km = internal_km(population, options);
  const double hours = km / options.internal_kmh, usd = km * options.internal_usd_per_tonne_km;
  return {generalized_cost(usd, hours, options.shipper), hours, usd};
}

}  // namespace

double internal_km(double population, const CountryCostOptions& options) {
  const double radius = std::sqrt(population / (std::numbers::pi * options.density));
  return std::max(options.internal_km_least, 128.0 / (45.0 * std::numbers::pi) * radius);
}

CountryCost country_cost(const Skim& skim, const Zones& zones, const Index& countries,
                         const CountryCostOptions& options, int threads) {
  require_same(skim.zones, zones.nodes, "zones");
  std::vector<std::vector<std::size_t>> members(countries.size());
  for (std::size_t z = 0; z < zones.size(); ++z) {
    if (const auto country = countries.find(zones.iso3[z])) members[*country].push_back(z);
  }
  CountryCost result;
  result.countries = countries;
  result.cost = OdMatrix(countries, countries, "fraction", kInfinity);
  result.hours = OdMatrix(countries, countries, "hours", kInfinity);
  result.usd_per_tonne = OdMatrix(countries, countries, "usd_per_tonne", kInfinity);
  result.reached = OdMatrix(countries, countries, "fraction", 0.0);
  const bool strands = !skim.stranded.values.empty();
  if (strands) result.stranded = OdMatrix(countries, countries, "fraction", 0.0);

  parallel_for(countries.size(), threads, [&](std::size_t from) {
    std::vector<double> power, weight, hours, usd;
    for (std::size_t to = 0; to < countries.size(); ++to) {
      power.clear(), weight.clear(), hours.clear(), usd.clear();
      const auto add = [&](double w, const Way& way) {
        if (way.cost == kInfinity) return;
        power.push_back(w * std::pow(1.0 + way.cost, -options.rho));
        weight.push_back(w);
        hours.push_back(w * way.hours);
        usd.push_back(w * way.usd);
      };
      for (const auto i : members[from]) {
        for (const auto j : members[to]) {
          const double w = zones.weight[i] * zones.weight[j];
          if (strands && skim.stranded(i, j) > 0) result.stranded(from, to) += w * skim.stranded(i, j);
          add(w, i == j ? within(zones.population[i], options)
                        : Way{skim.paid(i, j), skim.mean_hours(i, j), skim.mean_usd_per_tonne(i, j)});
        }
      }
      if (from == to && members[from].empty()) add(1.0, within(0.0, options));
      if (power.empty()) continue;
      const double reached = ordered_sum(weight);
      result.cost(from, to) = std::pow(ordered_sum(power), -1.0 / options.rho) - 1.0;
      result.hours(from, to) = ordered_sum(hours) / reached;
      result.usd_per_tonne(from, to) = ordered_sum(usd) / reached;
      result.reached(from, to) = reached;
    }
  });
  return result;
}

std::vector<std::pair<std::string, std::string>> unreachable_pairs(const CountryCost& cost) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t i = 0; i < cost.countries.size(); ++i) {
    for (std::size_t j = 0; j < cost.countries.size(); ++j) {
      if (i != j && cost.cost(i, j) == kInfinity) pairs.emplace_back(cost.countries[i], cost.countries[j]);
    }
  }
  return pairs;
}

}  // namespace sogdia
