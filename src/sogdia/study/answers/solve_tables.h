#pragma once
#include <string>

#include "sogdia/core/table.h"
#include "sogdia/equilibrium/deficits.h"
#include "sogdia/io/table_io.h"

namespace sogdia {

// Files for `solve`: exporter, importer, value; and exporter, importer, kappa_hat, which may be `inf` for no
// trade at all. An empty name stands for a table of no changes. Throw Error with file and row.
Table read_flows(const std::string& path, const TableFiles& files = {});
Table read_wedges(const std::string& path, const TableFiles& files = {});

// The trade model on tables of one's own, see problem_from_tables. Throws Error for an elasticity that is not
// above 0, placed at `theta_where`.
OneSectorSolution solve_tables(const Table& flows, const Table& wedges, double theta,
                               const std::string& theta_where, DeficitRule deficits = DeficitRule::fixed);

}  // namespace sogdia
