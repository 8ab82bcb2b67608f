#pragma once
#include <limits>
#include <string>
#include <vector>

#include "sogdia/study/world/party.h"

namespace sogdia {

// One kind of fuel, ore or metal from one party to another in a year (energy.h, BACI). Shares are of figures
// that have a value: of all that the buyer imports of the goods from outside itself, and of all that the
// seller exports. NaN = not known; an origin that customs hide is no zero.
struct GoodsFlow {
  std::string goods;
  int year = 0;
  double usd = 0, tonnes = 0;
  double of_imports = std::numeric_limits<double>::quiet_NaN();
  double of_exports = std::numeric_limits<double>::quiet_NaN();
  bool hidden = false;  // some of it, or all, stands under no name or another's
  std::string fault;
};

// By goods and year, in the order of their names. `goods` "" = all, `year` 0 = every year from 1995.
std::vector<GoodsFlow> goods_flows(const World& world, const Party& from, const Party& to,
                                   const std::string& goods = "", int year = 0);

}  // namespace sogdia
