#pragma once
#include <optional>
#include <string>
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

// What a claim was told to be of: its sides and flow; nothing where it names none.
std::optional<Subject> subject_of_claim(const Claim& claim);

}  // namespace sogdia::claims
