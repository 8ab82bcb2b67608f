#pragma once
#include <limits>
#include <string>
#include <vector>

#include "sogdia/gravity/models/coefficient.h"

namespace sogdia {

// A statistic with its distribution: F(df1, df2), or chi-squared(df1) where df2 is 0. NaN: there is no such
// test for the model.
struct IvTest {
  double statistic = std::numeric_limits<double>::quiet_NaN();
  double df1 = 0, df2 = 0;
  double p = std::numeric_limits<double>::quiet_NaN();
};

// Least squares of one endogenous regressor on the instruments and the exogenous regressors, with the effects
// and the errors of the model (statistics are t).
struct FirstStage {
  std::string endogenous;
  std::vector<Coefficient> coefficients;  // the instruments, then the exogenous regressors
  IvTest f;                               // that no instrument matters
  double conditional_f =
      0;                  // Sanderson & Windmeijer (2016): given the other endogenous regressors; = f alone
  double partial_r2 = 0;  // of the instruments
  std::vector<double> residual;  // n of the sample; empty without Fit::sample
};

// What is told of the instruments (iv_statistics.h has the equations). NaN where a model has no such
// statistic: several endogenous regressors have no effective F and no Anderson-Rubin set, PPML has no test of
// over-identification.
struct IvReport {
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::vector<FirstStage> first_stages;
  std::vector<std::string> instruments;  // those that were kept
  IvTest underidentification;            // Kleibergen-Paap rk LM (iid: Anderson's)
  double kleibergen_paap_f = kNone;      // rk Wald F (iid: Cragg-Donald)
  double cragg_donald_f = kNone;
  double effective_f = kNone;  // Montiel Olea & Pflueger (2013)
  double effective_f_critical =
      kNone;  // below it, a bias above 10 % of the worst case is not rejected at 5 %
  std::string overidentification_name;  // "Sargan" (iid) or "Hansen J"
  IvTest overidentification;
  IvTest endogeneity;     // Wu-Hausman; PPML: that the residuals' coefficients are 0
  IvTest anderson_rubin;  // that the endogenous regressors' coefficients are 0, whatever the instruments'
                          // strength
  struct Interval {
    double low = 0, high = 0;
  };
  std::vector<Interval> anderson_rubin_set;  // at Fit::level: infinite ends, several intervals or none
  bool has_anderson_rubin_set = false;
  std::string warning;  // weak instruments, tests left out; "" where there is nothing to warn of
};

}  // namespace sogdia
