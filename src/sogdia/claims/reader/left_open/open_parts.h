#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sogdia/claims/evidence/figures.h"
#include "sogdia/claims/prose/mentions.h"

namespace sogdia::claims {

// What figures that leave words out are tried as.

// Adds a subject that names somebody, once.
void put_open(std::vector<Subject>& subjects, const Subject& subject);
// The flow of `actor` with `partner`.
Subject flow_of(FlowKind kind, const std::string& actor, const std::string& partner);
// The countries beside a figure of a list, the nearest first: "Russia, $65.7 billion", "$17 billion to
// Germany".
std::vector<std::string> parties_beside(const Mentions& mentions, const Amount& amount, Span sentence);

// Those before a rate and behind the figure before it, the nearest first: "Africa took 26 percent more".
std::vector<std::string> parties_before(const Mentions& mentions, const Amount& rate);

// The months that the sentence names without a year, both ends in, 0 to 11: "from January to November", "the
// first ten months"; and those that its periods are of.
std::vector<std::pair<int, int>> months_named(const std::vector<Token>& tokens, Span sentence,
                                              const Mentions& mentions);

// What a claim was told to be of: its sides and flow; nothing where it names none.
std::optional<Subject> subject_of_claim(const Claim& claim);

}  // namespace sogdia::claims
