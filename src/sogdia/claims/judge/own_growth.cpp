#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/claims/evidence/pack.h"
#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"

namespace sogdia::claims {
namespace {

// The level that stands behind one of `words`: "from $146.9 billion", "to $190.3 billion".
const Amount* level_after(const Mentions& m, const std::vector<Token>& tokens, Words words,
                          std::size_t from) {
  for (const auto& a : m.amounts) {
    if (a.percent || a.begin < from || a.begin == 0) continue;
    std::size_t k = a.begin - 1;
    while (k > from && one_of(tokens[k].text, {"about", "nearly", "almost", "around", "just", "some"})) --k;
    if (one_of(tokens[k].text, words)) return &a;
  }
  return nullptr;
}

// "36 percent more than a year before: $114.2 billion against $79.3 billion": the two of a colon, with
// nothing that says what the second is of.
void held_against(const Mentions& m, const std::vector<Token>& tokens, const Amount& rate,
                  const Amount*& from, const Amount*& to) {
  const Amount *one = nullptr, *two = nullptr;
  for (const auto& a : m.amounts)
    if (!a.percent) (one ? two : one) = &a;
  if (!one || !two || one->begin < rate.end || two->begin != one->end + 1 ||
      tokens[one->end].text != "against")
    return;
  if (!one_of(tokens[one->begin - 1].text, {":", "-", "--"}) || m.flows.size() > 1) return;
  to = one;
  from = two;
}

}  // namespace

bool judge_own_growth(Claim& claim, const Amount& amount, const Mentions& m, const std::vector<Token>& tokens,
                      Span sentence) {
  // One rate and two levels, no more: else who knows which belong together.
  std::size_t rates = 0, levels = 0;
  for (const auto& a : m.amounts) ++(a.percent ? rates : levels);
  if (rates != 1 || levels != 2) return false;
  const Amount* from = level_after(m, tokens, {"from"}, sentence.begin);
  const Amount* to = level_after(m, tokens, {"to"}, sentence.begin);
  if (!from && !to) held_against(m, tokens, amount, from, to);
  if (!from || !to || from->currency != to->currency || from->hedge != Hedge::none ||
      to->hedge != Hedge::none)
    return false;
  return judge_growth_between(claim, amount, *from, *to);
}

bool judge_growth_between(Claim& claim, const Amount& amount, const Amount& first, const Amount& last) {
  const Amount *from = &first, *to = &last;
  if (from->currency != to->currency || from->hedge != Hedge::none || to->hedge != Hedge::none) return false;
  const Range a = stands_for(*from, 1, true), b = stands_for(*to, 1, true);
  if (!(a.low > 0)) return false;
  const double low = b.low / a.high - 1, high = b.high / a.low - 1;
  Amount size = amount;
  size.value = std::fabs(amount.value);
  size.low = std::min(std::fabs(amount.low), size.value);
  Range said = stands_for(size, 1, false);
  if (amount.value < 0) said = {-said.high, -said.low};
  const double ratio = to->value / from->value - 1;
  const std::string line =
      fmt::format("from {} to {} is {:+.1f} %", amount_text(*from), amount_text(*to), 100 * ratio);
  claim.evidence.push_back(own_line(line, ratio, "fraction"));
  if (said.low <= high + 0.005 && said.high >= low - 0.005) {
    claim.verdict = Verdict::consistent;
    claim.note = line + ", as printed";
    return true;
  }
  claim.verdict = Verdict::likely_error;
  claim.edit = Edit{"arithmetic", fmt::format("{:.1f} percent", 100 * std::fabs(ratio)), line};
  claim.note = line;
  return true;
}

}  // namespace sogdia::claims
