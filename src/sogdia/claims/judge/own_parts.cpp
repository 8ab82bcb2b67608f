#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/claims/evidence/pack.h"
#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/own_sums.h"
#include "sogdia/claims/prose/periods/period_parts.h"
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
  claim.evidence.push_back(own_line(line, right, "fraction"));
  claim.note = line;
  claim.verdict = Verdict::likely_error;
  claim.edit = Edit{"arithmetic", fmt::format("{:.0f} percent", 100 * right), line};
  return told;
}

namespace {

OwnTotal own_error(std::string kind, const Amount& said, double right, const std::string& value,
                   const std::string& line, std::size_t begin, std::size_t end) {
  OwnTotal told{{}, begin, end};
  Claim& claim = told.claim;
  claim.kind = std::move(kind);
  claim.reading = "arithmetic of its sentence";
  claim.printed = {said.value, said.currency, said.value, said.value};
  claim.evidence.push_back(own_line(line, right, said.currency));
  claim.note = line;
  claim.verdict = Verdict::likely_error;
  claim.edit = Edit{"arithmetic", value, line};
  return told;
}

}  // namespace

std::optional<OwnTotal> judge_own_difference(const std::vector<Token>& tokens, const Mentions& m, Span) {
  if (m.amounts.size() != 3) return std::nullopt;
  const Amount &first = m.amounts[0], &apart = m.amounts[1], &second = m.amounts[2];
  for (const Amount& a : m.amounts)
    if (a.percent || !same_money(a, first)) return std::nullopt;
  if (first.hedge != Hedge::none || apart.hedge != Hedge::none) return std::nullopt;
  // "98.6 billion, 30.3 billion more than its imports of 68.3 billion"
  if (apart.end + 2 >= second.begin || !one_of(tokens[apart.end].text, {"more", "less"}) ||
      tokens[apart.end + 1].text != "than" || second.begin > apart.end + 6 ||
      !holds(tokens, {apart.end, second.begin}, {"its", "imports", "exports", "sales", "purchases"}))
    return std::nullopt;
  const bool more = tokens[apart.end].text == "more";
  const double right = (first.value - second.value) * (more ? 1 : -1);
  const double room = 0.5 * (first.unit + second.unit + apart.unit) * (1 + 1e-9);
  if (right <= 0 || std::fabs(right - apart.value) <= room) return std::nullopt;
  Amount meant = apart;
  meant.value = right;
  return own_error(
      "amount", apart, right, amount_text(meant),
      fmt::format("{} and {} lie {} apart", amount_text(first), amount_text(second), amount_text(meant)),
      apart.begin, second.end);
}

std::optional<OwnTotal> judge_own_times(const std::vector<Token>& tokens, const Mentions& m, Span sentence) {
  constexpr double kTimesOff = 0.15;  // as a part of it: "thirteen times" is rounded
  if (m.amounts.size() != 2 || m.amounts[0].percent || m.amounts[1].percent ||
      !same_money(m.amounts[0], m.amounts[1]) || !(m.amounts[1].value > 0))
    return std::nullopt;
  const Amount &first = m.amounts[0], &second = m.amounts[1];
  // "$63.8 billion from Russia, thirteen times what it sold there ($4.9 billion)"
  for (std::size_t k = first.end; k + 2 < second.begin && k < sentence.end; ++k) {
    if (tokens[k].text != "times" ||
        !(tokens[k + 1].text == "what" || (tokens[k + 1].text == "as" && second.begin <= k + 8)))
      continue;
    const double said = tokens[k - 1].kind == Token::Kind::number
                            ? tokens[k - 1].value
                            : static_cast<double>(count_of(tokens[k - 1]));
    const double right = first.value / second.value;
    if (!(said > 1) || std::fabs(right / said - 1) <= kTimesOff + 0.5 / said) return std::nullopt;
    return own_error("multiple", first, right, fmt::format("{:.0f} times", right),
                     fmt::format("{} is {:.1f} times {}", amount_text(first), right, amount_text(second)),
                     k - 1, k + 1);
  }
  return std::nullopt;
}

}  // namespace sogdia::claims
