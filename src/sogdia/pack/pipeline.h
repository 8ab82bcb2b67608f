#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia {

// A row of pipelines.csv. Countries in the order of flow.
struct Pipeline {
  std::string id, name;
  std::vector<std::string> names;  // other names
  std::string goods;               // "crude oil" | "gas" ...
  std::vector<std::string> countries;
  double tonnes_per_year = 0;  // capacity; NaN where it is not known
  double flow_tonnes = 0;      // what was seen in a year; NaN where it is not known
  int opened_year = 0;         // 0 = not known
  bool open = false;
  int shut_from = 0, shut_to = -1;  // years for most of which nothing flowed, both included
  bool loads_ships = false;         // where it ends ships load what is sold to others
  std::string bypasses;             // passage that these ships need not pass, though those of its country do
};
// Capacities of barrels a day, million tonnes a year, billion cubic metres a year and the like in tonnes.
// Throws Error with file and row for a unit that is none of them.
std::vector<Pipeline> read_pipelines(const Table& table);

}  // namespace sogdia
