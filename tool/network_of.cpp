#include "network_of.h"

#include "sogdia/network/change.h"

namespace sogdia::tool {

Network network_of(const World& world, const std::string& projects, const std::vector<std::string>& close,
                   const std::vector<std::string>& open) {
  const ChangeTables tables{world.find("projects"), world.find("project_links"), world.find("corridors"),
                            world.find("blocs")};
  Network network = make_network(world);
  build_projects(network, select_projects({projects}, tables, "--projects"), tables);
  Scenario scenario;
  const auto add = [&](ChangeKind kind, const std::string& target, const char* where) {
    Change change;
    change.kind = kind;
    change.name = change.target = target;
    change.where = where;
    scenario.changes.push_back(std::move(change));
  };
  for (const auto& target : close) add(ChangeKind::close, target, "--close");
  for (const auto& target : open) add(ChangeKind::open, target, "--open");
  return apply_changes(network, scenario, tables);
}

}  // namespace sogdia::tool
