#pragma once
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "sogdia/claims/prose/mentions.h"

namespace sogdia::claims {

// What in a sentence belongs to an amount: the words that say how it is meant, its period and its flow.

// The nearest verb or noun decides whether a number is a target or an outcome; "reached the target of" is an
// outcome of at least that much, "fell short of" one of less.
enum class Reading { outcome, at_least, short_of, pledge };
Reading reading_of(const std::vector<Token>& tokens, const Mentions& mentions, const Amount& amount,
                   Span sentence);

// "from $84.1 billion", "compared with $84 billion", "up from": what the level of the sentence is held
// against.
bool is_base(const std::vector<Token>& tokens, const Amount& amount, Span sentence);

// The period that belongs to tokens [begin, end): the label before it; the nearest after it before the next
// amount; the nearest before it. No period of another part to the right of a semicolon or line, none that
// something is compared with.
// `far` tells whether another amount stands between the two, so that it may be of another.
const Period* period_near(const std::vector<Token>& tokens, const Mentions& mentions, std::size_t begin,
                          std::size_t end, bool deadline_first, bool* far = nullptr);

// The period that stands right behind a base amount: "from $84.1 billion in 2017". With its shift resolved
// against `main` where it is "a year earlier"; nothing where neither is printed.
std::optional<Period> period_of_base(const std::vector<Token>& tokens, const Mentions& mentions,
                                     const Amount& amount, const Period* main);

const FlowWord* flow_near(const std::vector<Token>& tokens, const Mentions& mentions, const Amount& amount);

// "Exports fell by 7 percent to $642.7 billion": the flow, and nobody whom it is with, stands just before its
// figure.
bool opens_figure(const std::vector<Token>& tokens, const Mentions& mentions, const FlowWord& flow,
                  const Amount& amount);

// "France, once the largest market, took goods for": who stands before the aside that ends at the verb, or
// before "which"; null where no aside does.
const PartyMention* told_before_aside(const std::vector<Token>& tokens, const Mentions& mentions,
                                      std::size_t verb);

// From the first to the last token that the claim rests on.
std::pair<std::size_t, std::size_t> extent(const Mentions& mentions, const Amount& amount,
                                           const FlowWord* flow, const Period* period);

// 1 where the word says that something grew, -1 where it fell, else 0.
int direction_of(std::string_view word);

// "They named a new goal: $100 billion", "spoke of $30 billion by 2025".
bool names_aim(const std::vector<Token>& tokens, const Amount& amount, Span sentence);

// "jumped in 2023, to $427.2 billion": which way the verb before the token `to` says that it went.
int direction_towards(const std::vector<Token>& tokens, const Mentions& mentions, std::size_t to,
                      Span sentence);

}  // namespace sogdia::claims
