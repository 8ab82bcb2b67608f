#include <fmt/format.h>

#include <algorithm>

#include "sogdia/access/router.h"
#include "sogdia/core/parallel.h"
#include "sogdia/study/answers/route_shares.h"
#include "sogdia/study/pipeline/outcome.h"
#include "sogdia/study/places/pair_places.h"
#include "sogdia/study/world/side.h"

namespace sogdia {
PairRouteTables pair_route_tables(const Outcome& outcome, int threads) {
  const Network& network = outcome.base->network;
  std::vector<std::string> a, b, from, to, family, borders, gauge_breaks, passages;
  std::vector<double> share, share_tonnes, hours, usd, km;
  std::vector<std::string> path_a, path_b, path_from, path_to, path_family, path_link;
  std::vector<std::int64_t> path_seq;
  struct Query {
    std::string a, b, from, to;
  };
  std::vector<Query> queries;
  const auto side = [&](const std::string& id) {
    return find_side(outcome.world(), outcome.economy().countries, id, outcome.economy().year);
  };
  for (const auto& [left, right] : outcome.study.pairs) {
    const auto [from_country, to_country] = main_countries(outcome.economy(), side(left), side(right));
    for (const auto& start : pair_places(outcome.world(), from_country)) {
      for (const auto& end : pair_places(outcome.world(), to_country)) {
        if (network.nodes.contains(start) && network.nodes.contains(end))
          queries.push_back({left, right, start, end});
      }
    }
  }
  // A page on a corridor sets its ends' other ways beside it, under the corridor's id on both sides.
  if (outcome.study.scenario.changes.empty()) {
    const auto& corridors = outcome.world().records.works.corridors;
    for (const auto& id : outcome.study.corridors) {
      const auto corridor = std::ranges::find(corridors, id, &Corridor::id);
      if (corridor == corridors.end()) continue;
      const std::string &first = corridor->stops.front().node, &last = corridor->stops.back().node;
      if (network.nodes.contains(first) && network.nodes.contains(last))
        queries.push_back({id, id, first, last});
    }
  }
  std::vector<std::vector<Route>> found(queries.size());
  const Router router = make_router(network, outcome.base->topology.layers, outcome.edited.costs,
                                    outcome.base->travel, threads);
  parallel_for(queries.size(), threads, [&](std::size_t q) {
    const auto start = static_cast<std::uint32_t>(network.nodes.at(queries[q].from, "place")),
               end = static_cast<std::uint32_t>(network.nodes.at(queries[q].to, "place"));
    found[q] = routes(network, outcome.edited.costs, router, start, end);
    tell_rivers_once(found[q]);
    share_by_goods(network, outcome.base->travel, {start, end}, -1, found[q]);
  });
  for (std::size_t q = 0; q < queries.size(); ++q) {
    const auto& [left, right, start, end] = queries[q];
    for (const auto& route : found[q]) {
      a.push_back(left);
      b.push_back(right);
      from.push_back(start);
      to.push_back(end);
      family.emplace_back(to_string(route.family));
      share.push_back(route.share);
      share_tonnes.push_back(route.share_tonnes);
      hours.push_back(route.hours);
      usd.push_back(route.usd_per_tonne);
      km.push_back(route.km);
      borders.push_back(fmt::format("{}", fmt::join(route.borders, ";")));
      gauge_breaks.push_back(fmt::format("{}", fmt::join(route.gauge_breaks, ";")));
      passages.push_back(fmt::format("{}", fmt::join(route.passages, ";")));
      std::int64_t seq = 0;
      for (const auto& leg : route.legs) {
        for (const auto link : leg.links) {
          path_a.push_back(left);
          path_b.push_back(right);
          path_from.push_back(start);
          path_to.push_back(end);
          path_family.push_back(family.back());
          path_seq.push_back(++seq);
          path_link.push_back(network.links[link]);
        }
      }
    }
  }
  PairRouteTables tables;
  tables.routes.name = "pair_routes";
  tables.routes.add("a", a).add("b", b).add("from", from).add("to", to).add("family", family);
  tables.routes.add("share", share)
      .add("share_tonnes", share_tonnes)
      .add("hours", hours)
      .add("usd_per_tonne", usd)
      .add("km", km);
  tables.routes.add("borders", borders).add("gauge_breaks", gauge_breaks).add("passages", passages);
  tables.paths.name = "pair_paths";
  tables.paths.add("a", path_a).add("b", path_b).add("from", path_from).add("to", path_to);
  tables.paths.add("family", path_family).add("seq", path_seq).add("link_id", path_link);
  return tables;
}

}  // namespace sogdia
