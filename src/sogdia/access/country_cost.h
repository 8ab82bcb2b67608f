#pragma once
#include <string>
#include <utility>
#include <vector>

#include "sogdia/access/skim.h"
#include "sogdia/access/zones.h"

namespace sogdia {

// Place-to-place costs as country-to-country costs. With w the population weights of choose_zones (they sum
// to 1 over a country) and every place trading with every other,
//
//   1 + a_IJ = [ sum_{i in I, j in J} w_i w_j (1 + a_ij)^-rho ]^(-1/rho)
//
// the price index of a shipper who meets iceberg costs 1 + a_ij with elasticity rho (Head & Mayer 2009 use
// the same form for effective distance, with rho fitted to distance). A pair of places without a way counts
// as an infinite cost and adds nothing, so closing a link never lowers a_IJ; a_IJ is infinite only where no
// place of I reaches any place of J.
//
// Hours and money are plain means, w_i w_j over the pairs of places that have a way.
//
// Domestic (I = J): the same sums, with a place's way to itself taken as the mean distance between two points
// of a disc of its built-up area, by road:
//   d_ii = max(internal_km_least, (128 / 45 pi) sqrt(population / (pi density)))
// A country with a single place thus has that place's own cost, never zero.
struct CountryCost {
  Index countries;
  OdMatrix cost;   // a_IJ, fraction of value; infinite where there is no way
  OdMatrix hours;  // population-weighted mean; infinite where there is no way
  OdMatrix usd_per_tonne;
  // Share of w_i w_j that has a way: 1 = every place reaches every other.
  OdMatrix reached;
  OdMatrix stranded;  // mean of Skim::stranded; empty where that is
};

// d_ii above.
double internal_km(double population, const CountryCostOptions& options);

// `countries` orders the result; a country without a zone is unreachable from and to everywhere, and has a
// domestic cost of a place of internal_km_least. Skim::zones must be the zones' nodes.
CountryCost country_cost(const Skim& skim, const Zones& zones, const Index& countries,
                         const CountryCostOptions& options = {}, int threads = 1);

// Pairs of countries without a way, exporter first; domestic pairs left out.
std::vector<std::pair<std::string, std::string>> unreachable_pairs(const CountryCost& cost);

}  // namespace sogdia
