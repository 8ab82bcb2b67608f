#include "sogdia/study/answers/dependence/reliance_rank.h"
#include "sogdia/study/pipeline/saved_topology.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/dependence/cutoff.h"
#include "sogdia/dependence/partners.h"
#include "sogdia/study/answers/dependence/depend.h"

namespace sogdia {
namespace {

// Countries whose spending the pack has set by a rule of last resort, in a year.
std::set<std::string> mended(const World& world, int year) {
  std::set<std::string> codes;
  for (const auto& size : world.records.sizes)
    if (size.year == year && size.mended) codes.insert(size.iso3);
  return codes;
}

// What each spends and imports in a year.
struct Spending {
  Economy economy;
  std::vector<double> spent, imports;
  std::set<std::string> mended;

  double import_share(std::size_t from, std::size_t to) const {
    return imports[to] > 0 ? economy.trade(from, to) / imports[to] : 0.0;
  }
  double loss(std::size_t from, std::size_t to, double theta) const {
    return spent[to] > 0 ? cutoff_loss({{1.0, economy.trade(from, to) / spent[to], theta}}) : 0.0;
  }
};

Spending spending_of(const World& world, int year) {
  Spending s;
  s.economy = make_economy(world, year);
  s.mended = mended(world, year);
  for (std::size_t j = 0; j < s.economy.countries.size(); ++j) {
    const auto bought = imports_of(s.economy.trade, j);
    s.spent.push_back(ordered_sum(bought));
    s.imports.push_back(concentration(bought, j).total);
  }
  return s;
}

std::map<std::pair<std::string, std::string>, TradeCell> reported_cells(const World& world, int year) {
  std::map<std::pair<std::string, std::string>, TradeCell> cells;
  for (const TradeCell& cell : world.records.trade)
    if (cell.year == year && cell.reported_by != "none") cells[{cell.exporter, cell.importer}] = cell;
  return cells;
}

void rank_passages(Ranked& ranked, const World& world, const Spending& now, const RankAsked& asked,
                   const std::vector<std::size_t>& large, const Monitor& monitor) {
  const Built built = base_network(world, {"open"}, "");
  const Index& countries = now.economy.countries;
  const Zones zones = base_zones(world, built.network, countries, asked.zones);
  const Travel travel = base_travel(world, built.network, built.costs, {}, &now.economy);
  const AccessTopology topology = topology_of(world.folder, built.network, asked.threads);
  const auto uses =
      passage_use(built.network, topology, built.costs, travel, zones, countries, {}, asked.threads, monitor);
  for (const PassageUse& use : uses) {
    std::vector<PassageReliance> list;
    for (const auto k : large)
      for (auto& exposure : route_exposure(world, {use}, now.economy, {countries[k]}))
        list.push_back({countries[k], std::move(exposure)});
    std::stable_sort(list.begin(), list.end(), [](const PassageReliance& x, const PassageReliance& y) {
      return x.exposure.share > y.exposure.share;
    });
    for (auto& each : list) ranked.passages.push_back(std::move(each));
  }
}

}  // namespace

Ranked rank_reliance(const World& world, const RankAsked& asked, const Monitor& monitor) {
  const auto years = trade_years(world);
  Ranked ranked;
  ranked.year = asked.year > 0 ? asked.year : years.back();
  ranked.since = asked.since > 0 ? asked.since : years.front();
  if (ranked.since > ranked.year)
    throw Error(fmt::format("{} comes after {}", ranked.since, ranked.year), "",
                "give the earlier year first");
  const Spending now = spending_of(world, ranked.year), then = spending_of(world, ranked.since);
  const auto cells = reported_cells(world, ranked.year);
  const auto cells_then = reported_cells(world, ranked.since);
  const double theta = horizons_of(world).theta_mid;
  const Index& countries = now.economy.countries;
  std::vector<std::size_t> large;
  for (std::size_t k = 0; k < countries.size(); ++k)
    if (now.economy.gdp[k] >= asked.least_gdp && !now.mended.contains(countries[k])) large.push_back(k);

  for (const auto j : large) {
    for (std::size_t i = 0; i < countries.size(); ++i) {
      const auto cell = cells.find({countries[i], countries[j]});
      if (i == j || cell == cells.end()) continue;
      Reliance reliance;
      reliance.a = countries[j];
      reliance.b = countries[i];
      reliance.loss = now.loss(i, j, theta);
      reliance.import_share = now.import_share(i, j);
      reliance.cell = cell->second;
      const auto from = then.economy.countries.find(countries[i]),
                 to = then.economy.countries.find(countries[j]);
      const bool known =
          from && to && !then.mended.contains(countries[j]) &&
          (cells_then.contains({countries[i], countries[j]}) || then.economy.trade(*from, *to) == 0);
      if (known) {
        reliance.loss_before = then.loss(*from, *to, theta);
        reliance.import_share_before = then.import_share(*from, *to);
        ranked.gained.push_back(reliance);
      } else {
        reliance.loss_before = reliance.import_share_before = std::numeric_limits<double>::quiet_NaN();
      }
      ranked.most.push_back(std::move(reliance));
    }
  }
  std::stable_sort(ranked.most.begin(), ranked.most.end(),
                   [](const Reliance& x, const Reliance& y) { return x.loss > y.loss; });
  std::stable_sort(ranked.gained.begin(), ranked.gained.end(), [](const Reliance& x, const Reliance& y) {
    return x.loss - x.loss_before > y.loss - y.loss_before;
  });
  if (ranked.since == ranked.year) ranked.gained.clear();
  if (asked.passages) rank_passages(ranked, world, now, asked, large, monitor);
  return ranked;
}

}  // namespace sogdia
