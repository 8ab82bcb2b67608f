#include "sogdia/study/answers/modal_split.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "sogdia/access/passage_use.h"
#include "sogdia/core/error.h"
#include "sogdia/core/great_circle.h"
#include "sogdia/core/names.h"
#include "sogdia/study/pipeline/saved_topology.h"
#include "sogdia/study/places/gazetteer.h"
#include "sogdia/study/world/goods.h"
#include "sogdia/study/world/party.h"
#include "sogdia/study/world/pipe_flows.h"

namespace sogdia {
namespace {

constexpr int kZones = 480, kMostHomePlaces = 60;

constexpr std::size_t at(ModeFamily family) { return static_cast<std::size_t>(family); }
constexpr std::size_t at(SplitMode mode) { return static_cast<std::size_t>(mode); }

// What lorries reach from each node without a ferry, as the number of a part.
std::vector<std::uint32_t> road_parts(const Network& network, const LinkCosts& costs) {
  std::vector<std::uint32_t> part(network.node_count());
  std::iota(part.begin(), part.end(), 0u);
  const auto root = [&](std::uint32_t n) {
    while (part[n] != n) n = part[n] = part[part[n]];
    return n;
  };
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    if ((network.mode[l] == Mode::road || network.mode[l] == Mode::transfer) && costs.open(l) &&
        network.node_type[network.from[l]] != NodeType::port &&
        network.node_type[network.to[l]] != NodeType::port &&
        network.node_type[network.from[l]] != NodeType::pipe &&
        network.node_type[network.to[l]] != NodeType::pipe)
      part[root(network.from[l])] = root(network.to[l]);
  }
  for (std::uint32_t n = 0; n < part.size(); ++n) part[n] = root(n);
  return part;
}

std::vector<std::size_t> classes_asked(const GoodsChoice& choice, const std::string& words) {
  std::vector<std::string> known;
  for (const auto& goods : choice.classes) known.push_back(goods.name);
  std::vector<std::size_t> asked;
  if (words.empty()) {
    asked.resize(known.size());
    std::iota(asked.begin(), asked.end(), std::size_t{0});
    return asked;
  }
  for (const auto& word : split_list(words, ',')) {
    require_known("class of goods", word, known, "--goods");
    asked.push_back(static_cast<std::size_t>(std::find(known.begin(), known.end(), word) - known.begin()));
  }
  return asked;
}

// Road and rail alone.
PairCosts on_land(const Skim& skim, std::size_t i, std::size_t j) {
  PairCosts costs = costs_of(skim, i, j);
  for (const ModeFamily family : kFamilies)
    if (family != ModeFamily::road && family != ModeFamily::rail)
      costs.cost[at(family)] = std::numeric_limits<double>::infinity();
  return costs;
}

void add(Carriage& carriage, double usd, double tonnes, double km) {
  carriage.usd += usd;
  carriage.tonnes += tonnes;
  carriage.tonne_km += tonnes * km;
}

}  // namespace

const char* to_string(SplitMode mode) {
  constexpr std::array<const char*, kSplitModes> kNames{"sea", "rail",         "road",    "ferry",
                                                        "air", "inland_water", "pipeline"};
  return kNames[at(mode)];
}

// Places of countries, or one place.
struct ModalSplits::Ends {
  std::set<std::string> countries;
  std::optional<std::uint32_t> node;
};

// Ways between the larger places of one country.
struct ModalSplits::Home {
  Zones zones;
  Skim skim;
};

