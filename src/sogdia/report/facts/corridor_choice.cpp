#include "sogdia/report/facts/corridor_choice.h"

#include <algorithm>
#include <cmath>

namespace sogdia::report {

bool is_closed(const Result& result, const std::string& corridor_id) {
  const Network& network = result.base->network;
  const auto passage = network.passages.find(corridor_id);
  if (!passage) return false;
  for (std::size_t link = 0; link < network.link_count(); ++link) {
    if (network.passage[link] == static_cast<std::int32_t>(*passage) && result.after.open(link)) return false;
  }
  return true;
}

std::vector<CorridorChange> corridor_changes(const Result& result) {
  const Rows rows = result_rows(result, "corridors");
  std::vector<CorridorChange> out;
  for (const std::string& id : rows.distinct("corridor_id")) {
    if (is_closed(result, id)) continue;
    const Rows ways = rows.where("corridor_id", id);
    CorridorChange best{};
    bool found = false;
    for (std::size_t row = 0; row < ways.size(); ++row) {
      const CorridorChange way{ways.text(row, "name").empty() ? id : ways.text(row, "name"),
                               ways.text(row, "from"),
                               ways.text(row, "to"),
                               ways.text(row, "family"),
                               ways.number(row, "hours_before"),
                               ways.number(row, "hours_after"),
                               ways.number(row, "usd_before"),
                               ways.number(row, "usd_after")};
      if (!(way.hours_before > 0) || !std::isfinite(way.hours_after) || !std::isfinite(way.hours_before))
        continue;
      if (!found || way.hours_change() < best.hours_change() - 1e-9) best = way;
      found = true;
    }
    if (!found) continue;
    best.name = best.name.substr(0, best.name.find(" ("));
    out.push_back(best);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.hours_change() < b.hours_change(); });
  return out;
}

}  // namespace sogdia::report
