#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/gravity/bias/gravity_sides.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// Incidental-parameter corrections of Weidner & Zylkin (2021), "Bias and consistency in three-way gravity
// models", Journal of International Economics 132, 103513, as Stata's ppml_fe_bias computes them.
//
// Exporters i of N, importers j, T periods, NN pairs. Of each pair: fitted values lambda_ij and scores
// S_ij = y_ij - lambda_ij (T), regressors x_ij partialled out of all effects (T x k), Lambda_ij =
// diag(lambda_ij) and, the pair's effect concentrated out,
//   H_ij = Lambda_ij - lambda_ij lambda_ij' / sum_t lambda_ijt.
// With W = (1/NN) sum_ij x_ij' Lambda_ij x_ij, three-way estimates have the bias, per regressor,
//   W^-1 (N_i/(N_i - 1) B N_i/NN + N_j/(N_j - 1) D N_j/NN),
//   B_k = -(1/N_i) sum_i tr(H_i^+ sum_j H_ij x_ijk S_ij') + 1/(2 N_i) sum_i tr(G_ik H_i^+ [sum_j S_ij S_ij']
//   H_i^+), H_i = sum_j H_ij,  G_ik = -sum_j (diag(x_ijk) H_ij + H_ij diag(x_ijk)),
// and D the same with exporters and importers exchanged. Two-way estimates have none.
//
// Errors clustered by pair are too small in both, since S_ij is what the effects left over. Corrected,
//   V = NN/(NN - 1) A^-1 [sum_ij x_ij' (I - H_ij (x_ij A^-1 x_ij' + d_ij F^+ d_ij'))^-1 S_ij S_ij' x_ij]
//   A^-1, A = NN W,  F = sum_ij d_ij' H_ij d_ij,  d_ij the pair's exporter and importer dummies
// (two-way: Lambda_ij in place of H_ij). Where effects have sectors, B, D and the sum over pairs are those of
// each sector added up, N_i and N_j the sector's own, A and NN of all: sectors share nothing but the
// regressors' coefficients, and their pairs are clusters of their own.
struct BiasCorrection {
  std::vector<double> bias;  // k, to be taken off the estimates; zeros for two-way effects
  std::vector<double> vcov;  // k x k, clustered by pair, corrected
  std::uint64_t pairs = 0;
  std::string name;  // "clustered by exporter^importer (4 120 groups), corrected for estimated effects"
};

// sample.x partialled out of the effects at the solution, mu the fitted values (n). Three-way effects need
// one observation of a pair and period: Error otherwise. `small_sample`: `none` leaves NN/(NN - 1) out. F is
// inverted whole: 8 (N T)^2 bytes and about 5 (N T)^3 multiplications, N the lesser of exporters and
// importers, for one sector at a time.
BiasCorrection bias_correction(const Sample& sample, const std::vector<double>& mu, const GravitySides& sides,
                               bool small_sample, int threads, const Monitor& monitor = {});

}  // namespace sogdia
