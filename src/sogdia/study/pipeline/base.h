#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sogdia/access/country_cost.h"
#include "sogdia/access/skim.h"
#include "sogdia/access/zones.h"
#include "sogdia/network/build.h"
#include "sogdia/network/projects.h"
#include "sogdia/study/asked/study.h"
#include "sogdia/study/world/world.h"

namespace sogdia {

// The pack's network with the projects that stand before any change: words as in select_projects.
Built base_network(const World& world, const std::vector<std::string>& projects, const std::string& where);

// The places that stand for `countries`: `asked`, and one for each country at least.
Zones base_zones(const World& world, const Network& network, const Index& countries, int asked);

// How far land carries goods to and from terminals, by parameters.toml.
AccessLimits base_limits(const World& world);

// What a sector's shipper minds on a base, how he chooses, how far land carries goods for it, and how places
// stand for countries: the figures are those of parameters.toml. With an economy and all goods (`general`)
// families are chosen by class of goods (study/world/goods.h).
Travel base_travel(const World& world, const Network& network, const LinkCosts& base,
                   const Study::Access& access, const Economy* economy = nullptr);
// The same but for the limits of land.
Travel unlimited_travel(const World& world, const Study::Access& access, const Economy* economy = nullptr);

// A network with its costs before any change, the places that stand for countries, and what a shipper minds:
// what ways are found on.
struct Ground {
  Network network;
  LinkCosts costs;
  Zones zones;
  Travel travel;
};
Ground make_ground(const World& world, Built built, const Study::Access& access, const Index& countries,
                   const Economy* economy = nullptr);

// Time and money from place to place by mode family, and from country to country, at one state of the costs.
struct Ways {
  AccessMetric metric;
  Skim skim;  // with its chains
  CountryCost country;
};
// `topology` is the ground's network's. `before` is nullptr for the base itself (see skim.h).
Ways find_ways(const Ground& ground, const AccessTopology& topology, AccessMetric metric,
               const Index& countries, int threads = 0, const Monitor& monitor = {},
               const SkimNeeds& needs = {.chains = true}, const Before* before = nullptr);
// The metric of the ground's costs, or of others on it.
AccessMetric weigh_ground(const Ground& ground, const AccessTopology& topology, const LinkCosts& costs,
                          int threads = 0);

// The world before any change: what [base] and [access] of a study say, put to the pack. Nothing is searched
// yet, so it is made in a tenth of a second.
struct BaseWorld : Ground {
  std::shared_ptr<const World> world;
  Study::Base base;
  Study::Access access;
  Economy economy;
  std::vector<std::size_t> touched;  // links, by change of the base
  std::vector<std::string> notes;    // what finding their targets has to tell
};

// Throws Error, placed at the study's line, for a project, sector or year that the world does not have.
BaseWorld make_base(std::shared_ptr<const World> world, const Study& study);

// The study put on a base: what its [base] and [access] leave out is the base's. Throws Error, placed at the
// study's line, where they say otherwise.
Study on_base(const Study& study, const BaseWorld& base);

// Whether a study stands on this base, so that the two may share it.
bool same_base(const BaseWorld& made, const Study& study);

}  // namespace sogdia
