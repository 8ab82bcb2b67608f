#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/meaning/told_flows.h"
#include "sogdia/claims/meaning/turns.h"
#include "sogdia/claims/prose/asides.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/reader/left_open/open_parts.h"
#include "sogdia/claims/reader/reader.h"

namespace sogdia::claims {

bool Reader::tells_record(std::size_t k, Span sentence) const {
  // "The statisticians record a change" is no record.
  if (tokens[k].text == "record" && k + 1 < sentence.end &&
      one_of(tokens[k + 1].text, {"a", "an", "the", "their", "its", "that"}))
    return false;
  // "after a record 2024", "beside the record of 2024": of another year than the figure's.
  std::size_t year = k + 1;
  while (year + 1 < sentence.end && year < k + 4 && one_of(tokens[year].text, {"of", "set", "in", "year"}))
    ++year;
  if (year < sentence.end && tokens[year].value >= 1900 && tokens[year].value < 2100)
    for (std::size_t back = 1; back <= 4 && k >= sentence.begin + back; ++back)
      if (one_of(tokens[k - back].text, {"after", "following", "from", "beside", "despite"})) return false;
  // "Nearly the old record" is none.
  for (std::size_t back = 1; back <= 4 && k >= sentence.begin + back; ++back)
    if (one_of(tokens[k - back].text,
               {"nearly", "almost", "near", "below", "short", "old", "previous", "former", "earlier"}))
      return false;
  return tokens[k].text == "record" ||
         (tokens[k].text == "high" && k > sentence.begin + 2 && tokens[k - 1].text == "time");
}

namespace {

// The amount that a record is said of: the one just behind the word, else the last one before it.
std::size_t record_of(const Mentions& m, std::size_t k) {
  std::size_t before = 0;
  for (const auto& a : m.amounts) {
    if (a.percent) continue;
    if (a.begin > k) return a.begin <= k + 10 && (before == 0 || a.begin <= k + 4) ? a.begin : before;
    before = a.begin;
  }
  return before;
}

// "when it was $94.8 billion", "$672.6 million a year before"
bool is_of_year_before(const Mentions& m, const Amount& amount) {
  constexpr std::size_t kBefore = 6, kBehind = 2;  // tokens
  return std::any_of(m.periods.begin(), m.periods.end(), [&](const Period& p) {
    const bool near = p.end <= amount.begin ? amount.begin - p.end <= kBefore
                                            : p.begin >= amount.end && p.begin - amount.end <= kBehind;
    return p.shift == -12 && near && std::none_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) {
             return (a.begin >= p.end && a.end <= amount.begin) ||
                    (a.begin >= amount.end && a.end <= p.begin);
           });
  });
}

}  // namespace

void Reader::read_level(const Mentions& m, const Amount& amount, Span sentence) {
  const std::size_t first = claims.size();
  set_aside = false;
  read_amount(m, amount, sentence);
  // What others that the text speaks of have over the same months is theirs, whatever the words seem to say.
  if (first < claims.size() && claims[first].verdict == Verdict::likely_error &&
      claims[first].kind == "amount" && claims[first].edit &&
      one_of(claims[first].edit->kind, {"figure", "currency"}) && amount.value >= 100 * amount.unit &&
      fits_other(claims[first], m, amount, sentence)) {
    claims[first].verdict = Verdict::ambiguous;
    claims[first].edit.reset();
    if (last_said && last_said->end == amount.end) last_said->sure = false;
  }
  if (first < claims.size() && claims[first].verdict == Verdict::likely_error && claims[first].edit)
    take_back_where_open(claims[first], m, amount, sentence);
  if (first < claims.size() && !set_aside) levels_here.emplace_back(amount.begin, first);
  if (first < claims.size() && claims[first].kind != "target") {
    const FlowWord* flow = flow_of_level(m, amount, sentence);
    bool far = false;
    const Period* period = period_near(tokens, m, amount.begin, amount.end, false, &far);
    const bool own = period && !far && !period->guessed && period->to - period->from < 12;
    const bool told = flow && flow->at < tokens.size();
    numbers.push_back({amount, told ? flow->kind : FlowKind::none, sentence_number, first,
                       parties_beside(m, amount, sentence), set_aside,
                       own ? std::optional(*period) : std::nullopt,
                       is_base(tokens, amount, sentence) || is_of_year_before(m, amount)});
  }
  if (first < claims.size()) read_as_before(claims[first], m, amount, sentence);
  if (!last_said || said_age != 0 || last_said->end != amount.end || first >= claims.size()) return;
  if (claims[first].verdict == Verdict::likely_error && claims[first].edit &&
      claims[first].edit->kind == "flow")
    read_imports_of_goods(claims[first], m, amount);
  last_said->begin = amount.begin;
  last_said->claim = first;
  // A slip of the hand in what was printed of just this tells what it is of as well as the figure itself.
  const bool plain_slip = claims[first].verdict == Verdict::likely_error && claims[first].kind == "amount" &&
                          one_of(claims[first].edit->kind, {"scale", "digit", "currency"});
  last_said->confirmed = last_said->confirmed || plain_slip;
  if (last_said->confirmed && !plain_slip && !amount.currency.empty()) last_money = amount.currency;
  said_here.push_back(*last_said);
  const Said& said = *last_said;
  const bool known = !said.subject.from.empty() || !said.subject.to.empty();
  if (known && said.period && (said.confirmed || said.sure) &&
      claims[first].verdict != Verdict::likely_error && claims[first].kind == "amount")
    told_flows.put({said.subject, said.actor, *said.period, amount, sentence_number, said.confirmed});
}

