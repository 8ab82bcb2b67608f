#include "sogdia/study/answers/skim_table.h"

#include <cmath>

#include "sogdia/core/no_number.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/pipeline/saved_topology.h"
#include "sogdia/study/world/country.h"

namespace sogdia {
namespace {

// A pair without a way has empty cells.
// From country to country the km in the place of the money.
CountryCost lengths_of(const Ground& ground, Skim skim, const Index& countries) {
  CountryCostOptions options = ground.travel.country;
  options.internal_usd_per_tonne_km = 1;
  skim.usd_per_tonne = std::move(skim.km);
  skim.mean_usd_per_tonne = std::move(skim.mean_km);
  return country_cost(skim, ground.zones, countries, options);
}

Table between_places(const Skim& ways) {
  std::vector<std::string> from, to, family;
  std::vector<double> cost, hours, usd, km, share;
  for (std::size_t i = 0; i < ways.zones.size(); ++i) {
    for (std::size_t j = 0; j < ways.zones.size(); ++j) {
      for (const ModeFamily f : kFamilies) {
        const auto k = static_cast<std::size_t>(f);
        if (i == j || !std::isfinite(ways.cost[k](i, j))) continue;
        from.push_back(ways.zones[i]);
        to.push_back(ways.zones[j]);
        family.emplace_back(to_string(f));
        hours.push_back(shortest(ways.hours[k](i, j)));
        usd.push_back(shortest(ways.usd_per_tonne[k](i, j)));
        km.push_back(shortest(ways.km[k](i, j)));
        cost.push_back(ways.cost[k](i, j));
        share.push_back(shortest(ways.share[k](i, j)));
      }
    }
  }
  Table table;
  table.name = "skim";
  table.add("from", from).add("to", to).add("family", family).add("hours", hours);
  table.add("usd_per_tonne", usd).add("km", km).add("ad_valorem_cost", cost).add("share", share);
  return table;
}

Table between_countries(const CountryCost& cost, const CountryCost& lengths) {
  std::vector<std::string> exporter, importer;
  std::vector<double> fraction, hours, usd, km;
  for (std::size_t i = 0; i < cost.countries.size(); ++i) {
    for (std::size_t j = 0; j < cost.countries.size(); ++j) {
      exporter.push_back(cost.countries[i]);
      importer.push_back(cost.countries[j]);
      hours.push_back(known(cost.hours(i, j)));
      usd.push_back(known(cost.usd_per_tonne(i, j)));
      km.push_back(known(lengths.usd_per_tonne(i, j)));
      fraction.push_back(known(cost.cost(i, j)));
    }
  }
  Table table;
  table.name = "skim";
  table.add("exporter", exporter).add("importer", importer).add("hours", hours);
  table.add("usd_per_tonne", usd).add("km", km).add("ad_valorem_cost", fraction);
  return table;
}

}  // namespace

Table skim_table(const World& world, const SkimAsked& asked, std::vector<std::string>& notes,
                 const Monitor& monitor) {
  NetworkFound found = find_network(world, asked.network, notes);
  Study::Access access;
  access.zones = asked.zones;
  access.sector = asked.sector;
  const Index countries(country_codes(world));
  std::optional<Economy> economy;
  if (!world.records.goods_parts.empty()) economy = make_economy(world, Study().base.year);
  const Ground ground = make_ground(world, {std::move(found.network), std::move(found.base)}, access,
                                    countries, economy ? &*economy : nullptr);
  const AccessTopology topology = topology_of(world.folder, ground.network, asked.threads);
  const auto find = [&](const LinkCosts& costs, const Before* before) {
    return find_ways(ground, topology, weigh_ground(ground, topology, costs, asked.threads), countries,
                     asked.threads, monitor, {true, true}, before);
  };
  Ways ways = find(ground.costs, nullptr);
  if (const auto changed = differing_links(ground.costs, found.costs); !changed.empty()) {
    const Before before{ways.skim, changed, &ways.metric};
    Ways after = find(found.costs, &before);
    ways = std::move(after);
  }
  return asked.places ? between_places(ways.skim)
                      : between_countries(ways.country, lengths_of(ground, std::move(ways.skim), countries));
}

}  // namespace sogdia
