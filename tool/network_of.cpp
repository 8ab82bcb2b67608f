#include "network_of.h"

#include "sogdia/core/names.h"
#include "sogdia/network/change.h"
#include "sogdia/study/base.h"
#include "sogdia/study/study.h"
#include "sogdia/study/target_words.h"

namespace sogdia::tool {

NetworkOf network_of(const World& world, const NetworkArgs& args, std::vector<std::string>& notes) {
  auto [network, base] = base_network(world, split_list(args.projects, ','), "--projects");
  const Gazetteer gazetteer(world, network);
  Scenario scenario;
  const auto add = [&](ChangeKind kind, const std::string& words, const char* where) {
    Change change;
    change.kind = kind;
    change.name = change.target_words = words;
    change.where = where;
    change.targets = find_targets(world, network, gazetteer, kind, words, Study().base.year, where, notes);
    scenario.changes.push_back(std::move(change));
  };
  for (const auto& words : args.close) add(ChangeKind::close, words, "--close");
  for (const auto& words : args.open) add(ChangeKind::open, words, "--open");
  LinkCosts after = apply_changes(network, base, scenario, change_tables(world)).costs;
  return {std::move(network), std::move(base), std::move(after)};
}

}  // namespace sogdia::tool
