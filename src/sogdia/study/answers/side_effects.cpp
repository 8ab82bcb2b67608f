#include "sogdia/study/answers/side_effects.h"

#include "sogdia/access/link_flows.h"
#include "sogdia/study/answers/link_use.h"
#include "sogdia/study/answers/overfull.h"

namespace sogdia {
namespace {

// What ships and pipelines carry along each link at the base's trade: tonnes.
std::vector<double> tonnes_of(const Baseline& base, const Ways& ways, int threads) {
  const OdMatrix demand = between_places(base.economy.trade, base.zones, ways.skim);
  std::vector<double> tonnes = ship_flows(base.network, base.topology, ways.metric, ways.skim, demand,
                                          threads, base.travel.goods ? FlowOf::tonnes : FlowOf::demand);
  const double per_usd = base.travel.goods ? 1 : 1 / base.travel.shipper.usd_per_tonne_value;
  for (double& carried : tonnes) carried *= per_usd;
  return tonnes;
}

// Dues of each passage.
std::vector<double> dues_of(const Baseline& base, const LinkCosts& costs, const std::vector<double>& tonnes) {
  std::vector<double> dues;
  for (const PassageFlow& flow : through_passages(
           base.network, costs, [](std::size_t) { return 0.0; },
           [&](std::size_t link) { return tonnes[link]; }))
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
  SideEffects side{std::vector<double>(n, 0.0), std::vector<double>(n, 0.0), after.country.stranded, {}};
  if (side.stranded.values.empty()) side.stranded = OdMatrix(trade.origins, trade.origins, "fraction", 0.0);
  std::call_once(base.once, [&] { base.carried = tonnes_of(base, base.ways, threads); });
  const std::vector<double>&before = base.carried, then = tonnes_of(base, after, threads);
  side.capacity_uses = capacity_uses(base.network, base.world->records.passages, before, then);
  strand_overflow(base, after, side.capacity_uses, threads, side.stranded);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      if (i != j) side.stranded_usd[i] += trade(i, j) * side.stranded(i, j);

  const std::vector<double> was = dues_of(base, base.costs, before), is = dues_of(base, edited.costs, then);
  const std::vector<std::int32_t> owners = passage_owners(base.network);
  for (std::size_t p = 0; p < owners.size(); ++p) {
    if (owners[p] < 0) continue;
    const auto owner = trade.origins.find(base.network.countries[static_cast<std::size_t>(owners[p])]);
    if (owner) side.dues_usd[*owner] += is[p] - was[p];
  }
  return side;
}

}  // namespace sogdia