ModalSplits::ModalSplits(std::shared_ptr<const World> world, int year, int threads, const Monitor& monitor)
    : world_(std::move(world)), threads_(threads), economy_(make_economy(*world_, year)) {
  Study::Access access;
  access.zones = kZones;
  ground_ = make_ground(*world_, base_network(*world_, {"open"}, ""), access, economy_.countries, &economy_);
  if (!ground_.travel.goods)
    throw Error("the pack does not tell classes of goods apart", world_->folder,
                "goods_shares.csv and [goods] of parameters.toml do");
  for (std::size_t c = 0; c < ground_.travel.goods->classes.size(); ++c)
    choosers_.push_back(make_chooser(*ground_.travel.goods, ground_.travel.country.rho, static_cast<int>(c)));
  topology_ = topology_of(world_->folder, ground_.network, threads);
  metric_ = weigh_ground(ground_, topology_, ground_.costs, threads);
  skim_ = skim(ground_.network, topology_, metric_, ground_.travel, ground_.zones.nodes, {.km = true},
               nullptr, threads, monitor);
  road_part_ = road_parts(ground_.network, ground_.costs);
  for (const Country& country : world_->records.countries)
    if (country.landlocked) landlocked_.insert(country.iso3);
  const auto road = at(ModeFamily::road);
  for (std::size_t z = 0; z < ground_.zones.size(); ++z) {
    gateway_.push_back(z);
    if (!landlocked_.contains(ground_.zones.iso3[z])) continue;
    for (std::size_t g = 0; g < ground_.zones.size(); ++g)
      if (!landlocked_.contains(ground_.zones.iso3[g]) && std::isfinite(skim_.cost[road](z, g)) &&
          (gateway_[z] == z || skim_.km[road](z, g) < skim_.km[road](z, gateway_[z])))
        gateway_[z] = g;
  }
  piped_gas_ = piped_gas(*world_, year);
  piped_oil_ = piped_oil(*world_, year, parameter(world_->parameters, "transport.pipeline_use"));
}

ModalSplits::Ends ModalSplits::ends_of(const std::string& words, const char* option) const {
  Ends ends;
  const auto all = [&] {
    return std::set<std::string>(economy_.countries.labels().begin(), economy_.countries.labels().end());
  };
  if (words.empty()) throw Error("no country or place is given", option, "");
  if (words == "world") {
    ends.countries = all();
    return ends;
  }
  if (words.starts_with("not:")) {
    ends.countries = all();
    for (const auto& code : find_party(*world_, economy_, words.substr(4)).members)
      ends.countries.erase(code);
    return ends;
  }
  try {
    const Party party = find_party(*world_, economy_, words);
    ends.countries = {party.members.begin(), party.members.end()};
  } catch (const Error& error) {
    try {
      ends.node = Gazetteer(*world_, ground_.network).find(words).node;
    } catch (const Error&) {
      throw Error(error.message, option, error.hint);
    }
  }
  return ends;
}

const ModalSplits::Home& ModalSplits::home_of(const std::string& iso3) const {
  auto& home = homes_[iso3];
  if (!home) {
    auto made = std::make_shared<Home>();
    made->zones = choose_zones(world_->records.places, ground_.network, Index({iso3}),
                               {kMostHomePlaces, kMostHomePlaces});
    made->skim = skim(ground_.network, topology_, metric_, ground_.travel, made->zones.nodes, {.km = true},
                      nullptr, threads_);
    home = std::move(made);
  }
  return *home;
}

const Skim& ModalSplits::without(const std::string& passage) const {
  auto& skim_without = without_[passage];
  if (!skim_without) {
    const Network& network = ground_.network;
    const auto [closed, links] = close_passage(network, ground_.costs, passage);
    const AccessMetric metric =
        reweigh(topology_, metric_, weigh_links(network, closed, ground_.travel.shipper), links, threads_);
    skim_without = std::make_shared<const Skim>(skim(network, topology_, metric, ground_.travel,
                                                     ground_.zones.nodes, {.km = true}, nullptr, threads_));
  }
  return *skim_without;
}

