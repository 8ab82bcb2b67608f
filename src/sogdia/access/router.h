#pragma once
#include <vector>

#include "sogdia/access/family_graph.h"

namespace sogdia {

// The four family graphs of a network, for many route queries on it.
struct Router {
  std::vector<FamilyGraph> graphs;  // by ModeFamily
  double mu = 20.0;
};

Router make_router(const Network& network, const Shipper& shipper = {}, const AccessLimits& limits = {});

// As routes() in skim.h, without building the graphs anew.
std::vector<Route> routes(const Network& network, const Router& router, std::uint32_t origin,
                          std::uint32_t destination);

}  // namespace sogdia
