#pragma once
#include <string>
#include <vector>

#include "sogdia/report/facts/rows.h"

namespace sogdia::report {

// One row a corridor: the way (by mode family) whose time changes most, or its first.
struct CorridorChange {
  std::string name;  // short: up to a bracket
  std::string from, to, family;
  double hours_before, hours_after, usd_before, usd_after;
  double hours_change() const { return hours_after / hours_before - 1; }
  double usd_change() const { return usd_after / usd_before - 1; }
};

// True for a corridor that is itself a passage closed in the pack and not opened by the study: its way would
// run round the world.
bool is_closed(const Result& result, const std::string& corridor_id);

// Largest saving of time first; rows without both times and closed corridors left out.
std::vector<CorridorChange> corridor_changes(const Result& result);

}  // namespace sogdia::report
