#include "sogdia/gravity/after/resistances.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "sogdia/core/error.h"
#include "sogdia/core/no_number.h"
#include "sogdia/gravity/after/effects.h"
#include "sogdia/gravity/bias/gravity_shape.h"
#include "sogdia/gravity/errors/degrees.h"

namespace sogdia {
namespace {

constexpr double kTolerance = 1e-13;  // of the change of the logarithms of P^(1-sigma)
constexpr int kMostIterations = 100000;

// One side's levels: which country and period each stands for, and its sum or column.
struct Side {
  std::vector<std::string> country, time;
  std::vector<double> size;
};

Side side_of(const Fit& fit, const Frame& frame, const Effect& effect, const Factor& country,
             const Factor& time, const std::string& column) {
  const Sample& sample = fit.sample;
  Effect by_country = effect, by_time = effect;
  by_country.columns = country.columns;
  by_time.columns = time.columns;
  Side side;
  side.country = effect_keys(frame, sample.row, by_country);
  side.time = time.columns.empty() ? std::vector<std::string>(effect.levels)
                                   : effect_keys(frame, sample.row, by_time);
  side.size.assign(effect.levels, 0.0);
  if (column.empty()) {
    for (std::size_t i = 0; i < sample.size(); ++i) side.size[effect.level[i]] += fit.mu[i];
    return side;
  }
  const std::vector<double> numbers = numbers_of(frame, column);
  std::vector<bool> seen(effect.levels, false);
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const std::uint32_t level = effect.level[i];
    const double value = numbers[sample.row[i]];
    if (!(value > 0.0))
      throw Error("`" + column + "` is not above zero", frame.place(sample.row[i]),
                  "give output and expenditure in each row");
    if (seen[level] && value != side.size[level])
      throw Error("`" + column + "` is " + std::to_string(value) + " here and " +
                      std::to_string(side.size[level]) + " in another row of `" + side.country[level] + "`",
                  frame.place(sample.row[i]), "a country's size is the same in all its rows of a period");
    seen[level] = true;
    side.size[level] = value;
  }
  return side;
}

// Importer level of the reference in each period.
std::map<std::string, std::uint32_t> references_of(const Side& importers, const std::string& asked) {
  const std::string reference =
      asked.empty() ? *std::min_element(importers.country.begin(), importers.country.end()) : asked;
  std::map<std::string, std::uint32_t> level;
  for (std::uint32_t l = 0; l < importers.country.size(); ++l)
    if (importers.country[l] == reference) level[importers.time[l]] = l;
  for (const std::string& time : importers.time)
    if (!level.contains(time))
      throw Error("the reference `" + reference + "` imports nothing" + (time.empty() ? "" : " in " + time),
                  "multilateral resistances", "choose a reference that imports in every period");
  return level;
}

std::map<std::string, double> totals_of(const Side& side) {
  std::map<std::string, double> total;
  for (std::size_t l = 0; l < side.size.size(); ++l) total[side.time[l]] += side.size[l];
  return total;
}

// t_ij^(1-sigma) of each observation: what the index has beside the two effects.
std::vector<double> trade_costs(const Fit& fit, const RawEffects& raw, std::size_t a, std::size_t b) {
  std::vector<double> costs(fit.sample.size());
  for (std::size_t i = 0; i < costs.size(); ++i)
    costs[i] = std::exp(fit.eta[i] - raw.value[a][0][fit.sample.effects[a].level[i]] -
                        raw.value[b][0][fit.sample.effects[b].level[i]]);
  return costs;
}

// Iterates the two equations on Pi^(1-sigma) and P^(1-sigma), over all periods at once.
bool solve_system(const Fit& fit, const std::vector<double>& costs, const Effect& from, const Effect& to,
                  const Side& exporters, const Side& importers,
                  const std::map<std::string, std::uint32_t>& reference, std::vector<double>& outward,
                  std::vector<double>& inward) {
  const auto output = totals_of(exporters), expenditure = totals_of(importers);
  std::vector<double> y(exporters.size.size()), e(importers.size.size());
  for (std::size_t l = 0; l < y.size(); ++l) y[l] = exporters.size[l] / output.at(exporters.time[l]);
  for (std::size_t l = 0; l < e.size(); ++l) e[l] = importers.size[l] / expenditure.at(importers.time[l]);
  inward.assign(e.size(), 1.0);
  for (int step = 0; step < kMostIterations; ++step) {
    outward.assign(y.size(), 0.0);
    for (std::size_t i = 0; i < fit.sample.size(); ++i)
      outward[from.level[i]] += costs[i] * e[to.level[i]] / inward[to.level[i]];
    std::vector<double> next(e.size(), 0.0);
    for (std::size_t i = 0; i < fit.sample.size(); ++i)
      next[to.level[i]] += costs[i] * y[from.level[i]] / outward[from.level[i]];
    double change = 0.0;
    std::vector<double> scaled = next;
    for (std::size_t l = 0; l < next.size(); ++l) {
      scaled[l] = next[l] / next[reference.at(importers.time[l])];
      change = std::max(change, std::abs(std::log(scaled[l] / inward[l])));
    }
    inward = std::move(scaled);
    if (change < kTolerance) return true;
  }
  return false;
}

}  // namespace

