#include <cmath>

#include "sogdia/access/link_flows.h"
#include "sogdia/study/pipeline/link_use.h"
#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {
namespace {

LinkFlows flows_of(const Baseline& base, const Ways& ways, const OdMatrix& trade, int threads) {
  return link_flows(base.network, base.topology, ways.metric, ways.skim,
                    between_places(trade, base.zones, ways.skim), threads);
}

}  // namespace

Table link_flows_table(const Outcome& outcome, int threads) {
  const Baseline& base = *outcome.base;
  const LinkFlows before = flows_of(base, base.ways, base.economy.trade, threads);
  const LinkFlows after =
      flows_of(base, outcome.ways ? *outcome.ways : base.ways, outcome.solution[1].trade, threads);
  const double usd_per_tonne = base.travel.shipper.usd_per_tonne_value;
  std::vector<std::string> id, mode, goods;
  std::vector<double> usd_before, usd_after, tonnes_before, tonnes_after;
  for (std::size_t link = 0; link < base.network.link_count(); ++link) {
    const double was = before.of(link), is = after.of(link);
    if (!(was > 0) && !(is > 0)) continue;
    id.push_back(base.network.links[link]);
    mode.emplace_back(to_string(base.network.mode[link]));
    goods.push_back(base.access.sector);
    // Whole dollars and tonnes: what is computed knows no more, and the layer stays small.
    usd_before.push_back(std::round(was));
    usd_after.push_back(std::round(is));
    tonnes_before.push_back(std::round(was / usd_per_tonne));
    tonnes_after.push_back(std::round(is / usd_per_tonne));
  }
  Table table;
  table.name = "link_flows";
  table.add("link_id", id).add("mode", mode).add("goods", goods);
  table.add("usd_before", usd_before).add("usd_after", usd_after);
  return table.add("tonnes_before", tonnes_before).add("tonnes_after", tonnes_after);
}

}  // namespace sogdia