void ModalSplits::add_pair(const Pair& pair, const std::vector<std::size_t>& classes,
                           ModalSplit& split) const {
  const GoodsChoice& choice = *ground_.travel.goods;
  const Skim& ways = pair.ways;
  const Skim* closed = pair.without;
  const std::size_t i = pair.i, j = pair.j;
  PairPlace place = pair.place;
  place.ship_apart = ship_apart_of(ways, i, j);
  const PairCosts costs = costs_of(ways, i, j);
  const double* mix = choice.mix_of(place.from, place.to);
  const auto code = [&](std::int32_t k) {
    return k < 0 ? "" : choice.countries[static_cast<std::size_t>(k)];
  };
  const auto part_of = [&](std::size_t zone) {
    return road_part_[ground_.network.nodes.at(ways.zones[zone], "zone")];
  };
  for (const auto c : classes) {
    const GoodsClass& goods = choice.classes[c];
    double value = pair.usd * mix[c], by_ship = 1;
    if (!(value > 0)) continue;
    const PipeShares* pipes = goods.name == "gas"         ? &piped_gas_
                              : goods.name == "crude_oil" ? &piped_oil_
                                                          : nullptr;
    if (pipes) {
      if (closed && pipes == &piped_oil_) value *= 1 - pair.oil_past;
      if (const auto found = pipes->find({code(place.from), code(place.to)}); found != pipes->end()) {
        const double whole = value / (goods.usd_per_tonne_value * choice.worth_of(place.from, place.to, c)),
                     to_ships = found->second.to_ships;
        if (!closed)
          add(split[at(SplitMode::pipeline)], value * found->second.usd, whole * found->second.tonnes,
              place.km);
        else if (goes_through(ways.cost[kOilPipe](i, j), closed->cost[kOilPipe](i, j)))
          add(split[at(SplitMode::sea)], value * to_ships, whole * to_ships, ways.km[kOilPipe](i, j));
        by_ship = found->second.usd < 1 ? (1 - found->second.tonnes) / (1 - found->second.usd) : 1;
        value *= 1 - found->second.usd;
      }
    }
    // What customs book as piped has been taken off: the rest of the gas is liquefied.
    PairCosts unpiped = costs;
    if (pipes == &piped_gas_) unpiped.cost[kGasPipe] = std::numeric_limits<double>::infinity();
    // And what the pipelines between the two do not take goes by none of them.
    if (pipes == &piped_oil_ && pipes->contains({code(place.from), code(place.to)}))
      unpiped.cost[kOilPipe] = std::numeric_limits<double>::infinity();
    const GoodsShares shares = choose_goods(choosers_[c], unpiped, place);
    for (std::size_t f = 0; f < kFamilyCount; ++f) {
      if (!(shares.value[f] > 0)) continue;
      const bool at_sea = f == kSea || f == kTanker || f == kLargeShip || f == kOilPipe;
      if (closed && !(at_sea && goes_through(ways.cost[f](i, j), closed->cost[f](i, j)))) continue;
      const double dollars = value * shares.value[f], tonnes = value * shares.tonnes[f] * by_ship,
                   km = ways.km[f](i, j);
      if (at_sea && pair.to_coast) {
        const GoodsShares land = choose_goods(choosers_[c], *pair.to_coast, pair.place);
        const double by_rail = land.value[at(ModeFamily::rail)];
        add(split[at(SplitMode::rail)], dollars * by_rail, tonnes * by_rail, km);
        add(split[at(SplitMode::road)], dollars * (1 - by_rail), tonnes * (1 - by_rail), km);
        continue;
      }
      SplitMode mode = SplitMode::sea;
      if (f == at(ModeFamily::rail)) mode = SplitMode::rail;
      if (f == at(ModeFamily::air)) mode = SplitMode::air;
      if (f == at(ModeFamily::inland_water)) mode = SplitMode::inland_water;
      if (f == at(ModeFamily::road)) mode = part_of(i) == part_of(j) ? SplitMode::road : SplitMode::ferry;
      add(split[at(mode)], dollars, tonnes, km);
    }
  }
}