void Reader::read_amount(const Mentions& m, Amount amount, Span sentence) {
  const FlowWord* flow = flow_of_level(m, amount, sentence);
  Reading reading = reading_of(tokens, m, amount, sentence);
  bool far = false;
  const Period* period = period_near(tokens, m, amount.begin, amount.end, reading == Reading::pledge, &far);
  // "They spoke of $40 billion a year by 2030": a year that is not over when anybody could print it.
  constexpr int kLastPrinted = 2026;
  for (const auto& p : m.periods)
    if (p.deadline && p.is_year() && p.begin >= amount.end && p.begin <= amount.end + 6 &&
        p.year() > (now >= 0 ? now / 12 : kLastPrinted) && reading == Reading::outcome)
      reading = Reading::pledge, period = &p;
  // "Exports in the eight months were A and imports B": of the year that the figure before is of.
  Period of_figure;
  if (period && period->guessed && !said_here.empty() && said_here.back().confirmed &&
      said_here.back().period &&
      said_here.back().period->to - said_here.back().period->from == period->to - period->from &&
      (said_here.back().period->from - period->from) % 12 == 0 && period->end <= said_here.back().end) {
    of_figure = *said_here.back().period;
    of_figure.begin = period->begin;
    of_figure.end = period->end;
    of_figure.guessed = false;
    period = &of_figure;
  }
  // "a target of $200 billion that was set in 2018 for 2024"
  Period due;
  if (reading == Reading::pledge && period && !period->deadline)
    for (const auto& p : m.periods)
      if (p.is_year() && !p.compared && p.shift == 0 && p.begin > amount.end && p.begin <= amount.end + 12 &&
          tokens[p.begin - 1].text == "for" &&
          holds(tokens, {amount.end, p.begin}, {"set", "meant", "agreed", "fixed"})) {
        due = p;
        due.deadline = true;
        period = &due;
        break;
      }
  if (!m.in_turn.empty()) {
    std::size_t place = 0;
    for (const auto& other : m.amounts) place += !other.percent && other.end <= amount.begin;
    period = &m.in_turn[place];
    far = false;
  }
  // "45.5 billion of imports against 11 billion of exports" holds one flow against another.
  const bool other_flow = flow && flow->at > amount.end && flow->at <= amount.end + 2 &&
                          std::any_of(m.flows.begin(), m.flows.end(), [&](const FlowWord& f) {
                            return f.at < amount.begin && f.kind != flow->kind;
                          });
  // "up 27.1 percent on the previous year's $84.1 billion"
  const bool of_year_before = std::any_of(m.periods.begin(), m.periods.end(), [&](const Period& p) {
    return p.shift == -12 && p.end == amount.begin && tokens[p.end - 1].possessive;
  });
  // "6.7 percent more than in the same period of 2023, when it was $50.9 billion"
  const bool when_it_was = std::any_of(m.periods.begin(), m.periods.end(), [&](const Period& p) {
    return p.shift == -12 && p.end + 2 < amount.begin && amount.begin <= p.end + 6 &&
           tokens[p.end].text == "," && tokens[p.end + 1].text == "when";
  });
  const bool base = !other_flow && (of_year_before || when_it_was || is_base(tokens, amount, sentence));
  const bool here = flow && flow->at >= sentence.begin && flow->at < sentence.end;
  const auto [begin, end] = extent(m, amount, here ? flow : nullptr, period);
  // "between 2014 and 2022 from $95 billion to $190 billion"
  Period endpoint;
  std::optional<Period> of_base;
  bool lent = period && period->guessed, lent_base = false;
  if (period && period->to - period->from > 12 && period->is_whole_years() && amount.begin > sentence.begin) {
    endpoint = year_period(base ? period->from / 12 : period->year());
    period = &endpoint;
  } else if (base && m.in_turn.empty()) {
    of_base = period_of_base(tokens, m, amount, period);
    // "narrower than the 84.3 billion euros of the year before"
    if (!of_base && !period && last_said && last_said->period && said_age <= 1) {
      of_base = period_of_base(tokens, m, amount, &*last_said->period);
      lent_base = of_base.has_value();
    }
    lent = (!of_base && !when_it_was) || lent_base;
    if (!of_base && period) {
      of_base = *period;
      of_base->from -= 12;
      of_base->to -= 12;
    }
    period = of_base ? &*of_base : nullptr;
  }
  Claim& claim = add(reading == Reading::pledge ? "target" : "amount", begin, end);
  tell_printed(claim, amount);
  if (const std::string why = aside_of(tokens, m, amount, here ? flow : nullptr, sentence); !why.empty()) {
    claim.note = why;
    set_aside = true;
    if (read_change(claim, m, amount)) {
      tell_subject(claim, last_said->subject, &*last_said->period, "", pack);
      claim.reading = "change of " + claim.reading;
    }
    return;
  }
  if (reading == Reading::pledge) {
    read_target(claim, m, amount, period, sentence);
    return;
  }
  if (reading == Reading::short_of) {
    Claim target = claim;
    judge_target(target, tokens, amount, m, period, last_pair, TargetTold::missed, pack);
    if (target.evidence.size() == 1 && target.verdict == Verdict::likely_error &&
        target.edit->kind == "direction") {
      target.kind = "target";
      claim = std::move(target);
      return;
    }
  }
  if (reading == Reading::at_least) amount.hedge = Hedge::more_than;
  if (reading == Reading::short_of) amount.hedge = Hedge::less_than;
  // "reached their target of $1 trillion": of what, the pledge says.
  if (!flow && reading == Reading::at_least && holds(tokens, sentence, {"target", "goal"})) {
    Claim target = claim;
    judge_target(target, tokens, amount, m, period, last_pair, TargetTold::met, pack);
    if (target.verdict == Verdict::likely_error || target.verdict == Verdict::consistent) {
      target.kind = "target";
      claim = std::move(target);
      return;
    }
  }
  if (!flow) {
    read_elliptic(claim, m, amount, period, sentence);
    return;
  }
  const Whose whose = whose_of(m, *flow, amount, sentence, here, base, period);
  const Meant& meant = whose.meant;
  const Subject& group = whose.group;
  if (!period && whose.period) {
    period = &*whose.period;
    far = far && !whose.other_way;
  }
  const bool balance = flow->kind == FlowKind::surplus || flow->kind == FlowKind::deficit;
  const Subject& subject = meant.subject;
  const std::string reporter = reporter_of(m, subject, here ? flow->at : amount.begin, amount.end);
  if (subject.from.empty() && subject.to.empty()) {
    claim.note = "no country is named";
    if (!balance) {
      Open left{open_subjects(subject, *flow, m, amount, sentence), open_periods(m, period)};
      // "followed by the Russian Federation ($9.6 billion)": with its country beside it two digits tell.
      constexpr double kTellingBeside = 20;
      for (const auto& p : m.parties)
        if (!p.reports && p.end + 1 == amount.begin && tokens[p.end].text == "(")
          left.telling = kTellingBeside;
      const auto settled_of = settle_level(claim, amount, left, reporter);
      if (settled_of) {
        said_age = 0;
        last_said = Said{flow->kind,
                         flow->kind == FlowKind::imports ? settled_of->subject.to : settled_of->subject.from,
                         settled_of->period,
                         settled_of->subject,
                         amount.end,
                         claim.verdict == Verdict::consistent};
      }
    }
    return;
  }
  // "The surplus of $63.5 billion is what African governments complain about": whose, the sentence before
  // told.
  Meant balance_of = meant;
  if (balance && last_said && same_two(subject, last_said->subject) && !m.parties.empty() &&
      std::all_of(m.parties.begin(), m.parties.end(),
                  [&](const PartyMention& p) { return p.begin > amount.end + 1 && p.preposition.empty(); })) {
    balance_of.sure = false;
    if (subject.to == last_said->actor) balance_of.subject = {false, subject.to, subject.from};
  }
  tell_subject(claim, balance ? balance_of.subject : subject, period, reporter, pack);
  if (balance) {
    claim.kind = "balance";
    judge_or_lend(claim, period, [&](Claim& judged, const Period* when) {
      judge_balance(judged, amount, balance_of, flow->kind == FlowKind::surplus, when, pack);
    });
    if (claim.verdict == Verdict::likely_error && (lent || (base && !period))) {
      claim.verdict = Verdict::ambiguous;
      claim.edit.reset();
    }
    // A gap has no sign.
    if (flow->at < tokens.size() &&  // one that is carried from before stands nowhere
        one_of(tokens[flow->at].text, {"gap", "imbalance", "shortfall", "difference"}) && claim.edit &&
        claim.edit->kind == "direction") {
      claim.verdict = Verdict::consistent;
      claim.edit.reset();
    }
    if (claim.verdict == Verdict::not_checkable || (claim.verdict == Verdict::ambiguous && !balance_of.sure))
      settle_balance(claim, amount, balance_of.subject, flow->kind == FlowKind::surplus,
                     period && !far ? std::vector{*period} : open_periods(m, period));
    // "shrank from $217 billion": of other months than the flows told.
    if (!base && (claim.verdict == Verdict::not_checkable || claim.verdict == Verdict::ambiguous))
      if (const auto both = told_of(m, period, subject);
          both && !told_flows.lie_apart(both->both(), amount) &&
          ((period && period->begin > sentence.begin) || !told_flows.told_later(*both)))
        judge_told_balance(claim, amount, both->out.amount, both->in.amount);
    if (!base && claim.verdict != Verdict::likely_error)
      if (auto edit = turned_against(tokens, m, amount, sentence)) {
        claim.verdict = Verdict::likely_error;
        claim.note = edit->explanation;
        claim.edit = std::move(edit);
      }
    return;
  }
  const std::optional<Period> lent_by = judge_or_lend(claim, period, [&](Claim& judged, const Period* when) {
    judge_level(judged, amount, subject, when, reporter, pack, side_of(flow, subject));
  });
  // "By the end of August": the year is not printed, and what fits another is of that one.
  if (claim.verdict == Verdict::likely_error && claim.edit->kind == "year" && period && !period->relative &&
      period->to - period->from < 11 && !period->guessed && here &&
      std::none_of(tokens.begin() + static_cast<std::ptrdiff_t>(period->begin),
                   tokens.begin() + static_cast<std::ptrdiff_t>(std::max(period->begin, period->end)),
                   [](const Token& token) { return token.text == "year" || token.value >= 1900; })) {
    lent = true;
  }
  // A reading that the sentence does not settle is no ground for an alarm; nor is one of short-of, whose
  // words may be of a target.
  // "and Vietnam's about $2 billion": the flow of another, left out.
  std::size_t previous = sentence.begin;
  for (const auto& other : m.amounts)
    if (other.end <= amount.begin && !(other.percent && other.end + 2 >= amount.begin))
      previous = std::max(previous, other.end);
  const bool of_another = std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
    return !p.reports && here && p.begin > flow->at && p.begin >= previous && p.end <= amount.begin &&
           p.code != subject.from && p.code != subject.to && p.code != group.from && p.code != group.to;
  });
  // "bought 18.5 trillion; in 2019 it was": of which of the two flows before?
  const bool parallel = here && flow->at < amount.begin &&
                        std::any_of(m.breaks.begin(), m.breaks.end(),
                                    [&](std::size_t k) { return k > flow->at && k <= amount.begin; }) &&
                        std::any_of(m.flows.begin(), m.flows.end(), [&](const FlowWord& f) {
                          return f.at < flow->at && f.kind != flow->kind;
                        });
  // "imports ran to A, so that the whole was B": of both, where it fits.
  if (claim.verdict == Verdict::likely_error && claim.edit->kind == "flow" && here && !subject.total &&
      period &&
      (holds(tokens, {std::min(flow->at, amount.begin), amount.begin}, {"total", "sum"}) ||
       std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) {
         return !a.percent && a.begin > flow->at && a.end <= amount.begin;
       }))) {
    Claim tried = claim;
    tried.parties.clear();
    tried.evidence.clear();
    tried.edit.reset();
    tell_subject(tried, {true, subject.from, subject.to}, period, reporter, pack);
    judge_level(tried, amount, {true, subject.from, subject.to}, period, reporter, pack);
    if (tried.verdict == Verdict::consistent) claim = std::move(tried);
  }
  const bool open = of_another || parallel || !meant.sure || lent || far || reading == Reading::short_of;
  const bool unfit = of_another && claim.verdict == Verdict::ambiguous && !claim.evidence.empty();
  if ((claim.verdict == Verdict::likely_error && open) || unfit) {
    claim.verdict = Verdict::ambiguous;
    claim.note = "not sure enough what it is a figure of; " + claim.note;
    claim.edit.reset();
  }
  std::optional<Settled> settled;
  if (claim.verdict != Verdict::consistent && claim.verdict != Verdict::likely_error &&
      (open || !period || meant.carried) && reading != Reading::short_of) {
    const bool said = meant.sure && !of_another && !subject.from.empty() && !subject.to.empty();
    Open left{
        said && !meant.carried ? std::vector{subject} : open_subjects(subject, *flow, m, amount, sentence),
        period && !far && !lent ? std::vector{*period} : open_periods(m, period), said, !of_another};
    left.likely = last_said && last_said->confirmed && said_age <= 1 && !left.subjects.empty() &&
                  same_two(left.subjects.front(), last_said->subject);
    left.plain = period && !far && !balance && opens_figure(tokens, m, *flow, amount);
    if (!period && goes_on(m, subject, sentence)) {
      if (amount.value < 100 * amount.unit) left.periods = {*last_said->period};
      left.telling = left.telling_slip = 10;
      left.sure = true;
    }
    settled = settle_level(claim, amount, left, reporter);
    if (settled && claim.verdict == Verdict::consistent &&
        settled->subject == Subject{false, subject.to, subject.from})
      tell_other_way(claim, subject, settled->period, amount);
  }
  if (!base && claim.verdict != Verdict::likely_error)
    if (auto edit = turned_against(tokens, m, amount, sentence)) {
      // Which of the two is wrong, their order alone does not say.
      for (const auto& a : m.amounts)
        if (!a.percent && a.begin >= amount.end) {
          claim.end = tokens[a.end - 1].end;
          claim.text = text.substr(claim.start, claim.end - claim.start);
          break;
        }
      claim.verdict = Verdict::likely_error;
      claim.note = edit->explanation;
      claim.edit = std::move(edit);
    }
  if (claim.verdict == Verdict::not_checkable || claim.verdict == Verdict::ambiguous)
    if (const auto both =
            here && subject.total && !base && reading == Reading::outcome && amount.value >= 100 * amount.unit
                ? told_of(m, period, subject)
                : std::nullopt)
      judge_told_total(claim, amount, m.amounts, both->out.amount, both->in.amount);
  // "imports from China were $37.4 billion ... with exports to China of $37.4 billion"
  if (claim.verdict == Verdict::not_checkable && period && meant.sure && !of_another && !lent && !far)
    tell_other_way(claim, subject, *period, amount);
  // "Imports from the former came to $77.5 billion", the exports told just before.
  if (claim.verdict == Verdict::ambiguous && !period && !of_another && last_said && last_said->period &&
      said_age <= 1)
    tell_other_way(claim, subject, *last_said->period, amount);
  if (period && !open && !base) read_against_told(claim, m, amount, subject, *period, sentence);
  const Subject& of = settled ? settled->subject : subject;
  if (const int said = turn_before(tokens, m, amount, sentence);
      said != 0 && claim.verdict == Verdict::consistent && period && period->is_year() && !period->deadline &&
      !base)
    if (auto edit = judge_turn(amount, of, settled ? settled->period : *period, said, pack)) {
      claim.verdict = Verdict::likely_error;
      claim.note = edit->explanation;
      claim.edit = std::move(edit);
    }
  // "By 2019 they had risen to": against the level of an earlier year that was told just before.
  if (const int said = turn_before(tokens, m, amount, sentence);
      said != 0 && claim.verdict == Verdict::consistent && period && period->deadline && !base)
    if (auto edit = turned_since_told(of, *period, amount, said)) {
      claim.verdict = Verdict::likely_error;
      claim.note = edit->explanation;
      claim.edit = std::move(edit);
    }
  last_said = Said{flow->kind,
                   flow->kind == FlowKind::imports ? of.to : of.from,
                   settled   ? std::optional(settled->period)
                   : period  ? std::optional(*period)
                   : lent_by ? lent_by
                             : last_period,
                   of,
                   amount.end,
                   claim.verdict == Verdict::consistent,
                   meant.sure && !of_another};
  said_age = 0;
  if (period && meant.sure && !lent && !far && reading == Reading::outcome)
    for (std::size_t k = sentence.begin; k < sentence.end; ++k)
      if (tells_record(k, sentence) && record_of(m, k) == amount.begin) {
        const std::string what = claim.reading;
        Claim& record = add("rank", k, std::min(sentence.end, k + 2));
        tell_subject(record, subject, period, reporter, pack);
        record.reading = "a record of " + what;
        judge_record(record, subject, *period, pack);
        if (record.note.empty()) claims.pop_back();
        break;
      }
}

}  // namespace sogdia::claims
