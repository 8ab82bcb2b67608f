#include <map>

#include "sogdia/study/pipeline/outcome.h"

namespace sogdia {

// The pack's projects, each with the number of links it touches and whether base and scenario have it.
Table projects_table(const Outcome& outcome) {
  const Works& works = outcome.world().records.works;
  const Table& pack = outcome.world().table("projects");
  std::map<std::string, std::int64_t> touched;
  for (const auto& link : works.links) ++touched[link.project];
  const auto has = [](const LinkCosts& costs, const std::string& id) {
    for (const auto& built : costs.built_projects) {
      if (built == id) return std::int64_t{1};
    }
    return std::int64_t{0};
  };
  Table table;
  table.name = "projects";
  for (const char* column : {"project_id", "name", "kind", "iso3", "lon", "lat", "project_status",
                             "opened_year", "cost_usd", "cost_status", "source"}) {
    if (const Column* found = pack.find(column)) table.columns.push_back(*found);
  }
  std::vector<std::int64_t> links, in_base, in_scenario;
  for (const auto& project : works.projects) {
    links.push_back(touched[project.id]);
    in_base.push_back(has(outcome.base->costs, project.id));
    in_scenario.push_back(has(outcome.edited.costs, project.id));
  }
  table.add("links", links).add("in_base", in_base).add("in_scenario", in_scenario);
  return table;
}

}  // namespace sogdia
