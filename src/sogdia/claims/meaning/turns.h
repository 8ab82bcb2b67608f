#pragma once
#include <optional>
#include <vector>

#include "sogdia/claims/claims.h"
#include "sogdia/claims/prose/mentions.h"

namespace sogdia::claims {

// Which way the verb before a figure says that it turned, and whether the sentence's own figures agree.

// "fell to $41 billion": 1 or -1 by the verb, 0 where none stands before the figure, or where the sentence
// says what it rose from.
int turn_before(const std::vector<Token>& tokens, const Mentions& mentions, const Amount& amount,
                Span sentence);

// "went up to $118.3 billion in 2023-24 from $129.4 billion": the sentence's own figures say the contrary.
std::optional<Edit> turned_against(const std::vector<Token>& tokens, const Mentions& mentions,
                                   const Amount& amount, Span sentence);

}  // namespace sogdia::claims
