#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/reader/reader.h"

// Figures whose sentence leaves a country or the period to what was said before.

namespace sogdia::claims {
namespace {

constexpr double kTelling = 100;  // three digits: fewer fit too much

void put(std::vector<Subject>& subjects, const Subject& subject) {
  if ((subject.from.empty() && subject.to.empty()) || subject.from == subject.to) return;
  if (std::find(subjects.begin(), subjects.end(), subject) == subjects.end()) subjects.push_back(subject);
}

Subject flow_of(FlowKind kind, const std::string& actor, const std::string& partner) {
  return kind == FlowKind::total     ? Subject{true, actor, partner}
         : kind == FlowKind::exports ? Subject{false, actor, partner}
                                     : Subject{false, partner, actor};
}

// The countries beside a figure of a list, the nearest first: "Russia, $65.7 billion", "$17 billion to
// Germany".
std::vector<std::string> parties_beside(const Mentions& m, const Amount& amount, Span sentence) {
  std::size_t previous = sentence.begin, next = sentence.end;
  for (const auto& other : m.amounts) {
    if (other.percent) continue;
    if (other.end <= amount.begin) previous = std::max(previous, other.end);
    if (other.begin >= amount.end) next = std::min(next, other.begin);
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

std::vector<Subject> Reader::open_subjects(const Subject& subject, const FlowWord& flow, const Mentions& m,
                                           const Amount& amount, Span sentence) const {
  std::vector<Subject> found;
  put(found, subject);
  const bool buys = flow.kind == FlowKind::imports;
  std::string actor = buys ? subject.to : subject.from;
  std::string partner = buys ? subject.from : subject.to;
  if (flow.kind == FlowKind::total && partner.empty()) std::swap(actor, partner);
  // "It was $240.1 billion": of any flow of the two.
  const bool carried = flow.at >= sentence.end;
  if (carried && last_pair.size() == 2)
    for (const FlowKind kind : {FlowKind::total, FlowKind::exports, FlowKind::imports})
      put(found, flow_of(kind, last_pair[0], last_pair[1]));
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
      for (const auto& code : actors) put(found, flow_of(flow.kind, code, partner));
      return found;
    }
  for (const auto& p : m.parties)
    if (!p.reports && p.begin > flow.at && p.begin <= flow.at + 6 &&
        one_of(p.preposition, {"to", "from", "with"})) {
      for (const auto& code : actors) put(found, flow_of(flow.kind, code, p.code));
      return found;
    }
  std::vector<std::string> partners = parties_beside(m, amount, sentence);
  partners.insert(partners.begin(), partner);
  for (const auto& p : m.parties)
    if (!p.reports) partners.push_back(p.code);
  for (const auto& code : actors) {
    for (const auto& other : partners)
      if (!other.empty()) put(found, flow_of(flow.kind, code, other));
    put(found, flow_of(flow.kind, code, ""));
  }
  if (!actor.empty()) put(found, flow_of(flow.kind, actor, ""));
  // "and Canada supplied $412.7 billion": to the one that the section is of.
  if (!actor.empty())
    for (const auto& code : actors) put(found, flow_of(flow.kind, actor, code));
  if (last_pair.size() == 2) {
    put(found, flow_of(flow.kind, last_pair[0], last_pair[1]));
    // "imports of $24.4 billion" of one country with all are no exports of its own.
    if (!last_pair[1].empty()) put(found, flow_of(flow.kind, last_pair[1], last_pair[0]));
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
  if (const Period* spoken = open_year     ? &*open_year
                             : last_period ? &*last_period
                                           : nullptr;
      spoken && !period)
    for (const auto& month : m.months) {
      if (month.day != 0) continue;
      Period part = *spoken;
      part.from = part.to = spoken->year() * 12 + month.month - 1;
      part.open = true;
      take(part);
    }
  // "In October exports rose": of a month whose year is not printed.
  if (!m.months.empty()) return found;
  if (last_period) take(*last_period);
  if (last_said && last_said->period) take(*last_said->period);
  if (first_period) take(*first_period);
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
  return kind == "direction" ||
         (sure && (kind == "flow" || kind == "mirror" || kind == "currency" || kind == "digit"));
}

std::optional<Reader::Settled> Reader::settle(Claim& claim, const Amount& amount, const Open& open,
                                              const Judged& judge) const {
  if (!(amount.unit > 0) || std::fabs(amount.value) < open.telling * amount.unit) return std::nullopt;
  // What nobody printed confirms only where no printed figure does.
  const auto estimated = [](const Claim& c) {
    return std::all_of(c.evidence.begin(), c.evidence.end(),
                       [](const EvidenceItem& e) { return e.table == "trade" || e.table == "trade_totals"; });
  };
  std::optional<Claim> off, guess;
  std::optional<Settled> of_it, of_guess;
  for (const auto& subject : open.subjects)
    for (const auto& period : open.periods) {
      Claim tried = claim;
      tried.parties.clear();
      tried.evidence.clear();
      tried.edit.reset();
      tried.verdict = Verdict::not_checkable;
      judge(tried, subject, period);
      if (tried.verdict == Verdict::consistent) {
        tried.note += "; what the sentence leaves out is taken from those before";
        if (estimated(tried)) {
          if (!guess) guess = std::move(tried), of_guess = Settled{subject, period};
          continue;
        }
        claim = std::move(tried);
        return Settled{subject, period};
      }
      if (open.may_be_wrong && !period.open && std::fabs(amount.value) >= open.telling_slip * amount.unit &&
          (is_open_slip(tried, (open.sure || open.likely) && subject == open.subjects.front(), amount) ||
           (open.plain && is_flow_with_all(tried, subject, amount))) &&
          !off) {
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
  return settle(claim, amount, open, [&](Claim& tried, const Subject& subject, const Period& period) {
    const std::string whose = reporter == subject.from || reporter == subject.to ? reporter : std::string();
    tell_subject(tried, subject, &period, whose, pack);
    judge_level(tried, amount, subject, &period, whose, pack);
  });
}

// Confirms a balance by a partner and a period that the sentence leaves out; it never calls one wrong.
void Reader::settle_balance(Claim& claim, const Amount& amount, const Subject& subject, bool surplus,
                            const std::vector<Period>& periods) const {
  if (std::fabs(amount.value) < kTelling * amount.unit) return;
  std::vector<Subject> subjects;
  put(subjects, subject);
  const std::string actor = subject.from.empty() ? topic : subject.from;
  put(subjects, {false, actor, ""});
  for (const std::string& partner : {other_of(last_pair, actor), last_named})
    if (!partner.empty()) put(subjects, {false, actor, partner});
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
}

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
      said && !others && !said->subject.from.empty() && (!said->subject.to.empty() || said->sure)) {
    const Period* when = period ? period : said->period ? &*said->period : nullptr;
    tell_subject(claim, said->subject, when, "", pack);
    judge_level(claim, amount, said->subject, when, "", pack);
    if (claim.verdict == Verdict::likely_error && !said->sure && !said->confirmed) {
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
    settle_level(claim, amount,
                 {{Subject{true, last_pair[0], last_pair[1]}}, open_periods(m, period), false, false}, "");
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
    if (said_here.back().confirmed && next != two) put(subjects, next);
  }
  // "... traded with the five; Kazakhstan, with $41 billion": a member in the place of its group.
  if (last_said && !beside.empty())
    for (const bool first : {true, false}) {
      Subject member = last_said->subject;
      std::string& side = first ? member.from : member.to;
      if (side.size() > 3 && pack.members(side, now >= 0 ? now / 12 : 2023).contains(beside.front())) {
        side = beside.front();
        put(subjects, member);
      }
    }
  // "Mexico: $505.9bn in 2024, after $475.6bn in 2023": of the figure before.
  if (beside.empty() && m.parties.size() == 1 && !said_here.empty()) put(subjects, said_here.back().subject);
  // "In 2024 there was a recovery to $688.3 billion"
  if (last_said && said_age <= 1 && beside.empty() && !others) put(subjects, last_said->subject);
  for (const FlowKind each : {kind, FlowKind::total})
    for (const auto& actor : actors) put(subjects, flow_of(each, actor, first_but(beside, actor)));
  constexpr double kTellingBeside = 20;  // with its country beside it two digits tell
  // Behind a figure that fits, a thousandfold of two digits tells as well.
  const bool behind = last_said && last_said->confirmed && said_age <= 1;
  const auto settled = settle_level(
      claim, amount,
      {subjects, open_periods(m, period), false, true, kTellingBeside, behind ? kTellingBeside : kTelling},
      "");
  // Beside a figure that fits so read, one that is another's to the digit is a slip.
  const auto fitting =
      std::count_if(said_here.begin(), said_here.end(), [](const Said& s) { return s.confirmed; });
  const bool another =
      amount.begin > 0 && m.periods.empty() && one_of(tokens[amount.begin - 1].text, {"another", "further"});
  const bool listed = (fitting > 1 || another) && last_said && last_said->period;
  const Period* of_list = period ? period : listed ? &*last_said->period : nullptr;
  if (!settled && behind && of_list && !subjects.empty() && !beside.empty() &&
      std::fabs(amount.value) >= kTelling * amount.unit) {
    Claim tried = claim;
    const Period when = *of_list;
    tell_subject(tried, subjects.front(), &when, "", pack);
    judge_level(tried, amount, subjects.front(), &when, "", pack);
    if (tried.verdict == Verdict::likely_error && (listed || tried.edit->kind != "figure") &&
        tried.edit->kind != "currency")
      claim = std::move(tried);
  }
  if (settled) {
    const Subject& of = settled->subject;
    last_said = Said{kind,       kind == FlowKind::imports ? of.to : of.from, settled->period, of,
                     amount.end, claim.verdict == Verdict::consistent};
    said_age = 0;
  }
}

}  // namespace sogdia::claims
