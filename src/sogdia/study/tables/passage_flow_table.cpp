#include <algorithm>
#include <cmath>

#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {

Table passage_flows_table(const Outcome& outcome, const Table& link_flows) {
  const Network& network = outcome.base->network;
  struct Flow {
    double usd = 0, tonnes = 0, dues = 0;
  };
  std::vector<Flow> before(network.passages.size()), after(network.passages.size());
  std::vector<std::int32_t> owner(network.passages.size(), -1);
  const auto& id = link_flows.text("link_id");
  const std::vector<double> usd_before = link_flows.numbers("usd_before"),
                            usd_after = link_flows.numbers("usd_after"),
                            tonnes_before = link_flows.numbers("tonnes_before"),
                            tonnes_after = link_flows.numbers("tonnes_after");
  // A passage may be several links one behind the other; what goes through it goes along the fullest.
  const auto widen = [](Flow& flow, double usd, double tonnes, double usd_per_tonne) {
    if (tonnes <= flow.tonnes) return;
    flow = {usd, tonnes, tonnes * usd_per_tonne};
  };
  for (std::size_t row = 0; row < id.size(); ++row) {
    const std::size_t link = network.links.at(id[row], "link");
    if (network.passage[link] < 0) continue;
    const auto passage = static_cast<std::size_t>(network.passage[link]);
    widen(before[passage], usd_before[row], tonnes_before[row], outcome.base->costs.stop_usd[link]);
    widen(after[passage], usd_after[row], tonnes_after[row], outcome.edited.costs.stop_usd[link]);
    owner[passage] = network.waters[link];
  }
  std::vector<std::string> passage, name, iso3;
  std::vector<double> of_usd_before, of_usd_after, of_tonnes_before, of_tonnes_after, dues_before, dues_after;
  for (std::size_t p = 0; p < network.passages.size(); ++p) {
    if (!(before[p].tonnes > 0) && !(after[p].tonnes > 0)) continue;
    const auto& records = outcome.world().records.passages;
    const auto record = std::ranges::find(records, network.passages[p], &Passage::id);
    passage.push_back(network.passages[p]);
    name.push_back(record == records.end() ? network.passages[p] : record->name);
    iso3.push_back(owner[p] < 0 ? "" : network.countries[static_cast<std::size_t>(owner[p])]);
    of_usd_before.push_back(before[p].usd);
    of_usd_after.push_back(after[p].usd);
    of_tonnes_before.push_back(before[p].tonnes);
    of_tonnes_after.push_back(after[p].tonnes);
    dues_before.push_back(std::round(before[p].dues));
    dues_after.push_back(std::round(after[p].dues));
  }
  Table table;
  table.name = "passage_flows";
  table.add("passage", passage).add("name", name).add("iso3", iso3);
  table.add("usd_before", of_usd_before).add("usd_after", of_usd_after);
  table.add("tonnes_before", of_tonnes_before).add("tonnes_after", of_tonnes_after);
  return table.add("dues_before_usd", dues_before).add("dues_after_usd", dues_after);
}

}  // namespace sogdia
