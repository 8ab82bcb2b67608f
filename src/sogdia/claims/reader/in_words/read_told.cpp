#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "sogdia/claims/evidence/pack.h"
#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/reader/reader.h"

// What a sentence says of levels that the text has told: their order, how many times as much, who was left
// with more. It needs no table.

namespace sogdia::claims {
namespace {

bool sold_and_bought_alike(const ToldFlow& a, const ToldFlow& b) {
  return a.subject.total == b.subject.total && a.period.same_months(b.period) &&
         same_money(a.amount, b.amount) && a.amount.hedge == Hedge::none && b.amount.hedge == Hedge::none;
}

// "ahead of", "behind", "overtook": 1 where the first is said to have more, -1 where the second; `end` is the
// token behind the words.
int order_at(const std::vector<Token>& tokens, std::size_t k, std::size_t end, std::size_t* behind) {
  *behind = k + 2;
  const std::string_view next = k + 1 < end ? std::string_view(tokens[k + 1].text) : std::string_view();
  if (tokens[k].text == "ahead" && next == "of") return 1;
  *behind = k + 1;
  if (one_of(tokens[k].text, {"overtook", "surpassed", "outranked", "overtaken"})) return 1;
  if (tokens[k].text == "behind") return -1;
  *behind = k + 3;
  if (tokens[k].text == "second" && next == "only" && k + 2 < end && tokens[k + 2].text == "to") return -1;
  return 0;
}

bool is_hedged(const std::vector<Token>& tokens, std::size_t k, std::size_t begin) {
  return holds(tokens, {k > begin + 5 ? k - 5 : begin, k},
               {"not", "never", "no", "nearly", "almost", "would", "could", "may", "might", "will", "if",
                "hardly", "longer", "soon", "until", "once", "still"});
}

}  // namespace

void Reader::read_order_told(const Mentions& m, Span sentence) {
  constexpr int kReach = 2;                      // sentences
  constexpr double kApart = 0.001;               // so far apart two figures have an order
  constexpr std::size_t kBefore = 4, kFar = 16;  // tokens
  for (std::size_t k = sentence.begin + 1; k + 1 < sentence.end; ++k) {
    std::size_t behind = 0;
    const int said = order_at(tokens, k, sentence.end, &behind);
    if (said == 0 || is_hedged(tokens, k, sentence.begin)) continue;
    const PartyMention *one = nullptr, *two = nullptr;
    for (const auto& p : m.parties) {
      if (p.reports) continue;
      const bool second = tokens[k].text == "second";
      if (p.end <= k && k - p.end <= (second ? kFar : kBefore)) one = &p;
      if (p.begin >= behind && p.begin <= behind + (second ? 2 : 1) && !two) two = &p;
    }
    if (!one || !two || one->code == two->code) continue;
    // A rank of its own year stands in other words.
    const bool dated = std::any_of(m.periods.begin(), m.periods.end(), [&](const Period& p) {
      return !p.compared && !p.since && p.shift == 0 && p.begin > two->end;
    });
    if (dated) continue;
    const auto told = told_flows.of_both(one->code, two->code, sentence_number - kReach);
    if (!told) {
      order_on_record(*one, *two, said, m);
      return;
    }
    if (!sold_and_bought_alike(told->first, told->second)) continue;
    const double a = told->first.amount.value, b = told->second.amount.value;
    const bool as_told = said > 0 ? a > b : a < b;
    if (std::fabs(a - b) < kApart * a) continue;
    Claim& claim = add("rank", one->begin, two->end);
    claim.parties = {one->code, two->code};
    claim.reading = "the order of the text's own figures";
    claim.note = fmt::format("{} with {} against {} with {}", amount_text(told->first.amount),
                             pack.lexicon.display(one->code), amount_text(told->second.amount),
                             pack.lexicon.display(two->code));
    claim.evidence.push_back(own_line(claim.note, a - b, told->first.amount.currency));
    claim.verdict = as_told ? Verdict::consistent : Verdict::likely_error;
    if (!as_told) claim.edit = Edit{"direction", said > 0 ? "behind" : "ahead of", claim.note};
    return;
  }
}

// Where the text has not told both: by the figures on record of the one that both trade with, over the year
// spoken of.
void Reader::order_on_record(const PartyMention& one, const PartyMention& two, int said, const Mentions& m) {
  if (!last_said || !last_said->confirmed || !last_said->period || !last_said->period->is_year() ||
      said_age > 1 || one.code.size() != 3 || two.code.size() != 3)
    return;
  const Subject& subject = last_said->subject;
  const std::string of = subject.from == one.code || subject.from == two.code ? subject.to
                         : subject.to == one.code || subject.to == two.code   ? subject.from
                                                                              : std::string();
  if (of.size() != 3 || of == one.code || of == two.code) return;
  if (std::any_of(m.periods.begin(), m.periods.end(), [&](const Period& p) {
        return !p.compared && !p.since && p.shift == 0 && !p.same_months(*last_said->period);
      }))
    return;
  const FlowKind flow = subject.total        ? FlowKind::total
                        : subject.from == of ? FlowKind::exports
                                             : FlowKind::imports;
  Claim& claim = add("rank", std::min(one.begin, two.begin), std::max(one.end, two.end));
  judge_order(claim, of, said > 0 ? one.code : two.code, said > 0 ? two.code : one.code, flow,
              *last_said->period, pack);
  if (claim.verdict == Verdict::not_checkable) claims.pop_back();
}

namespace {

struct Times {
  double low = 0, high = 0;
  std::size_t begin = 0, end = 0;
};

// "more than tripled", "three and a half times as much", "twice as much": what the words stand for.
std::optional<Times> times_at(const std::vector<Token>& tokens, std::size_t k, Span sentence) {
  static const std::map<std::string, double, std::less<>> kVerbs{
      {"doubled", 2}, {"tripled", 3}, {"trebled", 3}, {"quadrupled", 4}, {"quintupled", 5}, {"halved", 0.5}};
  static const std::map<std::string, double, std::less<>> kCounts{{"two", 2},   {"three", 3}, {"four", 4},
                                                                  {"five", 5},  {"six", 6},   {"seven", 7},
                                                                  {"eight", 8}, {"ten", 10}};
  double factor = 0, half = 0;
  std::size_t begin = k, end = k + 1;
  if (const auto verb = kVerbs.find(tokens[k].text); verb != kVerbs.end()) {
    factor = verb->second;
    half = 0.1 * factor;
  } else if (tokens[k].text == "twice" && k + 1 < sentence.end &&
             one_of(tokens[k + 1].text, {"as", "that", "the"})) {
    factor = 2;
    half = 0.2;
    end = k + 2;
  } else if (tokens[k].text == "times" && k > sentence.begin && k + 1 < sentence.end &&
             one_of(tokens[k + 1].text, {"as", "that", "the", "larger", "higher", "more"})) {
    const Token& number = tokens[k - 1];
    const auto count = kCounts.find(number.text);
    begin = k - 1;
    end = k + 2;
    if (number.kind == Token::Kind::number) {
      factor = number.value;
      half = number.unit < 1 ? 0.7 * number.unit : 0.12 * factor;
    } else if (count != kCounts.end()) {
      factor = count->second;
      half = 0.12 * factor;
    } else if (number.text == "half" && k > sentence.begin + 3 && tokens[k - 2].text == "a" &&
               tokens[k - 3].text == "and" && kCounts.contains(tokens[k - 4].text)) {
      factor = kCounts.find(tokens[k - 4].text)->second + 0.5;
      half = 0.08 * factor;
      begin = k - 4;
    }
  }
  if (factor == 0) return std::nullopt;
  Times times{factor - half, factor + half, begin, end};
  const auto before = [&](std::size_t back, Words words) {
    return begin >= sentence.begin + back && one_of(tokens[begin - back].text, words);
  };
  if (before(1, {"than"}) && before(2, {"more"})) times.low = 0.99 * factor, times.high = 1.6 * factor;
  if (before(1, {"nearly", "almost"})) times.low = 0.85 * factor, times.high = 1.02 * factor;
  return times;
}

}  // namespace

void Reader::read_times_told(const Mentions& m, Span sentence) {
  constexpr double kOff = 0.05;
  if (!last_said || !last_said->confirmed || !last_said->period || said_age > 1 || !m.flows.empty() ||
      !m.amounts.empty() ||
      std::any_of(m.parties.begin(), m.parties.end(), [](const auto& p) { return !p.reports; }))
    return;
  const bool since = [&] {
    for (std::size_t k = sentence.begin; k + 1 < sentence.end; ++k)
      if (tokens[k].text == "since" && tokens[k + 1].text == "then") return true;
    return false;
  }();
  const std::size_t first = sentence.begin;
  const bool that = first + 1 < sentence.end && one_of(tokens[first].text, {"that", "this", "it"}) &&
                    one_of(tokens[first + 1].text, {"is", "was", "makes", "made", "means"});
  if ((!since && !that) || !m.periods.empty()) return;
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    const auto times = times_at(tokens, k, sentence);
    if (!times) continue;
    const ToldFlow* from = told_flows.at(last_said->subject, *last_said->period);
    const ToldFlow* to = told_flows.latest(last_said->subject);
    // "In 2015 it was A. In 2023 it was B. That is three times as much."
    if (that) {
      to = from;
      from = told_flows.before(last_said->subject, *last_said->period, sentence_number - 3);
    }
    if (!from || !to || from == to || from->period.to >= to->period.to ||
        !same_money(from->amount, to->amount) || !from->confirmed || !to->confirmed ||
        !(from->amount.value > 0))
      return;
    const double ratio = to->amount.value / from->amount.value;
    Claim& claim = add("multiple", times->begin, times->end);
    claim.printed = {0.5 * (times->low + times->high), "times", times->low, times->high};
    tell_subject(claim, last_said->subject, &to->period, "", pack);
    claim.reading += fmt::format(" over {}", to_text(from->period));
    claim.note = fmt::format("from {} to {} is {:.2f} times", amount_text(from->amount),
                             amount_text(to->amount), ratio);
    claim.evidence.push_back({"", claim.note, "", "text", ratio, "times", "observed"});
    claim.verdict = ratio >= times->low && ratio <= times->high ? Verdict::consistent
                    : ratio < times->low * (1 - kOff) || ratio > times->high * (1 + kOff)
                        ? Verdict::likely_error
                        : Verdict::ambiguous;
    if (claim.verdict == Verdict::likely_error)
      claim.edit = Edit{"arithmetic", fmt::format("{:.1f} times", ratio), claim.note};
    return;
  }
}

