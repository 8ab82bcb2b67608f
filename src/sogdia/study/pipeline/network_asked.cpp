#include "sogdia/study/pipeline/network_asked.h"

#include "sogdia/network/change.h"
#include "sogdia/study/asked/study.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/places/target_words.h"

namespace sogdia {

NetworkFound find_network(const World& world, const NetworkAsked& asked, std::vector<std::string>& notes) {
  auto [network, base] = base_network(world, asked.projects, asked.dashes + "projects");
  const Gazetteer gazetteer(world, network);
  Scenario scenario;
  const auto add = [&](auto kind, const std::string& words) {
    const std::string where = asked.dashes + kind.kind;
    kind.site.words = words;
    kind.site.targets = find_targets(world, network, gazetteer, kind, words, Study().base.year, where, notes);
    scenario.changes.push_back({words, NetworkChange(std::move(kind)), where});
  };
  for (const auto& words : asked.close) add(Close{}, words);
  for (const auto& words : asked.open) add(Open{}, words);
  LinkCosts after = apply_changes(network, base, scenario, change_tables(world)).costs;
  return {std::move(network), std::move(base), std::move(after)};
}

}  // namespace sogdia
