#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/gravity/models/estimate.h"

namespace sogdia {

// A linear combination of coefficients, w b - value, with its error by w V w'.
struct Combination {
  std::string text;  // as it was asked
  double estimate = 0, std_error = 0, statistic = 0, p = 0, low = 0, high = 0;
};

//   lincom(fit, "rta + 2*log(dist)")         the sum, its error and interval
//   lincom(fit, "(x1 + x2) / 2 = 1")         less 1
// Terms are written as the tables print them, or in back-ticks; numbers, + - * / and parentheses join them.
// Throws Error for what is no term of the fit, what is not linear in the coefficients, and for a combination
// of none.
Combination lincom(const Fit& fit, std::string_view expression, double level = 0.95);

// A joint test that all restrictions hold: W = (R b - r)' (R V R')^-1 (R b - r).
struct WaldTest {
  std::vector<std::string> restrictions;
  int df = 0;            // restrictions that are independent
  double statistic = 0;  // chi-squared with df degrees of freedom, or F with df and df_t where the fit has t
  bool normal = true;
  double df_t = 0;
  double p = 0;
};

//   wald(fit, "a = b = 0")       both are 0
//   wald(fit, "a, b + c = 1")    a is 0, and b + c is 1; a comma or a line separates
// Throws Error as lincom does, and where the restrictions contradict each other.
WaldTest wald(const Fit& fit, std::string_view restrictions);

std::string combination_text(const std::vector<Combination>& combinations, const Fit& fit);
std::string wald_text(const WaldTest& test);

}  // namespace sogdia
