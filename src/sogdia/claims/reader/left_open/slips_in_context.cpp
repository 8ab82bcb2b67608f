#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/hand_slip.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/judge/level_edits.h"
#include "sogdia/claims/judge/mirror.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/reader/reader.h"

// Figures of which the words do not settle what they are of: where nothing that the text speaks of has the
// figure as it stands, and one slip of the hand makes it what was printed of just that, it is that slip.

namespace sogdia::claims {
namespace {

constexpr double kTwoDigits = 20, kThreeDigits = 100, kFourDigits = 1000;
constexpr double kOnePrint = 0.01;
constexpr std::size_t kFew = 8, kFewest = 4;  // figures that three digits, and two, can tell apart

void put_code(std::vector<std::string>& codes, const std::string& code) {
  if (!code.empty() && std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
}

void put_period(std::vector<Period>& periods, const Period& p) {
  if (std::none_of(periods.begin(), periods.end(), [&](const Period& q) { return q.same_months(p); }))
    periods.push_back(p);
}

void put_subject(std::vector<Subject>& subjects, const Subject& s) {
  if (std::find(subjects.begin(), subjects.end(), s) == subjects.end()) subjects.push_back(s);
}

void put_flow(std::vector<Subject>& subjects, const std::string& a, const std::string& b, FlowKind kind) {
  if (a == b) return;
  put_subject(subjects, kind == FlowKind::total     ? Subject{true, std::min(a, b), std::max(a, b)}
                        : kind == FlowKind::exports ? Subject{false, a, b}
                                                    : Subject{false, b, a});
}

// "took goods worth $22.7 billion and the UK $14.5 billion": named behind a verb, in no place of its own.
bool stands_beside(const Mentions& m, const std::string& code, const FlowWord& flow) {
  return std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
    return p.code == code && !p.reports && p.begin > flow.at &&
           (p.preposition.empty() || p.preposition == "and");
  });
}

// "$348.5 billion, against $334 billion for Mexico": of another country, not of another year.
bool is_of_another(const Mentions& m, const Amount& amount) {
  return std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
    return !p.reports && p.begin > amount.end && p.begin <= amount.end + 2 &&
           one_of(p.preposition, {"for", "from", "to", "with", "in"});
  });
}

}  // namespace

Reader::Neighbours Reader::neighbours_of(const Mentions& m, const Amount& amount, Span sentence) const {
  Neighbours near;
  auto& [named, actors, kinds, likely, periods] = near;
  for (const auto& p : m.parties)
    if (!p.reports && !p.beside) put_code(named, p.code);
  for (const auto& code : in_common) put_code(actors, code);
  for (const std::string& code : {topic, dateline, last_actor}) put_code(actors, code);
  if (last_said) put_code(actors, last_said->actor);
  for (const auto& p : m.parties)
    if (p.reports) put_code(actors, p.code);
  std::vector<std::string> partners = named;
  // "Uzbek exports were no more than": to the other of the two spoken of.
  if (named.size() == 1 && fitted > 0)
    if (const std::string other = other_of(last_pair, named.front()); !other.empty())
      put_code(partners, other);
  // "And Russia? In 2021-22 the two countries traded": of whom the short sentence before was.
  if (partners.empty() && !about.empty()) put_code(partners, about);
  if (partners.empty())
    for (const auto& code : last_pair) put_code(partners, code);
  const FlowWord* flow = flow_near(tokens, m, amount);
  kinds = {FlowKind::total, FlowKind::exports, FlowKind::imports};
  const bool told =
      flow && flow->at >= sentence.begin && flow->at < sentence.end &&
      (flow->kind == FlowKind::total || flow->kind == FlowKind::exports || flow->kind == FlowKind::imports);
  if (told) kinds = {flow->kind};
  for (const auto& partner : partners)
    for (const auto& actor : actors)
      for (const FlowKind kind : kinds) {
        // "France sold goods worth": its own flow, and so "and the UK" behind it.
        const bool own = std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
          return told && p.end <= flow->at && p.preposition.empty() &&
                 (p.code == partner || stands_beside(m, partner, *flow));
        });
        put_flow(likely, own ? partner : actor, own ? actor : partner, kind);
        // "| China | Imports | $113.45 billion" of a table: of the partner, from whom its country buys.
        if (own && tokens[flow->at - 1].text == ",") put_flow(likely, actor, partner, kind);
      }
  // "The United States remained the largest market at A, and China the largest supplier at B": of the one
  // that the text is of, with each.
  const bool of_partners =
      holds(tokens, sentence,
            {"market", "supplier", "buyer", "customer", "destination", "source", "seller"}) &&
      std::any_of(actors.begin(), actors.end(), [&](const std::string& code) {
        return !code.empty() && std::find(near.named.begin(), near.named.end(), code) == near.named.end();
      });
  if (named.size() == 2 && !of_partners)
    for (const FlowKind kind : kinds) put_flow(likely, named[0], named[1], kind);
  // "In December alone they were worth": of the flow before.
  if (!told && named.empty() && last_said && last_said->confirmed && said_age <= 2)
    put_subject(likely, last_said->subject);
  // "Our exports amounted to", "Türkiye sold goods worth": of one country with all.
  if (told && named.size() <= 1)
    for (const auto& code : named.empty() ? actors : named)
      put_subject(likely, kinds.front() == FlowKind::imports
                              ? Subject{false, "", code}
                              : Subject{kinds.front() == FlowKind::total, code, ""});
  for (const auto& p : m.periods)
    if (!p.deadline && !p.day && !p.open && !p.since && !p.guessed && p.shift == 0) put_period(periods, p);
  // "In December": of a year spoken of.
  if (periods.empty())
    for (const auto& month : m.months)
      for (const auto* of :
           {last_period ? &*last_period : nullptr, first_period ? &*first_period : nullptr}) {
        if (month.day != 0 || !of) continue;
        Period part;
        part.from = part.to = of->year() * 12 + month.month - 1;
        put_period(periods, part);
      }
  // "They missed it: it was $79.4 billion", behind an aim for that year.
  if (periods.empty() && m.months.empty() && last_target && last_target->by_year > 0 && target_age <= 1)
    put_period(periods, year_period(last_target->by_year));
  if (periods.empty() && m.months.empty()) {
    if (last_said && last_said->period) put_period(periods, *last_said->period);
    if (last_period) put_period(periods, *last_period);
  }
  return near;
}

