#include <algorithm>

#include "sogdia/claims/meaning/subject.h"

// The side of a flow that stands beside its own figure.

namespace sogdia::claims {

Subject with_own_partner(Subject subject, const std::vector<Token>& tokens, const FlowWord& flow,
                         const Mentions& m, const Amount& amount) {
  const auto others =
      std::count_if(m.amounts.begin(), m.amounts.end(), [](const Amount& a) { return !a.percent; });
  if (others < 2 || flow.at > amount.begin) return subject;
  std::size_t previous = flow.at;
  for (const auto& other : m.amounts)
    if (!other.percent && other.end <= amount.begin) previous = std::max(previous, other.end);
  std::string partner;
  bool went_behind = false;
  for (const auto& p : m.parties) {
    if (p.reports || p.begin < flow.at || !one_of(p.preposition, {"to", "from", "with"})) continue;
    const bool behind =
        p.begin == amount.end + 1 || (p.begin == amount.end + 2 && tokens[p.begin - 1].text == "the");
    const bool before = p.end <= amount.begin && (amount.begin - p.end <= 1 || p.begin >= previous);
    if (behind && one_of(tokens[flow.at].text, {"went", "came", "flowed", "moved"})) went_behind = true;
    if (behind || (before && (partner.empty() || p.begin >= previous))) partner = p.code;
  }
  const bool buys = flow.kind == FlowKind::imports;
  const std::string actor = buys ? subject.to : subject.from;
  // "of which $11.3 billion went to Russia and $10.7 billion to China": the other way.
  if (!partner.empty() && partner == actor && went_behind && !subject.from.empty() && !subject.to.empty())
    return {false, subject.to, subject.from};
  if (partner.empty() || partner == actor) return subject;
  (buys ? subject.from : subject.to) = partner;
  return subject;
}

Subject with_member(Subject subject, const std::vector<Token>& tokens, const Mentions& m,
                    const Amount& amount) {
  for (std::string* side : {&subject.from, &subject.to}) {
    if (side->empty() || side->size() == 3) continue;
    std::size_t group_end = amount.end;
    for (const auto& p : m.parties) {
      if (p.code == *side) group_end = p.end;
      if (p.begin > group_end && p.end <= amount.begin && p.code.size() == 3 && !p.reports && !p.possessive &&
          p.code != subject.from && p.code != subject.to && tokens[p.begin - 1].text == ",") {
        *side = p.code;
        break;
      }
    }
  }
  return subject;
}

}  // namespace sogdia::claims
