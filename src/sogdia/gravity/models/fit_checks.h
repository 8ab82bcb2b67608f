#pragma once
#include <vector>

#include "sogdia/gravity/effects/first_order.h"
#include "sogdia/gravity/errors/vcov.h"
#include "sogdia/gravity/models/estimate.h"

namespace sogdia {

// What every fit is asked before it is reported.

// A fit that does not solve its own equations, on the terms as they were given (first_order.h), says so and
// is not converged, whatever the iterations say. So does one whose coefficients are so large that the
// rounding of a regressor moves the index.
void hold_against_equations(Fit& fit, const std::vector<double>& beta, const Given& given, int threads);

// An offset in levels where its log was meant makes an index that no mean can follow; the reason says so.
void hint_at_levels(Fit& fit);

// Where every observation is fitted to its last digits (as many parameters as observations, or an outcome
// made of the regressors), what is left is rounding, of which no errors can be made: they are missing, not 0,
// and the reason says so.
void leave_out_errors(Fit& fit, Errors& errors);

}  // namespace sogdia
