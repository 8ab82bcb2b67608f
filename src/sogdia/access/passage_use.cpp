#include "sogdia/access/passage_use.h"

#include <cmath>
#include <limits>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
// Mean hours of the ways that are left, at the shares that they have.
double hours_left(const Skim& skim, std::size_t i, std::size_t j) {
  double hours = 0;
  for (std::size_t f = 0; f < kFamilyCount; ++f)
    if (skim.share[f](i, j) > 0) hours += skim.share[f](i, j) * skim.hours[f](i, j);
  return hours;
}

struct Sums {
  double reached = 0, through = 0, lose_mode = 0, no_way = 0, detour_hours = 0;
};

void add_places(Sums& sums, const Skim& before, const Skim& after, std::size_t i, std::size_t j,
                double weight) {
  if (!std::isfinite(before.paid(i, j))) return;
  sums.reached += weight;
  const bool nothing_left = !std::isfinite(after.paid(i, j));
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    const double goods = weight * before.share[f](i, j);
    const double cost = before.cost[f](i, j), without = after.cost[f](i, j);
    if (!(goods > 0) || !goes_through(cost, without)) continue;
    sums.through += goods;
    const bool mode_left = std::isfinite(without);
    if (!mode_left) sums.lose_mode += goods;
    if (nothing_left) {
      sums.no_way += goods;
      continue;
    }
    const double hours = mode_left ? after.hours[f](i, j) : hours_left(after, i, j);
    sums.detour_hours += goods * (hours - before.hours[f](i, j));
  }
}

PassageUse use_of(const std::string& passage, const Skim& before, const Skim& after, const Zones& zones,
                  const Index& countries, int threads) {
  PassageUse use;
  use.passage = passage;
  for (OdMatrix* matrix : {&use.through, &use.lose_mode, &use.no_way})
    *matrix = OdMatrix(countries, countries, "fraction", kUnknown);
  use.detour_hours = OdMatrix(countries, countries, "hours", kUnknown);
  std::vector<std::vector<std::size_t>> places(countries.size());
  for (std::size_t z = 0; z < zones.size(); ++z) places[countries.at(zones.iso3[z], "country")].push_back(z);
  parallel_for(countries.size(), threads, [&](std::size_t a) {
    for (std::size_t b = 0; b < countries.size(); ++b) {
      if (a == b) continue;
      Sums sums;
      for (const auto i : places[a])
        for (const auto j : places[b])
          add_places(sums, before, after, i, j, zones.weight[i] * zones.weight[j]);
      if (!(sums.reached > 0)) continue;
      use.through(a, b) = sums.through / sums.reached;
      use.lose_mode(a, b) = sums.lose_mode / sums.reached;
      use.no_way(a, b) = sums.no_way / sums.reached;
      use.detour_hours(a, b) = sums.detour_hours / sums.reached;
    }
  });
  return use;
}

}  // namespace

ClosedPassage close_passage(const Network& network, const LinkCosts& costs, const std::string& passage) {
  const auto at = static_cast<std::int32_t>(network.passages.at(passage, "passage"));
  ClosedPassage closed{costs, {}};
  for (std::uint32_t link = 0; link < network.link_count(); ++link) {
    if (network.passage[link] != at || !costs.open(link)) continue;
    closed.costs.closed_by[link] |= kByPassage;
    closed.links.push_back(link);
  }
  return closed;
}

std::vector<PassageUse> passage_use(const Network& network, const AccessTopology& topology,
                                    const LinkCosts& costs, const Travel& travel, const Zones& zones,
                                    const Index& countries, const std::vector<std::string>& passages,
                                    int threads, const Monitor& monitor) {
  const AccessMetric metric = weigh(topology, weigh_links(network, costs, travel.shipper), threads);
  const Skim base = skim(network, topology, metric, travel, zones.nodes, {.chains = true}, nullptr, threads);
  const std::vector<std::string>& asked = passages.empty() ? network.passages.labels() : passages;
  std::vector<PassageUse> uses;
  for (std::size_t k = 0; k < asked.size(); ++k) {
    report_progress(monitor, "passages", static_cast<double>(k) / static_cast<double>(asked.size()));
    check_cancelled(monitor);
    const auto [closed, links] = close_passage(network, costs, asked[k]);
    if (links.empty()) continue;
    const AccessMetric without_it =
        reweigh(topology, metric, weigh_links(network, closed, travel.shipper), links, threads);
    const Before before{base, links, &metric};
    const Skim without = skim(network, topology, without_it, travel, zones.nodes, {}, &before, threads);
    uses.push_back(use_of(asked[k], base, without, zones, countries, threads));
  }
  return uses;
}

}  // namespace sogdia
