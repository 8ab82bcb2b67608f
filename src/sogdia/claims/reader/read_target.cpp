#include <algorithm>

#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/reader/reader.h"

namespace sogdia::claims {

void Reader::read_target(Claim& claim, const Mentions& m, const Amount& amount, const Period* period,
                         Span sentence) {
  // "to raise trade from about $100 billion to $150 billion by 2030"
  std::size_t before = amount.begin;
  while (before > sentence.begin &&
         one_of(tokens[before - 1].text,
                {"about", "some", "nearly", "around", "over", "us", "roughly", "almost", "the", "current"}))
    --before;
  if (before > sentence.begin && tokens[before - 1].text == "from" && amount.end < sentence.end &&
      tokens[amount.end].text == "to" &&
      std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) {
        return !a.percent && a.begin > amount.end && a.begin <= amount.end + 4;
      })) {
    claim.kind = "amount";
    claim.note = "what it is to grow from, not the target";
    return;
  }
  bool met = false;
  for (std::size_t k = amount.end; k < std::min(sentence.end, amount.end + 4); ++k) {
    if (one_of(tokens[k].text, {"not", "never", "be", "yet", "until", ","})) break;
    met = met || one_of(tokens[k].text, {"reached", "met", "achieved", "hit", "passed", "attained"});
  }
  const AimTold behind = told_behind_aim(tokens, m, amount, sentence);
  const TargetTold told = met ? TargetTold::met : behind.told;
  judge_target(claim, tokens, amount, m, period, last_pair, told, pack);
  // Of the two that all figures are of, where the two named last have set themselves nothing.
  if (claim.verdict == Verdict::not_checkable && in_common.size() == 2 && m.parties.size() < 2)
    judge_target(claim, tokens, amount, m, period, in_common, told, pack);
  // What is wrong is what is said of it, or may be when it was set.
  const auto take_in = [&](std::size_t first, std::size_t last) {
    claim.start = std::min(claim.start, tokens[first].start);
    claim.end = std::max(claim.end, tokens[last].end);
    claim.text = text.substr(claim.start, claim.end - claim.start);
  };
  if (claim.edit && claim.edit->kind == "direction" && behind.end > amount.end)
    take_in(amount.begin, behind.end - 1);
  for (const auto& p : m.periods) {
    if (!claim.edit || claim.edit->kind != "year" || p.deadline || p.compared || p.shift != 0 ||
        p.end <= p.begin)
      continue;
    take_in(p.begin, p.end - 1);
  }
}

}  // namespace sogdia::claims
