#pragma once
#include <array>

#include "sogdia/access/country_cost.h"
#include "sogdia/access/router.h"
#include "sogdia/cost/kappa.h"
#include "sogdia/equilibrium/one_sector.h"
#include "sogdia/study/world.h"

namespace sogdia {

// What the stages of a run hand to one another and to the tables. "before" is the base, "after" the scenario.
struct Stages {
  Economy economy;
  Shipper shipper;
  CountryCost before, after;
  OdMatrix kappa_hat;                          // at the middle elasticity
  std::array<double, 3> theta{};               // low, mid, high
  std::array<OneSectorSolution, 3> solutions;  // at each theta
};

}  // namespace sogdia
