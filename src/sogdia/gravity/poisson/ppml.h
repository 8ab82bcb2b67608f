#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/gravity/effects/absorb.h"
#include "sogdia/gravity/effects/regressors.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

struct PpmlOptions {
  double tolerance = 1e-11;  // of the last step's decrement, as part of the deviance
  int max_iterations = 200;
  bool separation = true;  // false: separated observations that single effects do not tell are left in
  int threads = 0;
};

struct PpmlFit {
  std::vector<double> beta;     // k, of the sample's x as it was given
  std::vector<double> eta, mu;  // n that remain
  double deviance = 0;
  int iterations = 0;
  bool converged = false;
  std::string reason;    // why not, or what to add
  bool rounded = false;  // not converged since rounding hides what light observations tell: see last_steps.h
  bool uneven = false;   // weights differ by more than a thousand times
  bool certified = false;                 // proven that no separated observation is left (see below)
  std::vector<std::uint32_t> separated;   // frame rows, ascending, found here
  std::vector<std::uint32_t> singletons;  // frame rows, ascending, that separation left
  std::vector<std::uint8_t> separating;   // k: the regressor has a part in a separation
  Collinear collinear;                    // of k; their x are 0 now
  std::unique_ptr<Absorber>
      absorber;  // of the sample as it is left, at about the last weights; none where it is empty
};

// Poisson pseudo maximum likelihood with fixed effects, E[y_i] = exp(o_i + x_i b + d_i a): Newton's method,
// which for this family is iteratively reweighted least squares (Correia, Guimaraes & Zylkin 2020, "Fast
// Poisson estimation with high-dimensional fixed effects"). Coefficients of regressors and effects move
// together: nothing is partialled out until the errors ask for it.
//
// Separation (see separation.h). Let delta be Newton's step: with A = (X D) and the score A'(y - mu),
// A' diag(mu) delta = A'(y - mu), so
//   lambda = mu - y + mu delta   has   A' lambda = 0   and, where y = 0, lambda_i = mu_i (1 + delta_i).
// If z = A g were a separation, 0 = g'A'lambda = sum of z_i mu_i (1 + delta_i) over zeros of y with z_i >= 0:
// some of them must step by -1 or more, every time. So an exact step above -1 at every zero proves that
// nothing is separated (this is Stiemke's alternative, and delta the certificate). The step that is computed
// is off by an error whose norm in W is known, hence at observation i by that over the root of its weight.
// Only zeros that step down, and those whose mu is too small for the error, are left in doubt. Separated
// zeros fall for ever, and the step itself tends to a separation, -z: once all else has come to rest, it is
// made a certificate (separation.h). What is still in doubt at convergence is decided exactly.
//
// `sample` loses its separated observations (and singletons that they leave), and its x are changed by
// multiples of the effects' columns. Throws Cancelled.
PpmlFit fit_ppml(Sample& sample, const PpmlOptions& options, const Monitor& monitor);

// 2 sum w (y ln(y/mu) - (y - mu))
double poisson_deviance(const Sample& sample, const std::vector<double>& mu, int threads);

}  // namespace sogdia
