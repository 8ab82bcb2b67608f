#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sogdia/claims/judge.h"

namespace sogdia::claims {
namespace {

constexpr double kClearlyLarger = 1.15;  // no revision of the two would turn them round

}  // namespace

void judge_rank(Claim& claim, const std::string& of, const std::string& partner, FlowKind flow, int year,
                const Pack& pack) {
  const auto value_of = [&](const std::string& other) {
    const Subject part = flow == FlowKind::exports   ? Subject{false, of, other}
                         : flow == FlowKind::imports ? Subject{false, other, of}
                                                     : Subject{true, of, other};
    double best = 0;
    bool printed = false;
    for (const auto& f : pack.figures.about(part)) {
      if (!f.period.same_months(year_period(year))) continue;
      const bool by_customs = !f.reporter.empty() && !f.estimated;
      if (by_customs && !printed) best = 0;
      if (by_customs || !printed) best = std::max(best, f.value);
      printed = printed || by_customs;
    }
    return best;
  };
  const double said = value_of(partner);
  const char* what = flow == FlowKind::exports   ? "buyer"
                     : flow == FlowKind::imports ? "supplier"
                                                 : "trading partner";
  claim.kind = "rank";
  claim.parties = {of, partner};
  claim.flow = flow == FlowKind::exports ? "exports" : flow == FlowKind::imports ? "imports" : "trade";
  claim.period = fmt::format("{}", year);
  claim.reading = fmt::format("{} as the largest {} of {}, {}", pack.lexicon.display(partner), what,
                              pack.lexicon.display(of), year);
  if (said <= 0) {
    claim.note = fmt::format("the pack has no figure of the two for {}", year);
    return;
  }
  std::string largest = partner;
  double most = said;
  for (const auto& code : pack.figures.partners(of)) {
    if (code == of || code == partner) continue;
    if (const double value = value_of(code); value > most) {
      most = value;
      largest = code;
    }
  }
  const auto line = [&](const std::string& code, double value) {
    return EvidenceItem{"",
                        fmt::format("{} as a {} of {}: {}", pack.lexicon.display(code), what,
                                    pack.lexicon.display(of), money_text(value)),
                        fmt::format("{}", year),
                        "trade",
                        value,
                        "USD",
                        "estimated"};
  };
  claim.evidence.push_back(line(partner, said));
  if (largest == partner) {
    claim.verdict = Verdict::consistent;
    claim.note = fmt::format("{} with {}, more than with any other in {}", money_text(said),
                             pack.lexicon.display(partner), year);
    return;
  }
  claim.evidence.push_back(line(largest, most));
  claim.note = fmt::format("{} was larger in {}: {} against {}", pack.lexicon.display(largest), year,
                           money_text(most), money_text(said));
  claim.verdict = most > said * kClearlyLarger ? Verdict::likely_error : Verdict::ambiguous;
  if (claim.verdict == Verdict::likely_error)
    claim.edit = Edit{"figure", pack.lexicon.display(largest), claim.note};
}

}  // namespace sogdia::claims