void ModalSplits::add_home(const SplitAsked& asked, const std::string& iso3,
                           const std::vector<std::size_t>& classes, ModalSplit& split) const {
  const Home& home = home_of(iso3);
  const GoodsChoice& choice = *ground_.travel.goods;
  const auto country = static_cast<std::int32_t>(economy_.countries.at(iso3, "country"));
  const double power = parameter(world_->parameters, "places.home_distance");
  const CountryCostOptions& within = ground_.travel.country;
  const std::size_t n = home.zones.size();
  const auto road = at(ModeFamily::road);
  std::vector<double> weight(n * n), km(n * n);
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      double& d = km[i * n + j];
      if (i == j) {
        d = internal_km(home.zones.population[i], within);
      } else {
        d = std::numeric_limits<double>::infinity();
        for (std::size_t f = 0; f < kFamilyCount; ++f)
          if (std::isfinite(home.skim.cost[f](i, j))) d = std::min<double>(d, home.skim.km[f](i, j));
        if (std::isfinite(home.skim.cost[road](i, j))) d = home.skim.km[road](i, j);
      }
      if (!std::isfinite(d)) continue;
      weight[i * n + j] = home.zones.population[i] * home.zones.population[j] /
                          std::pow(std::max(d, within.internal_km_least), power);
      sum += weight[i * n + j];
    }
  }
  const double whole = economy_.trade(static_cast<std::size_t>(country), static_cast<std::size_t>(country));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const double d = km[i * n + j], usd = whole * weight[i * n + j] / sum;
      if (!(usd > 0) || d < asked.km_low || d >= asked.km_high) continue;
      if (i != j) {
        add_pair({home.skim, i, j, {country, country, d}, usd, nullptr, {}}, classes, split);
        continue;
      }
      const double* mix = choice.mix_of(country, country);
      for (const auto c : classes) {
        PairCosts own;
        own.cost.fill(std::numeric_limits<double>::infinity());
        own.cost[road] = own.usd[road] = 1;
        own.hours[road] = 0;
        const GoodsShares shares = choose_goods(choosers_[c], own, {country, country, d});
        add(split[at(SplitMode::road)], usd * mix[c] * shares.value[road], usd * mix[c] * shares.tonnes[road],
            d);
      }
    }
  }
}

// From one place to the larger places of countries, with what the world sells them.
void ModalSplits::add_port(const Ends& from, const Ends& to, const std::vector<std::size_t>& classes,
                           ModalSplit& split) const {
  const std::uint32_t node = from.node ? *from.node : *to.node;
  const std::string& own = ground_.network.nodes[node];
  const std::int32_t here = ground_.network.country[node];
  for (const auto& iso3 : (from.node ? to : from).countries) {
    const Home& home = home_of(iso3);
    std::vector<std::string> labels = home.zones.nodes.labels();
    const auto centre =
        static_cast<std::size_t>(std::find(labels.begin(), labels.end(), own) - labels.begin());
    if (centre == labels.size()) labels.push_back(own);
    const Skim ways = skim(ground_.network, topology_, metric_, ground_.travel, Index(std::move(labels)),
                           {.km = true}, nullptr, threads_);
    const std::size_t country = economy_.countries.at(iso3, "country");
    double bought = 0;
    for (std::size_t k = 0; k < economy_.countries.size(); ++k)
      if (k != country) bought += economy_.trade(k, country);
    const bool abroad = here < 0 || ground_.network.countries[static_cast<std::size_t>(here)] != iso3;
    for (std::size_t z = 0; z < home.zones.size(); ++z) {
      if (z == centre) continue;
      const double usd = bought * home.zones.weight[z],
                   km = globe_km(node, ground_.network.nodes.at(home.zones.nodes[z], "zone"));
      // Neither end has a country: the goods are the world's.
      const PairPlace place{-1, abroad ? -2 : -1, km};
      add_pair({ways, from.node ? centre : z, from.node ? z : centre, place, usd, nullptr, {}}, classes,
               split);
    }
  }
}

