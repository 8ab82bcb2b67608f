#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/study/base.h"
#include "sogdia/study/stages.h"

namespace sogdia {

// Everything a run produced, and everything its brief and its files are made from.
struct Result {
  Study study;                            // resolved
  std::shared_ptr<const BaseWorld> base;  // before the changes; never null in a finished result
  LinkCosts after;                        // links after them
  std::map<std::string, Table> tables;    // see docs/reference/outputs.md; the list is in /docs and below
  std::vector<std::pair<std::string, double>> headline;  // summary.json: name -> number
  std::vector<StageTime> stages;
  std::vector<std::string> warnings;
  bool converged = true;
};

// tables:
//   corridors
//   corridor_id,name,from,to,family,hours_before,hours_after,usd_before,usd_after,km_before,km_after,borders
//   corridor_paths  corridor_id,family,state(before|after),seq,link_id
//   countries
//   iso3,name,region,gdp_usd,exports_hat,imports_hat,welfare_hat_low,welfare_hat_mid,welfare_hat_high,
//                   real_income_usd_mid,mean_cost_before,mean_cost_after,mean_hours_before,mean_hours_after,bri_signatory
//   pairs
//   exporter,importer,cost_before,cost_after,hours_before,hours_after,kappa_hat,trade_before_usd,trade_after_usd
//   world           measure,before,after,change,pair   (mean time and cost by several weights; trade)
//   projects        project_id,name,kind,iso3,lon,lat,project_status,opened_year,cost_usd,links
//   dependence
//   a,b,year,export_share,import_share,exports_over_gdp,imports_over_gdp,cutoff_low,cutoff_mid,cutoff_high,
//                   ge_low,ge_mid,ge_high,asymmetry,hhi_exports,hhi_imports     (a on b, one row a direction)
//   partners        iso3,flow,partner,share,value_usd,year
//   pair_routes     a,b,from,to,family,share,hours,usd_per_tonne,km,borders,gauge_breaks,passages
//   pair_paths      a,b,from,to,family,seq,link_id
//   customs, pledges, events: the pack's rows for the study's pairs
//   unreachable     exporter,importer,state

}  // namespace sogdia
