#pragma once
#include <array>
#include <memory>
#include <vector>

#include "sogdia/access/family_layers.h"
#include "sogdia/access/hierarchy/metric.h"

namespace sogdia {

// What joins what, made once for a network: closed and planned links are in it. Land is one hierarchy over
// all nodes, which the families weigh each in its own way; the main hauls have one each, air among them, so
// that its dense net of flights never meets the roads.
struct AccessTopology {
  ByFamily<std::shared_ptr<const FamilyLayers>> layers;  // by ModeFamily
  LinkArcs land_arcs;
  ByFamily<std::vector<std::uint8_t>> on_land;  // by family and arc of land_arcs: 1 = goods may go along it
  Topology land;
  // Vertices: positions in main_nodes, arcs: FamilyLayers::main; none by road; that of
  // tankers and of large ships is the sea's.
  ByFamily<std::shared_ptr<const Topology>> main;
  ByFamily<std::vector<std::uint32_t>> first_main, main_out;  // arcs of FamilyLayers::main by their tail
  // By link, bit f: family f goes along it on land, boarding and alighting included; or on its main haul.
  std::vector<std::uint16_t> on_lands, on_mains;
};

// The orders of the five hierarchies, lowest rank first: what takes long to find, and fits any network with
// as many vertices, well or badly.
struct AccessOrders {
  std::vector<std::uint32_t> land;
  ByFamily<std::vector<std::uint32_t>> main;
};

// `orders`: known ones, or nullptr to find them. Throws Error where one of them is none of its vertices.
AccessTopology make_access_topology(const Network& network, int threads = 0,
                                    const AccessOrders* orders = nullptr);
AccessOrders orders_of(const AccessTopology& topology);
// Of what the orders are found from: a network that differs in it has others.
std::uint64_t shape_hash(const Network& network);

// What one state of the costs weighs, for one shipper.
struct WeighedLinks {
  LinkWeights link;
  std::vector<std::uint8_t> open;  // by link
};
WeighedLinks weigh_links(const Network& network, const LinkCosts& costs, const Shipper& shipper,
                         LeastOf least = LeastOf::cost);

// Weights of arcs: those of the links that they go along, no way along a closed one. `used` by arc, empty =
// all are; costs alone unless `carried`.
struct WeighedArcs {
  std::vector<double> weight;
  std::vector<Carried> carried;
};
WeighedArcs weigh_arcs(const LinkArcs& arcs, const std::vector<std::uint8_t>& used, const WeighedLinks& links,
                       bool carried = true);

// A topology with the costs of links. Metrics are shared by all states of the costs that do not differ in
// them.
struct AccessMetric {
  WeighedLinks links;
  ByFamily<std::shared_ptr<const Metric<double>>> land, main;  // by ModeFamily; no main haul by road
};

AccessMetric weigh(const AccessTopology& topology, WeighedLinks links, int threads = 0);

// The same as weigh, from the metric of costs that differ by the `changed` links alone. Unless `carried`,
// what changes of the main hauls is of costs alone.
AccessMetric reweigh(const AccessTopology& topology, const AccessMetric& before, WeighedLinks links,
                     const std::vector<std::uint32_t>& changed, int threads = 0, bool carried = true);

// Bits of the families in which some of the links are used.
struct FamiliesUsed {
  std::uint16_t land = 0, main = 0;
};
FamiliesUsed families_of(const AccessTopology& topology, const std::vector<std::uint32_t>& links);

}  // namespace sogdia
