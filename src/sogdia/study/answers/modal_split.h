#pragma once
#include <array>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sogdia/access/goods_choice.h"
#include "sogdia/core/monitor.h"
#include "sogdia/study/pipeline/base.h"
#include "sogdia/study/world/pipe_flows.h"

namespace sogdia {

// Modes as statistics of transport tell them: by what carries goods on their main way. Lorries that a ferry
// takes over the sea between two countries are a mode of their own, since customs book them as one or the
// other.
enum class SplitMode : std::uint8_t { sea, rail, road, ferry, air, inland_water, pipeline };
inline constexpr std::size_t kSplitModes = 7;
const char* to_string(SplitMode mode);

// What goes by a mode in a year.
struct Carriage {
  double usd = 0, tonnes = 0, tonne_km = 0;
};
using ModalSplit = std::array<Carriage, kSplitModes>;

// The goods that are asked about.
struct SplitAsked {
  std::string from;     // a country, a bloc, a list of them, `world`, `not:X`, or a place
  std::string to;       // the same; empty = within each country of `from`
  std::string goods;    // classes with commas; empty = all
  bool both = false;    // and back
  bool within = false;  // of flows from a group to itself: those inside each of its countries too
  std::string through;  // a passage: only what goes through it by sea
  double km_low = 0,
         km_high = std::numeric_limits<double>::infinity();  // between the ends, by road if there is one
};

// The state that splits are asked of: ways between places with their km, made once. Throws Error for a pack
// that does not tell classes of goods apart.
class ModalSplits {
 public:
  ModalSplits(std::shared_ptr<const World> world, int year, int threads = 0, const Monitor& monitor = {});

  // Where one side is landlocked, all of it, what goes on by sea counts by how it leaves the country, as its
  // own statistics have it. Trade of the year between the places that stand for the countries, by weight of
  // people; within a country by people at both ends over distance to the power of places.home_distance. Gas
  // goes by pipe as customs book it, and crude oil by what pipelines carry (pipe_flows.h). Throws Error with
  // the option's name.
  ModalSplit of(const SplitAsked& asked) const;

  const World& world() const { return *world_; }
  const Economy& economy() const { return economy_; }

 private:
  struct Ends;
  struct Home;
  Ends ends_of(const std::string& words, const char* option) const;
  const Home& home_of(const std::string& iso3) const;
  void add_home(const SplitAsked& asked, const std::string& iso3, const std::vector<std::size_t>& classes,
                ModalSplit& split) const;
  void add_port(const Ends& from, const Ends& to, const std::vector<std::size_t>& classes,
                ModalSplit& split) const;
  // Goods between two zones of a skim.
  struct Pair {
    const Skim& ways;
    std::size_t i, j;
    PairPlace place;
    double usd;
    const Skim* without = nullptr;      // only what goes otherwise here
    std::optional<PairCosts> to_coast;  // sea-borne goods are told by how they come to the coast
    double oil_past = 0;                // part of crude oil that is loaded beyond the passage
  };
  void add_pair(const Pair& pair, const std::vector<std::size_t>& classes, ModalSplit& split) const;
  const Skim& without(const std::string& passage) const;
  double globe_km(std::size_t node_a, std::size_t node_b) const;

  std::shared_ptr<const World> world_;
  int threads_;
  Economy economy_;
  Ground ground_;
  std::vector<GoodsChooser> choosers_;  // by class
  AccessTopology topology_;
  AccessMetric metric_;
  Skim skim_;
  std::vector<std::uint32_t> road_part_;  // by node: what lorries reach from it without a ferry
  PipeShares piped_oil_, piped_gas_;
  std::set<std::string> landlocked_;
  std::vector<std::size_t>
      gateway_;  // by zone: of a landlocked country the nearest by road on a coast, else itself
  mutable std::map<std::string, std::shared_ptr<const Skim>> without_;  // by passage
  mutable std::map<std::string, std::shared_ptr<const Home>> homes_;
};

}  // namespace sogdia
