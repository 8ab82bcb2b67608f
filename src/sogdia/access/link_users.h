#pragma once
#include <array>

#include "sogdia/access/skim.h"

namespace sogdia {

// Who sends goods along one link: of the demand of each pair of zones, what goes along it by the skim's ways,
// as link_flows loads them; and all of it by mode family. Where two ways of one cost differ in the link, both
// count.
struct LinkUsers {
  OdMatrix demand;  // zones x zones, in the unit of what was asked with
  ByFamily<double> by_family{};
  double tonnes = 0;  // of a demand in USD; by class of goods alone (Skim::tonnes)
};

// A way goes along a link from a to b where  d(i, a) + w + d(b, j) = d(i, j),  which exact sums can tell: two
// searches for each part of the chains. `skim` must hold its chains and be of this metric.
LinkUsers link_users(const Network& network, const AccessTopology& topology, const AccessMetric& metric,
                     const Skim& skim, const OdMatrix& demand, std::uint32_t link, int threads = 0);

}  // namespace sogdia
