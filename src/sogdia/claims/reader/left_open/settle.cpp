#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/reader/left_open/open_parts.h"
#include "sogdia/claims/reader/reader.h"

// Figures whose sentence leaves a country or the period to what was said before.

namespace sogdia::claims {
namespace {

constexpr double kTelling = 100;  // three digits: fewer fit too much

}  // namespace

void put_open(std::vector<Subject>& subjects, const Subject& subject) {
  if ((subject.from.empty() && subject.to.empty()) || subject.from == subject.to) return;
  if (std::find(subjects.begin(), subjects.end(), subject) == subjects.end()) subjects.push_back(subject);
}

Subject flow_of(FlowKind kind, const std::string& actor, const std::string& partner) {
  return kind == FlowKind::total     ? Subject{true, actor, partner}
         : kind == FlowKind::exports ? Subject{false, actor, partner}
                                     : Subject{false, partner, actor};
}

std::vector<std::string> parties_beside(const Mentions& m, const Amount& amount, Span sentence) {
  std::size_t previous = sentence.begin, next = sentence.end;
  for (const auto& other : m.amounts) {
    if (other.percent) continue;
    if (other.end <= amount.begin) previous = std::max(previous, other.end);
    if (other.begin >= amount.end) next = std::min(next, other.begin);
  }
  // "297.9 billion euros with China, 247.8 billion with the United States": each behind its own.
  const auto right_behind = [&](const PartyMention& p, std::size_t end) {
    return !p.reports && p.begin > end && p.begin <= end + 2 && one_of(p.preposition, {"with", "to", "from"});
  };
  if (std::any_of(m.parties.begin(), m.parties.end(),
                  [&](const PartyMention& p) { return right_behind(p, amount.end); }))
    for (const auto& p : m.parties)
      if (previous > sentence.begin && right_behind(p, previous) && p.end < amount.begin &&
          std::any_of(m.amounts.begin(), m.amounts.end(),
                      [&](const Amount& a) { return a.end == previous && !a.percent; })) {
        previous = p.end;
        break;
      }
  for (const auto k : m.breaks) {
    if (k <= amount.begin) previous = std::max(previous, k);
    if (k >= amount.end) next = std::min(next, k);
  }
  std::vector<std::string> before, after;
  for (const auto& p : m.parties) {
    if (p.reports) continue;
    if (p.begin >= previous && p.end <= amount.begin) before.insert(before.begin(), p.code);
    if (p.begin >= amount.end && p.begin <= std::min(next, amount.end + 3)) after.push_back(p.code);
  }
  before.insert(before.end(), after.begin(), after.end());
  return before;
}

std::vector<std::string> parties_before(const Mentions& m, const Amount& rate) {
  std::size_t previous = 0;
  for (const auto& other : m.amounts)
    if (other.end <= rate.begin) previous = std::max(previous, other.end);
  std::vector<std::string> before;
  for (const auto& p : m.parties)
    if (!p.reports && p.begin >= previous && p.end <= rate.begin) before.insert(before.begin(), p.code);
  return before;
}

std::vector<Subject> Reader::open_subjects(const Subject& subject, const FlowWord& flow, const Mentions& m,
                                           const Amount& amount, Span sentence) const {
  std::vector<Subject> found;
  put_open(found, subject);
  const bool buys = flow.kind == FlowKind::imports;
  std::string actor = buys ? subject.to : subject.from;
  std::string partner = buys ? subject.from : subject.to;
  if (flow.kind == FlowKind::total && partner.empty()) std::swap(actor, partner);
  // "It was $240.1 billion": of any flow of the two.
  const bool carried = flow.at >= sentence.end;
  if (carried && last_pair.size() == 2)
    for (const FlowKind kind : {FlowKind::total, FlowKind::exports, FlowKind::imports})
      put_open(found, flow_of(kind, last_pair[0], last_pair[1]));
  std::vector<std::string> actors{m.its, last_actor};
  if (last_said) actors.push_back(last_said->actor);
  actors.push_back(m.focus);
  actors.push_back(m.topic);
  actors.push_back(other_of(last_pair, partner.empty() ? actor : partner));
  for (const auto& p : m.parties)
    if (p.reports) actors.push_back(p.code);
  for (const auto& p : m.parties)
    if (!p.reports && p.begin < flow.at) actors.push_back(p.code);
  for (auto& code : most_named(2)) actors.push_back(std::move(code));
  // "Mexico sold America goods for A, Canada for B": the one beside the figure.
  if (auto near = parties_beside(m, amount, sentence); !near.empty())
    actors.push_back(std::move(near.front()));
  std::erase(actors, std::string());
  // The partner that a preposition names stays; whose flow it is may be open.
  for (const auto& p : m.parties)
    if (!p.reports && p.code == partner && one_of(p.preposition, {"to", "from", "with"})) {
      for (const auto& code : actors) put_open(found, flow_of(flow.kind, code, partner));
      return found;
    }
  for (const auto& p : m.parties)
    if (!p.reports && p.begin > flow.at && p.begin <= flow.at + 6 &&
        one_of(p.preposition, {"to", "from", "with"})) {
      for (const auto& code : actors) put_open(found, flow_of(flow.kind, code, p.code));
      return found;
    }
  std::vector<std::string> partners = parties_beside(m, amount, sentence);
  partners.insert(partners.begin(), partner);
  for (const auto& p : m.parties)
    if (!p.reports) partners.push_back(p.code);
  for (const auto& code : actors) {
    for (const auto& other : partners)
      if (!other.empty()) put_open(found, flow_of(flow.kind, code, other));
    // Not where its partner stands beside the figure.
    if (parties_beside(m, amount, sentence).empty()) put_open(found, flow_of(flow.kind, code, ""));
  }
  if (!actor.empty()) put_open(found, flow_of(flow.kind, actor, ""));
  // "and Canada supplied $412.7 billion": to the one that the section is of.
  if (!actor.empty())
    for (const auto& code : actors) put_open(found, flow_of(flow.kind, actor, code));
  if (in_common.size() == 2 && m.parties.empty())
    for (const bool first : {true, false})
      put_open(found, flow_of(flow.kind, in_common[first ? 0 : 1], in_common[first ? 1 : 0]));
  if (last_pair.size() == 2) {
    put_open(found, flow_of(flow.kind, last_pair[0], last_pair[1]));
    // "imports of $24.4 billion" of one country with all are no exports of its own.
    if (!last_pair[1].empty()) put_open(found, flow_of(flow.kind, last_pair[1], last_pair[0]));
  }
  // "Chinese exports" are nobody else's.
  for (const auto& p : m.parties) {
    if (p.reports || p.end != flow.at || (!p.preposition.empty() && !one_of(p.preposition, {"and", "of"})))
      continue;
    std::erase_if(found, [&](const Subject& s) {
      return s.total ? s.from != p.code && s.to != p.code : (buys ? s.to : s.from) != p.code;
    });
  }
  return found;
}

std::vector<Period> Reader::open_periods(const Mentions& m, const Period* period) const {
  std::vector<Period> found;
  const auto take = [&](const Period& p) {
    if (std::none_of(found.begin(), found.end(), [&](const Period& q) { return q.same_months(p); }))
      found.push_back(p);
  };
  if (period) take(*period);
  // "In the first five months": of which year, the sentence does not say.
  if (period && period->guessed && period->to - period->from < 11) {
    const auto of_year = [&](int year) {
      Period same = *period;
      const int shift = 12 * (year - period->year());
      same.from += shift;
      same.to += shift;
      take(same);
    };
    for (const auto* other : {last_said && last_said->period ? &*last_said->period : nullptr,
                              first_period ? &*first_period : nullptr})
      if (other) of_year(other->year());
    for (const int year : years_lately) of_year(year);
    if (now >= 0) of_year(now / 12 - 1), of_year(now / 12);
  }
  for (const auto& p : m.periods)
    if (!p.deadline && !p.day && !p.open && !p.since && p.shift == 0) take(p);
  // "since the beginning of 2023", here or before: up to any month of it.
  constexpr int kLastMonth = 11;
  const auto up_to_any = [&](const Period& year) {
    for (int months = 1; months < kLastMonth; ++months) {
      Period part = year;
      part.to = year.from + months;
      take(part);
    }
  };
  for (const auto& p : m.periods)
    if (p.open && p.is_year()) up_to_any(p);
  if (open_year && !period && m.months.empty()) up_to_any(*open_year);
  // "In June": of the year spoken of, but only to agree.
  if (!period)
    for (const Period* spoken : {open_year     ? &*open_year
                                 : last_period ? &*last_period
                                               : nullptr,
                                 !open_year && first_period ? &*first_period : nullptr})
      for (const auto& month : m.months) {
        if (month.day != 0 || !spoken) continue;
        Period part = *spoken;
        part.from = part.to = spoken->year() * 12 + month.month - 1;
        part.open = true;
        take(part);
      }
  // "July was good, too. Imports fell to": of the month that the sentence before named, but only to agree.
  if (!period && m.months.empty() && last_month > 0)
    for (const Period* spoken :
         {last_period ? &*last_period : nullptr, first_period ? &*first_period : nullptr}) {
      if (!spoken) continue;
      Period part = *spoken;
      part.from = part.to = spoken->year() * 12 + last_month - 1;
      part.open = true;
      take(part);
    }
  // "In October exports rose": of a month whose year is not printed.
  if (!m.months.empty()) return found;
  const auto carry = [&](const Period& p) {
    if (p.to - p.from <= 12) take(p);  // "2022 to 2025" is of the sentence that prints it
  };
  if (last_period) carry(*last_period);
  for (const auto& p : last_periods) carry(p);
  if (last_said && last_said->period) carry(*last_said->period);
  if (first_period) carry(*first_period);
  if (now >= 0) take(year_period(now / 12 - 1));
  return found;
}

namespace {

// Four digits of the other flow of one country with all: no figure of another has them.
bool is_flow_with_all(const Claim& claim, const Subject& subject, const Amount& amount) {
  constexpr double kFourDigits = 1000;
  return claim.verdict == Verdict::likely_error && claim.edit->kind == "flow" && !subject.total &&
         (subject.from.empty() || subject.to.empty()) && std::fabs(amount.value) >= kFourDigits * amount.unit;
}

}  // namespace

// Slips of the hand, of the flow, of whose figure it is: of whatever period.
bool Reader::is_open_slip(const Claim& claim, bool sure, const Amount& amount) const {
  if (claim.verdict != Verdict::likely_error) return false;
  const std::string& kind = claim.edit->kind;
  // Four digits of the money that the text counts in.
  constexpr double kFourDigits = 1000;
  if (kind == "currency" && amount.currency != last_money && claim.edit->value == last_money &&
      std::fabs(amount.value) >= kFourDigits * amount.unit)
    return true;
  if (kind == "scale") return sure || claim.edit->explanation.find("a thousand times") != std::string::npos;
  return (sure && (kind == "direction" || kind == "flow" || kind == "mirror" || kind == "currency" ||
                   kind == "digit"));
}

std::optional<Reader::Settled> Reader::settle(Claim& claim, const Amount& amount, const Open& open,
                                              const Judged& judge, const Promising& promising) const {
  if (!(amount.unit > 0) || std::fabs(amount.value) < open.telling * amount.unit) return std::nullopt;
  // What nobody printed confirms only where no printed figure does.
  const auto estimated = [](const Claim& c) {
    return std::all_of(c.evidence.begin(), c.evidence.end(),
                       [](const EvidenceItem& e) { return e.table == "trade" || e.table == "trade_totals"; });
  };
  // Nor does one across a rate of exchange where another has the figure in its own money.
  const auto crossed = [&](const Claim& c) {
    return !amount.percent && !c.evidence.empty() &&
           std::none_of(c.evidence.begin(), c.evidence.end(),
                        [&](const EvidenceItem& e) { return e.unit == code_of(amount); });
  };
  std::optional<Claim> off, guess;
  std::optional<Settled> of_it, of_guess;
  for (const auto& subject : open.subjects)
    for (const auto& period : open.periods) {
      const bool slip = open.may_be_wrong && !period.open && !off &&
                        std::fabs(amount.value) >= open.telling_slip * amount.unit;
      if (promising && !promising(subject, period, slip)) continue;
      Claim tried = claim;
      tried.parties.clear();
      tried.evidence.clear();
      tried.edit.reset();
      tried.verdict = Verdict::not_checkable;
      judge(tried, subject, period);
      if (tried.verdict == Verdict::consistent) {
        tried.note += "; what the sentence leaves out is taken from those before";
        const bool across = crossed(tried);
        // Yen are of Japan's trade.
        if (across && !one_of(code_of(amount), {"USD", "EUR"}) && money_of(subject.from) != amount.currency &&
            money_of(subject.to) != amount.currency)
          continue;
        if (estimated(tried) || across) {
          if (!guess) guess = std::move(tried), of_guess = Settled{subject, period};
          continue;
        }
        claim = std::move(tried);
        return Settled{subject, period};
      }
      if (slip &&
          (is_open_slip(tried, (open.sure || open.likely) && subject == open.subjects.front(), amount) ||
           (open.plain && is_flow_with_all(tried, subject, amount)))) {
        off = std::move(tried);
        of_it = Settled{subject, period};
      }
    }
  if (guess) {
    claim = std::move(*guess);
    return of_guess;
  }
  if (!off) return std::nullopt;
  off->note += "; what the sentence leaves out is taken from those before";
  claim = std::move(*off);
  return of_it;
}

std::optional<Reader::Settled> Reader::settle_level(Claim& claim, const Amount& amount, const Open& open,
                                                    const std::string& reporter) const {
  const auto office = [&](const Subject& subject) {
    return reporter == subject.from || reporter == subject.to ? reporter : std::string();
  };
  const auto judge = [&](Claim& tried, const Subject& subject, const Period& period) {
    judge_level(tried, amount, subject, &period, office(subject), pack);
  };
  const bool other_money = amount.currency != last_money;
  const Amount larger = scaled(amount, 1e3), smaller = scaled(amount, 1e-3);
  const auto promising = [&](const Subject& subject, const Period& period, bool slip) {
    if (may_be_level(amount, subject, period, pack)) return true;
    if (!slip) return false;
    // What is_open_slip may take beside a thousandfold scale.
    const bool of_first = (open.sure || open.likely) && subject == open.subjects.front();
    const bool with_all = open.plain && !subject.total && (subject.from.empty() || subject.to.empty());
    if (of_first || with_all || other_money) return true;
    return may_be_level(larger, subject, period, pack) || may_be_level(smaller, subject, period, pack);
  };
  auto settled = settle(claim, amount, open, judge, promising);
  // In words only what was settled.
  if (settled) tell_subject(claim, settled->subject, &settled->period, office(settled->subject), pack);
  return settled;
}

// Confirms a balance by a partner and a period that the sentence leaves out; it never calls one wrong.
void Reader::settle_balance(Claim& claim, const Amount& amount, const Subject& subject, bool surplus,
                            const std::vector<Period>& periods) const {
  if (std::fabs(amount.value) < kTelling * amount.unit) return;
  std::vector<Subject> subjects;
  put_open(subjects, subject);
  const std::string actor = subject.from.empty() ? topic : subject.from;
  put_open(subjects, {false, actor, ""});
  for (const std::string& partner : {other_of(last_pair, actor), last_named})
    if (!partner.empty()) put_open(subjects, {false, actor, partner});
  for (const auto& of : subjects)
    for (const auto& period : periods) {
      if (of.from.empty()) continue;
      Claim tried = claim;
      tried.parties.clear();
      tried.evidence.clear();
      tell_subject(tried, of, &period, "", pack);
      judge_balance(tried, amount, {of, true}, surplus, &period, pack);
      if (tried.verdict != Verdict::consistent) continue;
      tried.note += "; what the sentence leaves out is taken from those before";
      claim = std::move(tried);
      return;
    }
  // One slip of the hand makes it that of the two that the words were taken for, and no other has it.
  if (subject.from.empty() || subject.to.empty() || periods.size() != 1) return;
  Claim tried = claim;
  tried.parties.clear();
  tried.evidence.clear();
  tell_subject(tried, subject, &periods.front(), "", pack);
  judge_balance(tried, amount, {subject, true}, surplus, &periods.front(), pack);
  if (tried.verdict == Verdict::likely_error && one_of(tried.edit->kind, {"digit", "scale"}))
    claim = std::move(tried);
}

}  // namespace sogdia::claims
