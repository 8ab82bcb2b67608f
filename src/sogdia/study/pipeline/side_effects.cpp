#include "sogdia/study/pipeline/side_effects.h"

#include "sogdia/access/link_flows.h"
#include "sogdia/study/pipeline/link_use.h"

namespace sogdia {
namespace {

// Dues of each passage at the base's trade.
std::vector<double> dues_of(const Baseline& base, const Ways& ways, const LinkCosts& costs, int threads) {
  const OdMatrix demand = between_places(base.economy.trade, base.zones, ways.skim);
  const std::vector<double> tonnes = ship_flows(base.network, base.topology, ways.metric, ways.skim, demand,
                                                threads, base.travel.goods ? FlowOf::tonnes : FlowOf::demand);
  const double per_usd = base.travel.goods ? 1 : 1 / base.travel.shipper.usd_per_tonne_value;
  std::vector<double> dues;
  for (const PassageFlow& flow : through_passages(
           base.network, costs, [](std::size_t) { return 0.0; },
           [&](std::size_t link) { return tonnes[link] * per_usd; }))
    dues.push_back(flow.dues);
  return dues;
}

}  // namespace

std::vector<std::int32_t> passage_owners(const Network& network) {
  std::vector<std::int32_t> owners(network.passages.size(), -1);
  for (std::size_t link = 0; link < network.link_count(); ++link)
    if (network.passage[link] >= 0)
      owners[static_cast<std::size_t>(network.passage[link])] = network.waters[link];
  return owners;
}

SideEffects side_effects(const Baseline& base, const Edited& edited, const Ways& after, int threads) {
  const OdMatrix& trade = base.economy.trade;
  const std::size_t n = trade.origins.size();
  SideEffects side{std::vector<double>(n, 0.0), std::vector<double>(n, 0.0)};
  const OdMatrix& stranded = after.country.stranded;
  for (std::size_t i = 0; i < n && !stranded.values.empty(); ++i)
    for (std::size_t j = 0; j < n; ++j)
      if (i != j) side.stranded_usd[i] += trade(i, j) * stranded(i, j);

  std::call_once(base.once, [&] { base.dues = dues_of(base, base.ways, base.costs, threads); });
  const std::vector<double>&was = base.dues, is = dues_of(base, after, edited.costs, threads);
  const std::vector<std::int32_t> owners = passage_owners(base.network);
  for (std::size_t p = 0; p < owners.size(); ++p) {
    if (owners[p] < 0) continue;
    const auto owner = trade.origins.find(base.network.countries[static_cast<std::size_t>(owners[p])]);
    if (owner) side.dues_usd[*owner] += is[p] - was[p];
  }
  return side;
}

}  // namespace sogdia