// "and the trade balance was in surplus: imports of A exceeded exports": by the two flows that were told.
void Reader::read_side_told(const Mentions& m, Span sentence) {
  constexpr double kPlain = 0.005;
  for (std::size_t k = sentence.begin + 1; k + 1 < sentence.end; ++k) {
    const bool surplus = tokens[k + 1].text == "surplus", deficit = tokens[k + 1].text == "deficit";
    if (tokens[k].text != "in" || (!surplus && !deficit) || is_hedged(tokens, k, sentence.begin)) continue;
    if (!holds(tokens, {sentence.begin, k}, {"balance", "trade", "account", "was", "were", "is"})) continue;
    const Said *out = nullptr, *in = nullptr;
    for (const auto& said : said_here) {
      if (said.flow == FlowKind::exports && !said.subject.total) out = &said;
      if (said.flow == FlowKind::imports && !said.subject.total) in = &said;
    }
    if (!out || !in || !out->period || !in->period || !out->period->same_months(*in->period) ||
        out->subject != Subject{false, in->subject.to, in->subject.from})
      return;
    const Amount *sold = nullptr, *bought = nullptr;
    for (const auto& a : m.amounts) {
      if (a.percent) continue;
      if (a.begin == out->begin) sold = &a;
      if (a.begin == in->begin) bought = &a;
    }
    if (!sold || !bought || !same_money(*sold, *bought) ||
        std::fabs(sold->value - bought->value) < kPlain * sold->value || sold->value > 10 * bought->value ||
        bought->value > 10 * sold->value)
      return;
    const bool more = sold->value > bought->value;
    Claim& claim = add("balance", k, k + 2);
    claim.reading = "the balance of the sentence's own figures";
    claim.note = fmt::format("exports of {} against imports of {}", amount_text(*sold), amount_text(*bought));
    claim.evidence.push_back(
        {"", claim.note, "", "text", sold->value - bought->value, code_of(*sold), "observed"});
    claim.verdict = more == surplus ? Verdict::consistent : Verdict::likely_error;
    if (more != surplus) claim.edit = Edit{"direction", more ? "in surplus" : "in deficit", claim.note};
    return;
  }
}

}  // namespace sogdia::claims
