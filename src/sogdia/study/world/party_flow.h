#pragma once
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "sogdia/study/world/party.h"
#include "sogdia/study/world/trade_cell.h"

namespace sogdia {

// Goods from one party to another in a year, with what stands behind the sum. Cells' errors are taken as
// independent, so that their logs add in squares, weighted by value:
//   factor = exp( sqrt(sum_k (x_k ln f_k)^2) / sum_k x_k )
// over the cells that have an interval; NaN where none has.
struct PartyFlow {
  double usd = 0;
  double factor = std::numeric_limits<double>::quiet_NaN();  // 80 %: usd / factor to usd * factor
  std::map<std::string, double> reported_by;  // class of cell: its part of the value; sums to 1

  double low() const { return usd / factor; }
  double high() const { return usd * factor; }
};

PartyFlow flow_of(const std::vector<TradeCell>& cells);

// All flows of a party's members with the rest of the world in a year.
struct PartyTrade {
  std::map<std::string, PartyFlow> to, from;  // by country
  PartyFlow exports, imports;                 // with all of them
};
PartyTrade party_trade(const World& world, const Party& party, int year);

PartyFlow flow_between(const World& world, const Party& from, const Party& to, int year);

// "both", or "both 83 %, mirror 17 %" from the largest part; "" where nothing is known.
std::string classes_text(const PartyFlow& flow);

}  // namespace sogdia
