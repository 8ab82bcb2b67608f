#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia {

// A row of projects.csv.
struct Project {
  std::string id, name;
  std::string iso3;    // of all its countries, as the table lists them
  std::string status;  // open | construction | planned | stalled | cancelled
};
std::vector<Project> read_projects(const Table& table);

// A row of project_links.csv: what building a project does to one link. Scales are 1 where the table has
// none.
enum class LinkEffect { build, upgrade, terminal, crossing };
struct ProjectLink {
  std::string project, link;
  LinkEffect effect = LinkEffect::build;
  double hours_scale = 1, usd_scale = 1;
  std::string where;  // file and row
};
// Throws Error with file and row for another effect.
std::vector<ProjectLink> read_project_links(const Table& table);

// A chain of corridors.csv, its stops in order.
struct CorridorStop {
  std::string node, mode_to_next;
};
struct Corridor {
  std::string id, name;
  std::vector<CorridorStop> stops;
};
std::vector<Corridor> read_corridors(const Table& table);

// What a change of the network may name.
struct Works {
  std::vector<Project> projects;
  std::vector<ProjectLink> links;
  std::vector<Corridor> corridors;
};

}  // namespace sogdia
