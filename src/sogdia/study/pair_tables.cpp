#include "sogdia/study/pair_tables.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "sogdia/core/parallel.h"
#include "sogdia/study/pair_places.h"

namespace sogdia {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ";") + word;
  return text;
}

// ---- dependence and partners, for every year of the trade table

struct DependenceColumns {
  std::vector<std::string> a, b;
  std::vector<std::int64_t> year;
  std::vector<OneSided> side;
  std::vector<double> asymmetry;
};

template <typename Field>
std::vector<double> gather(const std::vector<OneSided>& sides, Field field) {
  std::vector<double> values;
  for (const auto& side : sides) values.push_back(side.*field);
  return values;
}

Table dependence_table(DependenceColumns columns) {
  Table table;
  table.name = "dependence";
  const auto& side = columns.side;
  table.add("a", std::move(columns.a))
      .add("b", std::move(columns.b))
      .add("year", std::move(columns.year))
      .add("export_share", gather(side, &OneSided::export_share))
      .add("import_share", gather(side, &OneSided::import_share))
      .add("exports_over_gdp", gather(side, &OneSided::exports_over_gdp))
      .add("imports_over_gdp", gather(side, &OneSided::imports_over_gdp))
      .add("cutoff_low", gather(side, &OneSided::cutoff_low))
      .add("cutoff_mid", gather(side, &OneSided::cutoff_mid))
      .add("cutoff_high", gather(side, &OneSided::cutoff_high))
      .add("ge_low", gather(side, &OneSided::ge_low))
      .add("ge_mid", gather(side, &OneSided::ge_mid))
      .add("ge_high", gather(side, &OneSided::ge_high))
      .add("asymmetry", std::move(columns.asymmetry))
      .add("hhi_exports", gather(side, &OneSided::hhi_exports))
      .add("hhi_imports", gather(side, &OneSided::hhi_imports));
  return table;
}

struct PartnerColumns {
  std::vector<std::string> iso3, flow, partner;
  std::vector<double> share, value;
  std::vector<std::int64_t> year;
};

// The twelve largest partners of `country` by flow.
void add_partners(const Economy& economy, const std::string& country, PartnerColumns& out) {
  const std::size_t self = economy.countries.at(country, "country"), n = economy.countries.size();
  for (const bool selling : {true, false}) {
    const auto value = [&](std::size_t k) {
      return selling ? economy.trade(self, k) : economy.trade(k, self);
    };
    std::vector<std::size_t> order;
    double total = 0.0;
    for (std::size_t k = 0; k < n; ++k) {
      if (k == self) continue;
      order.push_back(k);
      total += value(k);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t x, std::size_t y) { return value(x) > value(y); });
    order.resize(std::min<std::size_t>(order.size(), 12));
    for (const auto k : order) {
      out.iso3.push_back(country);
      out.flow.push_back(selling ? "exports" : "imports");
      out.partner.push_back(economy.countries[k]);
      out.value.push_back(value(k));
      out.share.push_back(total > 0 ? value(k) / total : 0.0);
      out.year.push_back(economy.year);
    }
  }
}

void add_dependence(Result& result, const Stages& stages, int threads) {
  const auto& pairs = result.study.pairs;
  std::set<int> years;
  for (const auto year : result.world->table("trade").integers("year")) years.insert(static_cast<int>(year));
  DependenceOptions options;
  options.theta_low = stages.theta[0];
  options.theta_mid = stages.theta[1];
  options.theta_high = stages.theta[2];

  DependenceColumns columns;
  PartnerColumns partners;
  for (const int year : years) {
    const Economy economy = year == stages.economy.year ? stages.economy : make_economy(*result.world, year);
    std::vector<Dependence> found(pairs.size());
    parallel_for(pairs.size(), threads, [&](std::size_t k) {
      found[k] = dependence(economy.trade, economy.gdp, pairs[k].first, pairs[k].second, options);
    });
    std::set<std::string> done;
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      const auto& [a, b] = pairs[k];
      for (const bool forward : {true, false}) {
        columns.a.push_back(forward ? a : b);
        columns.b.push_back(forward ? b : a);
        columns.year.push_back(year);
        columns.side.push_back(forward ? found[k].a_on_b : found[k].b_on_a);
        columns.asymmetry.push_back(forward ? found[k].asymmetry : -found[k].asymmetry);
        if (done.insert(forward ? a : b).second) add_partners(economy, forward ? a : b, partners);
      }
    }
  }
  result.tables["dependence"] = dependence_table(std::move(columns));
  Table table;
  table.name = "partners";
  table.add("iso3", std::move(partners.iso3))
      .add("flow", std::move(partners.flow))
      .add("partner", std::move(partners.partner))
      .add("share", std::move(partners.share))
      .add("value_usd", std::move(partners.value))
      .add("year", std::move(partners.year));
  result.tables["partners"] = std::move(table);
}

