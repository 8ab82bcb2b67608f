#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sogdia/claims/judge/judge.h"

namespace sogdia::claims {

struct GroupMention {
  std::string code;  // empty where none is named
  std::size_t begin = 0, end = 0;
};

// The first group named from token k on, by its name on record or by its code.
GroupMention group_from(const std::vector<Token>& tokens, std::size_t k, std::size_t end, const Pack& pack);

// The list of all members of a group: that of the BRICS' later members has the first five, too.
std::string whole_list(const std::string& group);

// How many countries, or leaders, the words say took part, against what was announced and told: a claim of
// its own.
std::optional<EventClaim> judge_attendance(const Event& event, const std::vector<Token>& tokens, Span words,
                                           const Pack& pack);

// "the ten-year anniversary of the Belt and Road", in the year of an event of the same sentence.
std::optional<EventClaim> judge_anniversary(const std::vector<Token>& tokens, const Mentions& mentions,
                                            Span sentence, const std::vector<EventClaim>& told,
                                            const Pack& pack);

}  // namespace sogdia::claims
