#include <algorithm>

#include "sogdia/study/outcome.h"

namespace sogdia {
namespace {

// A country's largest place and its capital, as nodes of the network.
std::vector<std::string> main_places(const World& world, const Network& network, const std::string& country) {
  const Table& places = world.table("places");
  const auto &codes = places.text("iso3"), &ids = places.text("place_id");
  const auto population = places.numbers("population");
  const auto capital = places.integers("capital");
  std::ptrdiff_t largest = -1, seat = -1;
  for (std::size_t row = 0; row < places.rows(); ++row) {
    if (codes[row] != country || !network.nodes.contains(ids[row])) continue;
    const auto at = static_cast<std::ptrdiff_t>(row);
    if (largest < 0 || population[row] > population[static_cast<std::size_t>(largest)]) largest = at;
    if (capital[row] && (seat < 0 || population[row] > population[static_cast<std::size_t>(seat)])) seat = at;
  }
  std::vector<std::string> chosen;
  for (const auto row : {largest, seat}) {
    if (row < 0) continue;
    const auto& id = ids[static_cast<std::size_t>(row)];
    if (std::find(chosen.begin(), chosen.end(), id) == chosen.end()) chosen.push_back(id);
  }
  return chosen;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ";") + part;
  return text;
}

}  // namespace

PairRouteTables pair_route_tables(const Outcome& outcome) {
  const Network& network = outcome.scenario;
  std::vector<std::string> a, b, from, to, family, borders, gauge_breaks, passages;
  std::vector<double> share, hours, usd, km;
  std::vector<std::string> path_a, path_b, path_from, path_to, path_family, path_link;
  std::vector<std::int64_t> path_seq;
  const auto add = [&](const std::string& left, const std::string& right, const std::string& start,
                       const std::string& end) {
    const auto origin = static_cast<std::uint32_t>(network.nodes.at(start, "place"));
    const auto destination = static_cast<std::uint32_t>(network.nodes.at(end, "place"));
    for (const auto& route : routes(network, outcome.router_after, origin, destination)) {
      a.push_back(left);
      b.push_back(right);
      from.push_back(start);
      to.push_back(end);
      family.emplace_back(to_string(route.family));
      share.push_back(route.share);
      hours.push_back(route.hours);
      usd.push_back(route.usd_per_tonne);
      km.push_back(route.km);
      borders.push_back(joined(route.borders));
      gauge_breaks.push_back(joined(route.gauge_breaks));
      passages.push_back(joined(route.passages));
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
  };
  for (const auto& [left, right] : outcome.study.pairs) {
    for (const auto& start : main_places(outcome.world, network, left)) {
      for (const auto& end : main_places(outcome.world, network, right)) add(left, right, start, end);
    }
  }
  PairRouteTables tables;
  tables.routes.name = "pair_routes";
  tables.routes.add("a", a).add("b", b).add("from", from).add("to", to).add("family", family);
  tables.routes.add("share", share).add("hours", hours).add("usd_per_tonne", usd).add("km", km);
  tables.routes.add("borders", borders).add("gauge_breaks", gauge_breaks).add("passages", passages);
  tables.paths.name = "pair_paths";
  tables.paths.add("a", path_a).add("b", path_b).add("from", path_from).add("to", path_to);
  tables.paths.add("family", path_family).add("seq", path_seq).add("link_id", path_link);
  return tables;
}

}  // namespace sogdia
