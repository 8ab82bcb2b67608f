#include "sogdia/study/world/goods_flows.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "sogdia/study/world/energy.h"

namespace sogdia {
namespace {

using Key = std::pair<std::string, int>;  // goods, year

struct Totals {
  std::map<Key, double> imports, exports;
  std::map<Key, GoodsFlow> flows;
};

// Cells that the members of a party sell, or buy. The file is read whole for many members, else once for
// each.
std::vector<EnergyCell> cells_of(const World& world, const Party& party, bool sold, const std::string& goods,
                                 int year) {
  constexpr std::size_t kFew = 3;
  std::vector<EnergyCell> cells;
  if (party.members.size() > kFew) {
    cells = energy_cells(world, {"", "", goods, year});
    std::erase_if(cells,
                  [&](const EnergyCell& cell) { return !party.has(sold ? cell.exporter : cell.importer); });
    return cells;
  }
  for (const auto& member : party.members) {
    auto its = energy_cells(world, {sold ? member : "", sold ? "" : member, goods, year});
    cells.insert(cells.end(), std::make_move_iterator(its.begin()), std::make_move_iterator(its.end()));
  }
  return cells;
}

void add(double& total, double value) {
  if (std::isfinite(value)) total += value;
}

void add_flow(GoodsFlow& flow, const EnergyCell& cell) {
  flow.goods = cell.goods;
  flow.year = cell.year;
  flow.hidden = flow.hidden || cell.fault.find("confidential") != std::string::npos ||
                cell.fault.find("relabelled") != std::string::npos;
  if (std::isfinite(cell.usd)) {
    flow.usd += cell.usd;
    // A sum of tonnes of which some cannot be right is none.
    flow.tonnes += cell.fault.find("tonnes") != std::string::npos ? std::nan("") : cell.tonnes;
  }
  if (!cell.fault.empty() && flow.fault.find(cell.fault) == std::string::npos)
    flow.fault += (flow.fault.empty() ? "" : ";") + cell.fault;
}

}  // namespace

std::vector<GoodsFlow> goods_flows(const World& world, const Party& from, const Party& to,
                                   const std::string& goods, int year) {
  Totals totals;
  // What a member of either sells or buys; trade between a party's own members is internal.
  for (const auto& cell : cells_of(world, from, true, goods, year)) {
    if (from.has(cell.importer)) continue;
    const Key key{cell.goods, cell.year};
    add(totals.exports[key], cell.usd);
    if (to.has(cell.importer)) add_flow(totals.flows[key], cell);
  }
  for (const auto& cell : cells_of(world, to, false, goods, year))
    if (!to.has(cell.exporter)) add(totals.imports[{cell.goods, cell.year}], cell.usd);

  std::vector<GoodsFlow> list;
  for (auto& [key, flow] : totals.flows) {
    const double imports = totals.imports[key], exports = totals.exports[key];
    if (flow.usd > 0 && imports > 0) flow.of_imports = flow.usd / imports;
    if (flow.usd > 0 && exports > 0) flow.of_exports = flow.usd / exports;
    if (!(flow.usd > 0)) flow.usd = flow.tonnes = std::nan("");
    list.push_back(std::move(flow));
  }
  return list;
}

}  // namespace sogdia
