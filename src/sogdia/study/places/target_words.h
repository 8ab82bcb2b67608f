#pragma once
#include <string>
#include <vector>

#include "sogdia/core/scenario.h"
#include "sogdia/network/network.h"
#include "sogdia/study/places/gazetteer.h"
#include "sogdia/study/world/world.h"

namespace sogdia {

// The targets that a person's words name, as ids of network/target.h. In any case and with or without
// accents:
//
//   suez, Suez Canal, passage:Suez        a passage, by its id or any of its names
//   China-Kazakhstan, border:CHN-KAZ      a border, by countries or blocs (their members in `year`, or
//   EU@2014) border:Russia, border:SCO             all borders of a country; those between a bloc's members
//   port:CNSHA, port:Shanghai, Shanghai port, air:PVG, rail:Chongqing      a terminal
//   pipeline:druzhba, Nord Stream 1       a pipeline, by its id or any of its names
//   crossing:ID, link:ID, kind:port, corridor:middle_corridor, Middle Corridor
//   Chongqing..Duisburg                   the way between two places
//   suez, panama                          a list, where the whole names nothing by itself
//
// A kind of change that touches borders alone takes "CHN" and "SCO" without the prefix. Where a word means
// several things `notes` tells which was taken. Throws Error with `where` and what to write instead.
std::vector<std::string> find_targets(const World& world, const Network& network, const Gazetteer& gazetteer,
                                      const NetworkChange& change, const std::string& words, int year,
                                      const std::string& where, std::vector<std::string>& notes);
// Of all changes of links in a scenario, in their place.
void find_targets(Scenario& scenario, const World& world, const Network& network, int year,
                  std::vector<std::string>& notes);

}  // namespace sogdia
