#include "sogdia/study/pipeline/base.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "sogdia/access/access_limits.h"
#include "sogdia/core/error.h"
#include "sogdia/core/names.h"
#include "sogdia/network/change.h"
#include "sogdia/study/places/target_words.h"
#include "sogdia/study/places/world_place.h"
#include "sogdia/study/world/goods.h"

namespace sogdia {
namespace {

std::vector<std::string> sectors(const World& world) {
  std::vector<std::string> names;
  for (const auto& entry : world.parameters) {
    const std::string& key = entry.first;
    if (key.rfind("sector.", 0) == 0 && key.ends_with(".value_of_time"))
      names.push_back(key.substr(7, key.size() - 7 - 14));
  }
  return names;
}

Economy economy_of(const World& world, const Study& study) {
  try {
    return make_economy(world, study.base.year);
  } catch (const Error& error) {
    if (error.message.find("there is no trade of the year") == std::string::npos) throw;
    throw Error(error.message, study.path + ", [base] year", error.hint);
  }
}

bool same_changes(const Scenario& one, const Scenario& other) {
  return std::equal(one.changes.begin(), one.changes.end(), other.changes.begin(), other.changes.end(),
                    [](const Change& a, const Change& b) {
                      return std::get<NetworkChange>(a.what) == std::get<NetworkChange>(b.what);
                    });
}

}  // namespace

Built base_network(const World& world, const std::vector<std::string>& projects, const std::string& where) {
  const Works& works = world.records.works;
  const auto chosen = select_projects(projects, works, where);
  Built built = make_network(world);
  build_projects(built.network, built.costs, chosen, works);
  return built;
}

Zones base_zones(const World& world, const Network& network, const Index& countries, int asked) {
  return choose_zones(world.records.places, network, countries,
                      {std::max(asked, static_cast<int>(countries.size())), places_per_country(world)});
}

AccessLimits base_limits(const World& world) {
  const auto of = [&](const char* key) { return parameter(world.parameters, key); };
  AccessLimits limits{of("access.land_km.sea"), of("access.land_km.rail"), of("access.land_km.air")};
  limits.inland_water_km = parameter(world.parameters, "access.land_km.inland_water", limits.inland_water_km);
  limits.tanker_km = parameter(world.parameters, "access.land_km.tanker", limits.tanker_km);
  limits.nearest = parameter(world.parameters, "access.nearest", limits.nearest);
  return limits;
}

Travel base_travel(const World& world, const Network& network, const LinkCosts& base,
                   const Study::Access& access, const Economy* economy) {
  Travel travel = unlimited_travel(world, access, economy);
  const auto weights = std::make_shared<const LinkWeights>(link_weights(network, base, travel.shipper));
  travel.access_limit = access_limits(network, base, weights, base_limits(world));
  return travel;
}

Travel unlimited_travel(const World& world, const Study::Access& access, const Economy* economy) {
  const auto of = [&](const char* key) { return parameter(world.parameters, key); };
  const bool hours_alone = access.choice == "hours";
  Shipper shipper = make_shipper(world, access.sector);
  shipper.value_of_time = access.value_of_time.value_or(shipper.value_of_time);
  if (hours_alone) shipper.minds_money = 0;
  Travel travel;
  travel.shipper = travel.country.shipper = shipper;
  travel.country.rho = of("places.rho");
  travel.country.density = of("places.density");
  travel.country.internal_km_least = of("places.internal_km_least");
  travel.country.internal_kmh = of("places.internal_kmh");
  travel.country.internal_usd_per_tonne_km = of("places.internal_usd_per_tonne_km");
  travel.least = hours_alone;
  travel.switching = access.switching == "none"  ? Switching::none
                     : access.switching == "all" ? Switching::all
                                                 : Switching::costs;
  if (economy && access.sector == "general" && !hours_alone)
    travel.goods = goods_choice(world, *economy, access.value_of_time.value_or(std::nan("")));
  return travel;
}

Ground make_ground(const World& world, Built built, const Study::Access& access, const Index& countries,
                   const Economy* economy) {
  Ground ground{std::move(built.network), std::move(built.costs), {}, {}};
  ground.zones = base_zones(world, ground.network, countries, access.zones);
  ground.travel = base_travel(world, ground.network, ground.costs, access, economy);
  return ground;
}

Ways find_ways(const Ground& ground, const AccessTopology& topology, AccessMetric metric,
               const Index& countries, int threads, const Monitor& monitor, const SkimNeeds& needs,
               const Before* before) {
  Ways ways{std::move(metric), {}, {}};
  ways.skim = skim(ground.network, topology, ways.metric, ground.travel, ground.zones.nodes, needs, before,
                   threads, monitor);
  ways.country = country_cost(ways.skim, ground.zones, countries, ground.travel.country, threads);
  return ways;
}

AccessMetric weigh_ground(const Ground& ground, const AccessTopology& topology, const LinkCosts& costs,
                          int threads) {
  return weigh(topology, weigh_links(ground.network, costs, ground.travel.shipper), threads);
}

BaseWorld make_base(std::shared_ptr<const World> world, const Study& study) {
  require_known("sector", study.access.sector, sectors(*world), study.path + ", [access] sector");
  Economy economy = economy_of(*world, study);
  Built built = base_network(*world, study.base.projects, study.base.projects_where);
  std::vector<std::string> notes;
  std::vector<std::size_t> touched;
  if (Scenario changes = study.base.changes; !changes.changes.empty()) {
    find_targets(changes, *world, built.network, study.base.year, notes);
    Edited edited = apply_changes(built.network, built.costs, changes, world->records.works);
    built.costs = std::move(edited.costs);
    touched = std::move(edited.touched);
  }
  Ground ground = make_ground(*world, std::move(built), study.access, economy.countries, &economy);
  return {std::move(ground),  std::move(world),   study.base,      study.access,
          std::move(economy), std::move(touched), std::move(notes)};
}

Study on_base(const Study& study, const BaseWorld& base) {
  Study out = study;
  const auto hold = [&](const char* key, auto& its, const auto& of_base) {
    const auto said = study.said.find(key);
    if (said != study.said.end() && its != of_base)
      throw Error(fmt::format("the study's `{}` is {}, and the baseline's is {}", key, its, of_base),
                  said->second, "leave it out of the study, or make a baseline of the study");
    its = of_base;
  };
  hold("year", out.base.year, base.base.year);
  hold("projects", out.base.projects, base.base.projects);
  hold("zones", out.access.zones, base.access.zones);
  hold("sector", out.access.sector, base.access.sector);
  hold("weights", out.access.weights, base.access.weights);
  hold("choice", out.access.choice, base.access.choice);
  hold("switching", out.access.switching, base.access.switching);
  if (study.said.contains("change") && !same_changes(out.base.changes, base.base.changes))
    throw Error("the study's base has other changes than the baseline", study.said.at("change"),
                "make a baseline of the study");
  out.base.changes = base.base.changes;
  if (study.said.contains("value_of_time") && out.access.value_of_time != base.access.value_of_time)
    throw Error(fmt::format("the study's `value_of_time` is {}, and the baseline's is {}",
                            out.access.value_of_time.value_or(0), base.travel.shipper.value_of_time),
                study.said.at("value_of_time"), "leave it out of the study, or make a baseline of the study");
  out.access.value_of_time = base.access.value_of_time;
  const std::string world = world_of(study);
  std::error_code failed;
  if (!world.empty() && !std::filesystem::equivalent(world, base.world->folder, failed))
    throw Error(fmt::format("the study's `world` is {}, and the baseline's is {}", world, base.world->folder),
                study.said.at("world"), "make a baseline of the study");
  return out;
}

bool same_base(const BaseWorld& made, const Study& study) {
  return made.base.year == study.base.year && made.base.projects == study.base.projects &&
         made.access.zones == study.access.zones && made.access.sector == study.access.sector &&
         made.access.weights == study.access.weights && made.access.choice == study.access.choice &&
         made.access.switching == study.access.switching &&
         same_changes(made.base.changes, study.base.changes) &&
         made.access.value_of_time == study.access.value_of_time;
}

}  // namespace sogdia
