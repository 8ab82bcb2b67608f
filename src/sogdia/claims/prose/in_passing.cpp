#include "sogdia/claims/prose/asides.h"

namespace sogdia::claims {

bool in_passing(const std::vector<Token>& tokens, std::size_t k, Span sentence) {
  const auto aside = [](const Token& token) {
    return one_of(token.text,
                  {"them",      "which",   "included", "including",  "mostly",       "mainly",
                   "largely",   "chiefly", "notably",  "especially", "particularly", "predominantly",
                   "primarily", "fuelled", "fueled",   "driven",     "led",          "powered",
                   "propelled", "boosted", "helped",   "thanks"});
  };
  // "rose to $114 billion on the back of chips and petroleum products": why it did.
  for (std::size_t back = k; back > sentence.begin + 1 && back + 7 > k; --back) {
    if (tokens[back - 1].text == "back" && tokens[back - 2].text == "the") return true;
    if (one_of(tokens[back - 1].text, {";", "."})) break;
  }
  // "most of it medicines"
  if (k > sentence.begin + 2 && tokens[k - 1].text == "it" && tokens[k - 2].text == "of") return true;
  // "exports, cars and machines above all, fell": what is said behind the list
  for (std::size_t at = k + 1; at + 1 < sentence.end && at < k + 6; ++at) {
    if (tokens[at].text == "above" && tokens[at + 1].text == "all") return true;
    if (!one_of(tokens[at].text, {",", "and"}) && tokens[at].kind != Token::Kind::word) break;
  }
  // "Turkmenistan's trade, nearly all gas, fell"
  if (k > sentence.begin + 1 && tokens[k - 1].text == "all" &&
      one_of(tokens[k - 2].text, {"nearly", "almost", "virtually", ",", "practically"}))
    return true;
  for (std::size_t back = k; back > sentence.begin && back + 10 > k; --back) {
    if (aside(tokens[back - 1])) return true;
    if (one_of(tokens[back - 1].text, {"-", "--", ";", "("})) break;
  }
  // "In 2023, when India had become a buyer of Russian oil, it was": what the clause before tells.
  std::size_t when = k;
  while (when > sentence.begin && tokens[when].text != ",") --when;
  if (when + 1 < sentence.end &&
      one_of(tokens[when + 1].text, {"when", "after", "as", "since", "although", "while", "because"}))
    for (std::size_t at = k + 1; at + 2 < sentence.end && at < k + 6; ++at)
      if (tokens[at].text == ",")
        return one_of(tokens[at + 1].text, {"it", "they", "trade", "exports", "imports", "turnover"}) &&
               !tokens[at + 1].possessive;
  return k + 1 < sentence.end && aside(tokens[k + 1]);
}

}  // namespace sogdia::claims
