#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"

namespace sogdia::claims {
namespace {

constexpr double kOtherTarget = 1.4;  // two aims for one year lie nearer together

std::string describe_pledge(const Pledge& p) {
  std::string line = fmt::format("target of {}{}, set on {}", money_text(p.target),
                                 p.by_year ? fmt::format(" by {}", p.by_year) : "", p.date);
  if (p.outcome > 0)
    line += fmt::format("; outcome {} in {}{}", money_text(p.outcome), p.outcome_year,
                        p.reached == "yes"  ? ", reached"
                        : p.reached == "no" ? ", not reached"
                                            : "");
  return line;
}

bool is_aim(std::string_view word) { return one_of(word, {"target", "goal", "aim", "objective"}); }

bool is_met(std::string_view word) {
  return one_of(word, {"met", "reached", "achieved", "hit", "attained", "fulfilled", "surpassed", "exceeded",
                       "passed", "beaten", "kept", "honoured", "honored"});
}

// What the words from the aim at `k` on say has become of it: 1 met, -1 missed, 0 nothing that is plain.
int told_behind(const std::vector<Token>& tokens, std::size_t k, std::size_t end) {
  bool verb = false, denied = false;
  constexpr std::size_t kReach = 7;  // tokens
  for (std::size_t at = k + 1; at < std::min(end, k + kReach); ++at) {
    const std::string_view word = tokens[at].text;
    if (one_of(word, {"missed", "unmet", "broken"}) && verb) return denied ? 0 : -1;
    if (word == "hit" && at + 1 < end && tokens[at + 1].text == "by") return 0;
    if (is_met(word)) return !verb ? 0 : denied ? -1 : 1;
    verb = verb || one_of(word, {"was", "has", "had", "been"});
    denied = denied || one_of(word, {"not", "never"});
    if (!one_of(word, {"was", "has", "had", "been", "not", "never", "duly", "easily", "already", "even",
                       "then", "in", "fact", "comfortably", "eventually", "long", "ago", "soon", "indeed"}))
      return 0;
  }
  return 0;
}

// And the words before it: "missed the goal", "fell short of their target", "reached that aim".
int told_ahead(const std::vector<Token>& tokens, std::size_t k, std::size_t begin) {
  std::size_t at = k;
  while (at > begin && one_of(tokens[at - 1].text, {"the", "that", "this", "their", "its", "own", "common"}))
    --at;
  if (at == k || at < begin + 2) return 0;
  const auto before = [&](std::size_t back) {
    return at >= begin + back ? std::string_view(tokens[at - back].text) : std::string_view();
  };
  const bool short_of =
      one_of(before(1), {"of"}) && before(2) == "short" && one_of(before(3), {"fell", "fallen"});
  const bool failed = one_of(before(1), {"reach", "meet", "achieve", "hit"}) && before(2) == "to" &&
                      one_of(before(3), {"failed"});
  if (short_of || failed || before(1) == "missed") return -1;
  if (!is_met(before(1)) || one_of(before(1), {"hit", "passed"})) return 0;
  if (one_of(before(2), {"not", "never"})) return -1;
  return one_of(before(2), {"be", "been", "to"}) ? 0 : 1;
}

constexpr int kYearsOff = 2;  // an aim is named again in the year after

// When the sentence says that the aim was set: its one date that is no deadline.
const Period* set_in(const Mentions& m, const Amount& amount) {
  const Period* found = nullptr;
  for (const auto& p : m.periods) {
    if (p.deadline || p.compared || p.shift != 0 || p.guessed || p.to / 12 != p.from / 12) continue;
    // "by 2015, but it came to $68.1 billion in 2015": of the outcome.
    if (std::any_of(m.amounts.begin(), m.amounts.end(),
                    [&](const Amount& a) { return !a.percent && a.begin >= amount.end && a.end <= p.begin; }))
      continue;
    if (found) return nullptr;
    found = &p;
  }
  // Beside a deadline alone, or it may be the year of the aim itself.
  const bool due = std::any_of(m.periods.begin(), m.periods.end(), [&](const Period& p) {
    return p.deadline && p.begin + 12 > amount.begin && p.begin <= amount.end + 12;
  });
  return due ? found : nullptr;
}

}  // namespace

const Pledge* pledge_of(const Claim& claim, const Pack& pack) {
  if (claim.kind != "target" || claim.evidence.size() != 1 || claim.verdict == Verdict::ambiguous)
    return nullptr;
  const Pledge* found = nullptr;
  for (const auto& p : pack.pledges)
    if (p.source == claim.evidence.front().source && p.target == claim.evidence.front().value &&
        p.parties == claim.parties) {
      const std::string by = p.by_year ? fmt::format("{}", p.by_year) : p.date;
      if (by == claim.evidence.front().period) found = &p;
    }
  return found;
}

std::optional<EventClaim> judge_target_told(const std::vector<Token>& tokens, const Mentions& m,
                                            Span sentence, const Pledge& pledge, const Period* year,
                                            const Pack& pack) {
  // What may still be, and other aims than this one.
  if (holds(tokens, sentence,
            {"will",   "would",  "could",   "should", "may", "might",   "if",     "hope",
             "hopes",  "expect", "expects", "next",   "new", "another", "other",  "nearly",
             "almost", "half",   "interim", "both",   "or",  "cannot",  "unless", "whether"}))
    return std::nullopt;
  for (const auto& p : m.parties)
    if (!p.reports && p.code.size() == 3 &&
        std::find(pledge.parties.begin(), pledge.parties.end(), p.code) == pledge.parties.end())
      return std::nullopt;
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    const bool it = (k == sentence.begin && tokens[k].text == "it") ||
                    (tokens[k].text == "that" && k + 1 < sentence.end &&
                     one_of(tokens[k + 1].text, {"was", "has"}) && k <= sentence.begin + 5);
    if (!it && !(is_aim(tokens[k].text) && k > sentence.begin &&
                 one_of(tokens[k - 1].text, {"the", "that", "this", "their", "its"})))
      continue;
    if (k + 1 < sentence.end && one_of(tokens[k + 1].text, {"of", "for", "to", "-"})) continue;
    const int behind = told_behind(tokens, k, sentence.end),
              said = behind != 0 || it ? behind : told_ahead(tokens, k, sentence.begin);
    if (said == 0) continue;
    EventClaim told{{}, k > sentence.begin ? k - 1 : k, std::min(sentence.end, k + 4), nullptr};
    if (behind == 0) told.begin = k > sentence.begin + 4 ? k - 4 : sentence.begin, told.end = k + 1;
    Claim& claim = told.claim;
    claim.kind = "target";
    claim.parties = pledge.parties;
    claim.flow = pledge.flow;
    std::string names;
    for (const auto& code : pledge.parties) names += (names.empty() ? "" : "-") + pack.lexicon.display(code);
    claim.reading = fmt::format("whether the target for {}, {} was reached", pledge.flow, names);
    claim.evidence.push_back({pledge.source, describe_pledge(pledge),
                              pledge.by_year ? fmt::format("{}", pledge.by_year) : pledge.date, "pledges",
                              pledge.target, "USD", "observed"});
    claim.note = describe_pledge(pledge);
    // Before the year in which it was reached, or due, it was not yet.
    const bool early =
        !year || year->year() < (pledge.reached == "yes" ? pledge.outcome_year : pledge.by_year);
    // An aim that was missed may have been met some years later.
    const bool late =
        (year && year->year() > pledge.by_year) ||
        holds(tokens, sentence, {"eventually", "finally", "later", "late", "since", "now", "belatedly"});
    claim.verdict = Verdict::ambiguous;
    if (pledge.reached != (said > 0 ? "no" : "yes"))
      claim.verdict = pledge.reached == "open" ? Verdict::ambiguous : Verdict::consistent;
    else if (said > 0 ? !late : !early)
      claim.verdict = Verdict::likely_error;
    if (claim.verdict == Verdict::likely_error)
      claim.edit = Edit{"direction", said > 0 ? "not met" : "met", claim.note};
    return told;
  }
  return std::nullopt;
}

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
  // "Trade with the continent would reach": with whom the text is of, where that is one alone.
  const bool named =
      std::any_of(m.parties.begin(), m.parties.end(), [](const auto& p) { return !p.reports; });
  if (parties.size() == 1 && named) {
    const std::string one = *parties.begin();
    std::set<std::string> others;
    for (const auto& p : pack.pledges) {
      const std::set<std::string> both(p.parties.begin(), p.parties.end());
      if (both.size() != 2 || !both.contains(one)) continue;
      const std::string& other = *both.begin() == one ? *both.rbegin() : *both.begin();
      const bool near = other == m.focus || other == m.topic ||
                        std::find(last_pair.begin(), last_pair.end(), other) != last_pair.end() ||
                        std::find(m.recent.begin(), m.recent.end(), other) != m.recent.end();
      if (near) others.insert(other);
    }
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
        if (const Period* set = fit.size() == 1 ? set_in(m, amount) : nullptr;
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
          return f.kind == (p->flow == "trade"     ? FlowKind::total
                            : p->flow == "exports" ? FlowKind::exports
                                                   : FlowKind::imports);
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
