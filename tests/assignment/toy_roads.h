// Networks of the tests of assignment: by hand, and drawn by chance.
#pragma once
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "sogdia/assignment/assign.h"

namespace sogdia {

struct Road {
  std::uint32_t from, to;
  Bottleneck bottleneck;
  double fixed = 0;
};

// free_flow (1 + b (v / capacity)^power)
inline Bottleneck bpr(double free_flow, double b, double capacity, double power) {
  return {free_flow, free_flow * b, capacity, power};
}

// Each road a bottleneck of its own.
inline AssignmentNetwork roads(std::size_t nodes, const std::vector<Road>& list) {
  AssignmentNetwork network;
  for (std::size_t n = 0; n < nodes; ++n) network.nodes.push_back(std::to_string(n + 1));
  network.end_only.assign(nodes, 0);
  for (const auto& road : list) {
    network.tail.push_back(road.from), network.head.push_back(road.to);
    network.fixed.push_back(road.fixed);
    network.bottleneck.push_back(static_cast<std::uint32_t>(network.bottlenecks.size()));
    network.bottlenecks.push_back(road.bottleneck);
  }
  return network;
}

struct Town {
  AssignmentNetwork network;
  std::vector<Trips> trips;
};

// A ring of nodes both ways, so that every trip has a way, and chords; delays of every shape that files hold:
// constant, of power 0, below 1, of fractions and high ones, of no free flow time; some bottlenecks shared by
// two arcs, some costs fixed; some nodes that ways may only start and end at hang on the ring.
inline Town random_town() {
  const int ring = *rc::gen::inRange(3, 8), ends = *rc::gen::inRange(0, 4), chords = *rc::gen::inRange(0, 10);
  const int nodes = ring + ends;
  const auto bottleneck = [] {
    const double powers[] = {0, 0.5, 1, 1.5, 4, 4, 4.446, 16};
    const double free_flow = *rc::gen::inRange(0, 10), b = *rc::gen::element(0.0, 0.15, 0.15, 2.0);
    return bpr(free_flow, b, *rc::gen::inRange(20, 80), powers[*rc::gen::inRange(0, 8)]);
  };
  std::vector<Road> list;
  const auto both = [&](int a, int b) {
    for (const auto& [from, to] : {std::pair{a, b}, {b, a}})
      list.push_back({static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to), bottleneck(),
                      *rc::gen::element(0.0, 0.0, 1.5)});
  };
  for (int n = 0; n < ring; ++n) both(n, (n + 1) % ring);
  for (int e = 0; e < ends; ++e)
    for (int k = 0; k < 2; ++k) both(ring + e, *rc::gen::inRange(0, ring));
  for (int c = 0; c < chords; ++c) both(*rc::gen::inRange(0, ring), *rc::gen::inRange(0, ring));
  Town town{roads(static_cast<std::size_t>(nodes), list), {}};
  for (int e = 0; e < ends; ++e) town.network.end_only[static_cast<std::size_t>(ring + e)] = 1;
  for (std::size_t a = 0; a + 1 < list.size(); a += 2)
    if (*rc::gen::inRange(0, 4) == 0) town.network.bottleneck[a + 1] = town.network.bottleneck[a];
  for (int from = 0; from < nodes; ++from)
    for (int to = 0; to < nodes; ++to)
      if (*rc::gen::inRange(0, 2))
        town.trips.push_back({static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to),
                              static_cast<double>(*rc::gen::inRange(0, 8))});
  return town;
}

}  // namespace sogdia
