#include <cmath>
#include <nlohmann/json.hpp>

#include "network_of.h"
#include "outputs.h"
#include "sogdia/io/json_text.h"
#include "sogdia/io/table_io.h"
#include "sogdia/study/base.h"
#include "table_json.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

// A pair without a way has empty cells.
double known(double value) { return std::isfinite(value) ? value : std::nan(""); }

Table places_table(const Skim& ways) {
  std::vector<std::string> from, to, family;
  std::vector<double> cost, hours, usd, share;
  for (std::size_t i = 0; i < ways.zones.size(); ++i) {
    for (std::size_t j = 0; j < ways.zones.size(); ++j) {
      for (const ModeFamily f : kFamilies) {
        const auto k = static_cast<std::size_t>(f);
        if (i == j || !std::isfinite(ways.cost[k](i, j))) continue;
        from.push_back(ways.zones[i]);
        to.push_back(ways.zones[j]);
        family.emplace_back(to_string(f));
        hours.push_back(ways.hours[k](i, j));
        usd.push_back(ways.usd_per_tonne[k](i, j));
        cost.push_back(ways.cost[k](i, j));
        share.push_back(ways.share[k](i, j));
      }
    }
  }
  Table table;
  table.name = "skim";
  table.add("from", from).add("to", to).add("family", family).add("hours", hours);
  table.add("usd_per_tonne", usd).add("ad_valorem_cost", cost).add("share", share);
  return table;
}

Table countries_table(const CountryCost& cost) {
  std::vector<std::string> exporter, importer;
  std::vector<double> fraction, hours, usd;
  for (std::size_t i = 0; i < cost.countries.size(); ++i) {
    for (std::size_t j = 0; j < cost.countries.size(); ++j) {
      exporter.push_back(cost.countries[i]);
      importer.push_back(cost.countries[j]);
      hours.push_back(known(cost.hours(i, j)));
      usd.push_back(known(cost.usd_per_tonne(i, j)));
      fraction.push_back(known(cost.cost(i, j)));
    }
  }
  Table table;
  table.name = "skim";
  table.add("exporter", exporter).add("importer", importer).add("hours", hours);
  table.add("usd_per_tonne", usd).add("ad_valorem_cost", fraction);
  return table;
}

}  // namespace

int verb_skim(const SkimArgs& args, const Common& common) {
  const World world = open_world(common);
  require_outputs({args.out}, {world.folder});
  std::vector<std::string> notes;
  const NetworkOf of = network_of(world, args.network, notes);
  const Network& network = of.network;
  const LinkCosts &base = of.base, &costs = of.costs;
  for (const auto& note : notes) talk(common, "note: " + note);
  const Index countries(world.table("countries").text("iso3"));
  const Travel travel = make_travel(network, base, make_shipper(world, args.sector));
  const Zones zones = base_zones(world, network, countries, args.zones);
  const auto monitor = terminal_monitor(common);
  const auto found = [&](const LinkCosts& state, const Before* before) {
    return find_ways(network, state, travel, zones, countries, common.threads, monitor, before);
  };
  // Costs with ways closed or opened are told on the base's reference, as a study tells them.
  Ways ways = found(base, nullptr);
  if (const auto changed = differing_links(base, costs); !changed.empty()) {
    const Before before{ways.router, ways.skim, changed};
    ways = found(costs, &before);
  }
  const Table table = args.places ? places_table(ways.skim) : countries_table(ways.country);
  if (!args.out.empty()) write_table(table, args.out);
  if (common.json)
    print(args.out.empty() ? json_text(table_json(table)) + "\n"
                           : json_text({{"file", args.out}, {"rows", table.rows()}}, 2) + "\n");
  else if (args.out.empty())
    print(csv_text(table));
  else
    talk(common, "wrote " + args.out);
  return 0;
}

}  // namespace sogdia::tool
