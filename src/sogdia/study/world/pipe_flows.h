#pragma once
#include <map>
#include <string>
#include <utility>

#include "sogdia/study/world/world.h"

namespace sogdia {

// Part of a class of goods that leaves an exporter for an importer by pipe, by pair; pairs without any are
// left out.
struct PipeShare {
  double usd = 0, tonnes = 0;
  double to_ships = 0;  // of the class as they are: the part that goes on by ship from where its pipe ends
};
using PipeShares = std::map<std::pair<std::string, std::string>, PipeShare>;

// Natural gas as customs book it: 2711 21, in its gaseous state, of all gas.
PipeShares piped_gas(const World& world, int year);

// Crude oil, of which no customs say how it came: a pipeline that is open and whose flow or capacity is known
// carries what fits. From the countries where it begins to those further on its way, first the countries at
// its end; and goods for anywhere else to its end where ships load there (Caspian oil at Novorossiysk and
// Ceyhan), as much as capacity is left. `use`: of capacity, over a year (transport.pipeline_use).
PipeShares piped_oil(const World& world, int year, double use);

// Part of each exporter's crude oil that ships load beyond a passage, at the end of a line that leads round
// it (Pipeline::bypasses), the line as full as in piped_oil. Of what the exporter sells for, at the price of
// its class: tonnes of some around the Gulf are twice what they are.
std::map<std::string, double> bypassing_oil(const World& world, int year, double use,
                                            const std::string& passage);

}  // namespace sogdia