// All that it may be besides: of any two that are near, of one with all.
std::vector<Subject> Reader::possible_of(const Neighbours& near) const {
  std::vector<std::string> all = near.named;
  for (const auto& code : near.actors) put_code(all, code);
  for (const auto& code : last_pair) put_code(all, code);
  for (std::size_t k = 0; k < std::min<std::size_t>(recent.size(), 4); ++k) put_code(all, recent[k]);
  std::vector<Subject> possible;
  for (const auto& one : all) {
    for (const auto& two : all)
      for (const FlowKind kind : {FlowKind::total, FlowKind::exports}) put_flow(possible, one, two, kind);
    put_subject(possible, {true, one, ""});
    put_subject(possible, {false, one, ""});
    put_subject(possible, {false, "", one});
  }
  return possible;
}

bool Reader::fits_neighbour(const Amount& amount, const Neighbours& near) const {
  constexpr int kYears = 1;
  for (const auto& subject : possible_of(near))
    for (const auto& f : pack.figures.about(subject)) {
      const bool in_time = std::any_of(near.periods.begin(), near.periods.end(), [&](const Period& p) {
        return std::abs(f.period.year() - p.year()) <= kYears && f.period.to - f.period.from == p.to - p.from;
      });
      if (!in_time || f.unreported() || f.reporter.empty()) continue;
      const auto both = compared(amount, f, pack.rates, true);
      if (both && !both->converted && both->range.holds(both->value)) return true;
    }
  return false;
}

bool Reader::fits_other(const Claim& claim, const Mentions& m, const Amount& amount, Span sentence) const {
  const auto own = [&](const Subject& s) {
    return claim.parties.size() == 2 && same_two(s, {false, claim.parties[0], claim.parties[1]});
  };
  for (const auto& subject : possible_of(neighbours_of(m, amount, sentence)))
    for (const auto& f : pack.figures.about(subject)) {
      if (own(subject) || f.reporter.empty() || f.unreported() || to_text(f.period) != claim.period) continue;
      const auto both = compared(amount, f, pack.rates, true);
      if (both && !both->converted && both->range.holds(both->value)) return true;
    }
  return false;
}