Resistances multilateral_resistances(const Fit& fit, const Frame& frame, const ResistanceOptions& options,
                                     int threads, const Monitor& monitor) {
  if (fit.family != Family::ppml)
    throw Error("multilateral resistances need PPML: its effects add up to output and expenditure",
                "model `" + fit.formula + "`", "estimate by PPML");
  if (!(options.sigma > 1.0))
    throw Error("sigma is " + std::to_string(options.sigma) + "; an elasticity of substitution is above 1",
                "multilateral resistances", "");
  if (options.output.empty() != options.expenditure.empty())
    throw Error("output and expenditure go together: one column is named, the other is not",
                "multilateral resistances", "name both columns, or neither");
  const GravityShape shape = gravity_shape(fit.model, "multilateral resistances");
  if (shape.pair_effect)
    throw Error("pair effects stand for trade costs and resistances alike", "model `" + fit.formula + "`",
                "leave pair effects out, or give their estimates as an offset");

  const std::size_t a = shape.exporter_effect, b = shape.importer_effect;
  const RawEffects raw = solve_effects(fit, frame, threads, monitor);
  const Effect& from = fit.sample.effects[a];
  const Effect& to = fit.sample.effects[b];
  const Side exporters = side_of(fit, frame, from, shape.exporter, shape.time, options.output);
  const Side importers = side_of(fit, frame, to, shape.importer, shape.time, options.expenditure);
  const std::map<std::string, std::uint32_t> reference = references_of(importers, options.reference);

  Resistances found;
  found.exporter = exporters.country;
  found.exporter_time = exporters.time;
  found.output = exporters.size;
  found.importer = importers.country;
  found.importer_time = importers.time;
  found.expenditure = importers.size;
  found.converged = raw.converged;
  const Components parts = components_of(from, to);
  const auto tied = [&](std::uint32_t part, const std::string& time) {
    return parts.of_b[reference.at(time)] == part;
  };
  if (options.output.empty()) {
    const std::map<std::string, double> world = totals_of(exporters);
    for (std::size_t l = 0; l < exporters.size.size(); ++l) {
      const std::uint32_t r = reference.at(exporters.time[l]);
      found.outward.push_back(
          exporters.size[l] * importers.size[r] /
          (world.at(exporters.time[l]) * std::exp(raw.value[a][0][l] + raw.value[b][0][r])));
    }
    for (std::size_t l = 0; l < importers.size.size(); ++l) {
      const std::uint32_t r = reference.at(importers.time[l]);
      found.inward.push_back(importers.size[l] /
                             (importers.size[r] * std::exp(raw.value[b][0][l] - raw.value[b][0][r])));
    }
  } else {
    found.converged = solve_system(fit, trade_costs(fit, raw, a, b), from, to, exporters, importers,
                                   reference, found.outward, found.inward) &&
                      found.converged;
  }
  const double power = 1.0 / (1.0 - options.sigma);
  for (std::size_t l = 0; l < found.outward.size(); ++l)
    found.outward[l] = tied(parts.of_a[l], exporters.time[l]) ? std::pow(found.outward[l], power) : kNaN;
  for (std::size_t l = 0; l < found.inward.size(); ++l)
    found.inward[l] = tied(parts.of_b[l], importers.time[l]) ? std::pow(found.inward[l], power) : kNaN;
  return found;
}

Table resistances_table(const Resistances& resistances) {
  std::vector<std::string> side(resistances.exporter.size(), "outward"), country = resistances.exporter,
                                                                         time = resistances.exporter_time;
  std::vector<double> value = resistances.outward, size = resistances.output;
  side.insert(side.end(), resistances.importer.size(), "inward");
  country.insert(country.end(), resistances.importer.begin(), resistances.importer.end());
  time.insert(time.end(), resistances.importer_time.begin(), resistances.importer_time.end());
  value.insert(value.end(), resistances.inward.begin(), resistances.inward.end());
  size.insert(size.end(), resistances.expenditure.begin(), resistances.expenditure.end());
  Table table;
  table.name = "resistances";
  table.add("side", std::move(side)).add("country", std::move(country)).add("time", std::move(time));
  table.add("resistance", std::move(value)).add("size", std::move(size));
  return table;
}

}  // namespace sogdia
