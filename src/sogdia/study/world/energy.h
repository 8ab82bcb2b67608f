#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/study/world/world.h"

namespace sogdia {

// Trade in fuels, ores and metals by pair and year, 1995-2024: the pack's table `energy`, BACI's figures.
// docs/explanation/trade-table.md says what is wrong with some of its cells.
struct EnergyCell {
  std::string exporter, importer, code;
  std::string goods;  // crude, gas, coal, copper ...: of commodities.csv
  int year = 0;
  double usd = 0, tonnes = 0;  // NaN where not known: an origin that customs hide is no zero
  std::string fault;           // tonnes | confidential | relabelled | asia_nes, separated by ;
};

// Cells for which `wanted` holds, in the table's order. The file is read line by line, and only the wanted
// lines in whole. Empty where the pack has no such table.
struct EnergyAsked {
  std::string exporter, importer;  // "" = any
  std::string goods;               // "" = any
  int year = 0;                    // 0 = any
};
std::vector<EnergyCell> energy_cells(const World& world, const EnergyAsked& asked);

// The words by which goods may be asked for, in the table's order: crude, gas, coal ...
std::vector<std::string> goods_names(const World& world);

// "Crude oil" of code 270900, and so on; the code where the pack does not name it.
std::map<std::string, std::string> commodity_names(const World& world);

// One supplier of one buyer's goods in a year, in `goods` together.
struct Supplier {
  std::string exporter;
  double usd = 0, tonnes = 0;  // sums over codes; tonnes are NaN where a code's are missing or marked
  double share = 0;            // of the buyer's imports of the goods that have a value
  bool hidden = false;         // some of it, or all, stands under no name or another's
  std::string fault;
};

// Suppliers of `importers` together, without what they sell one another, from the largest; those they hide
// come last, without a value.
std::vector<Supplier> suppliers(const World& world, const std::vector<std::string>& importers,
                                const std::string& goods, int year);

}  // namespace sogdia
