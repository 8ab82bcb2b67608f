#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>

#include "sogdia/claims/judge/judge.h"

// What the sentences behind an aim say has become of it.

namespace sogdia::claims {

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

namespace {

bool is_aim(std::string_view word) {
  return one_of(word, {"target", "goal", "aim", "objective", "pledge", "promise"});
}

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

// "It did not.", "They never did.", "They missed it.": a short sentence behind that of the aim.
int told_by_did(const std::vector<Token>& tokens, Span sentence) {
  constexpr std::size_t kLongest = 5;  // tokens
  const std::size_t k = sentence.begin;
  // "They missed it", "We fell short: it was", "Both succeeded."
  if (k + 2 < sentence.end && one_of(tokens[k].text, {"we", "they", "it", "both"})) {
    const std::string_view verb = tokens[k + 1].text, next = tokens[k + 2].text;
    const bool ends = tokens[k + 2].kind == Token::Kind::mark;
    if (verb == "missed" && one_of(next, {"it", "that"})) return -1;
    if (one_of(verb, {"reached", "met", "achieved", "surpassed", "exceeded"}) && one_of(next, {"it", "that"}))
      return 1;
    if (verb == "fell" && next == "short" && k + 3 < sentence.end && tokens[k + 3].kind == Token::Kind::mark)
      return -1;
    if (verb == "failed" && ends) return -1;
    if (verb == "succeeded" && ends) return 1;
  }
  if (sentence.end - k > kLongest || k + 2 >= sentence.end || !one_of(tokens[k].text, {"it", "they", "he"}))
    return 0;
  if (tokens[k + 1].text == "never" && tokens[k + 2].text == "did") return -1;
  if (tokens[k + 1].text != "did") return 0;
  return one_of(tokens[k + 2].text, {"not", "never"}) ? -1 : tokens[k + 2].kind == Token::Kind::mark ? 1 : 0;
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

AimTold told_behind_aim(const std::vector<Token>& tokens, const Mentions& m, const Amount& amount,
                        Span sentence) {
  constexpr std::size_t kAim = 9;  // tokens from the aim to its figure
  // "the goal of $200 billion", "the pledge of Xi and Putin to reach $200 billion", with nothing before it
  // that it is the object of
  std::size_t aim = amount.begin;
  while (aim > sentence.begin && amount.begin - aim <= kAim && !is_aim(tokens[aim].text)) --aim;
  if (!is_aim(tokens[aim].text) || aim > sentence.begin + 4) return {};
  std::size_t end = sentence.end;
  for (const auto& a : m.amounts)
    if (a.begin >= amount.end) end = std::min(end, a.begin);
  for (std::size_t k = amount.end; k + 1 < end; ++k)
    if (one_of(tokens[k].text, {"was", "has", "had"}))
      if (const int said = told_behind(tokens, k - 1, end))
        return {said > 0 ? TargetTold::met : TargetTold::missed, std::min(end, k + 3)};
  return {};
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
    const int did = k == sentence.begin ? told_by_did(tokens, sentence) : 0;
    const bool it = did != 0 || (k == sentence.begin && tokens[k].text == "it") ||
                    (tokens[k].text == "that" && k + 1 < sentence.end &&
                     one_of(tokens[k + 1].text, {"was", "has"}) && k <= sentence.begin + 5);
    if (!it && !(is_aim(tokens[k].text) && k > sentence.begin &&
                 one_of(tokens[k - 1].text, {"the", "that", "this", "their", "its"})))
      continue;
    if (k + 1 < sentence.end && one_of(tokens[k + 1].text, {"of", "for", "to", "-"})) continue;
    const int behind = did != 0 ? did : told_behind(tokens, k, sentence.end),
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

// "The mark that both had set for 2024", "they had wanted to get there by 2027": the year of an aim whose sum
// stands elsewhere. `aims`: those that the words may be of.
std::optional<EventClaim> judge_aim_year(const std::vector<Token>& tokens, const Mentions& m, Span sentence,
                                         const std::vector<const Pledge*>& aims, const Pack& pack) {
  constexpr std::size_t kReach = 12;  // tokens from the wish to its year
  const Period* year = nullptr;
  std::size_t first = sentence.end;
  bool named = false;  // the day it was set on, not the year it is due
  for (const auto& p : m.periods) {
    const bool money =
        std::any_of(m.amounts.begin(), m.amounts.end(), [](const Amount& a) { return !a.percent; });
    if (!money && !p.deadline && !p.compared && !p.day && p.shift == 0 && p.to - p.from < 12 &&
        p.begin > sentence.begin && tokens[p.begin - 1].text == "in" &&
        holds(tokens, {sentence.begin, p.begin}, {"it", "that", "target", "goal", "aim"}) &&
        holds(tokens, {p.begin > sentence.begin + kReach ? p.begin - kReach : sentence.begin, p.begin},
              {"named", "spoke", "announced", "agreed", "proposed", "set"}))
      year = &p, first = p.begin - 1, named = true;
    if (!p.is_year() || p.compared || p.shift != 0 || p.begin < sentence.begin + 2) continue;
    const std::string_view before = tokens[p.begin - 1].text, verb = tokens[p.begin - 2].text;
    if (before == "for" &&
        one_of(verb, {"set", "planned", "meant", "scheduled", "foreseen", "intended", "fixed"}))
      year = &p, first = p.begin - 2, named = false;
    if (before != "by") continue;
    for (std::size_t k = p.begin; k > sentence.begin && p.begin - k < kReach; --k)
      if (one_of(tokens[k - 1].text, {"wanted", "hoped", "planned", "intended", "meant", "wished"}))
        year = &p, first = k - 1, named = false;
  }
  if (!year || aims.empty()) return std::nullopt;
  const Pledge& aim = *aims.front();
  EventClaim told{{}, first, year->end, nullptr};
  Claim& claim = told.claim;
  claim.kind = "target";
  claim.parties = aim.parties;
  claim.flow = aim.flow;
  claim.period = to_text(*year);
  std::string names;
  for (const auto& code : aim.parties) names += (names.empty() ? "" : "-") + pack.lexicon.display(code);
  claim.reading = fmt::format("the year of a target for {}, {}", aim.flow, names);
  bool fits = false, near = false;
  for (const Pledge* each : aims) {
    const int right = named ? std::atoi(each->date.c_str()) : each->by_year;
    fits = fits || right == year->year();
    near = near || std::abs(right - year->year()) <= 1;
    claim.evidence.push_back({each->source, describe_pledge(*each), fmt::format("{}", each->by_year),
                              "pledges", each->target, "USD", "observed"});
  }
  claim.note = describe_pledge(aim);
  claim.verdict = fits ? Verdict::consistent : near ? Verdict::ambiguous : Verdict::likely_error;
  if (claim.verdict == Verdict::likely_error)
    claim.edit = Edit{"year", named ? aim.date.substr(0, 4) : fmt::format("{}", aim.by_year), claim.note};
  return told;
}

}  // namespace sogdia::claims
