#pragma once
#include <string>
#include <vector>

#include "sogdia/core/od_matrix.h"
#include "sogdia/dependence/cutoff.h"

namespace sogdia {

// A country's trade with a group of others: with those who voted yes, with the members of a bloc. Shares are
// of its trade with all countries abroad, so that those of groups which cover the world sum to 1; what is
// left if the group turns away is 1 less the share. The loss is that of one supplier (cutoff.h) with the
// group taken as one:
//   loss = -ln(1 - s_g) / theta,   s_g = sum_{k in g} X_ka / all a spends on goods
struct GroupTrade {
  std::string group;
  int countries = 0;  // that trade with it or could: the group without the country itself
  double exports_usd = 0, imports_usd = 0;
  double export_share = 0, import_share = 0;
  Losses cutoff;
};

// `group_of` names each country's group, in the index's order; "" is a group of its own. In the order of
// `groups`; one that nobody is in has zeros. A country of a group that `groups` lacks is left out.
std::vector<GroupTrade> trade_by_group(const OdMatrix& trade, std::size_t country,
                                       const std::vector<std::string>& group_of,
                                       const std::vector<std::string>& groups, const Horizons& horizons = {});

}  // namespace sogdia
