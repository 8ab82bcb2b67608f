#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

enum class SmallSample { ppmlhdfe, fixest, none };

// iid | hetero | cluster:a+b^c (multiway: Cameron, Gelbach & Miller 2011) | dyadic:a+b (Fafchamps & Gubert
// 2007, Cameron & Miller 2014, Aronow, Samii & Assenova 2015: two observations correlate where they share a
// country on either side).
struct VcovSpec {
  enum class Kind { iid, hetero, cluster, dyadic };
  Kind kind = Kind::hetero;
  std::vector<Factor> columns;  // clusters, or the two sides of the dyad
};

// Throws Error with the forms that are understood.
VcovSpec parse_vcov(std::string_view text);

// Errors of k coefficients. `vcov` is k x k; `normal`: statistics are z, otherwise t with df_t degrees of
// freedom.
struct Errors {
  std::vector<double> vcov;
  bool normal = true;
  double df_t = 0;
  std::string name;                    // "clustered by exporter^importer (4 120 groups)"
  std::uint64_t degrees_absorbed = 0;  // levels of the effects less the redundant ones
  std::vector<std::uint64_t> groups;   // of each cluster; dyadic: the countries; otherwise empty
  bool mended = false;  // the matrix had a negative eigenvalue and was made positive semi-definite
};

// The sandwich A^-1 M A^-1 times a small-sample factor. A = sum_i w_i x_i x_i' with the working weights w,
// s_i = x_i r_i with the score residuals r.
//
//   iid      OLS: M = A sum_i r_i^2 / w_i / N
//            PPML: M = A, the inverse of the information (as if y were Poisson)
//   hetero   M = sum_i s_i s_i'
//   cluster  M = sum over sets C of clusters (-1)^(|C|+1) sum_g S_g S_g', where S_g sums s_i over group g of
//            the clusters in C taken together
//   dyadic   M = sum_i sum_j [i and j share a country] s_i s_j'
//              = sum_c U_c U_c' - sum_{c<d} D_cd D_cd', where U_c sums s_i over the rows with c on either
//            side (once where it is on both) and D_cd over those of the unordered pair
//
// Factors, with N observations, K = k + what the effects count, G the least number of groups (dyadic: of
// countries):
//                    iid           hetero     cluster, dyadic        statistics
//   ppmlhdfe, PPML   1             N/(N-1)    G/(G-1)                z
//   ppmlhdfe, OLS    N/(N-K)       N/(N-K)    (N-1)/(N-K) G/(G-1)    t, N-K or min(N-K, G-1)  (reghdfe)
//   fixest, PPML     (N-1)/(N-K)   N/(N-K)    (N-1)/(N-K) G/(G-1)    z
//   fixest, OLS      N/(N-K)       N/(N-K)    (N-1)/(N-K) G/(G-1)    t, N-K or G-1
//   none             1             1          1                      PPML z; OLS t, N-K or G-1
//
// Of each effect but the first, K leaves out one level (fixest), or one for each connected component that it
// forms with an earlier effect (ppmlhdfe, none: reghdfe's `pairwise`). With clusters, effects nested in a
// cluster count one: together (reghdfe) or each (fixest). A matrix with a negative eigenvalue (fixest: with a
// negative variance) is mended as in Cameron, Gelbach & Miller (2011, p. 241).
//
// sample.x is partialled out of the effects at the solution; working_weight is n long (PPML: weight * mu,
// OLS: weight); score_residual is n long (both: weight * (y - mu)). sample.clusters begin with the groups of
// spec.columns, in that order; of a dyadic spec, group g is the same country in both (SampleSpec::dyadic).
// Throws Error where a cluster has one group only.
Errors errors_of(const Sample& sample, Family family, const std::vector<double>& working_weight,
                 const std::vector<double>& score_residual, const VcovSpec& spec, SmallSample small_sample,
                 int threads);

}  // namespace sogdia
