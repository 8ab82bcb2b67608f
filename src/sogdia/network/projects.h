#pragma once
#include <string>
#include <vector>

#include "sogdia/network/network.h"
#include "sogdia/pack/project.h"

namespace sogdia {

// The ids that `words` stand for. A word is a project's id, or
//   "none"      nothing
//   "open"      projects that are in use
//   "planned"   under construction or planned
//   "all"       open and planned together; stalled and cancelled projects are built only by their own id
// Order is that of the projects; an unknown word is an Error with the nearest id and `where`.
std::vector<std::string> select_projects(const std::vector<std::string>& words, const Works& works,
                                         const std::string& where = "");

// Whether building the project touches a link at all.
bool has_links(const Network& network, const std::string& id, const Works& works);

// Builds projects: opens their links and does what the project does to each:
//   build, upgrade       moving hours and money of the link times hours_scale, usd_scale
//   terminal, crossing   dwell, handling and border of the link times hours_scale, usd_scale
// A project that is built already is left as it is.
void build_projects(const Network& network, LinkCosts& costs, const std::vector<std::string>& ids,
                    const Works& works);

}  // namespace sogdia
