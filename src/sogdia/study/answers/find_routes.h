#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sogdia/access/router.h"
#include "sogdia/access/way_difference.h"
#include "sogdia/study/answers/network_asked.h"
#include "sogdia/study/places/gazetteer.h"

namespace sogdia {

struct RoutesAsked {
  std::string from, to;
  NetworkAsked network;
  std::string via;       // a place, port or crossing that the way goes by; empty = any way
  std::string mode;      // the one family that is told: sea, rail, road or air; empty = all
  int alternatives = 1;  // ways of each family, 1 or more
  std::string sector = "general";
  int threads = 0;
  std::string goods;  // a class of goods, whose shares are told; empty = all, by value
  // Why not another way: a mode; a number of alternative, 2 or more; or a place to go by. Empty = not asked.
  std::string why;
};

// The chosen way, which is the cheapest (of the mode asked for), held against another.
struct WhyNot {
  Route chosen;
  std::optional<Route> other;  // nothing where there is none
  WayDifference difference;    // where there is another
  Shipper shipper;             // what hours and money are worth
};

// The best ways between two places, best first.
struct RoutesFound {
  Network network;
  Spot from, to;
  std::vector<Route> routes;       // shares by class of goods where the pack tells classes apart
  std::optional<WhyNot> why;       // where asked, and where there is a way; `routes` are then the two
  std::vector<std::string> notes;  // what a word could have meant, and what stands for a place
};

//   find_routes(world, {"Shanghai", "Rotterdam", {.close = {"suez"}}})
// Throws Error for a place, a way, a project or a sector that the world does not have, and for two of
// alternatives, a place to go by and why: they are asked one at a time.
RoutesFound find_routes(const World& world, const RoutesAsked& asked);

// A node's own name, or the place that it lies nearest to: junctions have no names.
class NodeLabels {
 public:
  NodeLabels(const World& world, const Network& network);  // both must outlive it
  std::string of(std::uint32_t node) const;

 private:
  const Network& network_;
  const std::vector<Place>& places_;
};

}  // namespace sogdia
