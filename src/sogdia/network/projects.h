#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/network/network.h"

namespace sogdia {

// The pack's tables that a network change may name. Any may be absent.
struct ChangeTables {
  const Table* projects = nullptr;       // project_id, project_status
  const Table* project_links = nullptr;  // project_id, link_id, effect, hours_scale, usd_scale
  const Table* corridors = nullptr;      // corridor_id, seq, node, mode_to_next
};

// The ids that `words` stand for. A word is a project's id, or
//   "none"      nothing
//   "open"      projects that are in use
//   "planned"   under construction or planned
//   "all"       open and planned together; stalled and cancelled projects are built only by their own id
// Order is the table's; an unknown word is an Error with the nearest id and `where`.
std::vector<std::string> select_projects(const std::vector<std::string>& words, const ChangeTables& tables,
                                         const std::string& where = "");

// Whether building the project touches a link at all.
bool has_links(const Network& network, const std::string& id, const ChangeTables& tables);

// Builds projects: opens their links and applies the resolved rows of project_links.csv:
//   build, upgrade       moving hours and money of the link times hours_scale, usd_scale
//   terminal, crossing   dwell, handling and border of the link times hours_scale, usd_scale
// A project that is built already is left as it is.
void build_projects(const Network& network, LinkCosts& costs, const std::vector<std::string>& ids,
                    const ChangeTables& tables);

}  // namespace sogdia
