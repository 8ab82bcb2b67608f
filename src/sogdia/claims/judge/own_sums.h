#pragma once
#include <optional>
#include <vector>

#include "sogdia/claims/evidence/pack.h"

namespace sogdia::claims {

// Arithmetic inside a sentence, which needs no table but a yearly rate of exchange.

// The amount that `amount` repeats in another currency: "6.41 trillion yuan ($906 billion)". Null where none.
const Amount* converted_from(const std::vector<Token>& tokens, const Mentions& mentions,
                             const Amount& amount);

// Whether the two agree at the rate of the period's year; at any year's rate where none is printed.
void judge_conversion(Claim& claim, const Amount& amount, const Amount& repeated, const Period* period,
                      const Rates& rates);

// "Exports of A and imports of B, for a total trade of C" where A and B do not make C. Nothing where the
// sentence does not print the three of one pair and period, or they add up.
struct OwnTotal {
  Claim claim;
  std::size_t begin = 0, end = 0;  // the tokens that it rests on
};
std::optional<OwnTotal> judge_own_total(const std::vector<Token>& tokens, const Mentions& mentions,
                                        Span sentence);

// "reached $9.6 billion, more than with China, with which it was $10.2 billion": the larger is no larger.
std::optional<OwnTotal> judge_own_order(const std::vector<Token>& tokens, const Mentions& mentions,
                                        Span sentence);

// "China with $10.2 billion, ahead of Russia with $9.6 billion and Kazakhstan with $3.4 billion": the first
// has no more than one of the others.
std::optional<OwnTotal> judge_own_places(const std::vector<Token>& tokens, const Mentions& mentions,
                                         Span sentence);

// "45 percent go to A, 35 percent to B and 30 percent to C": the parts of one whole are more than it.
std::optional<OwnTotal> judge_own_shares(const std::vector<Token>& tokens, const Mentions& mentions,
                                         Span sentence);

// "Of the $106.3 billion, $48.6 billion, or 46 percent, was": the part is another share of the whole.
std::optional<OwnTotal> judge_own_part(const std::vector<Token>& tokens, const Mentions& mentions,
                                       Span sentence);

// "98.6 billion euros, 30.3 billion more than its imports of 68.3 billion": they lie otherwise apart.
std::optional<OwnTotal> judge_own_difference(const std::vector<Token>& tokens, const Mentions& mentions,
                                             Span sentence);

// "$63.8 billion, thirteen times what it sold there ($4.9 billion)": another multiple.
std::optional<OwnTotal> judge_own_times(const std::vector<Token>& tokens, const Mentions& mentions,
                                        Span sentence);

}  // namespace sogdia::claims
