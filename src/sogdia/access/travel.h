#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "sogdia/network/network.h"

namespace sogdia {

// Mode families: the leading mode of a door-to-door chain. Access and egress by land modes.
//   sea   land* (port) sea+ (port) land*
//   rail  road* (rail terminal) rail|ferry+ (rail terminal) road*
//   road  road|ferry only
//   air   road* (airport) air+ (airport) road*
//   inland_water  land* (port) inland_water+ (port) land*: rivers and canals alone
//   oil_pipeline  wells oil_pipeline+ (sea or oil_pipeline)* (pipeline's end or port) land*: crude oil by
//   pipe, and
//                 on by tanker from where the pipe ends
//   gas_pipeline  wells gas_pipeline+
//   tanker        as sea, but loaded near a port: oil and gas are not carried to one by lorry
//   large_ship    as tanker, by ships too large for some canals, between ports that take them
// Goods do not alight at the terminal where they boarded. What goes by pipe begins where a place is joined to
// one.
enum class ModeFamily : std::uint8_t {
  sea,
  rail,
  road,
  air,
  inland_water,
  oil_pipeline,
  gas_pipeline,
  tanker,
  large_ship
};
inline constexpr std::size_t kFamilyCount = 9;
template <class T>
using ByFamily = std::array<T, kFamilyCount>;
inline constexpr ByFamily<ModeFamily> kFamilies{
    ModeFamily::sea,          ModeFamily::rail,         ModeFamily::road,
    ModeFamily::air,          ModeFamily::inland_water, ModeFamily::oil_pipeline,
    ModeFamily::gas_pipeline, ModeFamily::tanker,       ModeFamily::large_ship};
// Where each stands in ByFamily.
inline constexpr std::size_t kSea = 0, kRail = 1, kRoad = 2, kAir = 3, kRiver = 4, kOilPipe = 5, kGasPipe = 6,
                             kTanker = 7, kLargeShip = 8;
static_assert(kFamilies[kRiver] == ModeFamily::inland_water &&
              kFamilies[kOilPipe] == ModeFamily::oil_pipeline &&
              kFamilies[kGasPipe] == ModeFamily::gas_pipeline && kFamilies[kTanker] == ModeFamily::tanker &&
              kFamilies[kLargeShip] == ModeFamily::large_ship);
// Families whose ways are told: those of tankers and of large ships are told as the sea's.
inline constexpr std::array<ModeFamily, 7> kWayFamilies{
    ModeFamily::sea,          ModeFamily::rail,         ModeFamily::road,        ModeFamily::air,
    ModeFamily::inland_water, ModeFamily::oil_pipeline, ModeFamily::gas_pipeline};
const char* to_string(ModeFamily family);
inline constexpr bool by_pipe(ModeFamily family) {
  return family == ModeFamily::oil_pipeline || family == ModeFamily::gas_pipeline;
}
// What a sector's shipper minds.
struct Shipper {
  std::string sector = "general";
  double usd_per_tonne_value = 2000.0;  // USD of goods per tonne
  double value_of_time = 0.006;         // fraction of value per day
  double mu = 20.0;                     // logit scale over families, per unit of a
  double minds_money = 1.0;             // 0 = hours alone
};

// a = minds_money usd / usd_per_tonne_value + hours/24 value_of_time, a fraction of the goods' value.
inline double generalized_cost(double usd_per_tonne, double hours, const Shipper& shipper) {
  return shipper.minds_money * usd_per_tonne / shipper.usd_per_tonne_value +
         hours / 24.0 * shipper.value_of_time;
}

// Logit over families: returns -(1/mu) ln sum_m exp(-mu cost_m) and the shares exp(-mu cost_m) / sum.
// Infinite costs have share 0; the sum is taken relative to the least cost, so it never overflows.
double choose(const ByFamily<double>& cost, double mu, ByFamily<double>& share);
// The family of least cost alone, the first of equal ones; returns that cost.
double choose_least(const ByFamily<double>& cost, ByFamily<double>& share);

// Goods that stay with the families of the base (infinite cost = no way): what they pay then, and where they
// go. Those whose family has no way any more take the cheapest that has, for no less than they paid.
struct Kept {
  ByFamily<double> share{};
  double paid = 0;
};
Kept keep_families(const ByFamily<double>& share, const ByFamily<double>& before,
                   const ByFamily<double>& after);

// Costs of links are whole numbers of this unit, 2^-40, about a millionth of a millionth of the goods' value.
// Sums of them below 2^12 are exact in whatever order they are added, so that two ways to find the least cost
// find the same number, and equal ways are equal.
inline constexpr double kCostUnit = 0x1p-40;

// By link, to the nearest kCostUnit.
std::vector<double> generalized_cost(const LinkCosts& costs, const Shipper& shipper);

// How far land may carry goods to and from the terminals of a family that it does not lead, as a cost: so
// many km at the network's mean cost of a kilometre of road (rail goes more than twice as far for it).
// Without limits the cheapest way by air is a lorry across a continent and a hop between two airports of one
// city, and the cheapest by sea from Xi'an to Hamburg a train to the Baltic. But a place that the limit of
// the sea would leave without a port, or with hardly one, reaches those that cost up to `nearest` times its
// nearest.
struct AccessLimits {
  double sea_km = 2500.0;
  double rail_km = 300.0;
  double air_km = 500.0;
  double inland_water_km = 300.0;
  double tanker_km =
      600.0;  // to the port where a tanker or a large ship loads; from where it discharges as by sea
  double nearest = 1.5;
};

// The limit of one family, as a cost of the way on land.
struct AccessLimit {
  double cost = std::numeric_limits<double>::infinity();
  double boarding = std::numeric_limits<double>::infinity();  // never more to where goods board
  // By node, to where goods board and from where they alight: the limit there where it is above `cost`.
  // nullptr = `cost` everywhere.
  std::shared_ptr<const std::array<std::vector<double>, 2>> at = nullptr;

  // `backward`: from where goods alight to the node.
  double of(std::uint32_t node, bool backward) const {
    const double most = at ? std::max(cost, (*at)[backward][node]) : cost;
    return backward ? most : std::min(most, boarding);
  }
};

// How costs of places become costs of countries (country_cost.h).
struct CountryCostOptions {
  double rho = 4.0;                 // elasticity of the mean, > 0; kept fixed when theta varies
  double density = 3000.0;          // persons per km2 of a place's built-up area
  double internal_km_least = 20.0;  // km
  double internal_kmh = 30.0;       // km/h within a place
  double internal_usd_per_tonne_km = 0.15;
  Shipper shipper;
};

struct GoodsChoice;

// What a change may do to the families that goods take.
enum class Switching : std::uint8_t {
  costs,  // costs follow what shippers choose anew; hours and money are told at the base's shares
  none,   // goods stay with the families of the base, in costs as in hours, while these have a way
  all     // hours and money follow the choice too
};

// What all scenarios of one base have in common: what shippers mind, the cost up to which land carries
// goods to and from the terminals of each family, and how places stand for countries.
struct Travel {
  Shipper shipper;
  ByFamily<AccessLimit> access_limit;  // by ModeFamily; infinite by road
  CountryCostOptions country;          // its shipper is this one
  // By class of goods (goods_choice.h); nullptr = all goods are the shipper's, by the logit above.
  std::shared_ptr<const GoodsChoice> goods;
  bool least = false;  // each pair takes the one family of least cost; without classes of goods
  Switching switching = Switching::costs;
};

}  // namespace sogdia
