#include "sogdia/study/world/goods.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "sogdia/core/error.h"

namespace sogdia {
namespace {

constexpr std::string_view kPrefix = "goods.", kSuffix = ".usd_per_tonne_value";

std::vector<GoodsClass> classes_of(const World& world, double scale) {
  std::vector<GoodsClass> classes;
  for (const std::string& name : goods_classes(world)) {
    const std::string key = "goods." + name;
    const auto of = [&](const char* leaf) { return parameter(world.parameters, key + leaf); };
    GoodsClass goods{
        name, of(".usd_per_tonne_value"), of(".spread"), of(".value_of_time") * scale, of(".bulk") != 0, {}};
    if (!(goods.usd_per_tonne_value > 0) || !(goods.spread >= 0) || !(goods.value_of_time >= 0))
      throw Error("a value of the class is below zero", "parameters.toml, [" + key + "]", "");
    for (std::size_t f = 0; f < kFamilyCount; ++f)
      goods.may_go[f] =
          parameter(world.parameters, key + ".may_go." + to_string(kFamilies[f]), f < kOilPipe) != 0;
    goods.by_large_ship = parameter(world.parameters, key + ".by_large_ship", 0);
    if (!(goods.by_large_ship >= 0 && goods.by_large_ship < 1))
      throw Error("by_large_ship is no fraction below 1", "parameters.toml, [" + key + "]", "");
    goods.road_km = parameter(world.parameters, key + ".road_km", goods.road_km);
    goods.specific = parameter(world.parameters, key + ".specific", 0) != 0;
    goods.rail_last = parameter(world.parameters, key + ".rail_last", 0) != 0;
    classes.push_back(std::move(goods));
  }
  return classes;
}

// The position of a class that a table names.
using ClassPlaces = std::map<std::string, std::size_t>;
std::size_t class_called(const ClassPlaces& at, const std::string& name, const char* table) {
  const auto found = at.find(name);
  if (found == at.end())
    throw Error("unknown class of goods `" + name + "`", table,
                "the classes are those of parameters.toml, [goods]");
  return found->second;
}

// By flow, country and class.
using Parts = std::map<std::string, std::vector<double>>;

Parts parts_of(const World& world, const GoodsChoice& choice, const ClassPlaces& at) {
  Parts parts;
  for (const char* flow : {"exports", "imports", "home"})
    parts[flow].assign(choice.countries.size() * choice.classes.size(), 0);
  for (const GoodsPart& part : world.records.goods_parts) {
    const auto country = choice.countries.find(part.iso3);
    const std::size_t goods = class_called(at, part.goods, "goods_shares.csv");
    if (country) parts[part.flow][*country * choice.classes.size() + goods] = part.share;
  }
  return parts;
}

// What each country sells abroad of each class: USD of raw materials, and in all.
struct Sold {
  std::vector<double> raw, all;
};

// GoodsChoice::worth by the nearest year of goods_values.csv. Where a country sells raw materials of the
// class the value of a tonne is theirs, and the rest of the class is worth what it is anywhere.
std::vector<double> worth_of(const World& world, const GoodsChoice& choice, const ClassPlaces& at, int year,
                             const Sold& sold) {
  const std::size_t classes = choice.classes.size();
  std::vector<double> worth(choice.countries.size() * classes, 1);
  std::map<std::size_t, int> away;
  for (const GoodsValue& value : world.records.goods_values) {
    const auto country = choice.countries.find(value.iso3);
    const std::size_t goods = class_called(at, value.goods, "goods_values.csv");
    if (!country) continue;
    const std::size_t cell = *country * classes + goods;
    const int years = std::abs(value.year - year);
    if (const auto nearer = away.find(cell); nearer != away.end() && nearer->second <= years) continue;
    away[cell] = years;
    const double own = value.usd_per_tonne / mean_value(choice.classes[goods]);
    const double part = sold.raw[cell] > 0 ? std::min(1.0, sold.raw[cell] / sold.all[cell]) : 1;
    worth[cell] = 1 / (part / own + (1 - part));
  }
  return worth;
}

}  // namespace

int raw_materials_year(const World& world, int year) {
  int nearest = 0;
  for (const RawFlow& flow : world.records.raw_flows)
    if (nearest == 0 || std::abs(flow.year - year) < std::abs(nearest - year)) nearest = flow.year;
  return nearest;
}

std::vector<std::string> goods_classes(const World& world) {
  std::vector<std::string> names;
  for (const auto& entry : world.parameters) {
    const std::string& key = entry.first;
    if (key.starts_with(kPrefix) && key.ends_with(kSuffix))
      names.push_back(key.substr(kPrefix.size(), key.size() - kPrefix.size() - kSuffix.size()));
  }
  return names;
}

std::shared_ptr<const GoodsChoice> goods_choice(const World& world, const Economy& economy,
                                                double value_of_time) {
  if (world.records.goods_parts.empty() || goods_classes(world).empty()) return nullptr;
  const double general = parameter(world.parameters, "sector.general.value_of_time");
  const double scale = std::isnan(value_of_time) || general == 0 ? 1 : value_of_time / general;
  auto made = std::make_shared<GoodsChoice>();
  GoodsChoice& choice = *made;
  choice.classes = classes_of(world, scale);
  choice.countries = economy.countries;
  choice.elasticity = static_cast<int>(std::lround(parameter(world.parameters, "pull.elasticity")));
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    const auto of = [&](const char* leaf) {
      return parameter(world.parameters, std::string("pull.") + to_string(kFamilies[f]) + leaf, 0);
    };
    choice.pull[f] = {of(".general"), of(".bulk"), of(".distance"), of(".abroad")};
    if (const double longest = of(".longest_km"); longest > 0) choice.pull[f].longest_km = longest;
    choice.pull[f].beyond = of(".beyond");
  }

