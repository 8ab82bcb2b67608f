#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/reader/left_open/open_parts.h"
#include "sogdia/claims/reader/reader.h"

// Figures whose sentence names no flow of trade.

namespace sogdia::claims {
namespace {

constexpr double kTellingItem = 100;  // three digits: fewer fit too much

bool goes_other_way(const std::vector<Token>& tokens, Span words) {
  for (std::size_t k = words.begin; k + 1 < words.end; ++k)
    if (one_of(tokens[k].text, {"other", "opposite", "reverse"}) &&
        one_of(tokens[k + 1].text, {"way", "direction"}))
      return true;
  return false;
}

std::string first_but(const std::vector<std::string>& codes, const std::string& code) {
  for (const auto& each : codes)
    if (each != code) return each;
  return {};
}

}  // namespace

void Reader::read_elliptic(Claim& claim, const Mentions& m, const Amount& amount, const Period* period,
                           Span sentence) {
  claim.note = "no flow of trade is named";
  // The answer to a question, an item of years under a heading or behind one of the same kind.
  const bool others =
      std::any_of(m.parties.begin(), m.parties.end(), [](const auto& p) { return !p.reports; });
  const bool item = !m.periods.empty() && m.periods.front().label &&
                    m.periods.front().begin <= sentence.begin + 2 && (lead || (last_said && said_age <= 1));
  if (const Said* said = heading ? &*heading
                         : !item ? nullptr
                         : lead  ? &*lead
                                 : &*last_said;
      said && !others &&
      !holds(tokens, {sentence.begin, amount.begin}, {"together", "combined", "altogether"}) &&
      !said->subject.from.empty() && (!said->subject.to.empty() || said->sure)) {
    const Period* when = period ? period : said->period ? &*said->period : nullptr;
    tell_subject(claim, said->subject, when, "", pack);
    judge_level(claim, amount, said->subject, when, "", pack);
    // "$19.8 billion, of which imports were $11.1 billion. December 2024: $21.97 billion": of which of the
    // two?
    const bool of_several = !heading && !lead && money_before > 1;
    if (claim.verdict == Verdict::likely_error && ((!said->sure && !said->confirmed) || of_several)) {
      claim.verdict = Verdict::ambiguous;
      claim.edit.reset();
    }
    if (when && claim.verdict != Verdict::not_checkable) {
      last_said = Said{said->flow,    said->actor, *when,
                       said->subject, amount.end,  claim.verdict == Verdict::consistent,
                       said->sure};
      said_age = 0;
      return;
    }
  }
  // "What went the other way shrank from A in 2017 to B in 2018": of the flow before, turned round.
  const bool turned = goes_other_way(tokens, {sentence.begin, amount.begin});
  if (turned && !period && m.periods.empty() && !said_before.empty() && said_before.back().period)
    period = &*said_before.back().period;
  if (turned && !others && period && !said_before.empty()) {
    const Said& said = said_before.back();
    const Subject back{false, said.subject.to, said.subject.from};
    if (said.confirmed && !said.subject.total && !back.from.empty() && !back.to.empty()) {
      const FlowKind kind = said.flow == FlowKind::exports ? FlowKind::imports : FlowKind::exports;
      tell_subject(claim, back, period, "", pack);
      judge_level(claim, amount, back, period, "", pack);
      last_said =
          Said{kind, said.actor, *period, back, amount.end, claim.verdict == Verdict::consistent, true};
      said_age = 0;
      return;
    }
  }
  // "China's foreign trade went on growing in 2025. Goods worth 45.47 trillion yuan crossed its borders."
  if (lead && lead->period && !others && !lead->subject.from.empty() &&
      std::all_of(m.periods.begin(), m.periods.end(), [](const Period& p) { return p.compared; })) {
    const auto settled =
        settle_level(claim, amount, {{lead->subject}, {*lead->period}, lead->sure, lead->sure}, "");
    if (settled) {
      last_said = Said{lead->flow,    lead->actor, *lead->period,
                       lead->subject, amount.end,  claim.verdict == Verdict::consistent,
                       lead->sure};
      said_age = 0;
      return;
    }
  }
  const auto beside = parties_beside(m, amount, sentence);
  if (const std::string partner = heading ? first_but(beside, heading->actor) : std::string();
      !partner.empty()) {
    // An item of a list: its heading says the rest.
    const Subject subject = flow_of(heading->flow, heading->actor, partner);
    const Period* when = period ? period : heading->period ? &*heading->period : nullptr;
    tell_subject(claim, subject, when, "", pack);
    judge_or_lend(claim, when, [&](Claim& judged, const Period* of_item) {
      judge_level(judged, amount, subject, of_item, "", pack);
    });
    if (when)
      said_here.push_back({heading->flow, heading->actor, *when, subject, amount.end,
                           claim.verdict == Verdict::consistent, true, amount.begin});
    return;
  }
  // "the Netherlands followed with 214.8 billion euros", "the main markets were Germany ($17 billion)"
  FlowKind kind = last_said ? last_said->flow : FlowKind::none;
  if (kind == FlowKind::none && !said_here.empty()) kind = said_here.back().flow;
  std::vector<std::string> actors;
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    if (one_of(tokens[k].text, {"total", "overall"}) && k < amount.begin) kind = FlowKind::total;
    const bool buyers = one_of(tokens[k].text, {"markets", "buyers", "destinations", "customers", "market",
                                                "buyer", "destination", "customer"});
    const bool sellers =
        one_of(tokens[k].text, {"suppliers", "sources", "sellers", "supplier", "source", "seller"});
    if (buyers) kind = FlowKind::exports;
    if (sellers) kind = FlowKind::imports;
    // "Türkiye, top suppliers: China"
    if (buyers || sellers)
      for (const auto& p : m.parties)
        if (p.end <= k) actors.push_back(p.code);
    if (one_of(tokens[k].text, {"partner", "partners"}) && k > sentence.begin &&
        (tokens[k + 1].text == "of" ||
         one_of(tokens[k - 1].text,
                {"trading", "trade", "main", "largest", "biggest", "top", "leading", "important", "key"}))) {
      kind = FlowKind::total;
      for (const auto& p : m.parties)
        if (p.preposition == "of" && p.begin > k && p.begin <= k + 3) actors.push_back(p.code);
      for (const auto& p : m.parties)
        if (p.possessive && p.end <= k && k - p.end <= 4) actors.push_back(p.code);
    }
  }
  // "240.1 billion dollars between Russia and China", of nothing that is lent or built
  if (kind == FlowKind::none && m.parties.size() == 2 && m.parties[0].preposition == "between" &&
      m.parties[1].preposition == "and" &&
      !holds(tokens, sentence,
             {"investment", "investments", "loan", "loans", "deal", "deals", "swap", "contracts", "projects",
              "gap", "difference", "aid", "debt", "tourists", "pipeline"})) {
    settle_level(claim, amount,
                 {{Subject{true, m.parties[0].code, m.parties[1].code}}, open_periods(m, period)}, "");
    return;
  }
  // "January-March: $53.8 billion", "the year's total": of the two that the text is of, to agree.
  if (kind == FlowKind::none && !others && last_pair.size() == 2 && !last_pair[1].empty() &&
      !m.periods.empty()) {
    const auto settled = settle_level(
        claim, amount, {{Subject{true, last_pair[0], last_pair[1]}}, open_periods(m, period), false, false},
        "");
    if (settled && claim.verdict == Verdict::consistent) {
      last_said = Said{FlowKind::total, last_pair[0], settled->period, settled->subject, amount.end, true};
      said_age = 0;
    }
    return;
  }
  if (kind == FlowKind::none) return;
  if (last_said) actors.push_back(last_said->actor);
  if (!last_actor.empty()) actors.push_back(last_actor);
  for (const std::string& code : {m.topic, m.focus})
    if (!code.empty()) actors.push_back(code);
  for (auto& code : most_named(2)) actors.push_back(std::move(code));
  std::vector<Subject> subjects;
  // "Russia ($766.7 million), Kazakhstan ($271.2 million), Türkiye": as those of the list that fit.
  if (said_here.size() > 1 && !beside.empty()) {
    const Subject &one = said_here[said_here.size() - 2].subject, &two = said_here.back().subject;
    Subject next = two;
    if (one.total == two.total && one.from == two.from) next.to = beside.front();
    if (one.total == two.total && one.to == two.to) next.from = beside.front();
    if (said_here.back().confirmed && next != two) put_open(subjects, next);
  }
  // "... traded with the five; Kazakhstan, with $41 billion": a member in the place of its group.
  if (last_said && !beside.empty())
    for (const bool first : {true, false}) {
      Subject member = last_said->subject;
      std::string& side = first ? member.from : member.to;
      if (side.size() > 3 && pack.members(side, now >= 0 ? now / 12 : 2023).contains(beside.front())) {
        side = beside.front();
        put_open(subjects, member);
      }
    }
  // "Mexico: $505.9bn in 2024, after $475.6bn in 2023": of the figure before.
  if (beside.empty() && m.parties.size() == 1 && !said_here.empty())
    put_open(subjects, said_here.back().subject);
  // "In 2024 there was a recovery to $688.3 billion"
  if (last_said && said_age <= 1 && beside.empty() && !others) put_open(subjects, last_said->subject);
  for (const FlowKind each : {kind, FlowKind::total})
    for (const auto& actor : actors) put_open(subjects, flow_of(each, actor, first_but(beside, actor)));
  // "Mexico sold the States goods for $475.6 billion. China came to $427.2 billion": in the place of the
  // first.
  if (last_said && last_said->confirmed && said_age <= 1 && !beside.empty() && !last_said->subject.total &&
      !last_said->subject.from.empty() && !last_said->subject.to.empty()) {
    Subject other = last_said->subject;
    (other.from == last_said->actor ? other.from : other.to) = beside.front();
    put_open(subjects, other);
  }
  constexpr double kTellingBeside = 20;  // with its country beside it two digits tell
  // Behind a figure that fits, a thousandfold of two digits tells as well.
  const bool behind = last_said && last_said->confirmed && said_age <= 1;
  const auto settled = settle_level(claim, amount,
                                    {subjects, open_periods(m, period), false, true, kTellingBeside,
                                     behind ? kTellingBeside : kTellingItem},
                                    "");
  // Beside a figure that fits so read, one that is another's to the digit is a slip.
  const auto fitting =
      std::count_if(said_here.begin(), said_here.end(), [](const Said& s) { return s.confirmed; });
  const bool another =
      amount.begin > 0 && m.periods.empty() && one_of(tokens[amount.begin - 1].text, {"another", "further"});
  const bool listed = (fitting > 1 || another) && last_said && last_said->period;
  const Period* of_list = period ? period : listed ? &*last_said->period : nullptr;
  if (!settled && behind && of_list && !subjects.empty() && !beside.empty() &&
      std::fabs(amount.value) >= kTellingItem * amount.unit) {
    Claim tried = claim;
    const Period when = *of_list;
    tell_subject(tried, subjects.front(), &when, "", pack);
    judge_level(tried, amount, subjects.front(), &when, "", pack);
    if (tried.verdict == Verdict::likely_error && (listed || tried.edit->kind != "figure") &&
        tried.edit->kind != "currency")
      claim = std::move(tried);
  }
  // "The five together come to $94.8 billion" is of no one of them.
  if (claim.verdict == Verdict::likely_error &&
      holds(tokens, {sentence.begin, amount.begin}, {"together", "combined", "altogether"})) {
    claim.verdict = Verdict::ambiguous;
    claim.edit.reset();
  }
  if (settled) {
    const Subject& of = settled->subject;
    last_said = Said{kind,       kind == FlowKind::imports ? of.to : of.from, settled->period, of,
                     amount.end, claim.verdict == Verdict::consistent};
    said_age = 0;
  }
}

}  // namespace sogdia::claims
