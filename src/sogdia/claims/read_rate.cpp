#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "sogdia/claims/judge.h"
#include "sogdia/claims/prose/asides.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/reader.h"
#include "sogdia/claims/subject.h"

namespace sogdia::claims {

void Reader::read_share(const Mentions& m, const Amount& amount, const FlowWord& of_flow,
                        const std::string& of, const Period* period) {
  std::string partner;
  std::size_t others = 0;
  for (const auto& p : m.parties)
    if (!p.reports && p.code != of) {
      others += partner != p.code;
      if (partner.empty()) partner = p.code;
    }
  if (partner.empty()) partner = other_of(last_pair, of);
  const auto [begin, end] = extent(m, amount, &of_flow, period);
  Claim& claim = add("share", begin, end);
  tell_printed(claim, amount);
  if (const std::string why =
          aside_of(tokens, m, amount, &of_flow, {amount.begin > 6 ? amount.begin - 6 : 0, end});
      !why.empty()) {
    claim.note = why;
    return;
  }
  if (amount.value > 1.005) {
    claim.verdict = Verdict::likely_error;
    claim.note = "a part is never more than the whole";
    claim.edit = Edit{"arithmetic", "at most 100 percent", claim.note};
    return;
  }
  if (partner.empty() || others > 1) {
    claim.note = "no partner is named";
    return;
  }
  tell_subject(claim,
               of_flow.kind == FlowKind::exports   ? Subject{false, of, partner}
               : of_flow.kind == FlowKind::imports ? Subject{false, partner, of}
                                                   : Subject{true, of, partner},
               period, "", pack);
  claim.reading = "share in the " + claim.reading;
  judge_share(claim, amount, of, partner, of_flow.kind, period, pack);
}

namespace {

struct ShareBefore {
  const FlowWord* flow;
  std::string of;
};

// "the share of Russia's imports": whose flow, where the word stands before the amount with nothing but that
// flow between.
std::optional<ShareBefore> share_before(const std::vector<Token>& tokens, const Mentions& m,
                                        const Amount& amount, Span sentence) {
  std::size_t at = sentence.end;
  for (std::size_t k = amount.begin; k-- > sentence.begin && amount.begin - k <= 12;)
    if (tokens[k].text == "share" && k + 1 < sentence.end && one_of(tokens[k + 1].text, {"of", "in"})) {
      at = k;
      break;
    }
  if (at == sentence.end) return std::nullopt;
  for (const auto& f : m.flows) {
    if (f.at <= at || f.at >= amount.begin) continue;
    for (const auto& p : m.parties)
      if (!p.reports && p.begin > at && p.end <= f.at && f.at - p.end <= 2) return ShareBefore{&f, p.code};
  }
  return std::nullopt;
}

}  // namespace

void Reader::read_percent(const Mentions& m, Amount amount, Span sentence) {
  const FlowWord* flow = flow_near(tokens, m, amount);
  if (!flow) return;  // a percentage of something else
  const Period* period = period_near(tokens, m, amount.begin, amount.end, false);
  // "38 percent of Russia's imports"
  if (amount.end < sentence.end && tokens[amount.end].text == "of") {
    const FlowWord* of_flow = nullptr;
    for (const auto& f : m.flows)
      if (f.at > amount.end && f.at <= amount.end + 5 && !of_flow) of_flow = &f;
    // Whose: "of Russia's imports", "of the exports of Russia", "of its exports"; not "of exports to Russia".
    const PartyMention* of = nullptr;
    if (of_flow) {
      const bool its = one_of(tokens[of_flow->at - 1].text, {"its", "their"}) ||
                       (of_flow->at > 1 && one_of(tokens[of_flow->at - 2].text, {"its", "their"}));
      for (const auto& p : m.parties) {
        if (p.reports) continue;
        if (its ? p.end <= amount.begin
                : p.begin >= amount.end && !of && p.begin <= of_flow->at + 3 &&
                      (p.begin < of_flow->at || one_of(p.preposition, {"of", "by"})))
          of = &p;
      }
    }
    if (of) return read_share(m, amount, *of_flow, of->code, period);
    return;  // of something that is no flow of a country
  }
  // "China's share of Russia's imports reached 38 percent"
  if (const auto share = share_before(tokens, m, amount, sentence))
    return read_share(m, amount, *share->flow, share->of, period);
  int direction = 0;
  for (std::size_t k = amount.begin; k-- > sentence.begin && amount.begin - k <= 8 && direction == 0;)
    direction = direction_of(tokens[k].text);
  for (std::size_t k = amount.end; k < std::min(sentence.end, amount.end + 3) && direction == 0; ++k)
    direction = direction_of(tokens[k].text);
  if (direction == 0) return;
  // "fell by more than half": a printed sign stands for itself.
  amount.value *= direction;
  amount.low *= direction;
  amount.high *= direction;
  // "29.3 percent more than in 2021": of the year after the one that it is compared with.
  std::optional<Period> after;
  if (!period)
    for (const auto& p : m.periods)
      if (p.compared && p.shift == 0 && p.is_year() && p.begin >= amount.end) {
        after = p;
        after->from += 12;
        after->to += 12;
      }
  Meant meant = subject_of(tokens, m, *flow, last_pair, sentence);
  if (!meant.subject.total && turned_round(tokens, m, *flow, amount))
    std::swap(meant.subject.from, meant.subject.to);
  const auto [begin, end] = extent(m, amount, flow, period);
  Claim& claim = add("growth", begin, end);
  tell_printed(claim, amount);
  std::string why = aside_of(tokens, m, amount, flow, sentence);
  if (why.empty()) why = other_measure(tokens, sentence);
  if (!why.empty()) {
    claim.note = why;
    return;
  }
  const Subject& subject = meant.subject;
  const bool named = !subject.from.empty() || !subject.to.empty();
  const bool balance = flow->kind == FlowKind::surplus || flow->kind == FlowKind::deficit;
  if (named && !balance) {
    tell_subject(claim, subject, after ? &*after : period, "", pack);
    claim.reading = "growth of " + claim.reading;
  }
  // The levels of the sentence itself come first: they need no table.
  if (judge_own_growth(claim, amount, m, tokens, sentence)) return;
  if (!named || balance) {
    claim.note = named ? "growth of a balance is not on record" : "no country is named";
    return;
  }
  const std::string currency = measured_currency(tokens, m, sentence);
  const std::string actor = flow->kind == FlowKind::exports   ? subject.from
                            : flow->kind == FlowKind::imports ? subject.to
                                                              : std::string();
  if (after)
    judge_growth(claim, amount, subject, &*after, currency, actor, pack);
  else
    judge_or_lend(claim, period, [&](Claim& judged, const Period* when) {
      judge_growth(judged, amount, subject, when, currency, actor, pack);
    });
  if (claim.verdict == Verdict::not_checkable && !currency.empty() && currency != "USD")
    claim.note = fmt::format("growth in {} is not growth in dollars; {}", currency, claim.note);
  if (claim.verdict == Verdict::likely_error && (!meant.sure || after)) {
    claim.verdict = Verdict::ambiguous;
    claim.edit.reset();
  }
}

}  // namespace sogdia::claims
