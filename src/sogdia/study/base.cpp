#include "sogdia/study/base.h"

#include <algorithm>

namespace sogdia {

ChangeTables change_tables(const World& world) {
  return {world.find("projects"), world.find("project_links"), world.find("corridors")};
}

Network base_network(const World& world, const std::vector<std::string>& projects, const std::string& where) {
  const ChangeTables tables = change_tables(world);
  const auto chosen = select_projects(projects, tables, where);
  Network network = make_network(world);
  build_projects(network, chosen, tables);
  return network;
}

Zones base_zones(const World& world, const Network& network, const Index& countries, int asked) {
  return choose_zones(world.table("places"), network, countries,
                      {std::max(asked, static_cast<int>(countries.size())), places_per_country(world)});
}

}  // namespace sogdia
