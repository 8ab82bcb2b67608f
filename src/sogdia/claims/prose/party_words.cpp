#include "sogdia/claims/prose/party_words.h"

#include "sogdia/claims/prose/flow_words.h"

namespace sogdia::claims {

bool is_preposition(std::string_view word) {
  return one_of(word, {"to", "into", "from", "of", "with", "between", "and", "by", "in", "for", "-", "at",
                       "as", "visited", "near"});
}

std::size_t before_name(const SentenceReader& r, std::size_t k) {
  while (k > r.span.begin &&
         r.is(k - 1,
              {"the",        "latin",   "neighbouring", "neighboring", "nearby",    "five",     "ten",
               "all",        "its",     "their",        "little",      "tiny",      "27",       "northern",
               "southern",   "eastern", "western",      "south",       "neighbour", "neighbor", "ally",
               "partner",    "rival",   "giant",        "big",         "bigger",    "biggest",  "large",
               "largest",    "main",    "closest",      "close",       "small",     "powerful", "distant",
               "landlocked", "fellow"}))
    --k;
  return k;
}

bool governs_no_flow(std::string_view word) {
  return one_of(
      word, {"war",     "wars",       "invasion", "annexation", "sanctions", "tariffs",  "tariff", "embargo",
             "dispute", "conflict",   "feud",     "tensions",   "row",       "standoff", "truce",  "fighting",
             "rivalry", "aggression", "attack",   "aid",        "weapons",   "arms",     "member", "members",
             "duties",  "levies",     "spat",     "ceasefire",  "blockade"});
}

bool reports(const SentenceReader& r, std::size_t after) {
  for (std::size_t k = after; k < after + 4 && r.has(k); ++k) {
    if (r.is(k, {"customs", "statistics"})) return true;
    if (k == after + 1 && r.is(after, {"own"}) &&
        r.is(k, {"figures", "data", "count", "numbers", "books", "records", "tally", "statisticians"}))
      return true;
    if (!r.is(k, {"general", "administration", "of", "federal", "national", "state", "official", "bureau",
                  "own"}))
      return false;
  }
  return false;
}

bool office_in(const SentenceReader& r, std::size_t k) {
  return k > r.span.begin + 1 && r.is(k - 1, {"in"}) &&
         r.is(k - 2, {"ministry", "office", "customs", "statisticians", "agency", "bureau"});
}

bool counted_by(const SentenceReader& r, std::size_t k, std::size_t after) {
  const auto counts = [&](std::size_t at) {
    return r.is(at, {"figures", "count", "numbers", "data", "tally", "books", "records", "counting",
                     "statistics", "reckoning"});
  };
  std::size_t before = k;
  while (before > r.span.begin && r.is(before - 1, {"the"})) --before;
  // "as seen from Beijing"
  if (before > r.span.begin + 1 && r.is(before - 1, {"from"}) && r.is(before - 2, {"seen", "viewed"}))
    return true;
  if (before > r.span.begin && r.is(before - 1, {"by", "on", "per"}) && counts(after)) return true;
  // "by Hanoi's count and $229.8 billion by Beijing's"
  if (before > r.span.begin && r.is(before - 1, {"by", "on"}) && r.tokens[after - 1].possessive &&
      (!r.has(after) || r.tokens[after].kind == Token::Kind::mark || r.is(after, {"and", "but", "while"})))
    return true;
  // "By the statistics of Astana ... By those of Beijing it was"
  if (before > r.span.begin + 2 && r.is(before - 1, {"of"}) && r.is(before - 2, {"those"}) &&
      r.is(before - 3, {"by"}) && before - 3 <= r.span.begin + 1)
    return true;
  return before > r.span.begin + 2 && r.is(before - 1, {"of"}) && counts(before - 2) &&
         (r.is(before - 3, {"by", "on"}) ||
          (before > r.span.begin + 3 && r.is(before - 3, {"the"}) && r.is(before - 4, {"by", "on"})));
}

bool acts(const SentenceReader& r, const PartyMention& party) {
  if (one_of(party.preposition, {"in", "at", "visited", "near"})) return false;
  if (r.is(party.end, {",", "("}) && party.begin == r.span.begin) return false;  // a dateline
  if (one_of(party.preposition, {"to", "from", "of", "for", "into"}))
    for (std::size_t k = r.span.begin; k < party.begin; ++k)
      if (flow_at(r, k) != FlowKind::none) return true;
  return !one_of(party.preposition, {"to", "from", "of", "for", "into"});
}

}  // namespace sogdia::claims
