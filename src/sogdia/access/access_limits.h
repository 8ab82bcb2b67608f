#pragma once
#include <memory>

#include "sogdia/access/link_weights.h"

namespace sogdia {

// The limits in whatever links are weighed by, on a base: km of land at the mean weight of a kilometre of
// road. They are taken once: a cheaper road anywhere must
// not bring a port out of reach. Closed roads count, and a network without roads has no limits.
ByFamily<AccessLimit> access_limits(const Network& network, const LinkCosts& base,
                                    const std::shared_ptr<const LinkWeights>& weights,
                                    const AccessLimits& limits);

// What shippers mind, and the limits as costs on a base.
Travel make_travel(const Network& network, const LinkCosts& base, const Shipper& shipper = {},
                   const AccessLimits& limits = {});

}  // namespace sogdia
