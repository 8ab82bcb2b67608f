#include "sogdia/gravity/after/ratio.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "sogdia/core/error.h"
#include "sogdia/core/names.h"

namespace sogdia {
namespace {

std::size_t place_of(const Fit& fit, std::string_view term) {
  std::vector<std::string> terms;
  for (std::size_t k = 0; k < fit.coefficients.size(); ++k) {
    if (fit.coefficients[k].term == term) return k;
    terms.push_back(fit.coefficients[k].term);
  }
  const std::string near = nearest_hint(term, terms);
  throw Error(fmt::format("the model has no term `{}`", term), fit.formula,
              near.empty() ? fmt::format("its terms are {}", fmt::join(terms, ", ")) : near);
}

}  // namespace

Ratio ratio_of(const Fit& fit, std::string_view numerator, std::string_view denominator) {
  const std::size_t i = place_of(fit, numerator), j = place_of(fit, denominator), k = fit.coefficients.size();
  const Coefficient &over = fit.coefficients[i], &under = fit.coefficients[j];
  const double b1 = over.estimate, b2 = under.estimate;
  const double v11 = fit.vcov[i * k + i], v12 = fit.vcov[i * k + j], v22 = fit.vcov[j * k + j];
  // The quantile that made the coefficient's own interval.
  const double z = (under.high - under.low) / (2 * under.std_error);
  Ratio ratio;
  ratio.value = b1 / b2;
  ratio.std_error = std::sqrt(v11 - 2 * ratio.value * v12 + ratio.value * ratio.value * v22) / std::abs(b2);
  // a r^2 - 2 b r + c <= 0
  const double a = b2 * b2 - z * z * v22, b = b1 * b2 - z * z * v12, c = b1 * b1 - z * z * v11;
  const double root = std::sqrt(std::max(0.0, b * b - a * c));
  ratio.bounded = a > 0;
  const double none = std::numeric_limits<double>::quiet_NaN();
  ratio.low = ratio.bounded ? (b - root) / a : none;
  ratio.high = ratio.bounded ? (b + root) / a : none;
  return ratio;
}

}  // namespace sogdia
