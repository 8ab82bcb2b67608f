#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/hand_slip.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/judge/level_edits.h"
#include "sogdia/claims/judge/mirror.h"

namespace sogdia::claims {
namespace {

constexpr double kNear = 0.1;                              // near enough to name the figure
constexpr double kTwoCounts = 0.3;                         // as far apart as two offices may count one flow
constexpr double kNoRounding = 0.004, kManyDigits = 1000;  // of digits that changed places
constexpr double kRounding = 0.015;  // so near that it is a rounding or a revision, not a slip

// The first edit is the likely one; the others of its kind are named beside it.
void accept(Claim& claim, const std::vector<Candidate>& edits) {
  const Candidate& first = edits.front();
  claim.verdict = Verdict::likely_error;
  claim.edit = Edit{first.kind, first.value, first.explanation};
  claim.note = first.explanation;
}

// Whether two offices have told the same period of the subject, and never within a tenth of each other.
bool count_apart(const std::vector<Figure>& known, const std::string& one, const std::string& other) {
  bool seen = false;
  for (const auto& [a, b] : told_by_two(known)) {
    if (a->reporter != one || b->reporter != other) continue;
    if (std::fabs(a->value / b->value - 1) < kNear) return false;
    seen = true;
  }
  return seen;
}

}  // namespace

void judge_record(Claim& claim, const Subject& subject, const Period& period, const Pack& pack) {
  const auto& known = pack.figures.about(subject);
  for (const auto& own : known) {
    if (!own.period.same_months(period) || own.reporter.empty()) continue;
    const Figure* before = nullptr;
    for (const auto& f : known)
      if (f.by_same(own) && f.period.from < period.from && (period.from - f.period.from) % 12 == 0 &&
          f.period.to - f.period.from == period.to - period.from && (!before || f.printed > before->printed))
        before = &f;
    if (!before) continue;
    claim.evidence = {cited(own, pack.lexicon), cited(*before, pack.lexicon)};
    claim.note = fmt::format("{} {} in {}; the highest before it was {} in {}", money_text(own),
                             by_whom(own, pack.lexicon), to_text(period), money_text(*before),
                             to_text(before->period));
    const bool record = own.printed >= before->printed * 0.999;
    claim.verdict = record ? Verdict::consistent : Verdict::likely_error;
    if (!record) claim.edit = Edit{"figure", "no record", claim.note};
    return;
  }
}

std::optional<Edit> judge_turn(const Amount& amount, const Subject& subject, const Period& year, int said,
                               const Pack& pack) {
  constexpr double kPlainTurn = 0.03;  // a smaller change may be turned round by a revision
  const auto& known = pack.figures.about(subject);
  bool against = false;
  std::string line;
  for (const auto& f : known) {
    if (f.reporter.empty() || f.estimated || !f.period.same_months(year)) continue;
    const auto both = compared(amount, f, pack.rates, false);
    if (!both || !both->range.holds(both->value)) continue;
    for (const auto& before : known) {
      if (!before.by_same(f) || before.estimated || before.period.to != year.to - 12 ||
          before.period.from != year.from - 12)
        continue;
      const double change = f.printed / before.printed - 1;
      if (change * said > -kPlainTurn) return std::nullopt;
      against = true;
      line = fmt::format("{} in {} after {} in {}, {}", money_text(f), to_text(f.period), money_text(before),
                         to_text(before.period), by_whom(f, pack.lexicon));
    }
  }
  if (!against) return std::nullopt;
  return Edit{"direction", said > 0 ? "fell" : "rose", line};
}

bool may_be_level(const Amount& amount, const Subject& subject, const Period& period, const Pack& pack) {
  static const std::string kNobody;
  const Level level{amount, subject, &period, kNobody, pack, {}, {}, {}, false};
  const auto& known = pack.known(subject);
  return std::any_of(known.begin(), known.end(), [&](const Figure& f) {
    return f.period.same_months(period) && level.fits(f, amount, false);
  });
}

void judge_level(Claim& claim, const Amount& amount, const Subject& subject, const Period* period,
                 const std::string& reporter, const Pack& pack, const std::string& actor) {
  const auto& known = pack.known(subject);
  if (known.empty()) {
    claim.note = fmt::format("the pack has no figure for {}", describe(subject, pack.lexicon));
    return;
  }
  // The figures of the claim's own period: printed ones where there are any, else estimates.
  Level level{amount, subject, period, reporter, pack, {}, {}, {}, false};
  auto& own = level.own;
  auto& elsewhere = level.elsewhere;
  for (const auto& f : known)
    if (period ? f.period.same_months(*period) : f.period.is_year())
      level.printed = level.printed || !f.reporter.empty();
  for (const auto& f : known) {
    if (!(period ? f.period.same_months(*period) : f.period.is_year())) continue;
    if (level.printed && f.reporter.empty()) continue;
    (reporter.empty() || f.reporter == reporter ? own : elsewhere).push_back(&f);
  }
  // Who printed it in the claim's own currency is not asked across a rate of exchange.
  const auto all = own;
  std::erase_if(own, [&](const Figure* f) {
    const bool told_so =
        !level.same_currency(*f) && std::any_of(all.begin(), all.end(), [&](const Figure* same) {
          return same->reporter == f->reporter && same->period.same_months(f->period) &&
                 level.same_currency(*same) && !same->estimated && !std::isnan(same->printed);
        });
    if (told_so) level.own_money.push_back(f);
    return told_so;
  });
  for (const auto* f : own)
    if (period) claim.evidence.push_back(cited(*f, pack.lexicon));

  if (!own.empty() && std::all_of(own.begin(), own.end(), [](const Figure* f) { return f->unreported(); })) {
    claim.note = fmt::format("nobody reports {}{}; the trade table has an estimate, {}",
                             describe(subject, pack.lexicon), period ? " in " + to_text(*period) : "",
                             interval_text(*own.front()));
    return;
  }
  if (!period) {
    for (const auto* f : own)
      if (level.fits(*f, amount, true)) claim.evidence.push_back(cited(*f, pack.lexicon));
    if (!claim.evidence.empty()) {
      claim.verdict = Verdict::ambiguous;
      claim.note = fmt::format("no period is printed; the figure fits {}", claim.evidence.front().period);
      return;
    }
  }
  for (const auto* f : own)
    if (period && level.fits(*f, amount, false)) {
      claim.verdict = Verdict::consistent;
      claim.note = fmt::format("{} {} in {}", money_text(*f), by_whom(*f, pack.lexicon), to_text(f->period));
      if (!level.fits(*f, amount, true) && f->restated_low <= f->restated_high)
        claim.note += fmt::format("; its growth of {} puts it at {}", f->period.year() + 1,
                                  money_text(0.5 * (f->restated_low + f->restated_high)));
      return;
    }
  if (own.empty() && !elsewhere.empty()) {
    for (const auto* f : elsewhere) claim.evidence.push_back(cited(*f, pack.lexicon));
    const bool fit = std::any_of(elsewhere.begin(), elsewhere.end(),
                                 [&](const Figure* f) { return level.fits(*f, amount, false); });
    // Where the two always count apart, a figure that is just the other's is the other's.
    const auto theirs = std::find_if(elsewhere.begin(), elsewhere.end(), [&](const Figure* f) {
      return period && !f->reporter.empty() && level.fits(*f, amount, true) &&
             count_apart(known, reporter, f->reporter);
    });
    if (theirs != elsewhere.end()) {
      const std::string whose = by_whom(**theirs, pack.lexicon);
      claim.verdict = Verdict::likely_error;
      claim.edit =
          Edit{"mirror", whose,
               fmt::format("that is the figure {}: {} in {}", whose, money_text(**theirs), to_text(*period))};
      claim.note = claim.edit->explanation;
      return;
    }
    claim.verdict = Verdict::ambiguous;
    claim.note = fmt::format("the pack has no figure by {}'s customs; {} {} {}",
                             pack.lexicon.display(reporter), fit ? "it fits" : "it does not fit",
                             money_text(*elsewhere.front()), by_whom(*elsewhere.front(), pack.lexicon));
    return;
  }

  // Only what somebody printed is ground for an alarm: an estimate confirms or stays silent.
  const bool evidenced =
      std::any_of(own.begin(), own.end(), [](const Figure* f) { return !f->reporter.empty(); });
  const auto within = [&](const Figure* f, double room) {
    const auto ratio = level.ratio(*f);
    return ratio && std::fabs(*ratio - 1) < room;
  };
  // Two digits that changed places are no revision, where they make just what was printed.
  const auto mixed = [&](const Figure* f) {
    return !f->reporter.empty() && !f->estimated && level.same_currency(*f) &&
           amount.value >= kManyDigits * amount.unit && f->half_digit <= amount.unit &&
           !within(f, kNoRounding) && places_changed(amount, f->printed);
  };
  const bool close = period && std::none_of(own.begin(), own.end(), mixed) &&
                     std::any_of(own.begin(), own.end(), [&](const Figure* f) {
                       return level.same_currency(*f) && within(f, kRounding);
                     });
  // Across a rate of exchange near is near enough, unless the customs that the text names printed just that
  // number in their own currency.
  const bool in_currency = std::any_of(own.begin(), own.end(), [&](const Figure* f) {
    return !f->reporter.empty() && !f->estimated && level.same_currency(*f);
  });
  const bool near_converted =
      period && !in_currency && std::any_of(own.begin(), own.end(), [&](const Figure* f) {
        return !level.same_currency(*f) && within(f, kNear);
      });
  std::vector<Candidate> edits;
  if (period && evidenced && !close && !near_converted) edits = cheapest_edits(level);
  // So where nearly four digits of it are.
  const bool telling = std::fabs(amount.value) >= 300 * amount.unit && amount.hedge == Hedge::none;
  if (period && evidenced && !close && near_converted && (telling || !reporter.empty()))
    edits = other_currency(level);
  if (period && reporter.empty() && only_the_mirror(own, known, *period, actor))
    std::erase_if(edits, [](const Candidate& edit) { return edit.kind != "scale"; });
  // Of a year that the other side alone has told, one digit off is no slip where its own may lie there.
  if (period && reporter.empty() && !actor.empty() &&
      std::none_of(own.begin(), own.end(), [&](const Figure* f) { return f->reporter == actor; }))
    std::erase_if(edits, [&](const Candidate& edit) {
      const auto ratio = level.ratio(*edit.figure);
      if (edit.kind == "digit") return ratio && may_be_the_mirrors(*ratio, *edit.figure, known);
      // Nor is a year of its own that is much the same, where the other's is no further off than two count
      // apart.
      return edit.kind == "year" && edit.figure->reporter == actor &&
             std::any_of(own.begin(), own.end(), [&](const Figure* f) { return within(f, kTwoCounts); });
    });
  if (!edits.empty()) {
    for (const auto& edit : edits) {
      const auto item = cited(*edit.figure, pack.lexicon);
      if (std::none_of(claim.evidence.begin(), claim.evidence.end(), [&](const EvidenceItem& e) {
            return e.figure == item.figure && e.period == item.period;
          }))
        claim.evidence.push_back(item);
    }
    accept(claim, edits);
    return;
  }
  if (period && !evidenced && elsewhere.empty())
    if (const auto beside = year_beside(level); !beside.empty()) {
      claim.evidence.push_back(cited(*beside.front().figure, pack.lexicon));
      accept(claim, beside);
      return;
    }
  if (period && !own.empty() && !evidenced) {
    claim.note = fmt::format("nobody printed {} for {}; {} {}", describe(subject, pack.lexicon),
                             to_text(*period), money_text(*own.front()), by_whom(*own.front(), pack.lexicon));
    return;
  }
  if (own.empty() && elsewhere.empty())
    if (const auto turned = the_other_way(level); !turned.empty()) {
      claim.evidence.push_back(cited(*turned.front().figure, pack.lexicon));
      accept(claim, turned);
      return;
    }
  if (own.empty() && elsewhere.empty())
    if (const auto nested = nested_period(level); !nested.empty()) {
      claim.evidence.push_back(cited(*nested.front().figure, pack.lexicon));
      accept(claim, nested);
      return;
    }
  if (own.empty()) {
    claim.note = fmt::format("the pack has no figure for {} in {}", describe(subject, pack.lexicon),
                             period ? to_text(*period) : "any year");
    return;
  }
  claim.verdict = Verdict::ambiguous;
  const Figure& nearest = *own.front();
  const auto ratio = level.ratio(nearest);
  const bool near = period && ratio && std::fabs(*ratio - 1) < kNear;
  claim.note = !period ? fmt::format("no period is printed and no year fits")
               : near  ? fmt::format("near, but {} in {}", level.says(nearest), to_text(nearest.period))
                       : fmt::format("no single edit makes it fit; {} in {}", level.says(nearest),
                                     to_text(nearest.period));
}

}  // namespace sogdia::claims
