#include <algorithm>

#include "sogdia/claims/prose/near.h"

namespace sogdia::claims {

int direction_of(std::string_view word) {
  if (one_of(word, {"rose",      "grew",     "increased", "up",        "growth",    "jumped",   "surged",
                    "climbed",   "soared",   "increase",  "rise",      "rising",    "growing",  "increasing",
                    "expanded",  "gained",   "jump",      "surge",     "gain",      "higher",   "risen",
                    "grown",     "leapt",    "leaped",    "edged",     "increases", "grows",    "swelled",
                    "ballooned", "advanced", "rebounded", "recovered", "rallied",   "swelling", "climbing",
                    "climb",     "added",    "adding",    "expanding", "expansion", "gaining",  "soaring",
                    "surging",   "jumping",  "mounted",   "crept",     "widened",   "enlarged", "leap",
                    "spike",     "spiked",   "advance",   "plus",      "swell"}))
    return 1;
  if (one_of(word,
             {"fell",     "dropped",   "declined",  "decreased", "down",        "shrank",    "slumped",
              "plunged",  "decline",   "drop",      "fall",      "falling",     "decrease",  "contracted",
              "lower",    "tumbled",   "fallen",    "shrunk",    "sank",        "slipped",   "dipped",
              "dwindled", "collapsed", "plummeted", "slid",      "slide",       "eased",     "retreated",
              "receded",  "dived",     "nosedived", "crashed",   "weakened",    "declining", "dropping",
              "sliding",  "lost",      "losing",    "cut",       "reduced",     "reduction", "shrinking",
              "slumping", "plunging",  "sinking",   "narrowed",  "contraction", "dip",       "slipping",
              "plunge",   "slump",     "tumble",    "collapse",  "minus",       "shrink"}))
    return -1;
  return 0;
}

int direction_towards(const std::vector<Token>& tokens, const Mentions& m, std::size_t to, Span sentence) {
  constexpr int kReach = 4;  // what may stand between
  std::size_t k = to;
  for (int between = 0; k > sentence.begin && between < kReach; ++between) {
    if (const int said = direction_of(tokens[k - 1].text)) return said;
    const auto period = std::find_if(m.periods.begin(), m.periods.end(), [&](const Period& p) {
      return p.end == k && p.begin >= sentence.begin && p.end > p.begin;
    });
    if (period != m.periods.end()) {
      k = period->begin;
      if (k > sentence.begin && one_of(tokens[k - 1].text, {"in", "during", "over"})) --k;
    } else if (one_of(tokens[k - 1].text, {",", "sharply", "again", "slightly", "further", "strongly"})) {
      --k;
    } else {
      return 0;
    }
  }
  return 0;
}

bool names_aim(const std::vector<Token>& tokens, const Amount& a, Span sentence) {
  if (a.begin < sentence.begin + 2) return false;
  const std::string_view before = tokens[a.begin - 1].text, word = tokens[a.begin - 2].text;
  const bool spoken = before == "of" && word == "spoke" && a.end < sentence.end && tokens[a.end].text == "by";
  return spoken || (before == ":" && one_of(word, {"target", "goal", "aim", "objective"}));
}

}  // namespace sogdia::claims
