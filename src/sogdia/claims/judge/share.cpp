#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"

namespace sogdia::claims {
namespace {

constexpr double kShareSlack = 0.02;
constexpr double kFarShare = 1.5;

const char* word_of(FlowKind flow) {
  return flow == FlowKind::exports ? "exports" : flow == FlowKind::imports ? "imports" : "trade";
}

// A part and the whole that it is held against, in one period; by one office where that prints both.
struct Share {
  double value;
  const Figure* part;
  bool printed;
  bool by_one;  // both are of one office
};

std::vector<Share> shares(const std::string& of, const std::string& partner, FlowKind flow,
                          const Period& period, const Pack& pack) {
  const Subject part = flow == FlowKind::exports   ? Subject{false, of, partner}
                       : flow == FlowKind::imports ? Subject{false, partner, of}
                                                   : Subject{true, of, partner};
  const Subject whole = flow == FlowKind::exports   ? Subject{false, of, ""}
                        : flow == FlowKind::imports ? Subject{false, "", of}
                                                    : Subject{true, of, ""};
  std::vector<Share> found;
  for (const bool by_one : {true, false})
    for (const auto& p : pack.figures.about(part))
      for (const auto& w : pack.figures.about(whole))
        if (p.period.same_months(period) && w.period.same_months(period) && p.by_same(w) == by_one &&
            (p.currency == w.currency || p.value / w.value > 0))
          found.push_back({p.currency == w.currency ? p.printed / w.printed : p.value / w.value, &p,
                           !p.reporter.empty(), by_one && !p.reporter.empty()});
  std::stable_sort(found.begin(), found.end(),
                   [](const Share& a, const Share& b) { return a.printed && !b.printed; });
  return found;
}

}  // namespace

void judge_share(Claim& claim, const Amount& amount, const std::string& of, const std::string& partner,
                 FlowKind flow, const Period* period, const Pack& pack) {
  const Range range = stands_for(amount, 1, true);
  const auto fits = [&](double share) {
    return share >= range.low - kShareSlack && share <= range.high + kShareSlack;
  };
  std::vector<Period> periods;
  if (period) {
    periods.push_back(*period);
  } else {
    for (int year = 2030; year > 2000; --year) periods.push_back(year_period(year));
  }
  for (const auto& p : periods) {
    const auto own = shares(of, partner, flow, p, pack);
    if (own.empty()) continue;
    const auto best = std::find_if(own.begin(), own.end(), [&](const Share& s) { return fits(s.value); });
    const Share& share = best == own.end() ? own.front() : *best;
    const auto line = fmt::format("{:.1f} % of the {} of {} in {}", 100 * share.value, word_of(flow),
                                  pack.lexicon.display(of), to_text(p));
    claim.evidence.push_back({share.part->source, line, to_text(p), share.part->table, share.value,
                              "fraction", share.part->estimated ? "estimated" : "observed"});
    claim.note = line + (share.printed ? "" : ", by the trade table");
    if (share.part->unreported()) {
      claim.note = "nobody reports the flow; the trade table has an estimate, " + line;
      return;
    }
    if (best != own.end()) {
      claim.verdict = Verdict::consistent;
      return;
    }
    for (const FlowKind other : {FlowKind::exports, FlowKind::imports, FlowKind::total})
      for (const Share& s : shares(of, partner, other, p, pack))
        if (other != flow && share.printed && std::fabs(s.value - amount.value) < kShareSlack / 2) {
          claim.verdict = Verdict::likely_error;
          claim.edit =
              Edit{"flow", word_of(other), fmt::format("that is the share in {}; {}", word_of(other), line)};
          claim.note = claim.edit->explanation;
          return;
        }
    claim.verdict = Verdict::ambiguous;
    // Far off every one, and printed: no revision or mirror would bring it there.
    const bool own_office = std::any_of(own.begin(), own.end(), [](const Share& s) { return s.by_one; });
    const bool far = std::all_of(own.begin(), own.end(), [&](const Share& s) {
      return (own_office && !s.by_one) || s.value < (range.low - kShareSlack) / kFarShare ||
             s.value > (range.high + kShareSlack) * kFarShare;
    });
    if (period && share.printed && far) {
      claim.verdict = Verdict::likely_error;
      claim.edit = Edit{"figure", fmt::format("{:.0f} percent", 100 * share.value), line};
      claim.note = line;
    }
    return;
  }
  claim.note = "the pack has no figure for this share";
}

}  // namespace sogdia::claims
