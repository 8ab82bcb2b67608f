#include "sogdia/study/answers/link_use.h"

#include <cmath>

#include "sogdia/access/link_users.h"
#include "sogdia/study/pipeline/baseline.h"

namespace sogdia {
namespace {

std::vector<std::vector<std::size_t>> places_of(const Index& countries, const Zones& zones) {
  std::vector<std::vector<std::size_t>> places(countries.size());
  for (std::size_t z = 0; z < zones.size(); ++z) {
    if (const auto country = countries.find(zones.iso3[z])) places[*country].push_back(z);
  }
  return places;
}

std::string label(const Index& index, std::int32_t at) {
  return at < 0 ? "" : index[static_cast<std::size_t>(at)];
}

std::string end_of(const Network& network, std::uint32_t node) {
  return network.node_name[node].empty() ? network.nodes[node] : network.node_name[node];
}

}  // namespace

OdMatrix between_places(const OdMatrix& trade, const Zones& zones, const Skim& skim) {
  OdMatrix demand(zones.nodes, zones.nodes, trade.unit, 0.0);
  const auto places = places_of(trade.origins, zones);
  for (std::size_t a = 0; a < places.size(); ++a) {
    for (std::size_t b = 0; b < places.size(); ++b) {
      if (a == b || !(trade(a, b) > 0)) continue;
      const auto weight = [&](std::size_t i, std::size_t j) {
        return std::isfinite(skim.paid(i, j)) ? zones.weight[i] * zones.weight[j] : 0;
      };
      double reached = 0;
      for (const auto i : places[a])
        for (const auto j : places[b]) reached += weight(i, j);
      if (!(reached > 0)) continue;
      for (const auto i : places[a])
        for (const auto j : places[b]) demand(i, j) = trade(a, b) * weight(i, j) / reached;
    }
  }
  return demand;
}

std::optional<LinkUse> link_use(const std::shared_ptr<const World>& world, const std::string& id, int threads,
                                const Monitor& monitor) {
  const std::string name = id.rfind("link:", 0) == 0 ? id.substr(5) : id;
  if (!make_network(*world).network.links.contains(name)) return std::nullopt;
  const auto base = make_baseline(world, {}, threads, monitor);
  const Network& network = base->network;
  const auto l = static_cast<std::uint32_t>(network.links.at(name, "link"));
  LinkUse use;
  use.link = name;
  use.mode = to_string(network.mode[l]);
  use.from = end_of(network, network.from[l]);
  use.to = end_of(network, network.to[l]);
  use.passage = label(network.passages, network.passage[l]);
  use.crossing = label(network.crossings, network.crossing[l]);
  use.project = label(network.projects, network.project[l]);
  use.open = base->costs.open(l);
  use.km = network.length_km[l];
  use.hours = base->costs.hours[l];
  use.usd_per_tonne = base->costs.usd_per_tonne[l];

  const Skim& skim = base->ways.skim;
  const OdMatrix& trade = base->economy.trade;
  const LinkUsers users = link_users(network, base->topology, base->ways.metric, skim,
                                     between_places(trade, base->zones, skim), l, threads);
  use.by_family = users.by_family;
  const auto places = places_of(trade.origins, base->zones);
  for (std::size_t a = 0; a < places.size(); ++a) {
    for (std::size_t b = 0; b < places.size(); ++b) {
      double usd = 0;
      for (const auto i : places[a])
        for (const auto j : places[b]) usd += users.demand(i, j);
      if (usd > 0) use.pairs.push_back({trade.origins[a], trade.origins[b], usd});
      use.usd += usd;
    }
  }
  use.tonnes = base->travel.goods ? users.tonnes : use.usd / base->travel.shipper.usd_per_tonne_value;
  std::stable_sort(use.pairs.begin(), use.pairs.end(),
                   [](const LinkUse::Pair& x, const LinkUse::Pair& y) { return x.usd > y.usd; });
  return use;
}

}  // namespace sogdia
