#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/core/scenario.h"
#include "sogdia/network/network.h"
#include "sogdia/network/projects.h"

namespace sogdia {

// What links cost after changes, and what the changes touched.
struct Edited {
  LinkCosts costs;
  std::vector<std::uint32_t> changed;  // links that differ from the base, ascending
  std::vector<std::size_t>
      touched;  // by change of the scenario: links that differ from before it; 0 for a tariff
};

// The costs of links after a scenario's changes, in their order; other kinds (tariffs and the like) are
// passed over. Targets are ids as in target.h.
//   build    Change::projects as in select_projects
//   upgrade  links, ways, corridors and passages: moving hours and money are scaled
//   close    passages, borders, crossings, terminals (goods no longer change mode there), links, ways,
//   corridors open     the same, and nothing else that closes them: an open Suez does not build a railway. A
//   link that is
//            opened by its own id opens whatever closed it.
//   border   borders and crossings: hours and money of the border and of the change of gauge are scaled
//   dwell    terminals, kinds of them and passages: dwell and handling, hours and dues are scaled
// Throws Error with Change::where for a target the network does not have or the kind does not take (with the
// kind that does), for a mode it does not go by, and for a change that changes no link (with the reason).
Edited apply_changes(const Network& network, const LinkCosts& base, const Scenario& scenario,
                     const Works& works = {});

}  // namespace sogdia
