// Published numbers that need no data from elsewhere: the data are few enough to stand here.
//
// Longley: 16 years of the United States, six regressors that are all but collinear. Data and certified
// values: NIST Statistical Reference Datasets, Linear Regression, "Longley"
// (itl.nist.gov/div898/strd/lls/data/Longley.shtml), a work of the United States government, not under
// copyright; after J. W. Longley, JASA 62 (1967), 819-841.
//
// Dobson: nine counts of a randomized trial, A. J. Dobson, An Introduction to Generalized Linear Models
// (1990), p. 93, slightly modified, as the documentation of GLM.jl prints data and answers
// (docs/src/r-comparison.md, MIT licence).
//
// Both looked up 2026-11-27.
#include <array>
#include <cmath>

#include "tool/scratch.h"

namespace {
using scratch::Ran;

struct published : scratch::Folder {};

TEST_F(published, longley_as_certified_by_nist) {
  write("longley.csv",
        "employed,deflator,gnp,unemployed,forces,population,year\n"
        "60323,83.0,234289,2356,1590,107608,1947\n"
        "61122,88.5,259426,2325,1456,108632,1948\n"
        "60171,88.2,258054,3682,1616,109773,1949\n"
        "61187,89.5,284599,3351,1650,110929,1950\n"
        "63221,96.2,328975,2099,3099,112075,1951\n"
        "63639,98.1,346999,1932,3594,113270,1952\n"
        "64989,99.0,365385,1870,3547,115094,1953\n"
        "63761,100.0,363112,3578,3350,116219,1954\n"
        "66019,101.2,397469,2904,3048,117388,1955\n"
        "67857,104.6,419180,2822,2857,118734,1956\n"
        "68169,108.4,442769,2936,2798,120445,1957\n"
        "66513,110.8,444546,4681,2637,121950,1958\n"
        "68655,112.6,482704,3813,2552,123366,1959\n"
        "69564,114.2,502601,3931,2514,125368,1960\n"
        "69331,115.7,518173,4806,2572,127852,1961\n"
        "70551,116.9,554894,4007,2827,130081,1962\n");
  struct Certified {
    const char* term;
    double estimate, error;
  };
  const std::array<Certified, 7> certified{{{"(Intercept)", -3482258.63459582, 890420.383607373},
                                            {"deflator", 15.0618722713733, 84.9149257747669},
                                            {"gnp", -0.0358191792925910, 0.0334910077722432},
                                            {"unemployed", -2.02022980381683, 0.488399681651699},
                                            {"forces", -1.03322686717359, 0.214274163161675},
                                            {"population", -0.0511041056535807, 0.226073200069370},
                                            {"year", 1829.15146461355, 455.478499142212}}};
  const Ran ran = run_tool(
      "estimate longley.csv --family ols --vcov iid --json --formula "
      "'employed ~ deflator + gnp + unemployed + forces + population + year'");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto result = ran.json();
  ASSERT_EQ(result["coefficients"].size(), certified.size());
  for (std::size_t k = 0; k < certified.size(); ++k) {
    const auto& row = result["coefficients"][k];
    EXPECT_EQ(row["term"], certified[k].term);
    EXPECT_NEAR(row["estimate"].get<double>(), certified[k].estimate, 1e-8 * std::abs(certified[k].estimate));
    EXPECT_NEAR(row["std_error"].get<double>(), certified[k].error, 1e-8 * certified[k].error);
  }
  // The residual sum of squares.
  EXPECT_NEAR(result["model"]["deviance"].get<double>(), 836424.055505915, 1e-3);
  EXPECT_NEAR(result["model"]["r2"].get<double>(), 0.995479004577296, 1e-12);
  EXPECT_NEAR(result["model"]["rmse"].get<double>(), 304.854073561965, 1e-6);
  EXPECT_TRUE(result["model"]["r2_within"].is_null());
}

TEST_F(published, dobsons_trial) {
  write("trial.csv",
        "counts,outcome,treatment\n18,1,1\n17,2,1\n15,3,1\n20,1,2\n10,2,2\n21,3,2\n25,1,3\n13,2,3\n13,3,3\n");
  const std::array<std::array<double, 2>, 5> printed{{{3.03128, 0.171155},
                                                      {-0.454255, 0.202171},
                                                      {-0.251314, 0.190476},
                                                      {0.0198026, 0.199017},
                                                      {0.0198026, 0.199017}}};
  const Ran ran = run_tool(
      "estimate trial.csv --vcov iid --json --formula 'counts ~ i(outcome, ref = 1) + i(treatment, ref = "
      "1)'");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto result = ran.json();
  ASSERT_EQ(result["coefficients"].size(), printed.size());
  for (std::size_t k = 0; k < printed.size(); ++k) {
    const auto& row = result["coefficients"][k];
    EXPECT_NEAR(row["estimate"].get<double>(), printed[k][0], 5e-6);
    EXPECT_NEAR(row["std_error"].get<double>(), printed[k][1], 5e-7);
  }
  EXPECT_NEAR(result["model"]["deviance"].get<double>(), 5.11746, 5e-6);
  // The same by fixed effects: outcome and treatment are absorbed, and the deviance stays.
  const Ran absorbed = run_tool("estimate trial.csv --json --formula 'counts ~ 1 | outcome + treatment'");
  ASSERT_EQ(absorbed.code, 0) << absorbed.err;
  EXPECT_NEAR(absorbed.json()["model"]["deviance"].get<double>(), 5.11746, 5e-6);
}

}  // namespace
