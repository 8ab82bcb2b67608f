#pragma once
#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/cost/kappa.h"
#include "sogdia/equilibrium/one_sector.h"
#include "sogdia/network/change.h"
#include "sogdia/study/pipeline/baseline.h"

namespace sogdia {

// A pipeline, by its fullest link, or a passage, with what it carries and can carry: tonnes a year at the
// base's trade. A pipeline can carry its capacity, and a passage so many times what it carries on the base as
// the pack says (`headroom` of passages.csv); neither less than it does carry there. NaN = not known.
struct CapacityUse {
  bool pipeline = false;
  std::string id;
  std::uint32_t link = 0;
  double before = 0, after = 0, capacity = 0;

  bool overfull() const { return after > capacity * (1 + 1e-9); }  // never where it is not known
};
// What a change of the network does to countries beside trade costs, by country. Both at the base's trade.
struct SideEffects {
  std::vector<double>
      stranded_usd;              // exports of specific goods (GoodsClass::specific) that lose their last way
  std::vector<double> dues_usd;  // change of the dues that passages in its waters take
  OdMatrix stranded;  // GoodsShares::stranded, and what overfull pipelines do not take (overfull.h)
  std::vector<CapacityUse> capacity_uses;
};

// What a scenario does on its base. It owns what it holds, and shares the base.
struct Outcome {
  std::shared_ptr<const Baseline> base;
  Study study;                      // resolved
  Edited edited;                    // costs of links after the changes
  std::optional<Ways> ways;         // after the changes; nothing where no link changed
  std::optional<SideEffects> side;  // where `ways` are
  FreightKappa freight;
  OdMatrix kappa_hat;                         // freight times policy, at the middle elasticity
  std::array<OneSectorSolution, 3> solution;  // at theta low, mid, high
  std::vector<StageTime> stages;

  const World& world() const { return *base->world; }
  const Economy& economy() const { return base->economy; }
  const CountryCost& before() const { return base->ways.country; }
  const CountryCost& after() const { return ways ? ways->country : before(); }
};

// How far the countries of the study's pairs rely on one another, in every year of the trade table.
Table dependence_table(const Outcome& outcome, int threads);
Table partners_table(const Outcome& outcome);

// Fuels, ores and metals between the two of each of the study's pairs, by goods and year.
Table energy_table(const Outcome& outcome);

// The named chains of the pack (or those the study lists), travelled stop by stop before and after.
struct CorridorTables {
  Table corridors, paths;
  std::vector<std::string> warnings;
};
CorridorTables corridor_tables(const Outcome& outcome, int threads);

// Every way between the main places of the study's pairs, in the scenario.
struct PairRouteTables {
  Table routes, paths;
};
PairRouteTables pair_route_tables(const Outcome& outcome, int threads);

// Trade along each link, before and after the changes.
Table link_flows_table(const Outcome& outcome, int threads);
// The same through straits and canals, with the dues that canals take.
Table passage_flows_table(const Outcome& outcome, const Table& link_flows);

// Countries that have joined the Belt and Road by a year and not withdrawn; China among them.
std::set<std::string> bri_members(const World& world, int year);

Table countries_table(const Outcome& outcome);
Table pairs_table(const Outcome& outcome);
Table world_table(const Outcome& outcome);
Table projects_table(const Outcome& outcome);
Table unreachable_table(const Outcome& outcome);

// Trade of each of the study's pairs through each passage, on the base, and of each of their countries with
// the groups of each vote and bloc.
Table route_exposure_table(const Outcome& outcome, int threads);
Table alignment_table(const Outcome& outcome);

// How trade was seen to change between those whom the scenario's policies part, and with third countries,
// beside what is computed.
Table seen_table(const Outcome& outcome);

// What the model was computed with: trade elasticity, value of time, pass-through, and the estimates they are
// of.
Table model_table(const Outcome& outcome);

// Rows of a table of the pack (customs, pledges, events) that touch both countries of one of the study's
// pairs.
Table records_table(const Outcome& outcome, const std::string& name);

}  // namespace sogdia
