#include "sogdia/gravity/errors/student.h"

#include <algorithm>
#include <cmath>

namespace sogdia {
namespace {

constexpr double kLastFactor = 1e-16;  // of a continued fraction's last factor
constexpr int kMostTerms = 10000;
constexpr double kTiny = 1e-300;

// Regularised incomplete beta function I_x(a, b) by its continued fraction (DLMF 8.17.22), evaluated from the
// front (Lentz's algorithm as modified by Thompson & Barnett 1986).
double incomplete_beta(double a, double b, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incomplete_beta(b, a, 1 - x);
  const double front =
      std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x)) /
      a;
  double c = 1, d = 1 / std::max(1 - (a + b) * x / (a + 1), kTiny), value = d;
  for (int m = 1; m < kMostTerms; ++m) {
    double term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + term * d);
    c = 1 + term / c;
    value *= c * d;
    term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + term * d);
    c = 1 + term / c;
    value *= c * d;
    if (std::abs(c * d - 1) < kLastFactor) break;
  }
  return front * value;
}

}  // namespace

double two_sided_p(double statistic, bool normal, double df) {
  if (normal) return std::erfc(std::abs(statistic) / std::sqrt(2.0));
  return incomplete_beta(df / 2, 0.5, df / (df + statistic * statistic));
}

double two_sided_quantile(double level, bool normal, double df) {
  // p falls in q: doubling, then halving down to the last bit.
  double low = 0, high = 1;
  while (two_sided_p(high, normal, df) > 1 - level && high < 1e300) high *= 2;
  for (int round = 0; round < 200; ++round) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (two_sided_p(middle, normal, df) > 1 - level ? low : high) = middle;
  }
  return high;
}

// Regularised upper incomplete gamma function Q(df/2, x/2): its series (DLMF 8.11.4) or continued fraction
// (8.9.2).
double chi_squared_p(double x, double df) {
  if (!(x > 0)) return x == 0 ? 1 : std::nan("");
  const double a = df / 2, z = x / 2, front = std::exp(a * std::log(z) - z - std::lgamma(a));
  if (z < a + 1) {
    double term = 1 / a, sum = term;
    for (int k = 1; k < kMostTerms && term > sum * kLastFactor; ++k) {
      term *= z / (a + k);
      sum += term;
    }
    return 1 - front * sum;
  }
  double b = z + 1 - a, c = 1 / kTiny, d = 1 / b, value = d;
  for (int k = 1; k < kMostTerms; ++k) {
    const double term = -k * (k - a);
    b += 2;
    d = 1 / (term * d + b);
    c = b + term / c;
    value *= c * d;
    if (std::abs(c * d - 1) < kLastFactor) break;
  }
  return front * value;
}

// I_{df2 / (df2 + df1 x)}(df2 / 2, df1 / 2): DLMF 8.17 of the beta distribution behind F.
double f_p(double x, double df1, double df2) {
  if (!(x > 0)) return x == 0 ? 1 : std::nan("");
  return incomplete_beta(df2 / 2, df1 / 2, df2 / (df2 + df1 * x));
}

}  // namespace sogdia
