#include "sogdia/claims/judge/own_sums.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "sogdia/claims/evidence/pack.h"
#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/prose/asides.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/prose/sentence_reader.h"

namespace sogdia::claims {
namespace {

constexpr double kSameYear = 0.15;  // a rate of one day may lie that far from the year's average
constexpr double kAnyYear = 0.25;
constexpr int kFirstYear = 2000, kLastYear = 2035;

}  // namespace

const Amount* converted_from(const std::vector<Token>& tokens, const Mentions& m, const Amount& amount) {
  const Amount* before = nullptr;
  for (const auto& a : m.amounts)
    if (!a.percent && a.end <= amount.begin) before = &a;
  if (!before || amount.currency.empty() || code_of(*before) == amount.currency) return nullptr;
  bool marked = false;
  for (std::size_t k = before->end; k < amount.begin; ++k) {
    const bool in_money =
        k + 1 < amount.begin && tokens[k].text == "in" && !currency_of(tokens[k + 1].text).empty();
    marked = marked || in_money || one_of(tokens[k].text, {"(", "or", "equivalent", "equal"});
    if (in_money || !currency_of(tokens[k].text).empty()) continue;
    if (!one_of(tokens[k].text,
                {"(", "or", "about", "approximately", "around", "some", "nearly", "roughly", "equivalent",
                 "equal", "to", ",", "over", "almost", "us", "the", ";", "terms", "and"}))
      return nullptr;
  }
  return marked ? before : nullptr;
}

void judge_conversion(Claim& claim, const Amount& amount, const Amount& repeated, const Period* period,
                      const Rates& rates) {
  double low = 0, high = 0;  // of the amount, in dollars per dollar of the repeated one
  const int first = period ? period->year() : kFirstYear, last = period ? period->year() : kLastYear;
  for (int year = first; year <= last; ++year) {
    const auto from = rates.usd_per_unit(repeated.currency, year),
               to = rates.usd_per_unit(amount.currency, year);
    if (!from || !to) continue;
    const double ratio = amount.value * *to / (repeated.value * *from);
    low = low == 0 ? ratio : std::min(low, ratio);
    high = std::max(high, ratio);
  }
  claim.reading = fmt::format("{} in another currency", amount_text(repeated));
  if (high == 0) {
    claim.note = fmt::format("the pack has no rate of {} to {}", code_of(repeated), code_of(amount));
    return;
  }
  const double room = period ? kSameYear : kAnyYear;
  const bool agrees = low < 1 + room && high > 1 / (1 + room);
  const double right = amount.value / (0.5 * (low + high));
  Amount meant = amount;
  meant.value = right;
  const std::string line =
      fmt::format("{} are about {}{}", amount_text(repeated), amount_text(meant),
                  period ? fmt::format(" at the rate of {}", period->year()) : " at the rates on record");
  claim.evidence.push_back(own_line(line, right, code_of(amount)));
  claim.note = line;
  claim.verdict = agrees ? Verdict::consistent : Verdict::likely_error;
  if (!agrees) claim.edit = Edit{"arithmetic", amount_text(meant), line};
}

namespace {

// "a deficit of 84.3 billion: it imported 191.1 billion and exported 106.8 billion"
std::optional<OwnTotal> own_balance(const Amount& said, const Amount* out, const Amount* in,
                                    std::size_t begin, std::size_t end) {
  if (!out || !in || !same_money(said, *out) || !same_money(said, *in)) return std::nullopt;
  const Range a = stands_for(*out, 1, false), b = stands_for(*in, 1, false), c = stands_for(said, 1, false);
  const double right = std::fabs(out->value - in->value), room = 0.5 * (a.high - a.low + b.high - b.low);
  if (right + room >= c.low && right - room <= c.high) return std::nullopt;
  OwnTotal told{{}, begin, end};
  Claim& claim = told.claim;
  claim.kind = "balance";
  claim.reading = "exports less imports make the balance";
  claim.printed = {said.value, code_of(said), c.low, c.high};
  Amount difference = said;
  difference.value = right;
  const std::string line = fmt::format("exports of {} and imports of {} lie {} apart", amount_text(*out),
                                       amount_text(*in), amount_text(difference));
  claim.evidence.push_back(own_line(line, right, code_of(said)));
  claim.note = line;
  claim.verdict = Verdict::likely_error;
  claim.edit = Edit{"arithmetic", amount_text(difference), line};
  return told;
}

}  // namespace

std::optional<OwnTotal> judge_own_total(const std::vector<Token>& tokens, const Mentions& m, Span sentence) {
  if (std::count_if(m.periods.begin(), m.periods.end(),
                    [](const Period& p) { return !p.compared && p.shift == 0; }) > 1)
    return std::nullopt;
  std::array<const Amount*, 4> found{};  // total, exports, imports, surplus or deficit
  std::size_t begin = sentence.end, end = sentence.begin;
  for (const auto& a : m.amounts) {
    if (a.percent || converted_from(tokens, m, a)) continue;
    const FlowWord* flow = flow_near(tokens, m, a);
    if (!flow || is_base(tokens, a, sentence) || !aside_of(tokens, m, a, flow, sentence).empty() ||
        reading_of(tokens, m, a, sentence) != Reading::outcome)
      return std::nullopt;
    const std::size_t place = flow->kind == FlowKind::total     ? 0
                              : flow->kind == FlowKind::exports ? 1
                              : flow->kind == FlowKind::imports ? 2
                                                                : 3;
    if (found.at(place)) return std::nullopt;
    found.at(place) = &a;
    begin = std::min({begin, a.begin, flow->at});
    end = std::max({end, a.end, flow->at + 1});
  }
  const auto& [total, out, in, balance] = found;
  // "imported $9.551 worth of goods", without its billion.
  constexpr double kNoLevel = 1e5;
  for (const Amount* each : found)
    if (each && each->scale == 1 && each->value < kNoLevel) return std::nullopt;
  if (balance && !total) return own_balance(*balance, out, in, begin, end);
  if (balance) return std::nullopt;
  if (!total || !out || !in || !same_money(*total, *out) || !same_money(*total, *in)) return std::nullopt;
  const Range a = stands_for(*out, 1, false), b = stands_for(*in, 1, false), c = stands_for(*total, 1, false);
  if (a.low + b.low <= c.high * (1 + kSumSlack) && a.high + b.high >= c.low * (1 - kSumSlack))
    return std::nullopt;
  OwnTotal told{{}, begin, end};
  Claim& claim = told.claim;
  claim.kind = "amount";
  claim.flow = "trade";
  claim.reading = "exports and imports make the trade";
  claim.printed = {total->value, code_of(*total), c.low, c.high};
  Amount sum = *total;
  sum.value = out->value + in->value;
  const std::string line = fmt::format("exports of {} and imports of {} make {}", amount_text(*out),
                                       amount_text(*in), amount_text(sum));
  claim.evidence.push_back(own_line(line, sum.value, code_of(*total)));
  claim.note = line;
  claim.verdict = Verdict::likely_error;
  claim.edit = Edit{"arithmetic", amount_text(sum), line};
  return told;
}

std::optional<OwnTotal> judge_own_order(const std::vector<Token>& tokens, const Mentions& m, Span sentence) {
  constexpr std::size_t kReach = 20;  // tokens
  const Amount* first = nullptr;
  for (const auto& second : m.amounts) {
    if (second.percent) continue;
    const Amount* one = std::exchange(first, &second);
    if (!one || one->begin < sentence.begin || one->hedge != Hedge::none || second.hedge != Hedge::none ||
        !same_money(*one, second) || second.begin > one->end + kReach)
      continue;
    std::size_t than = one->end;
    while (than < second.begin && tokens[than].text != "than") ++than;
    if (than == second.begin || than == one->end) continue;
    const int said = one_of(tokens[than - 1].text, {"more", "higher", "larger", "greater"}) ? 1
                     : one_of(tokens[than - 1].text, {"less", "lower", "smaller", "fewer"}) ? -1
                                                                                            : 0;
    // Nothing stands between that would make it a multiple or a part.
    const auto plain = [&](std::size_t k) {
      const auto in = [&](const auto& list) {
        return std::any_of(list.begin(), list.end(),
                           [&](const auto& each) { return k >= each.begin && k < each.end; });
      };
      return in(m.parties) || in(m.periods) ||
             one_of(tokens[k].text,
                    {"with",     "to",   "from",  "the",     "which",   "it",      "was",   "were",
                     "had",      "been", ",",     "(",       ")",       "those",   "that",  "in",
                     "at",       "of",   "its",   "trade",   "exports", "imports", "where", "whose",
                     "amounted", "came", "stood", "reached", "turnover"});
    };
    bool clear = said != 0;
    for (std::size_t k = one->end; k + 1 < than && clear; ++k) clear = plain(k);
    for (std::size_t k = than + 1; k < second.begin && clear; ++k) clear = plain(k);
    const bool against = said > 0 ? one->value < second.value : one->value > second.value;
    if (!clear || !against) continue;
    OwnTotal told{{}, one->begin, second.end};
    Claim& claim = told.claim;
    claim.kind = "rank";
    claim.reading = "the order of the sentence's own figures";
    const std::string line =
        fmt::format("{} is {} than {}", amount_text(*one), said > 0 ? "less" : "more", amount_text(second));
    claim.evidence.push_back(own_line(line, one->value - second.value, code_of(*one)));
    claim.note = line;
    claim.verdict = Verdict::likely_error;
    claim.edit = Edit{"direction", said > 0 ? "less" : "more", line};
    return told;
  }
  return std::nullopt;
}

std::optional<OwnTotal> judge_own_places(const std::vector<Token>& tokens, const Mentions& m, Span sentence) {
  constexpr std::size_t kReach = 14;  // tokens
  std::vector<const Amount*> money;
  for (const auto& a : m.amounts)
    if (!a.percent && a.begin >= sentence.begin) money.push_back(&a);
  const auto plain = [&](std::size_t k) {
    return std::any_of(m.parties.begin(), m.parties.end(),
                       [&](const PartyMention& p) { return !p.reports && k >= p.begin && k < p.end; }) ||
           one_of(tokens[k].text, {"with", "at", "on", "and", "the", ",", "(", ")", "then", "by"});
  };
  for (std::size_t one = 0; one + 1 < money.size(); ++one) {
    const Amount& first = *money[one];
    std::size_t order = first.end, behind = 0;
    int said = 0;
    for (std::size_t k = first.end; k + 1 < money[one + 1]->begin && said == 0; ++k) {
      order = k;
      behind = k + 2;
      if ((tokens[k].text == "ahead" && tokens[k + 1].text == "of") ||
          (tokens[k].text == "followed" && tokens[k + 1].text == "by"))
        said = 1;
      if (tokens[k].text == "behind") said = -1, behind = k + 1;
    }
    if (said == 0 || first.hedge != Hedge::none) continue;
    bool clear = true;
    for (std::size_t k = first.end; k < order; ++k)
      clear = clear && (plain(k) || one_of(tokens[k].text, {"just", "well", "still", "far", "slightly"}));
    std::size_t from = behind;
    for (std::size_t next = one + 1; next < money.size() && clear; ++next) {
      const Amount& other = *money[next];
      clear = other.hedge == Hedge::none && same_money(first, other) && other.begin <= from + kReach;
      for (std::size_t k = from; k < other.begin && clear; ++k) clear = plain(k);
      from = other.end;
      if (!clear || (said > 0 ? first.value >= other.value : first.value <= other.value)) continue;
      OwnTotal told{{}, order > first.begin ? first.begin : order, other.end};
      Claim& claim = told.claim;
      claim.kind = "rank";
      claim.reading = "the order of the sentence's own figures";
      const std::string line =
          fmt::format("{} is {} than {}", amount_text(first), said > 0 ? "less" : "more", amount_text(other));
      claim.evidence.push_back(own_line(line, first.value - other.value, code_of(first)));
      claim.note = line;
      claim.verdict = Verdict::likely_error;
      claim.edit = Edit{"direction", said > 0 ? "behind" : "ahead of", line};
      return told;
    }
  }
  return std::nullopt;
}

std::optional<OwnTotal> judge_own_shares(const std::vector<Token>& tokens, const Mentions& m, Span sentence) {
  constexpr double kWhole = 1.02;
  double sum = 0;
  std::size_t count = 0, begin = sentence.end, end = sentence.begin;
  const Amount* last = nullptr;
  for (const auto& a : m.amounts) {
    if (!a.percent || a.value < 0) return std::nullopt;
    // Each part has its own taker: "45 percent go to Switzerland", "China took 35 percent".
    std::size_t taker = a.end;
    while (
        taker < sentence.end && taker < a.end + 6 &&
        one_of(tokens[taker].text, {"go", "goes", "went", "come", "comes", "came", "is", "are", "was", "were",
                                    "shipped", "sold", "bound", "destined", "of", "them", "it", "the"}))
      ++taker;
    const bool behind = taker + 1 < sentence.end && one_of(tokens[taker].text, {"to", "from", "for"}) &&
                        (tokens[taker + 1].capital || tokens[taker + 1].text == "the");
    bool changes = false;
    for (std::size_t k = a.begin > sentence.begin + 3 ? a.begin - 3 : sentence.begin; k < a.begin; ++k)
      changes = changes || direction_of(tokens[k].text) != 0 || tokens[k].text == "by";
    for (std::size_t k = a.end; k < std::min(sentence.end, a.end + 2); ++k)
      changes = changes || direction_of(tokens[k].text) != 0 || one_of(tokens[k].text, {"more", "less"});
    if (!behind || changes) return std::nullopt;
    // Of one whole: nothing but a list between them.
    for (std::size_t k = last ? last->end : a.begin; k < a.begin; ++k)
      if (one_of(tokens[k].text, {";", "while", "whereas", "imports", "exports", "in", "("}))
        return std::nullopt;
    sum += a.value - 0.5 * a.unit;
    ++count;
    begin = std::min(begin, a.begin);
    end = std::max(end, a.end);
    last = &a;
  }
  const bool flow =
      std::any_of(m.flows.begin(), m.flows.end(), [&](const FlowWord& f) { return f.at < begin; });
  if (count < 2 || !flow || sum <= kWhole) return std::nullopt;
  OwnTotal told{{}, begin, end};
  Claim& claim = told.claim;
  claim.kind = "share";
  claim.reading = "parts of one whole";
  claim.printed = {sum, "fraction", sum, sum};
  const std::string line = fmt::format("the parts make {:.0f} percent", 100 * sum);
  claim.evidence.push_back(own_line(line, sum, "fraction"));
  claim.note = line;
  claim.verdict = Verdict::likely_error;
  claim.edit = Edit{"arithmetic", "at most 100 percent", line};
  return told;
}

}  // namespace sogdia::claims
