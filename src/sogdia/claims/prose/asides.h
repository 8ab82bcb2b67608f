#pragma once
#include <string>
#include <vector>

#include "sogdia/claims/prose/mentions.h"

namespace sogdia::claims {

// Why a figure of a sentence is not one about all goods between countries, in words for a reader; empty where
// nothing speaks against it: one good is not all goods, a province no country, a change no level, a quoted
// slip no claim.
std::string aside_of(const std::vector<Token>& tokens, const Mentions& mentions, const Amount& amount,
                     const FlowWord* flow, Span sentence);

// "measured in yuan", "in dollar terms", "fell 18 percent to 514 billion euros": the currency that growth is
// measured in; empty where none but dollars is named.
std::string measured_currency(const std::vector<Token>& tokens, const Mentions& mentions, Span sentence);

// "in local currency", "in real terms", "by volume": growth that no table of money tells. Empty where none.
inline constexpr const char* kOverMonthBefore = "growth over the month or quarter before";
std::string other_measure(const std::vector<Token>& tokens, Span sentence);

// Goods named in passing: "imports, most of them oil, gas and coal, were", "exports, gold included, came to".
bool in_passing(const std::vector<Token>& tokens, std::size_t k, Span sentence);

}  // namespace sogdia::claims
