#pragma once
#include <memory>

#include "sogdia/access/family_graph.h"
#include "sogdia/access/link_weights.h"

namespace sogdia {

// The limits in whatever links are weighed by, on a base: km of land at the mean weight of a kilometre of
// road. They are taken once: a cheaper road anywhere must
// not bring a port out of reach. Closed roads count, and a network without roads has no limits. Those of the
// sea that differ from node to node are found for `ends` alone, where these are given. `sea`: that family's
// graph on the base, where it is at hand.
ByFamily<AccessLimit> access_limits(const Network& network, const LinkCosts& base,
                                    const std::shared_ptr<const LinkWeights>& weights,
                                    const AccessLimits& limits,
                                    const std::vector<std::uint32_t>* ends = nullptr,
                                    const FamilyGraph* sea = nullptr);

// What shippers mind, and the limits as costs on a base.
Travel make_travel(const Network& network, const LinkCosts& base, const Shipper& shipper = {},
                   const AccessLimits& limits = {});

}  // namespace sogdia
