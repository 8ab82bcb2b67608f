#include "sogdia/study/network_asked.h"

#include "sogdia/network/change.h"
#include "sogdia/study/base.h"
#include "sogdia/study/study.h"
#include "sogdia/study/target_words.h"

namespace sogdia {

NetworkFound find_network(const World& world, const NetworkAsked& asked, std::vector<std::string>& notes) {
  auto [network, base] = base_network(world, asked.projects, asked.dashes + "projects");
  const Gazetteer gazetteer(world, network);
  Scenario scenario;
  const auto add = [&](ChangeKind kind, const std::string& words, const char* name) {
    Change change;
    change.kind = kind;
    change.name = change.target_words = words;
    change.where = asked.dashes + name;
    change.targets =
        find_targets(world, network, gazetteer, kind, words, Study().base.year, change.where, notes);
    scenario.changes.push_back(std::move(change));
  };
  for (const auto& words : asked.close) add(ChangeKind::close, words, "close");
  for (const auto& words : asked.open) add(ChangeKind::open, words, "open");
  LinkCosts after = apply_changes(network, base, scenario, change_tables(world)).costs;
  return {std::move(network), std::move(base), std::move(after)};
}

}  // namespace sogdia
