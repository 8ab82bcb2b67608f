#include "sogdia/claims/prose/near.h"

#include <algorithm>
#include <limits>

namespace sogdia::claims {

Reading reading_of(const std::vector<Token>& tokens, const Mentions& m, const Amount& a, Span sentence) {
  std::size_t floor = sentence.begin;
  for (const auto& other : m.amounts)
    if (other.end <= a.begin && !other.percent) floor = std::max(floor, other.end);
  const auto achieved = [&](std::size_t from, std::size_t to) {
    for (std::size_t k = from; k < to; ++k)
      if (one_of(tokens[k].text, {"reached", "met", "achieved", "hit", "surpassed", "exceeded", "passed",
                                  "fulfilled", "attained"})) {
        for (std::size_t back = k; back > from && back + 4 > k; --back)
          if (one_of(tokens[back - 1].text, {"not", "never", "be"})) return false;
        return true;
      }
    return false;
  };
  const auto is_target = [&](std::size_t k) {
    return one_of(tokens[k].text, {"target", "targets", "goal", "goals", "mark"});
  };
  // "the $200 billion target was reached"
  for (std::size_t k = a.end; k < std::min(sentence.end, a.end + 4); ++k)
    if (is_target(k) && tokens[k].text != "mark")
      return achieved(k, std::min(sentence.end, k + 8)) || achieved(floor, a.begin) ? Reading::at_least
                                                                                    : Reading::pledge;
  for (std::size_t k = a.begin; k-- > floor;) {
    const std::string_view word = tokens[k].text;
    if (tokens[k].kind != Token::Kind::word) continue;
    if (one_of(word, {"target", "targets", "goal", "goals"}))
      return achieved(floor, k) ? Reading::at_least : Reading::pledge;
    if (one_of(word, {"pledged",  "pledge",    "pledges",  "targeted", "aim",   "aims",    "aimed",
                      "aiming",   "vowed",     "vow",      "plan",     "plans", "planned", "committed",
                      "promised", "promise",   "intend",   "intends",  "hope",  "hopes",   "hoped",
                      "expect",   "expects",   "expected", "agreed",   "will",  "would",   "could",
                      "should",   "may",       "want",     "wants",    "seek",  "seeks",   "ambition",
                      "forecast", "projected", "envisaged"}))
      return Reading::pledge;
    if (one_of(word, {"reached",  "hit",       "totaled",  "totalled", "totaling", "totalling", "amounted",
                      "exceeded", "surpassed", "topped",   "rose",     "grew",     "increased", "climbed",
                      "jumped",   "fell",      "dropped",  "declined", "came",     "recorded",  "registered",
                      "soared",   "surged",    "achieved", "passed",   "sold",     "bought",    "exported",
                      "imported", "purchased", "shipped",  "supplied", "doubled",  "tripled",   "expanded",
                      "shrank",   "slumped",   "reaching", "hitting",  "valued",   "crossed"}))
      return Reading::outcome;
  }
  return Reading::outcome;
}

const Period* period_near(const Mentions& m, std::size_t begin, std::size_t end, bool deadline_first) {
  std::size_t next = std::numeric_limits<std::size_t>::max(), previous = 0;
  for (const auto& a : m.amounts) {
    if (a.percent) continue;
    if (a.begin >= end) next = std::min(next, a.begin);
    if (a.end <= begin) previous = std::max(previous, a.end);
  }
  if (deadline_first)
    for (const auto& p : m.periods)
      if (p.deadline && p.begin < next) return &p;
  for (const auto& p : m.periods)
    if (p.begin >= end && p.begin < next) return &p;
  const Period* found = nullptr;
  for (const auto& p : m.periods)
    if (p.end <= begin && p.begin >= previous) found = &p;
  if (found) return found;
  for (const auto& p : m.periods)
    if (p.end <= begin) found = &p;
  return found ? found : m.periods.empty() ? nullptr : &m.periods.front();
}

const FlowWord* flow_near(const std::vector<Token>& tokens, const Mentions& m, const Amount& a) {
  // "$76 billion in exports", "$114 billion worth of imports"
  for (const auto& f : m.flows)
    if (f.at >= a.end && f.at <= a.end + 4) {
      bool direct = f.at > a.end;
      for (std::size_t k = a.end; k < f.at; ++k)
        direct =
            direct && one_of(tokens[k].text, {"in", "of", "worth", "bilateral", "annual", "total", "goods"});
      if (direct) return &f;
    }
  const FlowWord* found = nullptr;
  for (const auto& f : m.flows)
    if (f.at < a.begin) found = &f;
  return found ? found : m.flows.empty() ? nullptr : &m.flows.front();
}

std::pair<std::size_t, std::size_t> extent(const Mentions& m, const Amount& a, const FlowWord* flow,
                                           const Period* period) {
  std::size_t begin = a.begin, end = a.end;
  if (flow) {
    begin = std::min(begin, flow->at);
    end = std::max(end, flow->at + 1);
  }
  if (period) {
    begin = std::min(begin, period->begin);
    end = std::max(end, period->end);
  }
  // A country that stands just before the flow word belongs to it: "China's exports".
  if (flow)
    for (const auto& p : m.parties)
      if (!p.reports && p.end <= flow->at && flow->at - p.end <= 2) begin = std::min(begin, p.begin);
  return {begin, end};
}

int direction_of(std::string_view word) {
  if (one_of(word, {"rose",     "grew",   "increased", "up",    "growth", "jumped",  "surged",
                    "climbed",  "soared", "increase",  "rise",  "rising", "growing", "increasing",
                    "expanded", "gained", "jump",      "surge", "gain",   "higher"}))
    return 1;
  if (one_of(word, {"fell", "dropped", "declined", "decreased", "down", "shrank", "slumped", "plunged",
                    "decline", "drop", "fall", "falling", "decrease", "contracted", "lower", "tumbled"}))
    return -1;
  return 0;
}

}  // namespace sogdia::claims
