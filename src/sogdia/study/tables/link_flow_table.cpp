#include <cmath>
#include <optional>

#include "sogdia/access/link_flows.h"
#include "sogdia/study/answers/link_use.h"
#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {
namespace {

struct Flows {
  LinkFlows usd;
  std::optional<LinkFlows> by_class;  // tonnes
  double usd_per_tonne;

  double tonnes(std::size_t link) const {
    return by_class ? by_class->of(link) : usd.of(link) / usd_per_tonne;
  }
};

Flows flows_of(const Baseline& base, const Ways& ways, const OdMatrix& trade, int threads) {
  const OdMatrix demand = between_places(trade, base.zones, ways.skim);
  const auto find = [&](FlowOf of) {
    return link_flows(base.network, base.topology, ways.metric, ways.skim, demand, threads, of);
  };
  Flows flows{find(FlowOf::demand), {}, base.travel.shipper.usd_per_tonne_value};
  if (base.travel.goods) flows.by_class = find(FlowOf::tonnes);
  return flows;
}

}  // namespace

Table link_flows_table(const Outcome& outcome, int threads) {
  const Baseline& base = *outcome.base;
  const Flows before = flows_of(base, base.ways, base.economy.trade, threads);
  const Flows after =
      flows_of(base, outcome.ways ? *outcome.ways : base.ways, outcome.solution[1].trade, threads);
  std::vector<std::string> id, mode, goods;
  std::vector<double> usd_before, usd_after, tonnes_before, tonnes_after;
  for (std::size_t link = 0; link < base.network.link_count(); ++link) {
    const double was = before.usd.of(link), is = after.usd.of(link);
    if (!(was > 0) && !(is > 0)) continue;
    id.push_back(base.network.links[link]);
    mode.emplace_back(to_string(base.network.mode[link]));
    goods.push_back(base.access.sector);
    // Whole dollars and tonnes: what is computed knows no more, and the layer stays small.
    usd_before.push_back(std::round(was));
    usd_after.push_back(std::round(is));
    tonnes_before.push_back(std::round(before.tonnes(link)));
    tonnes_after.push_back(std::round(after.tonnes(link)));
  }
  Table table;
  table.name = "link_flows";
  table.add("link_id", id).add("mode", mode).add("goods", goods);
  table.add("usd_before", usd_before).add("usd_after", usd_after);
  return table.add("tonnes_before", tonnes_before).add("tonnes_after", tonnes_after);
}

}  // namespace sogdia
