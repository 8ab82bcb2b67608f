#include "sogdia/study/world/pipe_flows.h"

#include <algorithm>
#include <cmath>

#include "sogdia/study/world/goods.h"

namespace sogdia {
namespace {

using Pair = std::pair<std::string, std::string>;

bool flows_in(const Pipeline& line, int year) {
  return line.open && line.goods.starts_with("crude") && line.opened_year <= year &&
         !(line.shut_from <= year && year <= line.shut_to);
}

double room_of(const Pipeline& line, double use) {
  return std::isnan(line.flow_tonnes) ? line.tonnes_per_year * use : line.flow_tonnes;
}

}  // namespace

PipeShares piped_gas(const World& world, int year) {
  struct Sums {
    double usd = 0, tonnes = 0;
  };
  std::map<Pair, Sums> all, piped;
  const auto add = [](Sums& sums, const RawFlow& flow) {
    sums.usd += flow.usd;
    if (!std::isnan(flow.tonnes)) sums.tonnes += flow.tonnes;
  };
  const int near = raw_materials_year(world, year);
  for (const RawFlow& flow : world.records.raw_flows) {
    if (flow.year != near || flow.goods != "gas") continue;
    add(all[{flow.exporter, flow.importer}], flow);
    if (flow.by_pipe) add(piped[{flow.exporter, flow.importer}], flow);
  }
  PipeShares shares;
  for (const auto& [pair, sums] : piped) {
    const Sums& whole = all.at(pair);
    if (!(sums.usd > 0)) continue;
    const double of_usd = sums.usd / whole.usd;
    shares[pair] = {of_usd, whole.tonnes > 0 ? sums.tonnes / whole.tonnes : of_usd, 0};
  }
  return shares;
}

PipeShares piped_oil(const World& world, int year, double use) {
  std::map<Pair, double> left;  // tonnes not yet in a pipe
  std::map<Pair, double> tonnes, to_ships;
  const int near = raw_materials_year(world, year);
  for (const RawFlow& flow : world.records.raw_flows) {
    if (flow.year != near || flow.goods != "crude_oil" || std::isnan(flow.tonnes)) continue;
    tonnes[{flow.exporter, flow.importer}] += flow.tonnes;
  }
  left = tonnes;
  const auto take = [](double& from, double& room) {
    const double some = std::min(from, room);
    from -= some;
    room -= some;
  };
  for (const Pipeline& line : world.records.pipelines) {
    if (!flows_in(line, year) || line.countries.size() < 2) continue;
    double room = room_of(line, use);
    if (!(room > 0)) continue;
    for (std::size_t end = line.countries.size(); end-- > 1;)
      for (std::size_t start = 0; start < end; ++start)
        if (const auto found = left.find({line.countries[start], line.countries[end]}); found != left.end())
          take(found->second, room);
    if (!line.loads_ships) continue;
    // The rest of what those before its end sell abroad may take ship there.
    for (std::size_t start = 0; start + 1 < line.countries.size(); ++start) {
      double whole = 0;
      for (const auto& [pair, amount] : left)
        if (pair.first == line.countries[start]) whole += amount;
      if (!(whole > 0)) continue;
      const double part = std::min(1.0, room / whole);
      for (auto& [pair, amount] : left) {
        if (pair.first != line.countries[start]) continue;
        to_ships[pair] += amount * part;
        amount *= 1 - part;
      }
      room -= part * whole;
    }
  }
  PipeShares shares;
  for (const auto& [pair, amount] : tonnes)
    if (amount > 0 && left.at(pair) < amount) {
      const double part = 1 - left.at(pair) / amount;
      shares[pair] = {part, part, to_ships[pair] / amount};
    }
  return shares;
}

std::map<std::string, double> bypassing_oil(const World& world, int year, double use,
                                            const std::string& passage) {
  std::map<std::string, double> sold, past;
  const int near = raw_materials_year(world, year);
  for (const RawFlow& flow : world.records.raw_flows)
    if (flow.year == near && flow.goods == "crude_oil") sold[flow.exporter] += flow.usd;
  const double price = parameter(world.parameters, "goods.crude_oil.usd_per_tonne_value");
  for (const Pipeline& line : world.records.pipelines)
    if (const double room = room_of(line, use);
        line.bypasses == passage && flows_in(line, year) && room > 0 && sold[line.countries.front()] > 0)
      past[line.countries.front()] += room * price / sold[line.countries.front()];
  for (auto& [exporter, part] : past) part = std::min(part, 1.0);
  return past;
}

}  // namespace sogdia
