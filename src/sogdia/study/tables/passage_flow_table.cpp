#include <algorithm>
#include <cmath>

#include "sogdia/study/pipeline/side_effects.h"

namespace sogdia {

Table passage_flows_table(const Outcome& outcome, const Table& link_flows) {
  const Network& network = outcome.base->network;
  const auto& id = link_flows.text("link_id");
  std::vector<std::size_t> row_of(network.link_count(), id.size());
  for (std::size_t row = 0; row < id.size(); ++row) row_of[network.links.at(id[row], "link")] = row;
  const auto column = [&](const char* name) {
    return [&, values = link_flows.numbers(name)](std::size_t link) {
      return row_of[link] < values.size() ? values[row_of[link]] : 0.0;
    };
  };
  const std::vector<PassageFlow> before = through_passages(network, outcome.base->costs, column("usd_before"),
                                                           column("tonnes_before")),
                                 after = through_passages(network, outcome.edited.costs, column("usd_after"),
                                                          column("tonnes_after"));
  const std::vector<std::int32_t> owner = passage_owners(network);
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
