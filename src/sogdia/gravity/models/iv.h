#pragma once
#include <string>
#include <vector>

#include "sogdia/gravity/errors/vcov.h"
#include "sogdia/gravity/models/estimate.h"
#include "sogdia/gravity/models/first_stage.h"

namespace sogdia {

// Instrumental variables: y ~ exogenous | effects | endogenous ~ instruments.
//
// Least squares: two stages (2SLS),
//   b = (X^'W X^)^-1 X^'W y,   X^ = X - v the first stage's fitted values (exogenous regressors are their
//   own)
// which is least squares on X^; errors are the sandwich of X^ and of the residuals u = y - X b with the
// regressors as they are (Wooldridge 2010, ch. 5).
//
// PPML: a control function (Wooldridge 2010, ch. 18.5; 2014; Lin & Wooldridge 2019). With E[y | x, z] =
// exp(x b + v r + effects), the first stage's residuals stand among the regressors; r = 0 says that x is
// exogenous. The estimator is that of Stata's `ivpoisson cfunction` without effects.

// 2SLS: puts X^ in the place of the endogenous regressors, before least squares.
void put_fitted(Sample& sample, const FirstStages& stages);
// After it: the fit's means and scores with the regressors as they are. sample.x stays that of X^.
void use_regressors(Fit& fit, const FirstStages& stages, const std::vector<double>& beta,
                    const std::vector<double>& working_weight, std::vector<double>& score);
// After the errors: sample.x becomes that of the regressors as they are.
void put_regressors(Sample& sample, const FirstStages& stages);

// PPML: the residuals as regressors, named residual(x). Those that are 0 throughout are left out.
void add_residuals(Sample& sample, const FirstStages& stages);

// Errors of PPML's coefficients that account for the first stage: the two steps are one stack of moments
// (Murphy & Topel 1985; Newey & McFadden 1994, sec. 6). With psi1 = w z v and psi2 = w (y - mu) R, where R =
// (x, v) less its projection on the effects by the weights w mu, the influence of observation i is
//   A^-1 (psi2_i + sum_m G_m Q^-1 psi1_im),     A = sum w mu R R',   Q = sum w z z',
//   G_m = d sum psi2 / d pi_m = r_m sum w mu R z' - e_m sum w (y - mu) z',
// e_m the place of v_m in R, z the instruments and exogenous regressors less their projection on the effects
// by w. The first stage's own effects add nothing: sum w mu R D' = 0 by the projection and sum w (y - mu) D'
// = 0 by the second stage's conditions. M of vcov.h is made of these sums; iid: M = A + sum_mn s_mn G_m Q^-1
// G_n', s the covariance of the first stages' residuals (Murphy & Topel's, the scores being uncorrelated).
// sample.x is R at the solution.
Errors control_function_errors(const Sample& sample, const FirstStages& stages,
                               const std::vector<double>& beta, const std::vector<double>& working_weight,
                               const std::vector<double>& score, const VcovSpec& spec,
                               SmallSample small_sample, int threads);

// Statistics of the instruments and tests, once the fit's coefficients and errors are known.
void add_iv_report(Fit& fit, const FirstStages& stages, const EstimateOptions& options);

}  // namespace sogdia
