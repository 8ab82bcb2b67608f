#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "sogdia/access/journey.h"

namespace sogdia {

// A way of one family from door to door by way of somewhere: to a plateau by the least-cost way, along it,
// and on from it by the least-cost way. A plateau is a run of links that lies in the least-cost tree from the
// origin and in that to the destination (Abraham, Delling, Goldberg & Werneck, "Alternative routes in road
// networks", 2013; the word is Cambridge Vehicle Information Technology's); or one long link, which is the
// least-cost way between its ends, where it lies in one of the trees or in neither. No part of such a way
// that costs less than its plateau has a cheaper way around it, so that a long plateau means a sensible way.
struct ViaWay {
  struct Point {
    std::uint32_t vertex;  // of the main part
    double cost;           // from the origin until there
  };
  double cost = 0;            // of the whole way: exact, as the costs of links are
  std::vector<Step> steps;    // the whole way
  std::vector<Point> points;  // of its main part, until it leaves the plateau
  std::vector<Step> until;    // the links between them
};

// visit(way) for every way that costs at most `limit` and whose plateau costs `least_plateau` at least,
// cheapest first, until it returns false.
using VisitWay = std::function<bool(ViaWay way)>;
void each_via_way(const Network& network, const FamilyGraph& graph, const Journey& journey, double limit,
                  double least_plateau, const VisitWay& visit);

// The same by way of the plateau of `first`, and a second. Where the way leaves the first, no part of it that
// costs `least_plateau` has a cheaper way around it (the T-test of the same paper).
void each_via_way(const Network& network, const FamilyGraph& graph, const Journey& journey,
                  const ViaWay& first, double limit, double least_plateau, const VisitWay& visit);

}  // namespace sogdia
