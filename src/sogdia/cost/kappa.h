#pragma once
#include <string>
#include <utility>
#include <vector>

#include "sogdia/core/od_matrix.h"
#include "sogdia/core/scenario.h"

namespace sogdia {

// Changes of trade costs, exporters x importers:
//
//   kappa_hat_ij = [ 1 + pass_through ( (1 + a'_ij) / (1 + a_ij) - 1 ) ]  x  product of policy wedges
//
// a, a' are the ad valorem freight costs before and after (country_cost.h). Where nothing changes kappa_hat
// is exactly 1, to the last bit. Where a pair
//   loses its last way          kappa_hat is infinite: an exact zero of trade, listed in `cut_off`
//   gains its first way         kappa_hat stays 1: trade that goes on without a way in the network (by a mode
//   or a
//                               transhipment the network lacks) has no base cost to compare with; listed in
//                               `newly_reached`, and pairs without base trade stay without
//   has no way before or after  kappa_hat stays 1, for the same reason
struct FreightKappa {
  OdMatrix kappa_hat;  // unit "hat"
  std::vector<std::pair<std::string, std::string>> cut_off, newly_reached;
};
FreightKappa freight_kappa(const OdMatrix& cost_before, const OdMatrix& cost_after,
                           double pass_through = 1.0);

// Policy wedges of a scenario's changes, multiplied; the diagonal is never touched. With theta the trade
// elasticity:
//   tariff     (1 + rate_after) / (1 + rate_before)
//   sanction   max(1, exp(-beta / theta)): trade falls by beta < 0 log points at given incomes and prices
//   embargo    10, or infinite with `exact`; always both ways
//   decouple   (1 - cut)^(-1/theta): trade falls by the fraction `cut`; cut = 1 is infinite
// Each applies to exporters x importers, and with `both_ways` to importers x exporters as well; a pair named
// both ways by one change pays once. Tariff revenue is not redistributed by a one-sector solution: the wedge
// is then a resource cost.
// Throws Error with Change::where for an unknown country, an empty list, a rate at or below -1, a cut outside
// 0..1, a positive beta, and a theta that is not positive.
OdMatrix policy_kappa(const Scenario& scenario, const Index& countries, double theta);

// Element by element; throws Error unless both have the same countries.
OdMatrix multiply(const OdMatrix& a, const OdMatrix& b);

// What a scenario changes within countries: productivity, labour (hats) and the scale of deficits. Ones where
// nothing is said; several changes of one country multiply.
struct CountryShifts {
  std::vector<double> a_hat, l_hat, deficit_scale;
};
CountryShifts country_shifts(const Scenario& scenario, const Index& countries);

}  // namespace sogdia
