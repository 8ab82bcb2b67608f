#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/core/table.h"
#include "sogdia/gravity/models/estimate.h"
#include "sogdia/study/asked/study.h"
#include "sogdia/study/tables/result.h"
#include "sogdia/study/world/world.h"

namespace sogdia {

// Everything a gravity study produced (a study with [[estimate]]). The page and the tables on disk are made
// from this and nothing else.
struct GravityResult {
  Study study;
  const World* world = nullptr;
  // gravity       the data: see gravity_table.h
  // coefficients  estimate,term,coefficient,std_error,statistic,p,low,high
  // measures      estimate,measure,value,std_error,low,high,bounded,observations,separated,where   what each
  //               estimate is there for: an elasticity, or a value of time as a fraction of value a day with
  //               its Fieller interval (ratio.h); low and high are empty where that has no end, and bounded
  //               is 0
  // published     measure,source,low,high
  std::map<std::string, Table> tables;
  std::vector<std::string>
      names;              // of each fit: its estimate's, with (2), (3) where a formula has several models
  std::vector<Fit> fits;  // without their samples
  std::vector<StageTime> stages;
  bool converged = true;
};

// The rows of a table for which a condition in SQL holds: table_where of sql/query.h, which has DuckDB; this
// folder has none. Where it is empty, an estimate with a `where` is refused.
using RowsWhere = std::function<Table(const Table&, const std::string& condition, const Monitor&)>;

// What run_gravity_study would say of the study's formulas, conditions and terms, before anything is
// computed.
void check_estimates(const Study& study, const World& world, const RowsWhere& rows_where = {});

// Throws Error, placed at the [[estimate]], for a formula, filter or term that does not fit the data. `world`
// must outlive the result.
GravityResult run_gravity_study(const Study& study, const World& world, const RowsWhere& rows_where = {},
                                int threads = 0, const Monitor& monitor = {});

}  // namespace sogdia
