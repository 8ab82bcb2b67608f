#include "sogdia/claims/meaning/turns.h"

#include <fmt/format.h>

#include <algorithm>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/prose/near.h"

namespace sogdia::claims {

int turn_before(const std::vector<Token>& tokens, const Mentions& m, const Amount& amount, Span sentence) {
  for (const auto& p : m.periods)
    if (p.compared && p.shift != -12) return 0;
  for (std::size_t k = sentence.begin; k < sentence.end; ++k)
    if (one_of(tokens[k].text, {"from", "since", "compared"}) && (k >= amount.end || k + 8 > amount.begin))
      return 0;
  std::size_t k = amount.begin;
  for (int words = 0; k > sentence.begin && words < 6; ++words, --k) {
    if (tokens[k - 1].text == "to") return direction_towards(tokens, m, k - 1, sentence);
    if (!one_of(tokens[k - 1].text, {"about", "around", "just", "nearly", "some", "over", "almost", "a",
                                     "record", "only", "new", "low", "high", "of"}))
      return 0;
  }
  return 0;
}

std::optional<Edit> turned_against(const std::vector<Token>& tokens, const Mentions& m, const Amount& amount,
                                   Span sentence) {
  // "rose from 223.4 billion euros in 2023 to 213.3 billion": what it rose from stands before it.
  const Amount* first = nullptr;
  for (const auto& a : m.amounts)
    if (!a.percent && a.end <= amount.begin) first = &a;
  if (first && first->currency == amount.currency && first->begin > sentence.begin + 1 &&
      tokens[amount.begin - 1].text == "to" && amount.begin <= first->end + 6 &&
      tokens[first->begin - 1].text == "from") {
    const int verb = direction_of(tokens[first->begin - 2].text);
    constexpr double kOtherScale = 100;
    const bool alike = amount.value < kOtherScale * first->value && first->value < kOtherScale * amount.value;
    if (verb != 0 && alike && (verb > 0 ? amount.value < first->value : amount.value > first->value))
      return Edit{"direction", verb > 0 ? "fell" : "rose",
                  fmt::format("from {} to {} is a {}", amount_text(*first), amount_text(amount),
                              verb > 0 ? "fall" : "rise")};
  }
  const Amount* base = nullptr;
  for (const auto& a : m.amounts)
    if (!a.percent && a.begin >= amount.end) {
      base = &a;
      break;
    }
  if (!base || !same_money(*base, amount) || base->begin > amount.end + 10 ||
      base->begin < sentence.begin + 2)
    return std::nullopt;
  std::size_t from = base->begin - 1;
  while (from > amount.end &&
         one_of(tokens[from].text, {"about", "around", "nearly", "some", "just", "the", "a"}))
    --from;
  const bool after = from > amount.end && tokens[from].text == "after" && tokens[from - 1].text == ",";
  if (tokens[from].text != "from" && !after) return std::nullopt;
  // "up from", else "rose to ... from"
  int said = after ? 0 : direction_of(tokens[from - 1].text);
  if (said == 0 && amount.begin > sentence.begin + 1 && tokens[amount.begin - 1].text == "to")
    said = direction_towards(tokens, m, amount.begin - 1, sentence);
  constexpr double kScale = 100;  // so far apart, the scale of one is the slip
  if (amount.value > kScale * base->value || base->value > kScale * amount.value) return std::nullopt;
  const bool rose = amount.value > base->value, fell = amount.value < base->value;
  if (said == 0 || (said > 0 ? !fell : !rose)) return std::nullopt;
  return Edit{
      "direction", rose ? "rose" : "fell",
      fmt::format("from {} to {} is a {}", amount_text(*base), amount_text(amount), rose ? "rise" : "fall")};
}

}  // namespace sogdia::claims
