#pragma once
#include "sogdia/core/od_matrix.h"
#include "sogdia/dependence/cutoff.h"

namespace sogdia {

// A country against the whole world.
//
// Autarky, in closed form: with pi_jj the part of its spending on goods that it makes itself,
//   loss = -ln(pi_jj) / theta
// in log points (Arkolakis, Costinot & Rodriguez-Clare 2012, equation 1, with trade balanced).
struct Openness {
  double exports_usd = 0, imports_usd = 0;
  double exports_over_gdp = 0, imports_over_gdp = 0;  // NaN where its GDP is not known
  double home_share = 0;                              // pi_jj
  double hhi_exports = 0, hhi_imports = 0;
  double effective_export_partners = 0, effective_import_partners = 0;
  Losses autarky;  // infinite where it makes nothing for itself
};

Openness openness(const OdMatrix& trade, std::size_t country, double gdp_usd, const Horizons& horizons = {});

}  // namespace sogdia
