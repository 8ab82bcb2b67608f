#include <algorithm>
#include <cmath>

#include "sogdia/study/answers/overfull.h"
#include "sogdia/study/answers/side_effects.h"

namespace sogdia {
namespace {

// A column of link_flows by link of the network; 0 for links without a row.
std::vector<double> by_link(const Network& network, const Table& link_flows, const char* name) {
  const auto& id = link_flows.text("link_id");
  const auto values = link_flows.numbers(name);
  std::vector<double> all(network.link_count(), 0.0);
  for (std::size_t row = 0; row < id.size(); ++row) all[network.links.at(id[row], "link")] = values[row];
  return all;
}

}  // namespace

Table passage_flows_table(const Outcome& outcome, const Table& link_flows) {
  const Network& network = outcome.base->network;
  const auto of = [&](const char* name) { return by_link(network, link_flows, name); };
  const auto usd_was = of("usd_before"), usd_is = of("usd_after"), tonnes_was = of("tonnes_before"),
             tonnes_is = of("tonnes_after");
  const auto flows = [&](const LinkCosts& costs, const std::vector<double>& usd,
                         const std::vector<double>& tonnes) {
    return through_passages(
        network, costs, [&](std::size_t link) { return usd[link]; },
        [&](std::size_t link) { return tonnes[link]; });
  };
  const std::vector<PassageFlow> before = flows(outcome.base->costs, usd_was, tonnes_was),
                                 after = flows(outcome.edited.costs, usd_is, tonnes_is);
  const std::vector<std::int32_t> owner = passage_owners(network);
  const auto& records = outcome.world().records;
  std::vector<std::string> passage, kind, name, iso3;
  std::vector<double> of_usd_before, of_usd_after, of_tonnes_before, of_tonnes_after, capacity, overfull,
      dues_before, dues_after;
  for (const CapacityUse& neck : capacity_uses(network, records.passages, tonnes_was, tonnes_is)) {
    if (!(neck.before > 0) && !(neck.after > 0)) continue;
    passage.push_back(neck.id);
    kind.push_back(neck.pipeline ? "pipeline" : "passage");
    capacity.push_back(std::round(neck.capacity));
    overfull.push_back(neck.overfull() ? 1 : 0);
    of_tonnes_before.push_back(neck.before);
    of_tonnes_after.push_back(neck.after);
    if (neck.pipeline) {
      const auto record = std::ranges::find(records.pipelines, neck.id, &Pipeline::id);
      const auto country = network.country[network.from[neck.link]];
      name.push_back(record == records.pipelines.end() ? neck.id : record->name);
      iso3.push_back(country < 0 ? "" : network.countries[static_cast<std::size_t>(country)]);
      of_usd_before.push_back(usd_was[neck.link]);
      of_usd_after.push_back(usd_is[neck.link]);
      dues_before.push_back(0);
      dues_after.push_back(0);
      continue;
    }
    const std::size_t p = network.passages.at(neck.id, "passage");
    const auto record = std::ranges::find(records.passages, neck.id, &Passage::id);
    name.push_back(record == records.passages.end() ? neck.id : record->name);
    iso3.push_back(owner[p] < 0 ? "" : network.countries[static_cast<std::size_t>(owner[p])]);
    of_usd_before.push_back(before[p].usd);
    of_usd_after.push_back(after[p].usd);
    dues_before.push_back(std::round(before[p].dues));
    dues_after.push_back(std::round(after[p].dues));
  }
  Table table;
  table.name = "passage_flows";
  table.add("passage", passage).add("kind", kind).add("name", name).add("iso3", iso3);
  table.add("usd_before", of_usd_before).add("usd_after", of_usd_after);
  table.add("tonnes_before", of_tonnes_before).add("tonnes_after", of_tonnes_after);
  table.add("capacity_tonnes", capacity).add("overfull", overfull);
  return table.add("dues_before_usd", dues_before).add("dues_after_usd", dues_after);
}

}  // namespace sogdia