// ---- routes between the two

struct RouteColumns {
  std::vector<std::string> a, b, from, to, family, borders, gauge_breaks, passages;
  std::vector<double> share, hours, usd_per_tonne, km;
};
struct PathColumns {
  std::vector<std::string> a, b, from, to, family, link;
  std::vector<std::int64_t> seq;
};

void add_routes(Result& result, const Router& router, int threads) {
  struct Query {
    std::string a, b, from, to;
  };
  std::vector<Query> queries;
  for (const auto& [a, b] : result.study.pairs) {
    for (const auto& from : pair_places(*result.world, a))
      for (const auto& to : pair_places(*result.world, b)) queries.push_back({a, b, from, to});
  }
  std::vector<std::vector<Route>> found(queries.size());
  parallel_for(queries.size(), threads, [&](std::size_t k) {
    const Network& network = result.scenario;
    found[k] = routes(network, router, static_cast<std::uint32_t>(network.nodes.at(queries[k].from, "place")),
                      static_cast<std::uint32_t>(network.nodes.at(queries[k].to, "place")));
  });
  RouteColumns out;
  PathColumns paths;
  for (std::size_t k = 0; k < queries.size(); ++k) {
    const Query& query = queries[k];
    for (const Route& route : found[k]) {
      out.a.push_back(query.a);
      out.b.push_back(query.b);
      out.from.push_back(query.from);
      out.to.push_back(query.to);
      out.family.push_back(to_string(route.family));
      out.share.push_back(route.share);
      out.hours.push_back(route.hours);
      out.usd_per_tonne.push_back(route.usd_per_tonne);
      out.km.push_back(route.km);
      out.borders.push_back(joined(route.borders));
      out.gauge_breaks.push_back(joined(route.gauge_breaks));
      out.passages.push_back(joined(route.passages));
      std::int64_t step = 0;
      for (const auto& leg : route.legs) {
        for (const auto link : leg.links) {
          paths.a.push_back(query.a);
          paths.b.push_back(query.b);
          paths.from.push_back(query.from);
          paths.to.push_back(query.to);
          paths.family.push_back(to_string(route.family));
          paths.seq.push_back(++step);
          paths.link.push_back(result.scenario.links[link]);
        }
      }
    }
  }
  Table table;
  table.name = "pair_routes";
  table.add("a", std::move(out.a))
      .add("b", std::move(out.b))
      .add("from", std::move(out.from))
      .add("to", std::move(out.to))
      .add("family", std::move(out.family))
      .add("share", std::move(out.share))
      .add("hours", std::move(out.hours))
      .add("usd_per_tonne", std::move(out.usd_per_tonne))
      .add("km", std::move(out.km))
      .add("borders", std::move(out.borders))
      .add("gauge_breaks", std::move(out.gauge_breaks))
      .add("passages", std::move(out.passages));
  result.tables["pair_routes"] = std::move(table);
  Table path_table;
  path_table.name = "pair_paths";
  path_table.add("a", std::move(paths.a))
      .add("b", std::move(paths.b))
      .add("from", std::move(paths.from))
      .add("to", std::move(paths.to))
      .add("family", std::move(paths.family))
      .add("seq", std::move(paths.seq))
      .add("link_id", std::move(paths.link));
  result.tables["pair_paths"] = std::move(path_table);
}

// ---- the pack's own rows about the pairs

// Does the list "CHN;RUS" (or "CHN-RUS") name both?
bool names_both(const std::string& parties, const std::string& a, const std::string& b) {
  return parties.find(a) != std::string::npos && parties.find(b) != std::string::npos;
}

void add_pack_rows(Result& result) {
  const auto& pairs = result.study.pairs;
  if (const Table* customs = result.world->find("customs")) {
    const auto &reporter = customs->text("reporter"), &partner = customs->text("partner");
    result.tables["customs"] = rows_where(*customs, [&](std::size_t row) {
      return std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
        return (reporter[row] == pair.first && partner[row] == pair.second) ||
               (reporter[row] == pair.second && partner[row] == pair.first);
      });
    });
  }
  for (const char* name : {"pledges", "events"}) {
    const Table* table = result.world->find(name);
    if (!table) continue;
    const auto& parties = table->text("parties");
    result.tables[name] = rows_where(*table, [&](std::size_t row) {
      return std::any_of(pairs.begin(), pairs.end(),
                         [&](const auto& pair) { return names_both(parties[row], pair.first, pair.second); });
    });
  }
}

}  // namespace

void add_pair_tables(Result& result, const Stages& stages, const Router& after, int threads) {
  add_dependence(result, stages, threads);
  add_routes(result, after, threads);
  add_pack_rows(result);
}

}  // namespace sogdia
