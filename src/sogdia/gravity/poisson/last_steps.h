#pragma once
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/gravity/effects/absorb.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

inline constexpr double kRests = 1e-8;  // a step that moves no observation by more is the last

// Newton's last steps for a Poisson fit, and its regressors cleared of the effects at the weights of its end.
//
// Where observations have weights of their own, or effects slopes, the steps of fit_ppml may have come to
// rest on what rounding left of the normal equations. Here the working response v = (y - mu) / mu and the
// regressors are both cleared of the effects by `Absorber::partial_out`, which holds what it does against the
// equations, and the step is least squares of one on the other (Frisch, Waugh & Lovell):
//   b = (x~'W x~)^-1 x~'W v~,   delta = v - (v~ - x~ b),   W = w mu.
struct LastSteps {
  std::vector<double> working_weight, score;  // n: w mu, w (y - mu)
  bool cleared = true;                        // partial_out converged
  int steps = 0;                              // taken
  bool taken = false;                         // such steps were looked for
  double moved = 0;  // by the coefficients' last step, of the observation that it moves most
};

// What is asked of them: nothing but the clearing; steps from where the fit stands; all steps from the start,
// where weights have led the fast ones astray (small samples only: each takes a factor).
enum class Steps { none, last, all };

// `absorber` is the fit's own. `sample.x` is cleared, to `tolerance`; beta, eta and mu are moved until a step
// moves no observation by more than kRests. Without weights and slopes no steps are taken. Throws Cancelled.
LastSteps last_steps(Sample& sample, Absorber& absorber, std::vector<double>& beta, std::vector<double>& eta,
                     std::vector<double>& mu, Steps asked, double tolerance, int threads,
                     const Monitor& monitor);

}  // namespace sogdia
