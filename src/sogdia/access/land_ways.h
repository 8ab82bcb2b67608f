#pragma once
#include <vector>

#include "sogdia/access/access_topology.h"
#include "sogdia/access/hierarchy/sweep.h"
#include "sogdia/access/search.h"

namespace sogdia {

// The ways on land of one family between zones and its terminals: by zone, where goods board and alight.
struct LandLists {
  std::vector<std::vector<Seed>> starts, ends;
};

// One family's searches on land, cut into batches that can be worked off in any order.
class LandWays {
 public:
  // `zones`: nodes. `limit`: what a way on land may cost at most.
  LandWays(const Network& network, const AccessTopology& topology, const AccessMetric& metric,
           const WeighedLinks& links, ModeFamily family, const std::vector<std::uint32_t>& zones,
           double limit);

  std::size_t batch_count() const { return forward_.batches.size() + backward_.batches.size(); }

  // To terminals; not for the road family.
  void to_terminals(std::size_t batch, LandLists& lists, Labels<double>& labels) const;
  // Puts the terminals at which a zone stands itself into its lists, and keeps of each terminal the best.
  void finish(LandLists& lists) const;

  // By road: visit(origin, destination, cost, carried) of all pairs with a way.
  template <class Visit>
  void by_road(std::size_t batch, Labels<double>& labels, const Visit& visit) const;

 private:
  struct End {
    std::uint32_t vertex;
    double cost;
    Carried carried;
  };
  // Arcs of a kind by their node on land.
  struct Transfers {
    std::vector<std::uint32_t> node, first, arc;
  };
  struct Direction {
    Selection selection;
    SelectedWeights<double> weights;
    std::vector<std::vector<Start<double>>> sources;  // by zone
    std::vector<std::vector<std::uint32_t>> batches;
  };

  static Transfers by_node(const std::vector<std::uint32_t>& nodes);
  std::vector<Start<double>> out_of(std::uint32_t node, bool backward) const;
  void make(Direction& direction, bool backward, const std::vector<std::uint32_t>& targets,
            const AccessMetric& metric);
  void collect(const Direction& direction, const std::vector<std::uint32_t>& batch, bool boards,
               const Labels<double>& labels, std::vector<std::vector<Seed>>& lists) const;

  const AccessTopology& topology_;
  const WeighedLinks& links_;
  const FamilyLayers& layers_;
  const std::vector<std::uint32_t>& zones_;
  double limit_;
  Transfers board_, alight_;
  std::vector<std::vector<std::uint32_t>>
      beside_;  // by zone that goods do not pass through: its arcs of land
  std::vector<std::vector<End>> road_ends_;
  Direction forward_, backward_;
};

}  // namespace sogdia
