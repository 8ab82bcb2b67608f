#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "sogdia/gravity/models/estimate.h"

namespace sogdia {

// Parts of summary_text (regression_table.h), which prints numbers with so many digits in lines of so many
// columns.
inline constexpr int kSummaryDigits = 4;
inline constexpr std::size_t kSummaryWidth = 100;

// Estimates with errors, statistics (headed by their letter) and intervals, between rules.
std::string coefficient_table(const std::vector<Coefficient>& coefficients, double level, const char* letter);

// The first stages and what is told of the instruments; "" where the model has none.
std::string iv_text(const Fit& fit);

}  // namespace sogdia
