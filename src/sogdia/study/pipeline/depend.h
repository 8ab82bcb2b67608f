#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/dependence/dependence.h"
#include "sogdia/study/world/party.h"

namespace sogdia {

struct DependAsked {
  std::string a, b;  // countries, blocs or lists of them; b empty = every country
  int year = 2023;   // of the trade table
  double theta_low = 0, theta_mid = 0, theta_high = 0;  // trade elasticities; 0 = parameters.toml
};

// How far two parties rely on each other, or one on every country: then from its largest loss (closed form,
// middle elasticity) to the smallest, and without the equilibrium, which is solved for a single pair alone.
struct Depended {
  std::vector<Party> parties;  // one or two
  int year = 0;
  DependenceOptions options;
  std::vector<Dependence> found;
};

// Throws Error for a party or a year that the world does not have, and for a party paired with itself.
Depended depend(const World& world, const DependAsked& asked);

// The parties' notes: who was left out of a bloc.
std::vector<std::string> notes_of(const Depended& depended);

// One party on another. `solved` = the cut was solved in equilibrium too.
struct Direction {
  std::string a, b;
  int year = 0;
  OneSided side;
  double asymmetry = 0;
  bool solved = false;
};
// Both directions of each pair: a on b, then b on a.
std::vector<Direction> directions(const std::vector<Dependence>& found, int year, bool solved);

// a, b, year, export_share, import_share, exports_over_gdp, imports_over_gdp, cutoff_low, cutoff_mid,
// cutoff_high, ge_low, ge_mid, ge_high (NaN where it was not solved), asymmetry, hhi_exports, hhi_imports.
Table directions_table(const std::vector<Direction>& rows);

}  // namespace sogdia
