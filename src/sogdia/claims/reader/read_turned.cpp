#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/reader/reader.h"

// What two figures, or a figure and a part in words, say only together.

namespace sogdia::claims {
namespace {

const Amount* amount_of(const Mentions& m, const Said& said) {
  for (const auto& a : m.amounts)
    if (!a.percent && a.begin == said.begin) return &a;
  return nullptr;
}

Subject the_other_way(const Subject& s) { return {false, s.to, s.from}; }

}  // namespace

void Reader::read_turned(const Mentions& m) {
  std::vector<Said> flows;
  for (const auto& said : said_here)
    if (said.flow != FlowKind::total) flows.push_back(said);
  if (flows.size() != 2) return;
  const Said &one = flows[0], &two = flows[1];
  read_same_both_ways(m, one, two);
  read_same_both_ways(m, two, one);
  const auto open = [&](const Said& said) {
    return said.claim < claims.size() && claims[said.claim].verdict == Verdict::ambiguous && said.period &&
           !said.subject.total && !said.period->guessed;
  };
  const bool apart = (one.flow == FlowKind::exports && two.flow == FlowKind::imports) ||
                     (one.flow == FlowKind::imports && two.flow == FlowKind::exports);
  // "Chinese exports were $79 billion and imports $64.8 billion": the second, whose owner is left out, was
  // taken for what fits, the exports.
  const bool taken = apart && open(one) && two.confirmed && two.period && one.subject == two.subject &&
                     one.period->same_months(*two.period) &&
                     std::none_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
                       return p.begin >= one.end && p.end <= two.end;
                     });
  if (!taken && (!apart || !open(one) || !open(two) || !one.period->same_months(*two.period) ||
                 one.actor.empty() || one.actor != two.actor || one.subject != the_other_way(two.subject)))
    return;
  constexpr double kTold = 100, kToldBeside = 20;  // two digits where the other has three
  const Amount *first = amount_of(m, one), *second = amount_of(m, two);
  if (!first || !second || std::max(first->value / first->unit, second->value / second->unit) < kTold) return;
  const auto is_other = [&](const Said& said) {
    const Amount* amount = amount_of(m, said);
    if (!amount || amount->value < kToldBeside * amount->unit || amount->hedge != Hedge::none) return false;
    Claim tried;
    judge_level(tried, *amount, the_other_way(said.subject), &*said.period, "", pack);
    return tried.verdict == Verdict::consistent &&
           std::any_of(tried.evidence.begin(), tried.evidence.end(),
                       [](const EvidenceItem& e) { return e.table != "trade" && e.table != "trade_totals"; });
  };
  if (!is_other(one) || !(taken || is_other(two))) return;
  for (const Said* said : {&one, &two}) {
    Claim& claim = claims[said->claim];
    const bool fits = taken && said == &two;
    const std::string right = describe(fits ? said->subject : the_other_way(said->subject), pack.lexicon);
    claim.verdict = Verdict::likely_error;
    claim.note = fmt::format("that is {}; the two are turned round", right);
    claim.edit = Edit{"flow", right, claim.note};
  }
  // What was taken is of the first's owner after all.
  for (auto& said : said_here) {
    if (!taken || said.begin != two.begin) continue;
    said.subject = the_other_way(two.subject);
    said.actor = one.actor;
    said.confirmed = false;
    if (last_said && last_said->begin == said.begin) last_said = said;
  }
}

void Reader::read_turned_level(Claim& rate, const Said& level, const Amount& amount) {
  if (level.subject.total || !level.period || level.claim >= claims.size()) return;
  Claim tried = rate;
  tried.parties.clear();
  tried.evidence.clear();
  tried.edit.reset();
  tried.verdict = Verdict::not_checkable;
  const Subject other = the_other_way(level.subject);
  tell_subject(tried, other, &*level.period, "", pack);
  tried.reading = "growth of " + tried.reading;
  judge_growth(tried, amount, other, &*level.period, {"", "", true}, pack);
  if (tried.verdict != Verdict::consistent) return;
  Claim& wrong = claims[level.claim];
  wrong.verdict = Verdict::likely_error;
  wrong.note = fmt::format("that is {}; the rate beside it is of {}", describe(level.subject, pack.lexicon),
                           describe(other, pack.lexicon));
  wrong.edit = Edit{"flow", describe(level.subject, pack.lexicon), wrong.note};
  rate = std::move(tried);
}

