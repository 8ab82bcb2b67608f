#pragma once
#include <vector>

#include "sogdia/core/monitor.h"
#include "sogdia/gravity/sample/sample.h"

namespace sogdia {

// The plain way to partial columns out of fixed effects, for small samples whose weights or slopes leave too
// few digits to normal equations: every level is a column of a dense matrix W^(1/2) D, factored as Q R by
// Householder reflections with the rows in order of weight and the columns pivoted, which keeps the digits of
// light observations beside heavy ones (Cox & Higham 1998, "Stability of Householder QR factorization for
// weighted least squares problems").

// Whether that takes a second or two at most: n c^2 operations for c columns.
bool may_be_orthogonal(const Sample& sample);

// v <- v - D a for each column, a its least-squares coefficients. Weights n long, positive.
void partial_out_orthogonally(const Sample& sample, const std::vector<double>& weights,
                              const std::vector<std::vector<double>*>& columns, const Monitor& monitor);

}  // namespace sogdia