void Reader::read_slips_in_context(const Mentions& m, Span sentence) {
  for (const auto& level : levels_here) {
    const std::size_t begin = level.first, at = level.second;
    if (at >= claims.size()) continue;
    Claim& claim = claims[at];
    if (claim.kind != "amount" ||
        (claim.verdict != Verdict::ambiguous && claim.verdict != Verdict::not_checkable))
      continue;
    const auto amount = std::find_if(m.amounts.begin(), m.amounts.end(),
                                     [&, first = begin](const Amount& a) { return a.begin == first; });
    if (amount == m.amounts.end() || amount->percent || amount->hedge == Hedge::more_than ||
        amount->hedge == Hedge::less_than || amount->value < kTwoDigits * amount->unit ||
        reading_of(tokens, m, *amount, sentence) != Reading::outcome ||
        (is_base(tokens, *amount, sentence) && !is_of_another(m, *amount)))
      continue;
    const Neighbours near = neighbours_of(m, *amount, sentence);
    if (near.likely.empty() || near.periods.empty()) continue;
    std::vector<const Figure*> held;
    for (const auto& subject : near.likely)
      for (const auto& f : pack.figures.about(subject))
        if (!f.reporter.empty() && !f.estimated && !std::isnan(f.printed) &&
            std::any_of(near.periods.begin(), near.periods.end(),
                        [&](const Period& p) { return p.same_months(f.period); }))
          held.push_back(&f);
    const bool three = amount->value >= kThreeDigits * amount->unit;
    // Two prints of one figure are one.
    std::vector<double> apart;
    for (const Figure* f : held)
      if (std::none_of(apart.begin(), apart.end(),
                       [&](double value) { return std::fabs(value / f->printed - 1) < kOnePrint; }))
        apart.push_back(f->printed);
    const bool few = apart.size() <= (three ? kFew : kFewest),
               four = amount->value >= kFourDigits * amount->unit;
    // So near to one of them that it is a rounding or a revision.
    constexpr double kRevised = 0.004;
    if (std::any_of(held.begin(), held.end(), [&](const Figure* f) {
          const auto both = compared(*amount, *f, pack.rates, true);
          return both && std::fabs(both->amount / both->value - 1) < kRevised;
        }))
      continue;
    std::optional<Edit> edit;
    const Figure* of = nullptr;
    for (const Figure* f : held) {
      const auto says = [&] { return fmt::format("{} {}", money_text(*f), by_whom(*f, pack.lexicon)); };
      const bool same = amount->currency.empty() || amount->currency == f->currency;
      if (same && (few || four))
        for (const auto& [factor, words] :
             {std::pair{1e3, "a thousand times too small"}, std::pair{1e-3, "a thousand times too large"},
              std::pair{10.0, "ten times too small"}, std::pair{0.1, "ten times too large"}}) {
          // A point that stands one digit off tells less.
          if (!four && factor > 1e-2 && factor < 1e2) continue;
          const Amount other = scaled(*amount, factor);
          const auto both = compared(other, *f, pack.rates, true);
          if (both && both->range.holds(both->value))
            edit = Edit{"scale", amount_text(other), fmt::format("printed {}; {}", words, says())}, of = f;
        }
      if (!three) {
        if (edit) break;
        continue;
      }
      if (!edit && same && amount->hedge == Hedge::none) {
        const auto one = digit_slip(*amount, *f);
        // "China's imports from the United States", where the American office alone has told the year.
        const std::string side = side_of(flow_of_level(m, *amount, sentence), f->subject);
        const bool theirs = !side.empty() && std::none_of(held.begin(), held.end(), [&](const Figure* other) {
          return other->subject == f->subject && other->reporter == side;
        });
        const bool mirrors =
            theirs && may_be_the_mirrors(amount->value / f->printed, *f, pack.figures.about(f->subject));
        // One digit changed may be a revision, but not where the page that has the figure has the one beside
        // it, of the same two and months, as it stands.
        const bool of_one_page =
            four && std::any_of(said_here.begin(), said_here.end(), [&](const Said& said) {
              return said.confirmed && said.claim < claims.size() && said.claim != at && !f->source.empty() &&
                     same_two(said.subject, f->subject) &&
                     std::any_of(claims[said.claim].evidence.begin(), claims[said.claim].evidence.end(),
                                 [&](const EvidenceItem& e) {
                                   return e.source == f->source && e.period == to_text(f->period);
                                 });
            });
        if (one && !mirrors && (of_one_page || ((few || four) && places_changed(*amount, f->printed))))
          edit = Edit{"digit", *one, fmt::format("one digit off; {} in {}", says(), to_text(f->period))},
          of = f;
      }
      if (!edit && !same && four) {
        Amount read_as = *amount;
        read_as.currency = f->currency;
        const auto both = compared(read_as, *f, pack.rates, true);
        if (both && both->range.holds(both->value))
          edit = Edit{"currency", f->currency,
                      fmt::format("it fits when read as {}; {}", amount_text(read_as), says())},
          of = f;
      }
      if (edit) break;
    }
    if (!edit || fits_neighbour(*amount, near)) continue;
    claim.parties.clear();
    claim.evidence = {cited(*of, pack.lexicon)};
    tell_subject(claim, of->subject, &of->period, "", pack);
    claim.verdict = Verdict::likely_error;
    claim.note = edit->explanation + "; nothing else that the text speaks of has this figure";
    claim.edit = std::move(edit);
    // What it is of is now known to those behind it.
    const FlowWord* flow = flow_near(tokens, m, *amount);
    const FlowKind kind = of->subject.total                         ? FlowKind::total
                          : flow && flow->kind == FlowKind::imports ? FlowKind::imports
                                                                    : FlowKind::exports;
    last_said = Said{kind,        kind == FlowKind::imports ? of->subject.to : of->subject.from,
                     of->period,  of->subject,
                     amount->end, true,
                     false,       amount->begin,
                     at};
    said_age = 0;
    std::erase_if(said_here, [&](const Said& said) { return said.claim == last_said->claim; });
    said_here.push_back(*last_said);
    std::stable_sort(said_here.begin(), said_here.end(),
                     [](const Said& a, const Said& b) { return a.begin < b.begin; });
  }
}

}  // namespace sogdia::claims
