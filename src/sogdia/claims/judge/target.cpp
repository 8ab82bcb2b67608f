#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <set>
#include <utility>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"

namespace sogdia::claims {
namespace {

constexpr double kOtherTarget = 1.4;  // two aims for one year lie nearer together

// Three digits of the aim in another order: "205 billion" for 502.
bool in_other_order(const Amount& a, double aim) {
  const double step = a.unit;
  if (a.hedge != Hedge::none || !(step > 0)) return false;
  auto said = fmt::format("{}", std::lround(a.value / step)),
       was = fmt::format("{}", std::lround(aim / step));
  if (said.size() < 3 || said == was || said.back() == '0' || was.back() == '0') return false;
  std::sort(said.begin(), said.end());
  std::sort(was.begin(), was.end());
  return said == was;
}

constexpr int kYearsOff = 2;  // an aim is named again in the year after

// When the sentence says that the aim was set: its one date that is no deadline.
const Period* set_in(const std::vector<Token>& tokens, const Mentions& m, const Amount& amount) {
  const Period* found = nullptr;
  // "set in January 2022 for 2030"
  const auto is_due = [&](const Period& p) {
    return p.deadline || (p.is_year() && p.begin > 0 && tokens[p.begin - 1].text == "for");
  };
  for (const auto& p : m.periods) {
    if (is_due(p) || p.compared || p.shift != 0 || p.guessed || p.to / 12 != p.from / 12) continue;
    // "$400 billion by 2020; in 2023 it was only $282.1 billion": of the figure of another part.
    std::size_t part = 0, part_end = std::numeric_limits<std::size_t>::max();
    for (const auto k : m.breaks) {
      if (k <= p.begin) part = std::max(part, k);
      if (k > p.begin) part_end = std::min(part_end, k);
    }
    if (std::any_of(m.amounts.begin(), m.amounts.end(),
                    [&](const Amount& a) {
                      return !a.percent && a.begin != amount.begin && a.begin >= part && a.end <= part_end;
                    }) &&
        (amount.begin < part || amount.begin >= part_end))
      continue;
    // "by 2015, but it came to $68.1 billion in 2015": of the outcome.
    if (std::any_of(m.amounts.begin(), m.amounts.end(),
                    [&](const Amount& a) { return !a.percent && a.begin >= amount.end && a.end <= p.begin; }))
      continue;
    if (found) return nullptr;
    found = &p;
  }
  // Beside a deadline alone, or it may be the year of the aim itself.
  const bool due = std::any_of(m.periods.begin(), m.periods.end(), [&](const Period& p) {
    return is_due(p) && p.begin + 12 > amount.begin && p.begin <= amount.end + 12;
  });
  return due ? found : nullptr;
}

}  // namespace

void judge_target(Claim& claim, const std::vector<Token>& tokens, const Amount& amount, const Mentions& m,
                  const Period* period, const std::vector<std::string>& last_pair, TargetTold told,
                  const Pack& pack) {
  const bool missed = told == TargetTold::missed;
  std::set<std::string> parties;
  // "Ankara and Moscow want $100 billion; with Washington the aim is": each part has its own.
  std::size_t part = 0, part_end = std::numeric_limits<std::size_t>::max();
  for (const auto k : m.breaks) {
    if (k <= amount.begin) part = std::max(part, k);
    if (k > amount.begin) part_end = std::min(part_end, k);
  }
  if (std::none_of(m.parties.begin(), m.parties.end(),
                   [&](const PartyMention& p) { return !p.reports && p.begin >= part && p.end <= part_end; }))
    part = 0, part_end = std::numeric_limits<std::size_t>::max();
  for (const auto& p : m.parties) {
    if (p.reports || p.begin < part || p.end > part_end) continue;
    if (p.code == "CENTRALASIA")
      parties.merge(pack.members(p.code, period ? period->year() : 0));
    else
      parties.insert(p.code);
  }
  if (parties.size() < 2) parties.insert(m.leaders.begin(), m.leaders.end());
  // "Trade with the continent would reach": with whom the text is of, where that is one alone.
  const bool named =
      std::any_of(m.parties.begin(), m.parties.end(), [](const auto& p) { return !p.reports; });
  const bool by_leader = !named && !m.leaders.empty();
  if (parties.size() == 1 && (named || by_leader)) {
    const std::string one = *parties.begin();
    std::set<std::string> others, own;
    for (const auto& p : pack.pledges) {
      const std::set<std::string> both(p.parties.begin(), p.parties.end());
      if (both.size() != 2 || !both.contains(one)) continue;
      const std::string& other = *both.begin() == one ? *both.rbegin() : *both.begin();
      const bool near = other == m.focus || other == m.topic ||
                        std::find(last_pair.begin(), last_pair.end(), other) != last_pair.end() ||
                        std::find(m.recent.begin(), m.recent.end(), other) != m.recent.end();
      if (near) others.insert(other);
      if (other == (m.topic.empty() ? m.focus : m.topic)) own.insert(other);
    }
    // Of several the one with whom it is such an aim, else the one that the text is of.
    const auto has_it = [&](const std::string& other) {
      return std::any_of(pack.pledges.begin(), pack.pledges.end(), [&](const Pledge& p) {
        return std::set<std::string>(p.parties.begin(), p.parties.end()) == std::set{one, other} && period &&
               p.by_year == period->year() && stands_for(amount, 1, true).holds(p.target);
      });
    };
    if (others.size() > 1 && std::count_if(others.begin(), others.end(), has_it) == 1)
      std::erase_if(others, [&](const std::string& other) { return !has_it(other); });
    if (others.size() > 1 && own.size() == 1) others = own;
    // A leader alone names only those who have such an aim: "Modi and Trump agreed on a goal of $500
    // billion".
    if (by_leader && std::none_of(pack.pledges.begin(), pack.pledges.end(), [&](const Pledge& p) {
          const std::set<std::string> both(p.parties.begin(), p.parties.end());
          return others.size() == 1 && both == std::set<std::string>{one, *others.begin()} &&
                 stands_for(amount, 1, true).holds(p.target);
        }))
      others.clear();
    if (others.size() == 1) parties.insert(*others.begin());
    if (others.size() > 1) {
      claim.note = "of which two it is a target, the sentence does not say";
      return;
    }
  }
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
  // "The presidents had hoped for $40 billion by 2030": of the country that the text is of and one that it
  // has named, where a single aim is meant.
  if (same.empty() && !named && !missed) {
    const std::string& own = m.topic.empty() ? m.focus : m.topic;
    std::vector<const Pledge*> near, due;
    for (const auto& p : pack.pledges) {
      if (own.empty() || p.parties.size() != 2 || (p.parties[0] != own && p.parties[1] != own)) continue;
      const std::string& other = p.parties[0] == own ? p.parties[1] : p.parties[0];
      if (std::find(m.recent.begin(), m.recent.end(), other) == m.recent.end()) continue;
      near.push_back(&p);
      if (period && p.by_year == period->year()) due.push_back(&p);
    }
    if (near.size() == 1) same = near;
    if (near.size() > 1 && due.size() == 1) same = due;
    if (same.size() == 1) parties = {same.front()->parties[0], same.front()->parties[1]};
  }
  // What a slip is looked for among: the aims of just these, where they have any, and not of a group with
  // them.
  std::vector<const Pledge*> own;
  for (const auto* p : same)
    if (std::set<std::string>(p->parties.begin(), p->parties.end()) == parties) own.push_back(p);
  if (own.empty()) own = same;
  const auto rate = pack.rates.usd_per_unit(amount.currency, period ? period->year() : 2023);
  const auto matches = [&](const Pledge& p, double factor) {
    return rate && stands_for(scaled(amount, factor), *rate, true).holds(p.target);
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
        // "a goal of $70 billion by 2030, set in January 2020", two years before it was
        if (const Period* set = fit.size() == 1 ? set_in(tokens, m, amount) : nullptr;
            set && std::abs(std::atoi(p->date.c_str()) - set->year()) >= kYearsOff) {
          claim.verdict = Verdict::likely_error;
          claim.edit = Edit{"year", p->date.substr(0, 4), claim.note};
        }
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
    for (const auto* p : own)
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
  // The one aim of these parties, of the flow that is named, is ten times as much or a tenth of it.
  std::vector<const Pledge*> of_flow;
  for (const auto* p : own)
    if (std::all_of(m.flows.begin(), m.flows.end(), [&](const FlowWord& f) {
          // What one sells the other buys.
          return p->flow == "trade" ? f.kind == FlowKind::total
                                    : f.kind == FlowKind::exports || f.kind == FlowKind::imports;
        }))
      of_flow.push_back(p);
  if (of_flow.size() == 1 && !missed && amount.hedge == Hedge::none)
    for (const auto& [factor, words] : {std::pair{10.0, "ten times too small"}, {0.1, "ten times too large"}})
      if (matches(*of_flow.front(), factor)) {
        cite(*of_flow.front());
        claim.verdict = Verdict::likely_error;
        claim.edit = Edit{"scale", amount_text(scaled(amount, factor)),
                          fmt::format("printed {}; {}", words, describe_pledge(*of_flow.front()))};
        claim.note = claim.edit->explanation;
        return;
      }
  if (of_flow.size() == 1 && !missed && rate && in_other_order(amount, of_flow.front()->target / *rate)) {
    cite(*of_flow.front());
    claim.verdict = Verdict::likely_error;
    claim.edit = Edit{"digit", money_text(of_flow.front()->target), describe_pledge(*of_flow.front())};
    claim.note = claim.edit->explanation;
    return;
  }
  for (const auto* p : same) cite(*p);
  // The one pledge of these parties for the year that the text prints is of another amount.
  const Pledge* of_year = nullptr;
  int of_that_year = 0;
  for (const auto* p : own)
    if (period && period->deadline && p->by_year == period->year()) {
      of_year = p;
      ++of_that_year;
    }
  const bool two = parties.size() == 2 && of_year && of_year->parties.size() == 2;
  if (of_that_year == 1 && two && rate && !missed) {
    const Range range = stands_for(amount, *rate, true);
    // Where an aim has been reached years ahead a higher one follows.
    constexpr int kYearsAhead = 3;
    const bool higher = of_year->reached == "yes" && range.low > of_year->target &&
                        of_year->by_year >= of_year->outcome_year + kYearsAhead;
    if ((range.low > of_year->target * kOtherTarget && !higher) ||
        range.high * kOtherTarget < of_year->target) {
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
