#include <algorithm>

#include "sogdia/study/answers/dependence/alignment.h"
#include "sogdia/study/answers/dependence/route_exposure.h"
#include "sogdia/study/pipeline/outcome.h"
#include "sogdia/study/world/country.h"

namespace sogdia {

Table route_exposure_table(const Outcome& outcome, int threads) {
  const Baseline& base = *outcome.base;
  std::vector<ExposureRow> rows;
  for (const auto& [a, b] : outcome.study.pairs) {
    const Party left = find_party(outcome.world(), base.economy, a),
                right = find_party(outcome.world(), base.economy, b);
    const Zones zones =
        exposure_zones(outcome.world(), base.network, base.economy.countries, left.members, right.members);
    std::vector<std::string> codes;
    for (const auto& code : zones.iso3)
      if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
    const auto uses = passage_use(base.network, base.topology, base.costs, base.travel, zones,
                                  Index(std::move(codes)), {}, threads);
    for (auto& exposure : route_exposure(outcome.world(), uses, base.economy, left.members, right.members))
      rows.push_back({a, b, std::move(exposure)});
  }
  return exposure_table(rows);
}

Table alignment_table(const Outcome& outcome) {
  std::vector<std::string> asked;
  std::vector<Aligned> rows;
  for (const auto& [a, b] : outcome.study.pairs) {
    for (const auto& id : {a, b}) {
      if (std::find(asked.begin(), asked.end(), id) != asked.end()) continue;
      asked.push_back(id);
      for (auto& row : alignment(outcome.world(), find_party(outcome.world(), outcome.economy(), id)))
        rows.push_back(std::move(row));
    }
  }
  return alignment_table(rows);
}

}  // namespace sogdia
