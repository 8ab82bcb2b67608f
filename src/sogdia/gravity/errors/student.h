#pragma once

namespace sogdia {

// P(|T| > |statistic|): standard normal, or Student's t with df > 0 degrees of freedom.
double two_sided_p(double statistic, bool normal, double df);
// The q with P(|T| <= q) = level, 0 < level < 1.
double two_sided_quantile(double level, bool normal, double df);
// P(X > x) for a chi-squared X with df > 0 degrees of freedom.
double chi_squared_p(double x, double df);

// P(X > x) for an F-distributed X with df1 and df2 > 0 degrees of freedom.
double f_p(double x, double df1, double df2);

// Statistic, p and interval of a row that has an estimate and an error (Coefficient, Combination); `quantile`
// is two_sided_quantile of the interval's level.
template <class Row>
void add_inference(Row& row, double quantile, bool normal, double df) {
  row.statistic = row.estimate / row.std_error;
  row.p = two_sided_p(row.statistic, normal, df);
  row.low = row.estimate - quantile * row.std_error;
  row.high = row.estimate + quantile * row.std_error;
}

}  // namespace sogdia
