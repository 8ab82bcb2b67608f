#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/gravity/sample.h"

namespace sogdia {

enum class SmallSample { ppmlhdfe, fixest, none };

// iid | hetero | cluster:a+b^c (multiway: Cameron, Gelbach & Miller 2011) | dyadic:a+b (Cameron & Miller 2014:
// two observations correlate where they share a country on either side).
struct VcovSpec {
  enum class Kind { iid, hetero, cluster, dyadic };
  Kind kind = Kind::hetero;
  std::vector<Factor> columns;  // clusters, or the two sides of the dyad
};

// Throws Error with the forms that are understood.
VcovSpec parse_vcov(std::string_view text);

// Errors of k coefficients. `vcov` is k x k; `normal`: statistics are z, otherwise t with df_t degrees of freedom.
struct Errors {
  std::vector<double> vcov;
  bool normal = true;
  double df_t = 0;
  std::string name;                    // "clustered by exporter^importer (4 120 groups)"
  std::uint64_t degrees_absorbed = 0;  // levels of the effects less the redundant ones
};

// sample.x is partialled out of the effects at the solution; working_weight is n long (PPML: weight * mu, OLS:
// weight); score_residual is n long: the score of observation i is x_i * score_residual_i (PPML and OLS:
// weight * (y - mu)). sample.clusters hold the groups of spec.columns, in that order.
Errors errors_of(const Sample& sample, Family family, const std::vector<double>& working_weight,
                 const std::vector<double>& score_residual, const VcovSpec& spec, SmallSample small_sample,
                 int threads);

}  // namespace sogdia
