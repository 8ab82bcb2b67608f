#pragma once
#include <vector>

#include "sogdia/gravity/errors/vcov.h"
#include "sogdia/gravity/models/first_stage.h"
#include "sogdia/gravity/models/iv_report.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// With y, X (q endogenous) and Z (L instruments) partialled out of the effects and of the exogenous
// regressors, weights W, pi = (Z'WZ)^-1 Z'WX, v = X - Z pi, and V the covariance of vec(pi) by the errors of
// the model (sandwich and small-sample factor c of vcov.h; iid: sigma_vv (x) (Z'WZ)^-1):
//
//   first-stage F    pi_m' V_mm^-1 pi_m / L of each regressor m
//   conditional F    the same of X_m - X_-m d, d by 2SLS, over L - q + 1     (Sanderson & Windmeijer 2016)
//   partial R2       1 - v_m'W v_m / X_m'W X_m
//   Cragg-Donald F   (N - K) / L r^2 / (1 - r^2), r the smallest canonical correlation of X and Z
//   Kleibergen-Paap  Theta = (Z'WZ)^-1/2 Z'WX (X'WX)^-1/2 = U S T'; l = A' Theta B of the last singular
//     rk             vectors, A of U and B of T: rk = l' [(B (x) A)' S_theta (B (x) A)]^-1 l, S_theta from
//                    the scores z_i v_i (Wald; F = rk / c / L) or z_i x_i (LM, chi-squared with L - q + 1)
//                    (Kleibergen & Paap 2006; the conventions of ivreg2)
//   effective F      pi'Z'WZ pi / tr(V Z'WZ), q = 1                          (Montiel Olea & Pflueger 2013)
//     its critical   K' = tr(S)^2 (1 + 2x) / (tr(S^2) + 2x tr(S) max eig(S)), S = (Z'WZ)^1/2 V (Z'WZ)^1/2,
//     value          x = 1/tau, tau = 10 %: the 95 % point of chi2(K', x K') over K' (their simplified test)
//   Sargan           N u'W Z (Z'WZ)^-1 Z'W u / u'W u, chi-squared with L - q  (iid errors; u of 2SLS)
//   Hansen's J       min_b g(b)' S^-1 g(b), g = Z'W (y - X b), S the sum of z_i u_i as in the errors
//   Wu-Hausman       that v's coefficients are 0 beside X and the exogenous regressors
//   Anderson-Rubin   AR(b) = g' V_b^-1 g / L of the coefficients g = pi_y - pi b on Z of y - X b; q = 1: the
//                    b with AR(b) below the F distribution's point at `level`

// What is told of the instruments, least squares and PPML alike: all but the last four.
IvReport instrument_report(const Sample& sample, const FirstStages& stages, const VcovSpec& spec,
                           SmallSample small_sample, double level, int threads);

// The last four of 2SLS. `y` is partialled out of the effects; beta are the endogenous regressors'
// coefficients.
void add_linear_tests(IvReport& report, const Sample& sample, const FirstStages& stages,
                      std::vector<double> y, const std::vector<double>& beta, const VcovSpec& spec,
                      SmallSample small_sample, double level, int threads);

// The value that a non-central chi-squared variable exceeds with probability p.
double noncentral_chi_squared_point(double p, double df, double noncentrality);

}  // namespace sogdia
