#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/core/od_matrix.h"
#include "sogdia/network/network.h"

namespace sogdia {

// Mode families: the leading mode of a door-to-door chain. Access and egress by land modes.
//   sea   land* (port) sea+ (port) land*
//   rail  road* (rail terminal) rail|ferry+ (rail terminal) road*
//   road  road|ferry only
//   air   road* (airport) air+ (airport) road*
// Goods do not alight at the terminal where they boarded.
enum class ModeFamily : std::uint8_t { sea, rail, road, air };
inline constexpr std::array<ModeFamily, 4> kFamilies{ModeFamily::sea, ModeFamily::rail, ModeFamily::road,
                                                     ModeFamily::air};
const char* to_string(ModeFamily family);

// What a sector's shipper minds: a = usd_per_tonne / usd_per_tonne_value + hours/24 * value_of_time
struct Shipper {
  std::string sector = "general";
  double usd_per_tonne_value = 2000.0;  // USD of goods per tonne
  double value_of_time = 0.006;         // fraction of value per day
  double mu = 20.0;                     // logit scale over families, per unit of a
};

// Logit over families: returns -(1/mu) ln sum_m exp(-mu cost_m) and the shares exp(-mu cost_m) / sum.
// Infinite costs have share 0; the sum is taken relative to the least cost, so it never overflows.
double choose(const std::array<double, 4>& cost, double mu, std::array<double, 4>& share);

// Least generalized cost by family between zones. Infinite where there is no way. A zone to itself is road at
// no cost; country_cost.h adds the way within a place.
struct Skim {
  Index zones;                    // node labels of `Network::nodes`
  std::array<OdMatrix, 4> cost;   // a, fraction of value, by ModeFamily; zones x zones
  std::array<OdMatrix, 4> hours;  // along the least-cost path
  std::array<OdMatrix, 4> usd_per_tonne;
  std::array<OdMatrix, 4> share;  // logit shares; 0 where there is no way
  OdMatrix logsum;                // a_ij = -(1/mu) ln sum_m exp(-mu a_ij^m)
  OdMatrix mean_hours;            // share-weighted
  OdMatrix mean_usd_per_tonne;
};

// How far land may carry goods to and from the terminals of a family that it does not lead, as a cost: so
// many km at the network's mean cost of a kilometre of road (rail goes more than twice as far for it).
// Without limits the cheapest way by air is a lorry across a continent and a hop between two airports of one
// city, and the cheapest by sea from Xi'an to Hamburg a train to the Baltic.
struct AccessLimits {
  double sea_km = 2500.0;
  double rail_km = 300.0;
  double air_km = 500.0;
};

struct SkimOptions {
  Shipper shipper;
  int threads = 0;
  AccessLimits limits{};
};

Skim skim(const Network& network, const Index& zones, const SkimOptions& options = {},
          const Monitor& monitor = {});

struct Leg {
  Mode mode;
  std::uint32_t from, to;  // nodes
  double km, hours, usd_per_tonne;
  std::vector<std::uint32_t> links;  // in order of travel
};

// The best way of one family between two nodes; links empty when there is none.
struct Route {
  ModeFamily family;
  bool reachable = false;
  double cost = 0, share = 0, hours = 0, usd_per_tonne = 0, km = 0;
  std::vector<Leg> legs;             // consecutive links of one mode; transfers are legs of mode transfer
  std::vector<std::string> borders;  // "CHN-KAZ" in order of travel (from-to)
  std::vector<std::string> gauge_breaks;  // crossing names where the gauge changes
  std::vector<std::string> passages;
};

// Best first by generalized cost; unreachable families left out. Any node will do as an end: a journey from a
// port starts on board. For many queries on one network see router.h.
std::vector<Route> routes(const Network& network, std::uint32_t origin, std::uint32_t destination,
                          const SkimOptions& options = {});

}  // namespace sogdia
