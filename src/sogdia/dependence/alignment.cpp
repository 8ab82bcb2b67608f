#include "sogdia/dependence/alignment.h"

#include <fmt/format.h>

#include <algorithm>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/dependence/partners.h"

namespace sogdia {

std::vector<GroupTrade> trade_by_group(const OdMatrix& trade, std::size_t country,
                                       const std::vector<std::string>& group_of,
                                       const std::vector<std::string>& groups, const Horizons& horizons) {
  require_same(trade.origins, trade.destinations, "the trade matrix's exporters and importers");
  require_sound(horizons);
  if (group_of.size() != trade.origins.size())
    throw Error(fmt::format("groups of {} countries for {}", group_of.size(), trade.origins.size()),
                "alignment", "name the group of every country of the trade matrix, \"\" for none");
  const auto exports = exports_of(trade, country), imports = imports_of(trade, country);
  const double sold = concentration(exports, country).total, bought = concentration(imports, country).total;
  const double spent = ordered_sum(imports);
  std::vector<GroupTrade> out;
  for (const auto& name : groups) {
    GroupTrade group;
    group.group = name;
    std::vector<double> to, from;
    for (std::size_t k = 0; k < group_of.size(); ++k) {
      if (k == country || group_of[k] != name) continue;
      ++group.countries;
      to.push_back(exports[k]);
      from.push_back(imports[k]);
    }
    group.exports_usd = ordered_sum(to);
    group.imports_usd = ordered_sum(from);
    group.export_share = sold > 0.0 ? group.exports_usd / sold : 0.0;
    group.import_share = bought > 0.0 ? group.imports_usd / bought : 0.0;
    group.cutoff = cutoff_losses(spent > 0.0 ? std::min(1.0, group.imports_usd / spent) : 0.0, horizons);
    out.push_back(std::move(group));
  }
  return out;
}

}  // namespace sogdia
