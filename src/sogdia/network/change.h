#pragma once
#include <string>
#include <vector>

#include "sogdia/core/scenario.h"
#include "sogdia/core/table.h"
#include "sogdia/network/network.h"

namespace sogdia {

// The pack's tables that a network change may name. Any may be absent.
struct ChangeTables {
  const Table* projects = nullptr;       // project_id, project_status
  const Table* project_links = nullptr;  // project_id, link_id, effect, hours_scale, usd_scale
  const Table* corridors = nullptr;      // corridor_id, seq, node, mode_to_next
  const Table* blocs = nullptr;          // bloc, iso3, to_year: a border reform inside a bloc
};

// The ids that `words` stand for. A word is a project's id, or
//   "none"      nothing
//   "open"      projects that are in use
//   "planned"   under construction or planned
//   "all"       open and planned together; stalled and cancelled projects are built only by their own id
// Order is the table's; an unknown word is an Error with the nearest id and `where`.
std::vector<std::string> select_projects(const std::vector<std::string>& words, const ChangeTables& tables,
                                         const std::string& where = "");

// Builds projects: opens their links and applies the resolved rows of project_links.csv:
//   build, upgrade       moving hours and money of the link times hours_scale, usd_scale
//   terminal, crossing   dwell, handling and border of the link times hours_scale, usd_scale
// A project that is built already is left as it is.
void build_projects(Network& network, const std::vector<std::string>& ids, const ChangeTables& tables);

// The network after a scenario's changes, in their order; other kinds (tariffs and the like) are passed over.
//   build    Change::projects as in select_projects
//   upgrade  target a link id, "link:ID", "corridor:ID" or "A..B" (two nodes; the shortest way by `mode`,
//            rail if empty): moving hours and money are scaled
//   close, open  "passage:suez" or just "suez", "border:CHN-KAZ" (with `mode`: only that mode; "border:CHN"
//            all of a country's), "crossing:ID", "port:CNSHA", "rail:...", "air:PVG" (the terminal),
//            "link:ID"
//   border   target as above without the prefix, or a bloc (every crossing between two members):
//            border and gauge-change hours and money are scaled
//   dwell    a terminal's id or "kind:port", "kind:rail", "kind:airport": dwell and handling are scaled
// Throws Error with the nearest name and Change::where for a target the network does not have.
Network apply_changes(const Network& base, const Scenario& scenario, const ChangeTables& tables = {});

}  // namespace sogdia
