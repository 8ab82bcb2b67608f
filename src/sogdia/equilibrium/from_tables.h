#pragma once
#include "sogdia/core/table.h"
#include "sogdia/equilibrium/one_sector.h"

namespace sogdia {

// A problem from two long tables, as `sogdia solve --trade FILE --change FILE` reads them:
//   trade   exporter, importer, value       in any one money unit; internal trade is the row A,A;
//                                           pairs that do not stand there do not trade
//   change  exporter, importer, kappa_hat   pairs that do not stand there keep 1; `inf` = exact zero share
// Countries are those of `trade`, in alphabetical order. Throws Error with file and row for a negative or
// missing value, an unknown country (with the nearest name), a pair given twice, kappa_hat not above zero.
OneSectorProblem problem_from_tables(const Table& trade, const Table& change, double theta);

}  // namespace sogdia
