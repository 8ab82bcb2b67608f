#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/reader/reader.h"

// Rates of which the words do not settle what they are of: where one slip of the hand makes one what was
// printed of just the flows and months that its sentence may be of, and nothing else near has it, it is that
// slip.

namespace sogdia::claims {
namespace {

constexpr std::size_t kFewRates = 4;  // that the digits of a rate can tell apart
constexpr double kPlainRate = 0.03;   // the sign of a smaller one may be turned by a revision

// What customs printed of any of these over any of these months.
std::vector<const Figure*> printed_rates(const std::vector<Subject>& subjects,
                                         const std::vector<Period>& periods, const Pack& pack) {
  std::vector<const Figure*> found;
  for (const auto& subject : subjects)
    for (const auto* list : {&pack.figures.about(subject), &pack.figures.growth_about(subject)})
      for (const auto& f : *list) {
        if (std::isnan(f.growth) || f.reporter.empty() || (f.estimated && f.table != "customs")) continue;
        const bool near = std::any_of(periods.begin(), periods.end(),
                                      [&](const Period& p) { return p.same_months(f.period); });
        if (near) found.push_back(&f);
      }
  return found;
}

}  // namespace

void Reader::read_rates_in_context(const Mentions& m, Span sentence) {
  for (const auto& [rate, at] : rates_here) {
    if (at >= claims.size()) continue;
    Claim& claim = claims[at];
    const bool open = claim.verdict == Verdict::ambiguous || claim.verdict == Verdict::not_checkable;
    if (claim.kind != "growth" || !open || rate.hedge != Hedge::none) continue;
    Neighbours near = neighbours_of(m, rate, sentence);
    std::erase_if(near.periods, [&](const Period& p) { return p.guessed; });
    if (near.likely.empty() || near.periods.empty() || !m.months.empty()) continue;
    const auto held = printed_rates(near.likely, near.periods, pack);
    if (held.empty() || held.size() > kFewRates) continue;
    const Figure* of = nullptr;
    bool sign = false;
    for (const auto* f : held) {
      Amount turned = rate;
      for (double* value : {&turned.value, &turned.low, &turned.high}) *value = -*value;
      const bool other_sign =
          std::fabs(f->growth) > kPlainRate && rate.value * f->growth < 0 && rate_fits(turned, *f, pack);
      if (!other_sign && !digits_change_places(rate, f->growth)) continue;
      if (of)
        of = nullptr;
      else
        of = f;
      sign = other_sign;
      if (!of) break;
    }
    if (!of) continue;
    // Nothing else that the text speaks of grew so, in that year or those beside it.
    const auto possible = possible_of(near);
    if (std::any_of(possible.begin(), possible.end(), [&, &rate = rate](const Subject& subject) {
          return grew_so(rate, subject, near.periods, pack);
        }))
      continue;
    claim.parties.clear();
    claim.evidence.clear();
    tell_subject(claim, of->subject, &of->period, "", pack);
    claim.reading = "growth of " + claim.reading;
    judge_growth(claim, rate, of->subject, &of->period, {of->currency, "", true, of->currency, of->currency},
                 pack);
    if (claim.verdict == Verdict::consistent) continue;
    claim.verdict = Verdict::likely_error;
    claim.note += "; nothing else that the text speaks of grew so";
    claim.edit = Edit{sign ? "direction" : "digit", rate_text(*of), claim.note};
  }
}

void Reader::take_in_verbs(Span sentence) {
  constexpr std::size_t kReach = 8, kReachBy = 24;  // tokens, and of "imports rose by A and exports by B"
  for (const auto& [rate, at] : rates_here) {
    if (at >= claims.size() || !claims[at].edit || claims[at].edit->kind != "direction") continue;
    const bool by = rate.begin > sentence.begin && tokens[rate.begin - 1].text == "by";
    for (std::size_t k = rate.begin; k-- > sentence.begin && rate.begin - k <= (by ? kReachBy : kReach);)
      if (direction_of(tokens[k].text) != 0) {
        claims[at].start = std::min(claims[at].start, tokens[k].start);
        claims[at].text = text.substr(claims[at].start, claims[at].end - claims[at].start);
        break;
      }
  }
}

}  // namespace sogdia::claims
