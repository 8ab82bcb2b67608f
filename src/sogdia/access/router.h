#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sogdia/access/family_graph.h"

namespace sogdia {

// The four family graphs of a network at one state of its costs, for all that is asked of it.
struct Router {
  std::vector<FamilyGraph> graphs;  // by ModeFamily
  double mu = 20.0;
};

Router make_router(const Network& network, const LinkCosts& costs, const Travel& travel, int threads = 1);
// The same with layers that are at hand, nullptr = that family's are not.
Router make_router(const Network& network, const ByFamily<std::shared_ptr<const FamilyLayers>>& layers,
                   const LinkCosts& costs, const Travel& travel, int threads = 1);

struct Leg {
  Mode mode;
  std::uint32_t from, to;  // nodes
  double km, hours, usd_per_tonne;
  std::vector<std::uint32_t> links;  // in order of travel
};

// The best way of one family between two nodes; links empty when there is none.
struct Route {
  ModeFamily family;
  bool reachable = false;
  int alternative = 1;       // which of its family's ways: 1 = the best (other_routes.h)
  bool land_bridge = false;  // by sea twice, with land between (land_bridge.h)
  double cost = 0, share = 0, hours = 0, usd_per_tonne = 0, km = 0;
  double share_tonnes = 0;           // of the weight, where `share` is of the value
  std::vector<Leg> legs;             // consecutive links of one mode; transfers are legs of mode transfer
  std::vector<std::string> borders;  // "CHN-KAZ" in order of travel (from-to)
  std::vector<std::string> gauge_breaks;  // crossing names where the gauge changes
  std::vector<std::string> passages;
};

// Best first by generalized cost; unreachable families left out. Any node will do as an end: a journey from a
// port starts on board. `costs` are those that the router was made from. `threads` look for several families'
// ways at once.
std::vector<Route> routes(const Network& network, const LinkCosts& costs, const Router& router,
                          std::uint32_t origin, std::uint32_t destination, int threads = 1);

// The one of `family` among them, without its share; the others are not looked for.
std::optional<Route> route_by(const Network& network, const LinkCosts& costs, const Router& router,
                              std::uint32_t origin, std::uint32_t destination, ModeFamily family);

}  // namespace sogdia
