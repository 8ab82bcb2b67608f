#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "sogdia/access/hierarchy/lanes.h"
#include "sogdia/access/travel.h"
#include "sogdia/core/index.h"

namespace sogdia {

// Goods of one class: what a tonne of them is worth, how far that is spread, what a day costs them, and which
// families may carry them.
struct GoodsClass {
  std::string name;
  double usd_per_tonne_value = 0;  // USD; the median by value
  double spread = 0;               // standard deviation of its logarithm, by value
  double value_of_time = 0;        // fraction of value a day
  bool bulk = false;
  ByFamily<std::uint8_t> may_go{};
  bool specific = false;   // what makes them makes nothing else: a well
  bool rail_last = false;  // a train takes them only where neither pipe nor tanker does
  // Part of them that goes by ships too large for some canals, where such ships go; the rest stays with
  // `sea`, or with tankers where the sea may not carry them.
  double by_large_ship = 0;
  double road_km =
      std::numeric_limits<double>::infinity();  // great circle, further than which no lorry takes them
};

// USD a tonne of all of them: their value over their tonnes.
double mean_value(const GoodsClass& goods);

// What draws goods to a family besides hours and money: trains that run often, a lorry at the door, no change
// of vehicles. In logs, against the sea.
struct FamilyPull {
  double general = 0, bulk = 0;  // of what is no bulk, and of bulk
  double distance = 0;           // for each unit of ln(km / 1000) between the ends
  double abroad = 0;             // where the ends lie in two countries
  double longest_km = std::numeric_limits<double>::infinity();  // where `beyond` takes over from `distance`
  double beyond = 0;  // for each unit of ln(km / longest_km) where the ends are further apart
};

// Choice of a family by goods. Of goods worth v a tonne the family m has the weight
//
//   w_m = q_m exp(pull_m) C_m^-k,   C_m = usd_m + v tau hours_m / 24     USD a tonne
//
// and the share w_m / sum w, where q_m is 1 but for a ship that hardly leaves the road (ship_apart),
// and for goods of which a part l goes by large ships where such go: l by those, with the pull of the other
// ships, and 1 - l by the others, so that ships that go one way weigh together what one would. A share
// so depends on ratios of costs, for an ore as for a telephone; within a class v is lognormal, and its mean
// over the middles of its quarters. The index of all families G = (sum w)^(-1/k) falls where any way becomes
// cheaper.
struct GoodsChoice {
  std::vector<GoodsClass> classes;
  ByFamily<FamilyPull> pull{};
  int elasticity = 6;  // k

  // Value of trade by class as shares, by exporter and importer; home trade on the diagonal.
  Index countries;
  std::vector<double> mix;    // countries x countries x classes; all 0 = not known, which is the world's
  std::vector<double> world;  // classes
  // What a tonne of what a country sells abroad is worth over what one of its class is, countries x classes;
  // empty = 1 of all. All values of the class move alike.
  std::vector<double> worth;

  const double* mix_of(std::int32_t exporter, std::int32_t importer) const;
  // By class; nullptr = 1 of all, as at home.
  const double* worth_from(std::int32_t exporter, std::int32_t importer) const;
  double worth_of(std::int32_t exporter, std::int32_t importer, std::size_t of_class) const;
};

// The country of a node, a position in `choice.countries`; -1 = at sea, or in none of them.
std::int32_t country_in(const GoodsChoice& choice, const Network& network, std::uint32_t node);

// The ways of one pair by family; infinite cost = none.
struct PairCosts {
  ByFamily<double> cost, hours, usd;
};
// Where the pair lies: a position in `countries` each, below 0 = in none that is known.
struct PairPlace {
  std::int32_t from = -1, to = -1;
  double km = 0;  // great circle
  double ship_apart = 1;
};

// How far a way by ship is one of its own: 2 (1 - land_km / road_km), between 0.05 and 1, with its km on land
// before it boards and after it alights over the km of the road from door to door; infinite = no road. A ship
// from a port to the next, and the train that would have gone anyway from there, is hardly another way than
// that train (path size: Ben-Akiva and Bierlaire 1999).
double ship_apart(double land_km, double road_km);

// What the goods of a pair do.
struct GoodsShares {
  ByFamily<double> value{};   // share of the value; sums to 1, or all 0 where nothing can go
  ByFamily<double> tonnes{};  // tonnes for each USD of the pair's trade
  double paid = 0;            // ad valorem cost a: (1 + a)^-rho is the mean of (1 + a_c)^-rho over the goods
  double stranded = 0;        // in a scenario: share of the value that had a way, is specific and has none
};

// The goods of a class that are worth the same, and what families may carry them.
struct GoodsPiece {
  std::size_t of_class = 0;
  double weight = 0;                                                           // share of its class
  double value = 0;                                                            // USD a tonne
  double per_hour = 0;                                                         // USD a tonne and hour
  double road_km = 0;                                                          // as in GoodsClass
  bool bulk = false, specific = false, rail_last = false, from_wells = false;  // may go by oil pipeline
  std::size_t ships = kSea;                                                    // the family of the others
  double by_large_ship = 0;                                                    // as in GoodsClass
  std::vector<std::size_t> families;
};

// What all pairs share.
struct GoodsChooser {
  const GoodsChoice* choice = nullptr;
  double rho = 4;     // as in CountryCostOptions
  int of_class = -1;  // -1 = all, in the pair's mix
  bool held = false;  // in a scenario goods stay with the families that they took (keep_families)
  std::vector<GoodsPiece> pieces;
  ByFamily<double> general{}, bulk{};  // exp of the pull at home and 1,000 km
  ByFamily<double> longest{};          // ln(longest_km / 1000) of the pull
};
// Whether goods of some class go by the family.
bool carries_any(const GoodsChoice& choice, std::size_t family);
GoodsChooser make_chooser(const GoodsChoice& choice, double rho, int of_class = -1, bool held = false);

// Pairs are chosen for so many at a time, a lane each; lanes from `count` on hold what the last pair holds.
inline constexpr std::size_t kPairsAtOnce = kLanes<double>;
struct WayLanes {
  ByFamily<Line<double>> cost, hours, usd;  // infinite cost = none
};
struct PairLanes {
  std::size_t count = 0;
  std::array<PairPlace, kPairsAtOnce> place;
  WayLanes before, after;  // on the base, and in a scenario
};
// GoodsShares of each.
struct ShareLanes {
  ByFamily<Line<double>> value, tonnes;
  Line<double> paid, stranded;
};

// On the base, by the ways `before`: goods of a class that no way may carry are left out of the mix.
void choose_goods(const GoodsChooser& chooser, const PairLanes& pairs, ShareLanes& shares);
GoodsShares choose_goods(const GoodsChooser& chooser, const PairCosts& costs, const PairPlace& place);

// In a scenario: what was paid on the base moves with the index of all families, a' = a G' / G, and never
// falls below the cheapest way. Classes whose last way is gone trade no more: they make `paid` larger, but
// for specific ones, which are told in `stranded` and count at what they paid.
void choose_goods_after(const GoodsChooser& chooser, const PairLanes& pairs, ShareLanes& shares);
GoodsShares choose_goods_after(const GoodsChooser& chooser, const PairCosts& before, const PairCosts& after,
                               const PairPlace& place);

}  // namespace sogdia
