#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sogdia/claims/judge/judge.h"

namespace sogdia::claims {

struct GroupMention {
  std::string code;  // empty where none is named
  std::size_t begin = 0, end = 0;
};

// Leaders talk where they meet; such a word can agree with a meeting, never be wrong about one.
bool tells_of_talk(std::string_view word);

// The kinds of event that the word at k may tell of. Leaders meet at home, at third places and by video.
std::vector<std::string> event_kinds(const std::vector<Token>& tokens, std::size_t k);

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

// The token of a place where a forum or proposal is said to have been and was not: "was held in Moscow".
std::optional<std::size_t> told_elsewhere(const std::vector<Token>& tokens, Span part, const Event& event,
                                          const Pack& pack);

// The token of a price that an event did not set: "a cap of $90 a barrel".
std::optional<std::size_t> told_otherwise(const std::vector<Token>& tokens, const Mentions& m, Span part,
                                          const Event& event);

// "Three forums have been held: in May 2017, in April 2019 and in October 2023": the one date of such a list
// on which there was none.
std::optional<EventClaim> judge_dates_of_forums(const std::vector<Token>& tokens, const Mentions& m,
                                                Span sentence, const Pack& pack);

// "The Belt and Road Forum opened in Beijing on October 17, 2022": the one on that day of another year, where
// there was none in this one.
std::optional<EventClaim> judge_forum_of_no_number(const std::vector<Token>& tokens, const Mentions& m,
                                                   Span sentence, const Pack& pack);

// "adopted its nineteenth package on Thursday": the month of the text, or the one before it.
std::optional<Period> day_of_news(const std::vector<Token>& tokens, const Mentions& m, Span sentence,
                                  const Recounted& before);

}  // namespace sogdia::claims
