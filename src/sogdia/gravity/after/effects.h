#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/core/frame.h"
#include "sogdia/core/monitor.h"
#include "sogdia/core/table.h"
#include "sogdia/gravity/models/estimate.h"

namespace sogdia {

// Coefficients of one effect, or of one of its slopes.
struct RecoveredEffect {
  std::string name;                // exporter^year, or exporter^year[x]
  std::vector<std::string> level;  // FRA^1990, in the sample's order of levels
  std::vector<double> value;       // as many
};

// The fixed effects of a fit:
//   eta_i = offset_i + x_i b + constant + sum over effects of value[level_i] (times the slope's variable)
// Only sums of effects are identified. Normalised here: within each connected component of an effect and an
// earlier one, the later one's levels have mean 0 (each level counted once), and so have all levels of the
// first effect; what is taken out goes to the earlier effect and, at last, to `constant`. With bias-corrected
// estimates, b are those before the correction, which the effects belong to. Slopes are as they are.
struct RecoveredEffects {
  double constant = 0;
  std::vector<RecoveredEffect> effects;
  bool converged = true;  // of the solver and of the normalisation
};

// `frame` is the one that was estimated on; the fit has kept its sample. Throws Error where it has not.
RecoveredEffects recover_effects(const Fit& fit, const Frame& frame, int threads = 0,
                                 const Monitor& monitor = {});

// Columns effect, level, value.
Table effects_table(const RecoveredEffects& effects);

// The coefficients that the fitted values belong to: estimates, with a bias that was taken off put back.
std::vector<double> fitted_coefficients(const Fit& fit);

// The effects' coefficients as the solver finds them, effect by effect, intercept before slopes; eta = offset
// + x b + their sum. Of the many that collinear effects have, one.
struct RawEffects {
  std::vector<std::vector<std::vector<double>>> value;
  bool converged = true;  // every observation's sum is met
};
RawEffects solve_effects(const Fit& fit, const Frame& frame, int threads, const Monitor& monitor);

// The key of each level: FRA^1990.
std::vector<std::string> effect_keys(const Frame& frame, const std::vector<std::uint32_t>& row,
                                     const Effect& effect);

}  // namespace sogdia
