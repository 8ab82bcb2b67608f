#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sogdia/gravity/estimate.h"
#include "sogdia/network/change.h"
#include "terminal.h"

namespace sogdia::tool {

// Everything of a run that can go wrong with the input, without the computing.
int verb_check(const CheckArgs& args, const Common& common) {
  const Study asked = load_study(args.study);
  const World world = open_world(common, asked);
  const Study study = resolve_study(asked, world);
  for (const auto& estimate : study.estimates) {
    parse_formula(estimate.formula);
    parse_vcov(estimate.vcov);
  }
  const ChangeTables tables{world.find("projects"), world.find("project_links"), world.find("corridors"),
                            world.find("blocs")};
  Network base = make_network(world);
  build_projects(base, select_projects({study.base.projects}, tables), tables);
  const Network scenario = apply_changes(base, study.scenario, tables);
  std::size_t changed = 0;
  for (std::size_t l = 0; l < scenario.link_count(); ++l)
    changed += base.open[l] != scenario.open[l] || base.hours[l] != scenario.hours[l] ||
               base.usd_per_tonne[l] != scenario.usd_per_tonne[l];
  if (common.json) {
    nlohmann::ordered_json out = {
        {"study", args.study}, {"title", study.title}, {"ok", true}, {"links_changed", changed}};
    out["changes"] = nlohmann::ordered_json::array();
    for (const auto& change : study.scenario.changes)
      out["changes"].push_back({{"name", change.name}, {"kind", to_string(change.kind)}});
    print(out.dump(2) + "\n");
  } else {
    if (!study.estimates.empty())
      print(fmt::format("`{}` is in order: {} estimates\n", args.study, study.estimates.size()));
    else
      print(fmt::format("`{}` is in order: {} changes, {} links of the network change\n", args.study,
                        study.scenario.changes.size(), changed));
  }
  return 0;
}

}  // namespace sogdia::tool