  ClassPlaces at;
  for (std::size_t c = 0; c < choice.classes.size(); ++c) at[choice.classes[c].name] = c;
  const std::size_t n = choice.countries.size(), classes = choice.classes.size();
  const Parts parts = parts_of(world, choice, at);
  const auto &exports = parts.at("exports"), &imports = parts.at("imports"), &home = parts.at("home");

  // Of the world's trade in what is no raw material, for the rule above.
  std::vector<double> rest(classes, 0), raw(n * n * classes, 0);
  for (std::size_t i = 0; i < n; ++i) {
    double sold = 0;
    for (std::size_t j = 0; j < n; ++j) sold += i == j ? 0 : economy.trade(i, j);
    for (std::size_t c = 0; c < classes; ++c) rest[c] += sold * exports[i * classes + c];
  }
  const int year = raw_materials_year(world, economy.year);
  for (const RawFlow& flow : world.records.raw_flows) {
    const auto i = choice.countries.find(flow.exporter), j = choice.countries.find(flow.importer);
    const auto goods = at.find(flow.goods);
    if (flow.year == year && i && j && goods != at.end())
      raw[(*i * n + *j) * classes + goods->second] += flow.usd;
  }

  choice.mix.assign(n * n * classes, 0);
  choice.world.assign(classes, 0);
  std::vector<double> split(classes);
  Sold sold{std::vector<double>(n * classes, 0), std::vector<double>(n * classes, 0)};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      double* mix = choice.mix.data() + (i * n + j) * classes;
      if (i == j) {
        std::copy_n(home.data() + i * classes, classes, mix);
        continue;
      }
      const double value = economy.trade(i, j);
      const double* materials = raw.data() + (i * n + j) * classes;
      double known = 0, sum = 0;
      for (std::size_t c = 0; c < classes; ++c) {
        known += materials[c];
        split[c] = rest[c] > 0 ? exports[i * classes + c] * imports[j * classes + c] / rest[c] : 0;
        sum += split[c];
      }
      const double whole = std::max(value, known);
      if (!(whole > 0) || !(sum > 0 || known > 0)) continue;
      for (std::size_t c = 0; c < classes; ++c) {
        mix[c] = (materials[c] + (sum > 0 ? (whole - known) * split[c] / sum : 0)) / whole;
        choice.world[c] += value * mix[c];
        sold.raw[i * classes + c] += materials[c];
        sold.all[i * classes + c] += whole * mix[c];
      }
    }
  }
  if (!world.records.goods_values.empty()) choice.worth = worth_of(world, choice, at, economy.year, sold);
  double all = 0;
  for (const double usd : choice.world) all += usd;
  for (double& share : choice.world) share = all > 0 ? share / all : 1.0 / static_cast<double>(classes);
  return made;
}

}  // namespace sogdia
