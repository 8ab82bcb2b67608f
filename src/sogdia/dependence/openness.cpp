#include "sogdia/dependence/openness.h"

#include <algorithm>

#include "sogdia/core/parallel.h"
#include "sogdia/dependence/partners.h"

namespace sogdia {

Openness openness(const OdMatrix& trade, std::size_t country, double gdp_usd, const Horizons& horizons) {
  require_same(trade.origins, trade.destinations, "the trade matrix's exporters and importers");
  require_sound(horizons);
  const auto exports = exports_of(trade, country), imports = imports_of(trade, country);
  const auto sold = concentration(exports, country), bought = concentration(imports, country);
  Openness o;
  o.exports_usd = sold.total;
  o.imports_usd = bought.total;
  o.exports_over_gdp = over_gdp(sold.total, gdp_usd);
  o.imports_over_gdp = over_gdp(bought.total, gdp_usd);
  o.hhi_exports = sold.hhi;
  o.hhi_imports = bought.hhi;
  o.effective_export_partners = sold.effective_partners;
  o.effective_import_partners = bought.effective_partners;
  const double spent = ordered_sum(imports);
  const double abroad = spent > 0.0 ? std::clamp(bought.total / spent, 0.0, 1.0) : 0.0;
  o.home_share = 1.0 - abroad;
  o.autarky = cutoff_losses(abroad, horizons);
  return o;
}

}  // namespace sogdia
