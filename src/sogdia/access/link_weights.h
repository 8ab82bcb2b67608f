#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/access/travel.h"

namespace sogdia {

// What rides along a way beside the cost that it is chosen by.
struct Carried {
  double hours = 0, usd = 0, km = 0;  // usd: per tonne

  bool operator==(const Carried&) const = default;
};
inline Carried operator+(const Carried& a, const Carried& b) {
  return {a.hours + b.hours, a.usd + b.usd, a.km + b.km};
}

// What a way is to have least of: generalized cost, hours, USD per tonne, or km.
enum class LeastOf : std::uint8_t { cost, hours, usd, length };

// By link: what is to be least, and what rides along.
struct LinkWeights {
  std::vector<double> cost;  // the generalized cost for a shipper; hours, USD or km where those are asked for
  std::vector<Carried> carried;
};
LinkWeights link_weights(const Network& network, const LinkCosts& costs, const Shipper& shipper,
                         LeastOf least = LeastOf::cost);

}  // namespace sogdia