double ModalSplits::globe_km(std::size_t a, std::size_t b) const {
  const Network& network = ground_.network;
  return great_circle_km(network.lat[a], network.lon[a], network.lat[b], network.lon[b]);
}

ModalSplit ModalSplits::of(const SplitAsked& asked) const {
  const auto classes = classes_asked(*ground_.travel.goods, asked.goods);
  const Network& network = ground_.network;
  const Zones& zones = ground_.zones;
  ModalSplit split{};
  const Ends from = ends_of(asked.from, "FROM");
  const Ends to = asked.to.empty() ? Ends{} : ends_of(asked.to, "TO");
  const bool by_place = from.node || to.node;
  if (!asked.through.empty() && (asked.to.empty() || by_place))
    throw Error("what goes through a passage is told between countries", "--through",
                "name countries on both sides");
  if ((asked.km_low > 0 || std::isfinite(asked.km_high)) && by_place)
    throw Error("a port's hinterland is told whole", "--km", "name countries, or leave it out");
  if (asked.to.empty()) {
    if (from.node)
      throw Error("`" + asked.from + "` is a place, and within a place all goes by road", "FROM",
                  "name a country");
    for (const auto& iso3 : from.countries) add_home(asked, iso3, classes, split);
    return split;
  }
  if (from.node && to.node)
    throw Error("both ends are places", "TO", "`sogdia route` tells how goods go from place to place");
  if (by_place) {
    add_port(from, to, classes, split);
    return split;
  }
  const Skim* closed = asked.through.empty() ? nullptr : &without(asked.through);
  const auto past =
      closed ? bypassing_oil(*world_, economy_.year, parameter(world_->parameters, "transport.pipeline_use"),
                             asked.through)
             : std::map<std::string, double>();
  const auto all_landlocked = [&](const Ends& ends) {
    return std::all_of(ends.countries.begin(), ends.countries.end(),
                       [&](const std::string& iso3) { return landlocked_.contains(iso3); });
  };
  const bool from_inland = all_landlocked(from), to_inland = all_landlocked(to);
  std::vector<std::int32_t> country;
  std::vector<std::size_t> node;
  for (std::size_t z = 0; z < zones.size(); ++z) {
    country.push_back(static_cast<std::int32_t>(economy_.countries.at(zones.iso3[z], "country")));
    node.push_back(network.nodes.at(zones.nodes[z], "zone"));
  }
  for (std::size_t i = 0; i < zones.size(); ++i) {
    const bool i_from = from.countries.contains(zones.iso3[i]), i_to = to.countries.contains(zones.iso3[i]);
    for (std::size_t j = 0; j < zones.size(); ++j) {
      const bool there = i_from && to.countries.contains(zones.iso3[j]),
                 back = asked.both && i_to && from.countries.contains(zones.iso3[j]);
      if (country[i] == country[j] || (!there && !back)) continue;
      const double usd =
          economy_.trade(static_cast<std::size_t>(country[i]), static_cast<std::size_t>(country[j])) *
          zones.weight[i] * zones.weight[j];
      const double km = globe_km(node[i], node[j]);
      if (!(usd > 0) || km < asked.km_low || km >= asked.km_high) continue;
      Pair pair{skim_, i, j, {country[i], country[j], km}, usd, closed, {}};
      const bool out = there ? from_inland : to_inland, in = there ? to_inland : from_inland;
      if (!closed && out && gateway_[i] != i)
        pair.to_coast = on_land(skim_, i, gateway_[i]);
      else if (!closed && in && gateway_[j] != j)
        pair.to_coast = on_land(skim_, gateway_[j], j);
      if (const auto found = past.find(zones.iso3[i]); found != past.end()) pair.oil_past = found->second;
      add_pair(pair, classes, split);
    }
  }
  if (asked.within && !closed) {
    for (const auto& iso3 : from.countries)
      if (to.countries.contains(iso3)) add_home(asked, iso3, classes, split);
  }
  return split;
}

}  // namespace sogdia
