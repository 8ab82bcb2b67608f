#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "sogdia/claims/pack.h"

namespace sogdia::claims {

// Each judges one kind of claim: it fills verdict, edit, note and evidence. `period` is null where none is
// printed.

// A level of trade. `reporter` is whose customs the text names, or empty.
void judge_level(Claim& claim, const Amount& amount, const Subject& subject, const Period* period,
                 const std::string& reporter, const Pack& pack);

// A target, against the pledges between the parties that the sentence names, or else `last_pair`.
void judge_target(Claim& claim, const Amount& amount, const Mentions& mentions, const Period* period,
                  const std::vector<std::string>& last_pair, const Pack& pack);

// Growth over the year before, as a signed fraction.
void judge_growth(Claim& claim, const Amount& amount, const Subject& subject, const Period* period,
                  const Pack& pack);

// The share of `partner` in the exports, imports or trade of `of`.
void judge_share(Claim& claim, const Amount& amount, const std::string& of, const std::string& partner,
                 FlowKind flow, const Period* period, const Pack& pack);

// The dated events of a sentence, one to each date; nothing where no event on record shares enough with the
// words.
struct EventClaim {
  Claim claim;
  std::size_t begin = 0, end = 0;  // the tokens that it rests on
};
std::vector<EventClaim> judge_events(const std::vector<Token>& tokens, const Mentions& mentions,
                                     Span sentence, const Pack& pack);

}  // namespace sogdia::claims
