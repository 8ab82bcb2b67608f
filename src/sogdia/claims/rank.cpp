#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "sogdia/claims/judge.h"

namespace sogdia::claims {
namespace {

constexpr double kClearlyLarger = 1.15;  // no revision of the two would turn them round

// What is known of one partner: the largest of what customs printed, of the country itself where it did.
struct Said {
  double value = 0;
  bool printed = false, own = false;
};

}  // namespace

void judge_rank(Claim& claim, const std::string& of, const std::string& partner, FlowKind flow,
                const Period& period, const std::set<std::string>& among, const Pack& pack) {
  const auto value_of = [&](const std::string& other) {
    const Subject part = flow == FlowKind::exports   ? Subject{false, of, other}
                         : flow == FlowKind::imports ? Subject{false, other, of}
                                                     : Subject{true, of, other};
    Said best;
    for (const auto& f : pack.figures.about(part)) {
      if (!f.period.same_months(period)) continue;
      const bool by_customs = !f.reporter.empty() && !f.estimated, own = by_customs && f.reporter == of;
      if (best.own && !own) continue;
      if ((by_customs && !best.printed) || (own && !best.own)) best = {};
      if (by_customs || !best.printed) best.value = std::max(best.value, f.value);
      best.printed = best.printed || by_customs;
      best.own = best.own || own;
    }
    return best;
  };
  const Said said = value_of(partner);
  const std::string year = to_text(period);
  const char* what = flow == FlowKind::exports   ? "buyer"
                     : flow == FlowKind::imports ? "supplier"
                                                 : "trading partner";
  claim.kind = "rank";
  claim.parties = {of, partner};
  claim.flow = flow == FlowKind::exports ? "exports" : flow == FlowKind::imports ? "imports" : "trade";
  claim.period = year;
  claim.reading = fmt::format("{} as the largest {} of {}, {}", pack.lexicon.display(partner), what,
                              pack.lexicon.display(of), year);
  if (said.value <= 0) {
    claim.note = fmt::format("the pack has no figure of the two for {}", year);
    return;
  }
  std::string largest = partner;
  Said most = said;
  for (const auto& code : pack.figures.partners(of)) {
    if (code == of || code == partner || (!among.empty() && !among.contains(code))) continue;
    if (const Said value = value_of(code); value.value > most.value) {
      most = value;
      largest = code;
    }
  }
  const auto line = [&](const std::string& code, double value) {
    return EvidenceItem{"",
                        fmt::format("{} as a {} of {}: {}", pack.lexicon.display(code), what,
                                    pack.lexicon.display(of), money_text(value)),
                        year,
                        "trade",
                        value,
                        "USD",
                        "estimated"};
  };
  claim.evidence.push_back(line(partner, said.value));
  if (largest == partner) {
    claim.verdict = Verdict::consistent;
    claim.note = fmt::format("{} with {}, more than with any other in {}", money_text(said.value),
                             pack.lexicon.display(partner), year);
    return;
  }
  claim.evidence.push_back(line(largest, most.value));
  claim.note = fmt::format("{} was larger in {}: {} against {}", pack.lexicon.display(largest), year,
                           money_text(most.value), money_text(said.value));
  // By the country's own statistics of both the order is plain.
  const bool plain = (said.own && most.own) || most.value > said.value * kClearlyLarger;
  claim.verdict = plain ? Verdict::likely_error : Verdict::ambiguous;
  if (claim.verdict == Verdict::likely_error)
    claim.edit = Edit{"figure", pack.lexicon.display(largest), claim.note};
}

}  // namespace sogdia::claims
