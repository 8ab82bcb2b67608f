#pragma once
#include <cstddef>
#include <utility>
#include <vector>

#include "sogdia/claims/prose/mentions.h"

namespace sogdia::claims {

// What in a sentence belongs to an amount: the words that say how it is meant, its period and its flow.

// The nearest verb or noun decides whether a number is a target or an outcome; "reached the target of" is an
// outcome of at least that much.
enum class Reading { outcome, at_least, pledge };
Reading reading_of(const std::vector<Token>& tokens, const Mentions& mentions, const Amount& amount,
                   Span sentence);

// The period that belongs to tokens [begin, end): the nearest after it before the next amount, else before
// it.
const Period* period_near(const Mentions& mentions, std::size_t begin, std::size_t end, bool deadline_first);

const FlowWord* flow_near(const std::vector<Token>& tokens, const Mentions& mentions, const Amount& amount);

// From the first to the last token that the claim rests on.
std::pair<std::size_t, std::size_t> extent(const Mentions& mentions, const Amount& amount,
                                           const FlowWord* flow, const Period* period);

// 1 where the word says that something grew, -1 where it fell, else 0.
int direction_of(std::string_view word);

}  // namespace sogdia::claims
