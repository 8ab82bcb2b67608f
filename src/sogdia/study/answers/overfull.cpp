#include "sogdia/study/answers/overfull.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "sogdia/access/link_users.h"
#include "sogdia/core/no_number.h"
#include "sogdia/network/target.h"
#include "sogdia/study/answers/link_use.h"

namespace sogdia {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// What carries so much more than on the base is no news.
constexpr double kNews = 1.05;

// The ways that are left where the overfull pipelines are closed: what they cannot take may go round.
Skim ways_round(const Baseline& base, const Ways& after, const std::vector<CapacityUse>& uses, int threads) {
  std::vector<std::uint32_t> closed;
  WeighedLinks links = after.metric.links;
  for (std::uint32_t link = 0; link < base.network.link_count(); ++link) {
    if (!is_pipeline(base.network.mode[link])) continue;
    const std::string_view id = pipeline_of(base.network.links[link]);
    const bool full = std::any_of(uses.begin(), uses.end(), [&](const CapacityUse& neck) {
      return neck.pipeline && neck.overfull() && neck.id == id;
    });
    if (!full || !links.open[link]) continue;
    links.open[link] = 0;
    closed.push_back(link);
  }
  const AccessMetric metric = reweigh(base.topology, after.metric, std::move(links), closed, threads, false);
  const Before before{after.skim, closed, &after.metric};
  return skim(base.network, base.topology, metric, base.travel, base.zones.nodes, {.choices = false}, &before,
              threads);
}

// Whether goods of a class that a pipeline carries have a way by another family; a tanker loads no oil of
// wells elsewhere, and no train takes what a pipe takes on the base (goods_kernel.h).
bool goes_otherwise(const GoodsChoice& choice, const Skim& skim, std::size_t pipe, std::size_t i,
                    std::size_t j) {
  for (const GoodsClass& goods : choice.classes) {
    if (!goods.may_go[pipe]) continue;
    for (std::size_t f = 0; f < kFamilyCount; ++f)
      if (f != pipe && !(pipe == kOilPipe && f == kTanker) && !(goods.rail_last && f == kRail) &&
          goods.may_go[f] && std::isfinite(skim.cost[f](i, j)))
        return true;
  }
  return false;
}

}  // namespace

std::vector<CapacityUse> capacity_uses(const Network& network, const std::vector<Passage>& passages,
                                       const std::vector<double>& before, const std::vector<double>& after) {
  std::map<std::pair<bool, std::string>, CapacityUse> found;
  for (std::uint32_t link = 0; link < network.link_count(); ++link) {
    const bool pipe = is_pipeline(network.mode[link]) && network.length_km[link] > 0;
    const std::int32_t passage = network.passage[link];
    if (!pipe && passage < 0) continue;
    const std::string id = pipe ? std::string(pipeline_of(network.links[link]))
                                : network.passages[static_cast<std::size_t>(passage)];
    const auto [at, fresh] = found.try_emplace({pipe, id});
    CapacityUse& neck = at->second;
    const double capacity = pipe ? network.capacity[link] : kUnknown;
    if (fresh) neck = {pipe, id, link, before[link], after[link], capacity};
    neck.before = std::max(neck.before, before[link]);
    if (after[link] > neck.after) {
      neck.after = after[link];
      neck.link = link;
      neck.capacity = capacity;
    }
  }
  std::vector<CapacityUse> list;
  for (auto& [key, neck] : found) {
    if (!neck.pipeline) {
      const auto record = std::ranges::find(passages, neck.id, &Passage::id);
      if (record != passages.end()) neck.capacity = record->headroom * neck.before;
    }
    if (neck.capacity < kNews * neck.before) neck.capacity = kNews * neck.before;
    list.push_back(std::move(neck));
  }
  return list;
}

void strand_overflow(const Baseline& base, const Ways& after, const std::vector<CapacityUse>& uses,
                     int threads, OdMatrix& stranded) {
  if (!base.travel.goods) return;
  const OdMatrix& trade = base.economy.trade;
  const OdMatrix demand = between_places(trade, base.zones, after.skim);
  const std::size_t zones = base.zones.size();
  std::optional<Skim> round;
  for (const CapacityUse& neck : uses) {
    if (!neck.pipeline || !neck.overfull()) continue;
    const std::size_t f = base.network.mode[neck.link] == Mode::oil_pipeline ? kOilPipe : kGasPipe;
    const OdMatrix sent =
        link_users(base.network, base.topology, after.metric, after.skim, demand, neck.link, threads).demand;
    if (!round) round = ways_round(base, after, uses, threads);
    OdMatrix diverted(trade.origins, trade.origins, "USD", 0.0);
    double tonnes = 0;
    for (std::size_t i = 0; i < zones; ++i) {
      const auto from = trade.origins.find(base.zones.iso3[i]);
      for (std::size_t j = 0; j < zones && from; ++j) {
        if (!(sent(i, j) > 0) || !(after.skim.cost[f](i, j) > base.ways.skim.cost[f](i, j)) ||
            round->cost[f](i, j) < kInfinity || goes_otherwise(*base.travel.goods, after.skim, f, i, j))
          continue;
        const auto to = trade.origins.find(base.zones.iso3[j]);
        if (!to) continue;
        diverted(*from, *to) += sent(i, j);
        tonnes += demand(i, j) * after.skim.tonnes[f](i, j);
      }
    }
    if (!(tonnes > 0)) continue;
    const double part = std::min(1.0, (neck.after - neck.capacity) / tonnes);
    for (std::size_t k = 0; k < trade.values.size(); ++k)
      if (diverted.values[k] > 0 && trade.values[k] > 0)
        stranded.values[k] = std::min(1.0, stranded.values[k] + part * diverted.values[k] / trade.values[k]);
  }
}

}  // namespace sogdia
