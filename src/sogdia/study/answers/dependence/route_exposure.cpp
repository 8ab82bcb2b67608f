#include "sogdia/study/answers/dependence/route_exposure.h"
#include "sogdia/study/pipeline/saved_topology.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

std::vector<std::uint8_t> marks(const Index& countries, const std::vector<std::string>& codes) {
  std::vector<std::uint8_t> marked(countries.size(), 0);
  for (const auto& code : codes)
    if (const auto at = countries.find(code)) marked[*at] = 1;
  return marked;
}

std::string passage_name(const World& world, const std::string& id) {
  for (const Passage& passage : world.records.passages)
    if (passage.id == id) return passage.name;
  return id;
}

struct Terms {
  std::vector<double> usd, through, lose_mode, no_way, detour;
  void add(double value, const PassageUse& use, std::size_t i, std::size_t j) {
    if (!(value > 0) || std::isnan(use.through(i, j))) return;
    usd.push_back(value);
    through.push_back(value * use.through(i, j));
    lose_mode.push_back(value * use.lose_mode(i, j));
    no_way.push_back(value * use.no_way(i, j));
    detour.push_back(value * use.detour_hours(i, j));
  }
};

double part(double of, double whole) { return whole > 0 ? of / whole : 0.0; }

std::vector<std::string> without(const std::vector<std::string>& all,
                                 const std::vector<std::uint8_t>& marked) {
  std::vector<std::string> rest;
  for (std::size_t k = 0; k < all.size(); ++k)
    if (!marked[k]) rest.push_back(all[k]);
  return rest;
}

}  // namespace

std::vector<RouteExposure> route_exposure(const World& world, const std::vector<PassageUse>& uses,
                                          const Economy& economy, const std::vector<std::string>& a,
                                          const std::vector<std::string>& b) {
  std::vector<RouteExposure> list;
  for (const PassageUse& use : uses) {
    const Index& countries = use.through.origins;
    const auto mine = marks(countries, a), theirs = marks(countries, b);
    Terms sold, bought;
    for (std::size_t i = 0; i < countries.size(); ++i) {
      if (!mine[i]) continue;
      for (std::size_t j = 0; j < countries.size(); ++j) {
        if (mine[j] || !(b.empty() || theirs[j])) continue;
        const auto from = economy.countries.find(countries[i]), to = economy.countries.find(countries[j]);
        if (!from || !to) continue;
        sold.add(economy.trade(*from, *to), use, i, j);
        bought.add(economy.trade(*to, *from), use, j, i);
      }
    }
    const auto both = [&](std::vector<double> Terms::*what) {
      return ordered_sum(sold.*what) + ordered_sum(bought.*what);
    };
    RouteExposure exposure;
    exposure.passage = use.passage;
    exposure.name = passage_name(world, use.passage);
    exposure.usd = both(&Terms::through);
    if (!(exposure.usd > 0)) continue;
    const double all = both(&Terms::usd), no_way = both(&Terms::no_way);
    exposure.export_share = part(ordered_sum(sold.through), ordered_sum(sold.usd));
    exposure.import_share = part(ordered_sum(bought.through), ordered_sum(bought.usd));
    exposure.share = part(exposure.usd, all);
    exposure.lose_mode = part(both(&Terms::lose_mode), all);
    exposure.no_way = part(no_way, all);
    exposure.detour_days =
        exposure.usd > no_way ? both(&Terms::detour) / (exposure.usd - no_way) / 24 : std::nan("");
    list.push_back(std::move(exposure));
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const RouteExposure& x, const RouteExposure& y) { return x.share > y.share; });
  return list;
}

Zones exposure_zones(const World& world, const Network& network, const Index& countries,
                     const std::vector<std::string>& a, const std::vector<std::string>& b) {
  constexpr int kPlaces = 60;  // for both sides together, where they have so many
  std::vector<std::string> asked = a;
  asked.insert(asked.end(), b.begin(), b.end());
  const int most = places_per_country(world);
  const auto choose = [&](std::vector<std::string> codes, int count) {
    const int least = static_cast<int>(codes.size());
    return choose_zones(world.records.places, network, Index(std::move(codes)),
                        {std::max(count, least), most});
  };
  Zones zones = choose(asked, std::min(kPlaces, most * static_cast<int>(asked.size())));
  if (!b.empty()) return zones;
  const auto others = without(countries.labels(), marks(countries, a));
  const Zones rest = choose(others, 0);
  std::vector<std::string> nodes = zones.nodes.labels();
  nodes.insert(nodes.end(), rest.nodes.labels().begin(), rest.nodes.labels().end());
  zones.nodes = Index(std::move(nodes));
  zones.iso3.insert(zones.iso3.end(), rest.iso3.begin(), rest.iso3.end());
  zones.population.insert(zones.population.end(), rest.population.begin(), rest.population.end());
  zones.weight.insert(zones.weight.end(), rest.weight.begin(), rest.weight.end());
  return zones;
}

std::vector<RouteExposure> route_exposure(const World& world, const Economy& economy,
                                          const std::vector<std::string>& a,
                                          const std::vector<std::string>& b, int threads,
                                          const Monitor& monitor) {
  const Built built = base_network(world, {"open"}, "");
  const Zones zones = exposure_zones(world, built.network, economy.countries, a, b);
  const Travel travel = base_travel(world, built.network, built.costs, {}, &economy);
  std::vector<std::string> codes;
  for (const auto& code : zones.iso3)
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
  const AccessTopology topology = topology_of(world.folder, built.network, threads);
  const auto uses = passage_use(built.network, topology, built.costs, travel, zones, Index(std::move(codes)),
                                {}, threads, monitor);
  return route_exposure(world, uses, economy, a, b);
}

Table exposure_table(const std::vector<ExposureRow>& rows) {
  const auto text = [&](auto&& of) {
    std::vector<std::string> values;
    for (const auto& row : rows) values.push_back(of(row));
    return values;
  };
  const auto number = [&](double RouteExposure::*member) {
    std::vector<double> values;
    for (const auto& row : rows) values.push_back(row.exposure.*member);
    return values;
  };
  Table table;
  table.name = "route_exposure";
  table.add("a", text([](const ExposureRow& row) { return row.a; }));
  table.add("b", text([](const ExposureRow& row) { return row.b; }));
  table.add("passage", text([](const ExposureRow& row) { return row.exposure.passage; }));
  table.add("name", text([](const ExposureRow& row) { return row.exposure.name; }));
  table.add("usd", number(&RouteExposure::usd)).add("export_share", number(&RouteExposure::export_share));
  table.add("import_share", number(&RouteExposure::import_share)).add("share", number(&RouteExposure::share));
  table.add("lose_mode", number(&RouteExposure::lose_mode)).add("no_way", number(&RouteExposure::no_way));
  return table.add("detour_days", number(&RouteExposure::detour_days));
}

}  // namespace sogdia
