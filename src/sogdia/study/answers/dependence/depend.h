#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/dependence/dependence.h"
#include "sogdia/dependence/openness.h"
#include "sogdia/study/world/party.h"
#include "sogdia/study/world/party_flow.h"

namespace sogdia {

struct DependAsked {
  std::string a, b;  // countries, blocs or lists of them; b empty = every country
  int year = 2023;   // of the trade table
  double theta_low = 0, theta_mid = 0, theta_high = 0;  // 0 = dependence.sigma.* of parameters.toml, less 1
};

// One party on another in a year, with the two flows beneath. `solved` = the cut was solved in equilibrium.
struct Direction {
  std::string a, b;
  int year = 0;
  OneSided side;
  LossRatio ratio;  // a's loss over b's
  PartyFlow exports, imports;
  bool solved = false;
};

// Both sides of one pair of parties in a year.
struct PairYear {
  Dependence found;
  PartyFlow a_to_b, b_to_a;
  int year = 0;
  bool solved = false;
};
// a on b, then b on a.
std::vector<Direction> directions(const PairYear& pair);

// How far two parties rely on each other, or one on every country: then from its largest loss (closed form,
// middle elasticity) to the smallest, and without the equilibrium, which is solved for a single pair alone.
struct Depended {
  std::vector<Party> parties;  // one or two
  int year = 0;
  Horizons horizons;
  std::vector<PairYear> found;
  // Of a single pair: the other years of the trade table, oldest first, in closed form. The parties' members
  // are those of `year`, so that what differs is trade and not who is in a bloc.
  std::vector<PairYear> other_years;
  // Of one party: against the world.
  Openness openness;
  PartyTrade flows;
};

// Throws Error for a party or a year that the world does not have, and for a party paired with itself.
Depended depend(const World& world, const DependAsked& asked);

// Trade elasticities of the three horizons: dependence.sigma.* of parameters.toml, less 1.
Horizons horizons_of(const World& world);

// Two parties of an economy that has them as one country each (with_parties), solved in equilibrium or not.
PairYear pair_year(const World& world, const Economy& merged, const Party& a, const Party& b,
                   const Horizons& horizons, bool equilibrium);

// The parties' notes: who was left out of a bloc.
std::vector<std::string> notes_of(const Depended& depended);

// The columns of the table `dependence` (output_schema.h); ge_*, *_replaced are NaN where it was not solved.
Table directions_table(const std::vector<Direction>& rows);

}  // namespace sogdia
