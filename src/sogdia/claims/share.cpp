#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <utility>

#include "sogdia/claims/judge.h"
#include "sogdia/claims/tolerance.h"

namespace sogdia::claims {
namespace {

constexpr double kShareSlack = 0.02;
constexpr double kFarShare = 1.5;

}  // namespace

void judge_share(Claim& claim, const Amount& amount, const std::string& of, const std::string& partner,
                 FlowKind flow, const Period* period, const Pack& pack) {
  const auto share_in = [&](int months_from, int months_to,
                            FlowKind kind) -> std::optional<std::pair<double, Figure>> {
    const Subject part = kind == FlowKind::exports   ? Subject{false, of, partner}
                         : kind == FlowKind::imports ? Subject{false, partner, of}
                                                     : Subject{true, of, partner};
    const Subject whole = kind == FlowKind::exports   ? Subject{false, of, ""}
                          : kind == FlowKind::imports ? Subject{false, "", of}
                                                      : Subject{true, of, ""};
    for (const auto& p : pack.figures.about(part))
      for (const auto& w : pack.figures.about(whole))
        if (p.period.from == months_from && p.period.to == months_to && w.period.same_months(p.period))
          return std::pair{p.value / w.value, p};
    return std::nullopt;
  };
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
    const auto share = share_in(p.from, p.to, flow);
    if (!share) continue;
    const auto line = fmt::format("{:.1f} % of the {} of {} in {}", 100 * share->first,
                                  flow == FlowKind::exports   ? "exports"
                                  : flow == FlowKind::imports ? "imports"
                                                              : "trade",
                                  pack.lexicon.display(of), to_text(p));
    claim.evidence.push_back({share->second.source, line, to_text(p),
                              share->second.reporter.empty() ? "trade" : "customs", share->first, "fraction",
                              share->second.estimated ? "estimated" : "observed"});
    claim.note = line + (share->second.reporter.empty() ? ", by the trade table" : "");
    if (share->second.unreported()) {
      claim.note = "nobody reports the flow; the trade table has an estimate, " + line;
      return;
    }
    if (fits(share->first)) {
      claim.verdict = Verdict::consistent;
      return;
    }
    for (const FlowKind other : {FlowKind::exports, FlowKind::imports, FlowKind::total})
      if (other != flow)
        if (const auto s = share_in(p.from, p.to, other);
            s && std::fabs(s->first - amount.value) < kShareSlack / 2) {
          claim.verdict = Verdict::likely_error;
          const char* word = other == FlowKind::exports   ? "exports"
                             : other == FlowKind::imports ? "imports"
                                                          : "trade";
          claim.edit = Edit{"flow", word, fmt::format("that is the share in {}; {}", word, line)};
          claim.note = claim.edit->explanation;
          return;
        }
    claim.verdict = Verdict::ambiguous;
    // Far off, and both printed: no revision or mirror would bring it there.
    if (period && !share->second.reporter.empty() &&
        (share->first < (range.low - kShareSlack) / kFarShare ||
         share->first > (range.high + kShareSlack) * kFarShare)) {
      claim.verdict = Verdict::likely_error;
      claim.edit = Edit{"figure", fmt::format("{:.0f} percent", 100 * share->first), line};
      claim.note = line;
    }
    return;
  }
  claim.note = "the pack has no figure for this share";
}

}  // namespace sogdia::claims
