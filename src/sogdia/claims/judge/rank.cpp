#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "sogdia/claims/judge/judge.h"

namespace sogdia::claims {
namespace {

constexpr double kClearlyLarger = 1.15;  // no revision of the two would turn them round

// What is known of one partner: the largest of what customs printed, of the country itself where it did.
struct Ranked {
  double value = 0;
  bool printed = false, own = false;
};

Ranked value_of(const std::string& of, const std::string& other, FlowKind flow, const Period& period,
                const Pack& pack) {
  const Subject part = flow == FlowKind::exports   ? Subject{false, of, other}
                       : flow == FlowKind::imports ? Subject{false, other, of}
                                                   : Subject{true, of, other};
  Ranked best;
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
}

const char* noun_of(FlowKind flow) {
  return flow == FlowKind::exports ? "buyer" : flow == FlowKind::imports ? "supplier" : "trading partner";
}

// Whether `one` is larger than `two` whichever way they are counted: by the country's own statistics of both
// the order is plain.
bool plainly_larger(const Ranked& one, const Ranked& two) {
  return one.own && two.own ? one.value > two.value : one.value > two.value * kClearlyLarger;
}

EvidenceItem line_of(const std::string& of, const std::string& code, double value, FlowKind flow,
                     const std::string& year, const Pack& pack) {
  return {"",
          fmt::format("{} as a {} of {}: {}", pack.lexicon.display(code), noun_of(flow),
                      pack.lexicon.display(of), money_text(value)),
          year,
          "trade",
          value,
          "USD",
          "estimated"};
}

void tell_rank(Claim& claim, const std::string& of, const std::string& partner, FlowKind flow,
               const std::string& year) {
  claim.kind = "rank";
  claim.parties = {of, partner};
  claim.flow = flow == FlowKind::exports ? "exports" : flow == FlowKind::imports ? "imports" : "trade";
  claim.period = year;
}

constexpr std::array kPlaceWords{"",       "",         "second-", "third-", "fourth-", "fifth-",
                                 "sixth-", "seventh-", "eighth-", "ninth-", "tenth-"};

}  // namespace

void judge_rank(Claim& claim, const std::string& of, const std::string& partner, FlowKind flow,
                std::size_t place, const Period& period, const std::set<std::string>& among,
                const Pack& pack) {
  const Ranked said = value_of(of, partner, flow, period, pack);
  const std::string year = to_text(period);
  tell_rank(claim, of, partner, flow, year);
  claim.reading = fmt::format("{} as the {}largest {} of {}, {}", pack.lexicon.display(partner),
                              kPlaceWords.at(std::min(place, kPlaceWords.size() - 1)), noun_of(flow),
                              pack.lexicon.display(of), year);
  if (said.value <= 0) {
    claim.note = fmt::format("the pack has no figure of the two for {}", year);
    return;
  }
  std::string largest = partner;
  Ranked most = said;
  std::size_t larger = 0, plainly = 0, perhaps = 0;
  for (const auto& code : pack.figures.partners(of)) {
    if (code == of || code == partner || (!among.empty() && !among.contains(code))) continue;
    const Ranked value = value_of(of, code, flow, period, pack);
    larger += value.value > said.value;
    plainly += plainly_larger(value, said);
    perhaps += value.value > 0 && !plainly_larger(said, value);
    if (value.value > most.value) {
      most = value;
      largest = code;
    }
  }
  claim.evidence.push_back(line_of(of, partner, said.value, flow, year, pack));
  if (larger + 1 == place) {
    claim.verdict = Verdict::consistent;
    claim.note = place == 1 ? fmt::format("{} with {}, more than with any other in {}",
                                          money_text(said.value), pack.lexicon.display(partner), year)
                            : fmt::format("{} with {}, {} others with more in {}", money_text(said.value),
                                          pack.lexicon.display(partner), larger, year);
    return;
  }
  if (largest != partner) claim.evidence.push_back(line_of(of, largest, most.value, flow, year, pack));
  claim.note = place == 1 ? fmt::format("{} was larger in {}: {} against {}", pack.lexicon.display(largest),
                                        year, money_text(most.value), money_text(said.value))
                          : fmt::format("by the figures on record {} were larger in {}", larger, year);
  // Too many are plainly larger, or, of the whole table of a year, too few can be.
  const bool plain =
      plainly >= place || (place > 1 && perhaps + 1 < place && pack.figures.partners(of).size() > 20);
  claim.verdict = plain ? Verdict::likely_error : Verdict::ambiguous;
  if (claim.verdict == Verdict::likely_error)
    claim.edit =
        Edit{"figure", place == 1 ? pack.lexicon.display(largest) : fmt::format("place {}", larger + 1),
             claim.note};
}

void judge_order(Claim& claim, const std::string& of, const std::string& larger, const std::string& smaller,
                 FlowKind flow, const Period& period, const Pack& pack) {
  const std::string year = to_text(period);
  tell_rank(claim, of, larger, flow, year);
  claim.parties.push_back(smaller);
  claim.reading = fmt::format("{} before {} as a {} of {}, {}", pack.lexicon.display(larger),
                              pack.lexicon.display(smaller), noun_of(flow), pack.lexicon.display(of), year);
  const Ranked one = value_of(of, larger, flow, period, pack),
               two = value_of(of, smaller, flow, period, pack);
  if (one.value <= 0 || two.value <= 0) {
    claim.note = fmt::format("the pack has no figures of both for {}", year);
    return;
  }
  claim.evidence = {line_of(of, larger, one.value, flow, year, pack),
                    line_of(of, smaller, two.value, flow, year, pack)};
  claim.note = fmt::format("{} with {}, {} with {}", money_text(one.value), pack.lexicon.display(larger),
                           money_text(two.value), pack.lexicon.display(smaller));
  claim.verdict = plainly_larger(one, two)   ? Verdict::consistent
                  : plainly_larger(two, one) ? Verdict::likely_error
                                             : Verdict::ambiguous;
  if (claim.verdict == Verdict::likely_error)
    claim.edit = Edit{
        "direction", fmt::format("{} before {}", pack.lexicon.display(smaller), pack.lexicon.display(larger)),
        claim.note};
}

}  // namespace sogdia::claims
