#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sogdia/claims/evidence/pack.h"

namespace sogdia::claims {

// A printed level of trade and the figures that it may be held against: those of its own period by the
// reporter that the text names (`own`), and by others (`elsewhere`).
struct Level {
  const Amount& amount;
  const Subject& subject;
  const Period* period;  // null where none is printed
  const std::string& reporter;
  const Pack& pack;
  std::vector<const Figure*> own, elsewhere;
  std::vector<const Figure*> own_money{};  // of `own`'s offices, in their currency and not the amount's
  bool printed = false;  // the period has a figure by some customs, so that estimates stand back

  std::optional<double> rate_in(int year) const;
  // The amount as a multiple of the figure; nothing where the currencies cannot be compared.
  std::optional<double> ratio(const Figure& figure) const;
  // Printed in the amount's own currency, so that no rate of exchange stands between the two.
  bool same_currency(const Figure& figure) const;
  bool fits(const Figure& figure, const Amount& read_as, bool tight) const;
  std::string says(const Figure& figure) const;  // "$190.3 billion by China's customs"
};

// An edit that would make the claim fit `figure`.
struct Candidate {
  std::string kind, value, explanation;
  const Figure* figure;
};

// The figure as the amount would have printed it, where one slip of the hand makes the one of the other;
// nothing where none does.
std::optional<std::string> digit_slip(const Amount& amount, double figure);
// The same of a printed one, whose last digit may be cut: "119" is no other figure than 119.6.
std::optional<std::string> digit_slip(const Amount& amount, const Figure& figure);

// It fits when read in the currency that its customs print.
std::vector<Candidate> other_currency(const Level& level);

// Three digits of what was printed of the other direction over the same months, where nobody has a figure of
// this one.
std::vector<Candidate> the_other_way(const Level& level);

// Of a period without a figure: what fits another that holds it, or that it holds, is of that one, for a part
// of the months is never the whole; and no part is larger than the whole.
std::vector<Candidate> nested_period(const Level& level);

// Four digits that customs printed of a year beside, where nobody printed the year that is said and no
// estimate of it is near.
std::vector<Candidate> year_beside(const Level& level);

// The edits of the cheapest kind that has any: scale, reading, flow, year, period, mirror, currency,
// digit, figure.
std::vector<Candidate> cheapest_edits(const Level& level);

}  // namespace sogdia::claims
