#pragma once
#include <optional>
#include <string>

#include "sogdia/claims/evidence/figures.h"
#include "sogdia/claims/evidence/rates.h"
#include "sogdia/claims/prose/mentions.h"

namespace sogdia::claims {

// Printed figures are revised in their last digits by this fraction.
inline constexpr double kRevision = 0.0006;
// And sums of them by this one.
inline constexpr double kSumSlack = 0.004;

// Other currencies are converted at rates of a year, which a part of it is not traded at.
inline constexpr double kRateSlack = 0.03;

// What a printed number may stand for, both ends in. docs/explanation/claims.md says why each tolerance has
// its size.
struct Range {
  double low, high;
  bool holds(double x) const { return x >= low && x <= high; }
};

// In US dollars where `rate` is US dollars per unit of its currency; 1 for fractions. `tight` leaves "more
// than" little room, for the search of edits.
Range stands_for(const Amount& amount, double rate, bool tight, double rate_slack = kRateSlack);

// An estimated figure lets a claim lie farther from it, and so do the digits that it was printed to.
// `half_digit` is half of the last one, in the range's currency.
Range widened(Range range, const Figure& figure, double half_digit);

// An amount and a figure in one currency: that of the figure where the amount has the same or none, else US
// dollars.
struct Compared {
  Range range;
  double value;   // of the figure
  double amount;  // as printed
  bool converted;
};
// Nothing where the pack has no rate for the amount's currency.
std::optional<Compared> compared(const Amount& amount, const Figure& figure, const Rates& rates, bool tight);

// The amount printed in another scale: `factor` times as large.
Amount scaled(const Amount& amount, double factor);

// "25.45 trillion yuan and imports 18.39 trillion": one that prints no currency has that of the others.
inline bool same_money(const Amount& a, const Amount& b) {
  return a.currency.empty() || b.currency.empty() || a.currency == b.currency;
}

// What it is counted in: US dollars where it prints none.
inline std::string code_of(const Amount& amount) { return amount.currency.empty() ? "USD" : amount.currency; }

// "$190 billion", "1.28 trillion yuan"
std::string amount_text(const Amount& amount);

}  // namespace sogdia::claims
