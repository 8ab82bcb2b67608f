#pragma once
#include <cstdint>
#include <vector>

#include "sogdia/network/network.h"

namespace sogdia {

// The nodes of zones by their labels; throws Error for one that the network lacks.
inline std::vector<std::uint32_t> zone_nodes(const Network& network, const Index& zones) {
  std::vector<std::uint32_t> nodes;
  nodes.reserve(zones.size());
  for (const auto& zone : zones.labels())
    nodes.push_back(static_cast<std::uint32_t>(network.nodes.at(zone, "zone")));
  return nodes;
}

}  // namespace sogdia
