#include "sogdia/study/world/energy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/io/gzip.h"

namespace sogdia {
namespace {

// The columns in their order; the build writes no quotes, so that a comma always ends a cell.
constexpr std::string_view kEnergyHeader = "exporter,importer,code,year,value_usd,tonnes,fault,source";
enum EnergyColumn : std::size_t {
  kEnergyExporter,
  kEnergyImporter,
  kEnergyCode,
  kEnergyYear,
  kEnergyUsd,
  kEnergyTonnes,
  kEnergyFault,
  kEnergySource,
  kEnergyCells
};

double number(std::string_view cell, const std::string& where) {
  if (cell.empty()) return std::numeric_limits<double>::quiet_NaN();
  double value = 0.0;
  const auto [end, failed] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (failed != std::errc() || end != cell.data() + cell.size())
    throw Error(fmt::format("`{}` is not a number", cell), where, "`make world` writes the table");
  return value;
}

std::map<std::string, std::string, std::less<>> goods_by_code(const World& world) {
  std::map<std::string, std::string, std::less<>> goods;
  for (const auto& commodity : world.records.commodities) goods[commodity.code] = commodity.goods;
  return goods;
}

bool has_fault(const EnergyCell& cell, std::string_view fault) {
  const auto faults = split_list(cell.fault, ';');
  return std::find(faults.begin(), faults.end(), fault) != faults.end();
}

}  // namespace

std::vector<std::string> goods_names(const World& world) {
  std::vector<std::string> names;
  for (const auto& commodity : world.records.commodities) {
    if (std::find(names.begin(), names.end(), commodity.goods) == names.end())
      names.push_back(commodity.goods);
  }
  return names;
}

std::map<std::string, std::string> commodity_names(const World& world) {
  std::map<std::string, std::string> names;
  for (const auto& commodity : world.records.commodities) names[commodity.code] = commodity.name;
  return names;
}

std::vector<EnergyCell> energy_cells(const World& world, const EnergyAsked& asked) {
  const auto found = world.on_demand.find("energy");
  if (found == world.on_demand.end()) return {};
  const std::string& file = found->second.path;
  const std::string whole = read_packed(file);
  const std::string_view text = whole;
  std::size_t at = std::min(text.find('\n'), text.size());
  if (text.substr(0, at) != kEnergyHeader)
    throw Error("the columns are not those of the energy table", file,
                fmt::format("expected `{}`", kEnergyHeader));
  const auto goods = goods_by_code(world);
  std::vector<EnergyCell> cells;
  std::size_t row = 1;
  for (++at; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    ++row;
    if (!asked.exporter.empty() && line.substr(0, line.find(',')) != asked.exporter) continue;
    std::array<std::string_view, kEnergyCells> cell;
    std::size_t start = 0, seen = 0;
    for (; seen < kEnergyCells && start <= line.size(); ++seen) {
      const std::size_t comma = std::min(line.find(',', start), line.size());
      cell[seen] = line.substr(start, comma - start);
      start = comma + 1;
    }
    if (seen != kEnergyCells || start <= line.size())
      throw Error("the row does not have eight cells", fmt::format("{}, row {}", file, row),
                  "`make world` writes the table");
    if (!asked.importer.empty() && cell[kEnergyImporter] != asked.importer) continue;
    const auto named = goods.find(cell[kEnergyCode]);
    const std::string_view of = named == goods.end() ? std::string_view() : std::string_view(named->second);
    if (!asked.goods.empty() && of != asked.goods) continue;
    const std::string where = fmt::format("{}, row {}", file, row);
    const int year = static_cast<int>(number(cell[kEnergyYear], where));
    if (asked.year != 0 && year != asked.year) continue;
    cells.push_back({std::string(cell[kEnergyExporter]), std::string(cell[kEnergyImporter]),
                     std::string(cell[kEnergyCode]), std::string(of), year, number(cell[kEnergyUsd], where),
                     number(cell[kEnergyTonnes], where), std::string(cell[kEnergyFault])});
  }
  return cells;
}

std::vector<Supplier> suppliers(const World& world, const std::vector<std::string>& importers,
                                const std::string& goods, int year) {
  const auto within = [&](const std::string& code) {
    return std::find(importers.begin(), importers.end(), code) != importers.end();
  };
  std::map<std::string, Supplier> by_name;
  double total = 0.0;
  for (const auto& cell : energy_cells(world, {"", "", goods, year})) {
    if (!within(cell.importer) || within(cell.exporter)) continue;
    Supplier& supplier = by_name[cell.exporter];
    supplier.exporter = cell.exporter;
    if (std::isfinite(cell.usd)) {
      supplier.usd += cell.usd;
      supplier.tonnes += has_fault(cell, "tonnes") ? std::nan("") : cell.tonnes;
      total += cell.usd;
    }
    supplier.hidden = supplier.hidden || has_fault(cell, "confidential") || has_fault(cell, "relabelled");
    for (const auto& fault : split_list(cell.fault, ';'))
      if (supplier.fault.find(fault) == std::string::npos)
        supplier.fault += (supplier.fault.empty() ? "" : ";") + fault;
  }
  std::vector<Supplier> list;
  for (auto& [name, supplier] : by_name) {
    supplier.share = total > 0 ? supplier.usd / total : 0.0;
    if (supplier.usd == 0) supplier.tonnes = std::nan("");
    list.push_back(std::move(supplier));
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const Supplier& a, const Supplier& b) { return a.usd > b.usd; });
  return list;
}

}  // namespace sogdia
