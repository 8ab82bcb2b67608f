#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/own_sums.h"
#include "sogdia/claims/prose/sentence_reader.h"

namespace sogdia::claims {

std::optional<OwnTotal> judge_own_part(const std::vector<Token>& tokens, const Mentions& m, Span sentence) {
  constexpr double kPointsOff = 0.02;  // beyond what the digits of both leave open
  const Amount *whole = nullptr, *part = nullptr, *share = nullptr;
  for (const auto& a : m.amounts) {
    if (a.hedge != Hedge::none) return std::nullopt;
    const Amount*& role = a.percent ? share : whole ? part : whole;
    if (role) return std::nullopt;
    role = &a;
  }
  if (!whole || !part || !share || !same_money(*whole, *part) || part->value >= whole->value ||
      share->begin < part->end)
    return std::nullopt;
  const Span lead{sentence.begin, std::min(sentence.begin + 2, whole->begin)};
  const bool of_whole = holds(tokens, lead, {"of"});
  // "$48.6 billion, or 46 percent,"
  std::size_t k = part->end;
  while (k < share->begin && one_of(tokens[k].text, {",", "(", "or", "that", "is"})) ++k;
  const bool apposed = k == share->begin && k > part->end;
  if (!of_whole || !apposed) return std::nullopt;
  const double low = (part->value - 0.5 * part->unit) / (whole->value + 0.5 * whole->unit),
               high = (part->value + 0.5 * part->unit) / (whole->value - 0.5 * whole->unit);
  if (share->value + 0.5 * share->unit > low - kPointsOff &&
      share->value - 0.5 * share->unit < high + kPointsOff)
    return std::nullopt;
  OwnTotal told{{}, part->begin, share->end};
  Claim& claim = told.claim;
  claim.kind = "share";
  claim.reading = "a part of the whole of its sentence";
  claim.printed = {share->value, "fraction", share->value, share->value};
  const double right = part->value / whole->value;
  const std::string line =
      fmt::format("{} is {:.0f} percent of {}", amount_text(*part), 100 * right, amount_text(*whole));
  EvidenceItem own;
  own.table = "text";
  own.figure = line;
  own.value = right;
  own.unit = "fraction";
  own.status = "observed";
  claim.evidence.push_back(std::move(own));
  claim.note = line;
  claim.verdict = Verdict::likely_error;
  claim.edit = Edit{"arithmetic", fmt::format("{:.0f} percent", 100 * right), line};
  return told;
}

}  // namespace sogdia::claims
