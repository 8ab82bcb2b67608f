#pragma once
#include <vector>

#include "sogdia/gravity/errors/vcov.h"
#include "sogdia/gravity/models/estimate.h"

namespace sogdia {

// The statistics of a fit (fit_statistics.h) and its number of effects, from its sample, mu and eta; `beta`
// k.
void describe_fit(Fit& fit, const std::vector<double>& beta, const EstimateOptions& options);

// Coefficients with errors, statistics and intervals of `level`.
void report(Fit& fit, const std::vector<double>& beta, const Errors& errors, double level);

}  // namespace sogdia
