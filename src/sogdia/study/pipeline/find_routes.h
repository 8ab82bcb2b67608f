#pragma once
#include <string>
#include <vector>

#include "sogdia/access/router.h"
#include "sogdia/study/pipeline/network_asked.h"
#include "sogdia/study/places/gazetteer.h"

namespace sogdia {

// The best ways between two places, one a family, best first.
struct RoutesFound {
  Network network;
  Spot from, to;
  std::vector<Route> routes;
  std::vector<std::string> notes;  // what a word could have meant, and what stands for a place
};

//   find_routes(world, "Shanghai", "Rotterdam", {.close = {"suez"}}, "general")
// Throws Error for a place, a way, a project or a sector that the world does not have.
RoutesFound find_routes(const World& world, const std::string& from, const std::string& to,
                        const NetworkAsked& asked, const std::string& sector, int threads = 0);

// A node's own name, or the place that it lies nearest to: junctions have no names.
class NodeLabels {
 public:
  NodeLabels(const World& world, const Network& network);  // both must outlive it
  std::string of(std::uint32_t node) const;

 private:
  const Network& network_;
  const Table& places_;
  std::vector<double> lon_, lat_;
};

}  // namespace sogdia
