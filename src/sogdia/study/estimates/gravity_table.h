#pragma once
#include "sogdia/core/index.h"
#include "sogdia/core/monitor.h"
#include "sogdia/core/od_matrix.h"
#include "sogdia/study/asked/study.h"
#include "sogdia/study/world/world.h"

namespace sogdia {

// The pack's trade of every year with what lies between the two countries, a row for each exporter, importer
// and year of trade.csv between countries that have places:
//   exporter, importer, year, value_usd
//   distance_km      population-weighted harmonic mean of great circles (country_distances)
//   hours, days, usd_per_tonne   population-weighted means over the best ways of each mode family, by the
//   network
//                    that the study's [base] and [access] name: one network for all years
//   freight          usd_per_tonne as a fraction of the goods' value, by the sector's usd_per_tonne_value
//   ad_valorem_cost  freight and time at the sector's value of time, as `sogdia skim` has it
//   contiguous       1 where the pack knows a land border, else 0
//   reported_by, status   of the trade figure, as in trade.csv
// Pairs without a way have empty cells in hours, days, usd_per_tonne, freight and ad_valorem_cost.
Table gravity_table(const World& world, const Study& study, int threads, const Monitor& monitor);

// The same rows and columns with numbers of no meaning for what the network would say: enough to see whether
// a formula and a condition fit, without computing the costs.
Table gravity_table_before_costs(const World& world, const Study& study);

// Kilometres between countries (Head & Mayer 2002, theta = -1): with p the populations of a country's largest
// places (25 at most) and pairs of places no nearer than 20 km,
//   d_ij = [ sum_{k in i} sum_{l in j} (p_k/p_i) (p_l/p_j) / d_kl ]^-1
// NaN for a country without places. The same as the trade table's prior has (data/build/trade/distance.py).
OdMatrix country_distances(const World& world, const Index& countries);

}  // namespace sogdia
