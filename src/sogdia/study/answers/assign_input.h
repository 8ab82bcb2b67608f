#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "sogdia/assignment/assign.h"
#include "sogdia/core/table.h"
#include "sogdia/study/imports/source_network.h"
#include "sogdia/study/world/world.h"

namespace sogdia {

// A network to assign trips to, and by what names its nodes and links go.
struct AssignmentInput {
  AssignmentNetwork network;
  std::vector<std::string> link;                        // by arc; both ways of a link have its id
  std::vector<double> fixed_time;                       // by arc, what never changes of its time
  std::vector<double> capacity;                         // by bottleneck; NaN = none
  double cost_of_time = 1;                              // of a unit of it
  std::unordered_map<std::string, std::uint32_t> node;  // of each zone
  std::vector<std::string> notes;
};

// The trips between the network's nodes; those within a zone are left out. Throws Error with the row for
// trips of a zone that the network lacks.
std::vector<Trips> trips_between(const AssignmentInput& input, const SourceTrips& trips);

struct AssignAsked {
  // What a unit of toll and of length costs; none = as the pack's parameters say.
  std::optional<double> toll_factor, length_factor;
  std::string capacities;  // file, for a pack without a table `delays`
  std::string sector = "general";
};

// By the pack's own delays, else by the capacities asked for. Throws Error where there are neither, or both.
AssignmentInput assignment_input(const World& world, const AssignAsked& asked);

// By the pack's table `delays` (docs/reference/data-files.md), in the units of the file that it came from. A
// link has a bottleneck in each direction. Throws Error with the row for what is missing or below zero.
AssignmentInput input_of_delays(const World& world, const AssignAsked& asked);

// A network that another tool wrote, without making a pack of it: the same as with one.
World world_of_source(const std::string& from, std::vector<std::string>& notes);

// By capacities of terminals, passages, borders and links that a file gives (columns target and capacity; b
// or hours, and power, where they are not the usual): all modes are one network, a way costs USD a tonne for
// the shipper of `sector`, and what waits at a bottleneck waits
//   wait = hours (v / capacity)^power,  hours = b times the hours that the stop takes, or as the table says.
// v counts all that pass it, both ways. Throws Error with the row for a target that the world lacks.
AssignmentInput input_of_capacities(const World& world, const AssignAsked& asked);

// link_id, from, to, flow, time, cost, volume_over_capacity: a row for each direction of a link.
Table flow_table(const AssignmentInput& input, const Assignment& found);

}  // namespace sogdia
