#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "sogdia/claims/judge.h"
#include "sogdia/claims/tolerance.h"

namespace sogdia::claims {
namespace {

constexpr double kOtherTarget = 1.4;  // two aims for one year lie nearer together

}  // namespace

void judge_target(Claim& claim, const Amount& amount, const Mentions& m, const Period* period,
                  const std::vector<std::string>& last_pair, TargetTold told, const Pack& pack) {
  const bool missed = told == TargetTold::missed;
  std::set<std::string> parties;
  for (const auto& p : m.parties) {
    if (p.reports) continue;
    if (p.code == "CENTRALASIA")
      parties.merge(pack.members(p.code, period ? period->year() : 0));
    else
      parties.insert(p.code);
  }
  if (parties.size() < 2) parties.insert(m.leaders.begin(), m.leaders.end());
  if (parties.size() < 2)
    for (const auto& code : last_pair) {
      if (code == "CENTRALASIA")
        parties.merge(pack.members(code, period ? period->year() : 0));
      else if (!code.empty())
        parties.insert(code);
    }
  std::vector<const Pledge*> same, fit;
  for (const auto& p : pack.pledges) {
    // "Trade fell short of $300 billion in 2023" is not of imports, nor of an aim for 2024.
    if (missed && ((period && p.by_year != period->year()) ||
                   (p.flow != "trade" && std::any_of(m.flows.begin(), m.flows.end(), [](const FlowWord& f) {
                      return f.kind == FlowKind::total;
                    }))))
      continue;
    const std::set<std::string> of(p.parties.begin(), p.parties.end());
    if (parties.size() >= 2 && std::includes(of.begin(), of.end(), parties.begin(), parties.end()))
      same.push_back(&p);
  }
  const auto rate = pack.rates.usd_per_unit(amount.currency, period ? period->year() : 2023);
  const auto matches = [&](const Pledge& p, double factor) {
    return rate && stands_for(scaled(amount, factor), *rate, true).holds(p.target);
  };
  const auto describe_pledge = [&](const Pledge& p) {
    std::string line = fmt::format("target of {}{}, set on {}", money_text(p.target),
                                   p.by_year ? fmt::format(" by {}", p.by_year) : "", p.date);
    if (p.outcome > 0)
      line += fmt::format("; outcome {} in {}{}", money_text(p.outcome), p.outcome_year,
                          p.reached == "yes"  ? ", reached"
                          : p.reached == "no" ? ", not reached"
                                              : "");
    return line;
  };
  // What is meant, as the pledges on record have it.
  const auto tell = [&](const Pledge& p) {
    claim.parties = p.parties;
    claim.flow = p.flow;
    if (period) claim.period = to_text(*period);
    std::string names;
    for (const auto& code : p.parties) names += (names.empty() ? "" : "-") + pack.lexicon.display(code);
    claim.reading = fmt::format("target for {}, {}{}", p.flow, names, period ? ", " + claim.period : "");
  };
  const auto cite = [&](const Pledge& p) {
    if (claim.evidence.empty()) tell(p);
    claim.evidence.push_back({p.source, describe_pledge(p), p.by_year ? fmt::format("{}", p.by_year) : p.date,
                              "pledges", p.target, "USD", "observed"});
  };
  if (same.empty()) {
    claim.note = "the pack has no pledge between these parties";
    return;
  }
  for (const auto* p : same)
    if (matches(*p, 1)) fit.push_back(p);
  // "was reached in 2021", by who says when; one of several aims that was reached then is the one.
  const auto reached_by_then = [&](const Pledge* p) {
    return p->reached == "yes" ? p->outcome_year <= period->year() : p->reached != "no";
  };
  if (told == TargetTold::met && period && !fit.empty() &&
      std::none_of(fit.begin(), fit.end(), reached_by_then)) {
    const Pledge* right = fit.front();
    for (const auto* p : fit)
      if (p->reached == "yes") right = p;
    cite(*right);
    claim.verdict = Verdict::likely_error;
    claim.edit = right->reached == "yes"
                     ? Edit{"year", fmt::format("{}", right->outcome_year), describe_pledge(*right)}
                     : Edit{"direction", "not met", describe_pledge(*right)};
    claim.note = claim.edit->explanation;
    return;
  }
  if (!fit.empty()) {
    // Of several with the amount the one for the year that the text prints.
    std::stable_partition(fit.begin(), fit.end(),
                          [&](const Pledge* p) { return period && p->by_year == period->year(); });
    for (const auto* p : fit)
      if (!period || !period->deadline || p->by_year == period->year()) {
        cite(*p);
        claim.verdict = Verdict::consistent;
        claim.note = fmt::format("a {}", describe_pledge(*p));
        // "missed their goal of $200 billion by 2024", which they had met
        if (missed && p->reached == "yes") {
          claim.verdict = Verdict::likely_error;
          claim.edit = Edit{"direction", "met", claim.note};
        }
        return;
      }
    const Pledge* nearest = fit.front();
    for (const auto* p : fit)
      if (std::abs(p->by_year - period->year()) < std::abs(nearest->by_year - period->year())) nearest = p;
    cite(*nearest);
    if (nearest->by_year == 0) {
      claim.verdict = Verdict::ambiguous;
      claim.note = fmt::format("a {}; no year was set", describe_pledge(*nearest));
      return;
    }
    claim.verdict = Verdict::likely_error;
    claim.edit = Edit{"year", fmt::format("{}", nearest->by_year), describe_pledge(*nearest)};
    claim.note = claim.edit->explanation;
    return;
  }
  for (const auto& [factor, words] :
       {std::pair{1e3, "a thousand times too small"}, {1e-3, "a thousand times too large"}}) {
    const Pledge* nearest = nullptr;
    const int year = period ? period->year() : 3000;
    for (const auto* p : same)
      if (matches(*p, factor) &&
          (!nearest || std::abs(p->by_year - year) < std::abs(nearest->by_year - year)))
        nearest = p;
    if (!nearest) continue;
    cite(*nearest);
    claim.verdict = Verdict::likely_error;
    claim.edit = Edit{"scale", amount_text(scaled(amount, factor)),
                      fmt::format("printed {}; {}", words, describe_pledge(*nearest))};
    claim.note = claim.edit->explanation;
    return;
  }
  for (const auto* p : same) cite(*p);
  // The one pledge of these parties for the year that the text prints is of another amount.
  const Pledge* of_year = nullptr;
  int of_that_year = 0;
  for (const auto* p : same)
    if (period && period->deadline && p->by_year == period->year()) {
      of_year = p;
      ++of_that_year;
    }
  const bool two = parties.size() == 2 && of_year && of_year->parties.size() == 2;
  if (of_that_year == 1 && two && rate && !missed) {
    const Range range = stands_for(amount, *rate, true);
    if (range.low > of_year->target * kOtherTarget || range.high * kOtherTarget < of_year->target) {
      claim.verdict = Verdict::likely_error;
      claim.edit = Edit{"figure", money_text(of_year->target), describe_pledge(*of_year)};
      claim.note = claim.edit->explanation;
      return;
    }
  }
  claim.verdict = Verdict::ambiguous;
  claim.note = fmt::format("no pledge on record names this amount; nearest on record: {}",
                           describe_pledge(*same.front()));
}

}  // namespace sogdia::claims