// "Exports contributed $38.1 billion, imports $38.1 billion": the one that fits has its figure.
void Reader::read_same_both_ways(const Mentions& m, const Said& wrong, const Said& right) {
  constexpr double kTold = 100;
  const Amount *one = amount_of(m, wrong), *two = amount_of(m, right);
  if (!one || !two || one->value != two->value || !same_money(*one, *two) || !right.confirmed ||
      wrong.confirmed || wrong.claim >= claims.size() || one->value < kTold * one->unit ||
      claims[wrong.claim].verdict != Verdict::ambiguous ||
      !((wrong.flow == FlowKind::exports && right.flow == FlowKind::imports) ||
        (wrong.flow == FlowKind::imports && right.flow == FlowKind::exports)))
    return;
  Claim& claim = claims[wrong.claim];
  claim.verdict = Verdict::likely_error;
  claim.note =
      fmt::format("the sentence has {} as {}", amount_text(*two), describe(right.subject, pack.lexicon));
  claim.edit = Edit{"flow", describe(right.subject, pack.lexicon), claim.note};
}

bool Reader::read_part_of_whole(const Mentions& m, const Amount& part, Span sentence) {
  constexpr std::size_t kReach = 8;  // tokens from the figure to its part
  if (part.end + 1 >= sentence.end || tokens[part.end].text != "of" || part.hedge != Hedge::none)
    return false;
  const Said* figure = nullptr;
  for (const auto& said : said_here)
    if (said.confirmed && said.period && said.end <= part.begin && said.end + kReach >= part.begin)
      figure = &said;
  if (!figure || figure->subject.from.empty() || figure->subject.to.empty()) return false;
  // Nothing of another stands between the two.
  for (const auto& p : m.parties)
    if (p.begin >= figure->end && p.end <= part.begin) return false;
  for (std::size_t k = figure->end; k < part.begin; ++k)
    if (one_of(tokens[k].text, {"growth", "rise", "increase", "up", "down", "more", "less", "than", ";"}))
      return false;
  // Of what: "of it" is of the whole told just before, "of all trade" of that of whom the section is.
  std::string whole;
  for (const auto* list : {&said_here, &said_before})
    for (const auto& said : *list) {
      const bool with_all = said.subject.from.empty() != said.subject.to.empty();
      if (whole.empty() && with_all && said.confirmed && said.period && said.begin != figure->begin &&
          said.period->same_months(*figure->period) && said.flow == figure->flow)
        whole = said.subject.from + said.subject.to;
    }
  const std::string_view next = tokens[part.end + 1].text;
  const bool of_it =
      one_of(next, {"it", "that"}) || (next == "the" && part.end + 2 < sentence.end &&
                                       one_of(tokens[part.end + 2].text, {"total", "whole", "sum"}));
  const bool of_all =
      one_of(next, {"all", "total", "overall"}) && part.end + 2 < sentence.end &&
      one_of(tokens[part.end + 2].text, {"trade", "exports", "imports", "turnover", "foreign"});
  if (!of_it && !of_all) return false;
  for (const auto& f : m.flows)
    if (f.at > part.end && f.at <= part.end + 4 && f.kind != figure->flow) return false;
  if (of_all && whole.empty()) whole = !m.focus.empty() ? m.focus : m.topic;
  const Subject& of = figure->subject;
  if (whole.empty() || (whole != of.from && whole != of.to)) return false;
  if (!of.total && whole != figure->actor) return false;
  Claim& claim = add("share", part.begin, part.end);
  tell_printed(claim, part);
  tell_subject(claim, of, &*figure->period, "", pack);
  claim.reading = "share in the " + claim.reading;
  judge_share(claim, part, whole, whole == of.from ? of.to : of.from, figure->flow, &*figure->period, pack);
  return true;
}

}  // namespace sogdia::claims
