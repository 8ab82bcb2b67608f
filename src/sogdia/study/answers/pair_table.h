#pragma once
#include <functional>
#include <string>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/io/table_io.h"
#include "sogdia/study/answers/network_asked.h"

namespace sogdia {

struct PairsAsked {
  NetworkAsked network;
  std::string sector = "general";
  std::string weight = "cost";  // what a way has least of: cost, hours, usd or length
  int threads = 0;
};

// The ways between pairs of places, one row for each mode family that has one: from, to, family, cost (the
// generalized cost, a fraction of value), hours, km, usd_per_tonne. `pairs` has columns from and to: labels
// of nodes, or names as route takes them. Throws Error with file and row for a name that nothing has. `notes`
// says how many pairs have no way.
Table pair_table(const World& world, const PairsAsked& asked, const Table& pairs,
                 std::vector<std::string>& notes, const Monitor& monitor = {});

// The same between all of some places, those of the column node or of the first column: `use` is handed the
// rows of one origin after the other, so that ten thousand places need no more memory than they themselves.
void square_table(const World& world, const PairsAsked& asked, const Table& nodes,
                  std::vector<std::string>& notes, const std::function<void(const TableParts&)>& use,
                  const Monitor& monitor = {});

}  // namespace sogdia
