#pragma once
#include <map>
#include <string>

#include "sogdia/core/table.h"
#include "sogdia/network/network.h"

namespace sogdia {

// The pack's tables that make a network (docs/reference/data.md lists their columns).
struct NetworkTables {
  const Table& nodes;
  const Table& links;
  const Table& crossings;
  const Table& terminals;
  const Table& passages;
};

// Values of parameters.toml under dotted keys. Needed where a table leaves the cell empty:
//   speed.<mode>                                      km/h
//   cost.<mode>                                       USD per tonne-km
//   terminal.<kind>.<size>.dwell_hours                hours
//   terminal.<kind>.<size>.handling_usd_per_tonne     USD per tonne
//   border.default.<mode>.hours, border.default.<mode>.usd_per_tonne
//   border.gauge_change.hours, border.gauge_change.usd_per_tonne      added where a crossing changes gauge
//   driving.hours_per_day                             hours of 24 that a lorry is driven; 24 where it is
//   missing
// A transfer link without speed.transfer moves as road does. Driving rules slow roads alone, and not the way
// from a place to the network (facility `connector`) where it is driven within those hours: a day's work
// fills drayage and no more.
using NetworkParameters = std::map<std::string, double>;

// A network as the pack has it, and what its links cost before any change.
struct Built {
  Network network;
  LinkCosts costs;
};

// Puts every cost on a link:
//   hours = length / speed          (roads: times 24 / driving.hours_per_day, the rest that drivers must
//   take)
//                                   + dwell   (transfer links)
//                                   + border and change of gauge (crossing links)
//                                   + passage (every passage link: a passage is a gate that a way crosses
//                                   once)
//   usd   = length x cost per tonne-km + the same four in money
// Closed are: links whose status is closed or planned (on a border or in a passage: closed with it), links of
// a project (until it is built), links of a crossing or passage with open = 0. Throws Error with file and row
// for an unknown mode, node, passage, crossing or terminal, a repeated id, a negative or missing length, an
// unknown status, and for a network without nodes or links.
Built make_network(const NetworkTables& tables, const NetworkParameters& parameters);

}  // namespace sogdia
