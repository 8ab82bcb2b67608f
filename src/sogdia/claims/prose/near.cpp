#include "sogdia/claims/prose/near.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace sogdia::claims {
namespace {

// "failed to reach", "fell short of", "did not reach", "missed", "still below"
bool falls_short(const std::vector<Token>& tokens, std::size_t floor, std::size_t at) {
  for (std::size_t k = floor; k < at; ++k) {
    if (one_of(tokens[k].text, {"failed", "fails", "missed", "misses", "unmet", "missing"})) return true;
    if (tokens[k].text == "short" && k + 1 < at && one_of(tokens[k + 1].text, {"of"})) return true;
    if (one_of(tokens[k].text, {"not", "never", "yet"}))
      for (std::size_t next = k + 1; next < std::min(at, k + 4); ++next)
        if (one_of(tokens[next].text, {"reach", "reached", "met", "meet", "hit", "exceed", "exceeded", "pass",
                                       "achieved", "achieve"}))
          return true;
  }
  return false;
}

// The part of the sentence that a token stands in.
Span part_of(const Mentions& m, std::size_t at) {
  Span part{0, std::numeric_limits<std::size_t>::max()};
  for (const auto k : m.breaks) {
    if (k <= at) part.begin = std::max(part.begin, k);
    if (k > at) part.end = std::min(part.end, k);
  }
  return part;
}

}  // namespace

Reading reading_of(const std::vector<Token>& tokens, const Mentions& m, const Amount& a, Span sentence) {
  std::size_t floor = std::max(sentence.begin, part_of(m, a.begin).begin);
  for (const auto& other : m.amounts)
    if (other.end <= a.begin && !other.percent) floor = std::max(floor, other.end);
  if (falls_short(tokens, floor, a.begin)) return Reading::short_of;
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
  // "the sum of $100 billion was passed for the first time"
  for (std::size_t k = a.end + 1; k < std::min(sentence.end, a.end + 3); ++k)
    if (one_of(tokens[k].text, {"passed", "crossed", "exceeded", "surpassed", "topped", "broken"}) &&
        one_of(tokens[k - 1].text, {"was", "were", "been", "is"}))
      return Reading::at_least;
  if (names_aim(tokens, a, sentence)) return Reading::pledge;
  // "named $1 trillion of trade by 2020 as a goal"
  for (std::size_t k = a.end; k + 2 < sentence.end && k < a.end + 8; ++k)
    if (tokens[k].text == "as" && one_of(tokens[k + 1].text, {"a", "the", "their", "its"}) &&
        is_target(k + 2))
      return Reading::pledge;
  for (std::size_t k = a.begin; k-- > floor;) {
    const std::string_view word = tokens[k].text;
    if (tokens[k].kind != Token::Kind::word) continue;
    if (one_of(word, {"target", "targets", "goal", "goals"}))
      return achieved(floor, k) ? Reading::at_least : Reading::pledge;
    if (word == "may" && tokens[k].capital) continue;  // the month
    if (word == "meant" && tokens[k + 1].text != "to") continue;
    // "was to buy goods for", "were to reach"
    if (word == "to" && k > floor && one_of(tokens[k - 1].text, {"was", "were"}) &&
        one_of(tokens[k + 1].text,
               {"buy", "import", "purchase", "reach", "rise", "grow", "double", "be", "surpass", "exceed",
                "pass", "top", "hit", "climb", "increase", "go", "come"}))
      return Reading::pledge;
    // "spoke of raising trade to"
    if (one_of(word, {"raise", "raising", "lifting"}) && k > floor &&
        one_of(tokens[k - 1].text, {"of", "to", "on", "at"}))
      return Reading::pledge;
    // "had set themselves $200 billion by 2024"
    if (one_of(word, {"themselves", "itself"}) && k > floor && tokens[k - 1].text == "set")
      return Reading::pledge;
    if (one_of(word, {"pledged",   "pledge",   "pledges",   "targeted",  "aim",      "aims",     "aimed",
                      "aiming",    "vowed",    "vow",       "plan",      "plans",    "planned",  "committed",
                      "promised",  "promise",  "intend",    "intends",   "hope",     "hopes",    "hoped",
                      "expect",    "expects",  "expected",  "agreed",    "will",     "would",    "could",
                      "should",    "may",      "want",      "wants",     "wanted",   "seek",     "seeks",
                      "ambition",  "forecast", "projected", "envisaged", "proposed", "proposes", "proposal",
                      "suggested", "urged",    "meant",     "supposed"}))
      return Reading::pledge;
    if (one_of(word, {"reached",  "hit",       "totaled",  "totalled", "totaling", "totalling", "amounted",
                      "exceeded", "surpassed", "topped",   "rose",     "grew",     "increased", "climbed",
                      "jumped",   "fell",      "dropped",  "declined", "came",     "recorded",  "registered",
                      "soared",   "surged",    "achieved", "passed",   "sold",     "bought",    "exported",
                      "imported", "purchased", "shipped",  "supplied", "doubled",  "tripled",   "expanded",
                      "shrank",   "slumped",   "reaching", "hitting",  "valued",   "crossed",   "traded"})) {
      // "expect trade to hit"
      if (k > floor && tokens[k - 1].text == "to") continue;
      return Reading::outcome;
    }
  }
  // "it had been 400 billion of trade by 2020"
  const bool by_then = a.end + 3 < sentence.end && one_of(tokens[a.end].text, {"of", "in"}) &&
                       tokens[a.end + 1].text == "trade" && tokens[a.end + 2].text == "by" &&
                       tokens[a.end + 3].value >= 1900;
  return by_then ? Reading::pledge : Reading::outcome;
}

bool is_base(const std::vector<Token>& tokens, const Amount& a, Span sentence) {
  for (std::size_t back = 1; back <= 5 && a.begin >= sentence.begin + back; ++back) {
    const Token& token = tokens[a.begin - back];
    // "more than four-fifths of a trillion" is a hedge.
    if (token.text == "than" && a.begin > sentence.begin + back &&
        one_of(tokens[a.begin - back - 1].text, {"more", "less", "fewer", "greater"}) &&
        !(a.begin > sentence.begin + back + 1 &&
          one_of(tokens[a.begin - back - 2].text, {"percent", "%", "cent"}))) {
      ++back;
      continue;
    }
    if (one_of(token.text, {"from", "than", "against", "versus", "vs"})) return true;
    // "6.9 percent below the $244.8 billion of 2024"
    if (one_of(token.text, {"below", "above"}) && a.begin > sentence.begin + back &&
        one_of(tokens[a.begin - back - 1].text, {"percent", "%", "cent", "pct"}))
      return true;
    // "rose to $240 billion, after $190 billion in 2022"; "After $190 billion in 2022, trade rose to"
    if (token.text == "after" && (a.begin == sentence.begin + back || tokens[a.begin - back - 1].text == ","))
      return true;
    if (token.text == "with" && a.begin >= sentence.begin + back + 1 &&
        one_of(tokens[a.begin - back - 1].text, {"compared", "comparison"}))
      return true;
    if (token.text == "to" && a.begin >= sentence.begin + back + 1 &&
        tokens[a.begin - back - 1].text == "compared")
      return true;
    if (!one_of(token.text, {"about", "around", "nearly", "almost", "roughly", "some", "just", "a", "an",
                             "the", "only", "more", "than", "over", "with", "to", "mere", "approximately"}))
      return false;
  }
  return false;
}

const Period* period_near(const std::vector<Token>& tokens, const Mentions& m, std::size_t begin,
                          std::size_t end, bool deadline_first, bool* far) {
  if (far) *far = false;
  const Span part = part_of(m, begin);
  std::size_t next = part.end, previous = part.begin;
  for (const auto& a : m.amounts) {
    if (a.percent) continue;
    if (a.begin >= end) next = std::min(next, a.begin);
    if (a.end <= begin) previous = std::max(previous, a.end);
  }
  const auto usable = [](const Period& p) {
    return !p.compared && !p.day && p.shift == 0 && !p.label && !p.open && !p.since && !p.due;
  };
  if (deadline_first)
    for (const auto& p : m.periods)
      if (p.deadline && p.begin < next) return &p;
  const Period* label = nullptr;
  for (const auto& p : m.periods)
    if (p.label && p.end <= begin) label = &p;
  const Period* found = nullptr;
  for (const auto& p : m.periods)
    if (usable(p) && p.end <= begin && p.begin >= previous) found = &p;
  // "in 2015 trade was $68.1 billion, and in 2020 $107.8 billion": the second year opens another part.
  const auto opens_anew = [&](const Period& p) {
    bool parted = false;
    for (std::size_t k = end; k < p.begin; ++k)
      parted = parted || one_of(tokens[k].text, {",", "and", "but", "while"});
    // "In 2023 it was 6.41 trillion yuan, and in 2024 it grew by 9 percent"
    const bool clause = p.end < part.end && one_of(tokens[std::min(p.end, tokens.size() - 1)].text,
                                                   {"it", "they", "exports", "imports", "trade"});
    // "In 2017 it increased by 20.8 percent, to $84.07 billion, in 2018 by 27.1 percent"
    const bool listed = p.begin > end + 1 && tokens[p.begin - 1].text == "in" &&
                        tokens[p.begin - 2].text == "," && p.end < tokens.size() &&
                        one_of(tokens[p.end].text, {"-", "--", "by"});
    // "slid by a fifth in 2023 to $124.8 billion, and the two met in December of that year"
    const bool told = found && found->end + 2 >= begin && p.begin > end + 5;
    // "by 29.3 percent in 2022, reaching $190 billion, before accelerating further in 2023"
    if (found && tokens[end].text == "," && holds(tokens, {end, p.begin}, {"before"})) return true;
    return parted && found && (clause || listed || told || (next < part.end && next <= p.end + 5));
  };
  // "$115.5 billion, after a leap of 46.9 percent in 2023": the year is that of the rate.
  const auto of_rate = [&](const Period& p) {
    return std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) {
      if (!a.percent || a.begin < end || a.end > p.begin || p.begin > a.end + 2) return false;
      for (std::size_t k = end; k < a.begin; ++k)
        if (one_of(tokens[k].text, {"after", "following"})) return true;
      return false;
    });
  };
  // "in April to $9.6 billion, ... after a 19.8 percent growth in the first two months": of that rate.
  const auto behind_rate = [&](const Period& p) {
    return found && found->end + 3 >= begin &&
           std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) {
             return a.percent && a.begin >= end && a.end <= p.begin && a.end + 4 >= p.begin;
           });
  };
  for (const auto& p : m.periods)
    if (usable(p) && p.begin >= end && p.begin < next && !opens_anew(p) && !of_rate(p) && !behind_rate(p))
      return &p;
  // "than in 2022, when it had been $24.1 billion"
  for (const auto& p : m.periods)
    if (p.compared && p.shift == 0 && p.end <= begin && p.begin >= previous && p.end + 1 < begin &&
        tokens[p.end].text == "," && tokens[p.end + 1].text == "when")
      return &p;
  // "2023 was the year: the goal was passed in November, when the sum stood at": of that month.
  for (const auto& month : m.months)
    if (far && month.end + 8 >= begin && month.end + 1 < begin && tokens[month.end + 1].text == "when")
      *far = true;
  if (label && (!found || found->begin < label->begin)) return label;
  if (found) {
    // "$146.9 billion in 2021 and went on to pass $190 billion": the year is of the one before.
    // But "in 2023, while imports fell by 8 percent to" is of the same.
    const bool of_other_flow = std::any_of(m.flows.begin(), m.flows.end(), [&](const FlowWord& f) {
      return f.at >= found->end && f.at < begin;
    });
    // "After $244.8 billion in 2024, trade slipped to": that year was before.
    if (far && found->of_base) *far = true;
    if (far && previous > part.begin && found->begin <= previous + 2)
      for (std::size_t k = found->end; k < begin; ++k) {
        // "11.1 percent more than a year before"
        if (tokens[k].text == "before" && one_of(tokens[k - 1].text, {"year", "years"})) continue;
        *far = *far ||
               one_of(tokens[k].text, {"went", "later", "then", "subsequently", "eventually", "before",
                                       "after", "since", "now", "until", "next", "afterwards"}) ||
               (!of_other_flow &&
                one_of(tokens[k].text, {"grew", "climbed", "jumped", "rose", "fell", "dropped", "reached"}));
      }
    return found;
  }
  // "In 2023 it exported A and imported B": one that opens its part is of all in it.
  for (const auto& p : m.periods)
    if (usable(p) && p.end <= begin && p.begin >= part.begin) found = &p;
  if (far && found) {
    for (const auto& a : m.amounts)
      *far = *far || (!a.percent && a.end <= found->begin && a.end >= part.begin);
  }
  if (found) return found;
  // Not the one of what it rose from: "$113.5 billion, up from $101.7 billion in 2023-24".
  const auto of_base = [&](const Period& p) {
    return std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) {
      return !a.percent && a.begin >= end && a.end <= p.begin && p.begin <= a.end + 3 &&
             is_base(tokens, a, {begin, p.end});
    });
  };
  // "$994.7 million, 0.5 percent less ($1 billion in January-June 2023)": what brackets tell of a figure in
  // them is of that one.
  const auto in_brackets = [&](const Period& p) {
    return std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& a) {
      return !a.percent && a.begin > end && tokens[a.begin - 1].text == "(" && a.end <= p.begin &&
             p.begin <= a.end + 3 && !holds(tokens, {a.end, p.begin}, {")"});
    });
  };
  for (const auto& p : m.periods)
    if (usable(p) && p.begin >= end && p.begin < part.end && !of_base(p) && !of_rate(p) && !in_brackets(p))
      return &p;
  if (far) *far = true;
  for (const auto& p : m.periods)
    if (usable(p) && p.end <= begin) found = &p;
  return found;
}

std::optional<Period> period_of_base(const std::vector<Token>& tokens, const Mentions& m, const Amount& a,
                                     const Period* main) {
  for (const auto& p : m.periods) {
    if (p.begin < a.end || p.begin > a.end + 4) continue;
    bool direct = true;
    for (std::size_t k = a.end; k < p.begin; ++k)
      direct =
          direct && one_of(tokens[k].text, {"in", "for", "(", "during", "the", "of", "recorded", "seen"});
    if (!direct) continue;
    if (p.shift == 0) return p;
    if (!main) return std::nullopt;
    Period shifted = *main;
    shifted.from += p.shift;
    shifted.to += p.shift;
    return shifted;
  }
  return std::nullopt;
}

const FlowWord* flow_near(const std::vector<Token>& tokens, const Mentions& m, const Amount& a) {
  // "exports of A and imports of B, or C together", "C in all"
  for (const auto& f : m.flows)
    if (f.kind == FlowKind::total && f.at >= a.end && f.at <= a.end + 1 && !a.percent &&
        one_of(tokens[f.at].text, {"together", "altogether", "combined", "all", "total"}) &&
        (f.at == a.end || tokens[a.end].text == "in") &&
        !(f.at + 1 < tokens.size() && one_of(tokens[f.at + 1].text, {"with", "of", "exports", "imports"})))
      return &f;
  // "of which $11.3 billion went to Russia"
  for (const auto& f : m.flows)
    if (f.at == a.end && !a.percent && one_of(tokens[f.at].text, {"went", "came", "flowed", "moved", "go"}))
      return &f;
  // "$76 billion in exports", "$114 billion worth of imports"
  for (const auto& f : m.flows)
    if (f.at >= a.end && f.at <= a.end + 4) {
      bool direct = f.at > a.end;
      // "of which $699.3 million were Uzbek exports"
      const auto whose = [&](std::size_t k) {
        return f.kind != FlowKind::total &&
               std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
                 return p.end == f.at && k + 1 >= p.begin && k < p.end &&
                        (k >= p.begin || one_of(tokens[k].text, {"south", "north"}));
               });
      };
      // "158.5 billion of that were imports"
      const auto of_it = [&](std::size_t k) {
        return k > a.end && tokens[k - 1].text == "of" &&
               one_of(tokens[k].text, {"it", "that", "this", "them"});
      };
      for (std::size_t k = a.end; k < f.at; ++k)
        direct = direct && (whose(k) || of_it(k) ||
                            one_of(tokens[k].text, {"in", "of", "on", "worth", "bilateral", "annual", "total",
                                                    "goods", "were", "was"}));
      if (!direct) continue;
      // "ran a deficit of $13.8 billion in goods trade with": of the deficit.
      const FlowWord* balance = nullptr;
      for (const auto& gap : m.flows)
        if (f.kind == FlowKind::total && gap.at < a.begin && gap.at + 3 >= a.begin &&
            (gap.kind == FlowKind::surplus || gap.kind == FlowKind::deficit))
          balance = &gap;
      return balance ? balance : &f;
    }
  // "buys twice as much as it sells: 517.8 billion against 213.3 billion": in their order.
  if (m.flows.size() == 2 && !a.percent) {
    std::vector<const Amount*> money;
    for (const auto& other : m.amounts)
      if (!other.percent) money.push_back(&other);
    if (money.size() == 2 && m.flows[1].at < money[0]->begin && money[0]->begin > 0 &&
        money[1]->begin <= money[0]->end + 3)
      for (std::size_t k = m.flows[1].at; k < money[0]->begin; ++k)
        if (tokens[k].text == ":") return &m.flows[a.begin == money[0]->begin ? 0 : 1];
  }
  // "it sold 14.9 trillion yen worth and bought 18.5 trillion; in 2019 it was 14.7 and 18.5 trillion": in the
  // order of the part before.
  if (!a.percent) {
    const Span own = part_of(m, a.begin);
    const Span last = own.begin > 0 ? part_of(m, own.begin - 1) : Span{0, 0};
    std::vector<const FlowWord*> flows;
    std::vector<const Amount*> here, there;
    for (const auto& f : m.flows) {
      if (f.at >= last.begin && f.at < last.end) flows.push_back(&f);
    }
    std::size_t own_flow = own.end;
    for (const auto& f : m.flows)
      if (f.at >= own.begin) own_flow = std::min(own_flow, f.at);
    for (const auto& other : m.amounts) {
      if (other.percent) continue;
      if (other.begin >= own.begin && other.end <= own_flow) here.push_back(&other);
      if (other.begin >= last.begin && other.begin < last.end) there.push_back(&other);
    }
    if (own.begin > 0 && flows.size() > 1 && flows.size() == here.size() && there.size() == here.size())
      for (std::size_t k = 0; k < here.size(); ++k)
        if (here[k]->begin == a.begin) return flows[k];
  }
  // The last one before it; one that stands in an earlier part only where its own part has none.
  const FlowWord* found = nullptr;
  for (const auto& f : m.flows)
    if (f.at < a.begin) found = &f;
  // "a deficit in goods trade with Mexico": of the deficit.
  if (found && found->kind == FlowKind::total)
    for (const auto& f : m.flows) {
      if (f.at >= found->at || f.at + 5 < found->at ||
          (f.kind != FlowKind::surplus && f.kind != FlowKind::deficit))
        continue;
      bool of_it = true;
      for (std::size_t k = f.at + 1; k < found->at; ++k)
        of_it = of_it && one_of(tokens[k].text, {"in", "its", "their", "the", "goods", "bilateral",
                                                 "merchandise", "of", "overall", "on"});
      if (of_it) return &f;
    }
  if (found) return found;
  const Span part = part_of(m, a.begin);
  for (const auto& f : m.flows)
    if (f.at < part.end) return &f;
  return nullptr;
}

const PartyMention* told_before_aside(const std::vector<Token>& tokens, const Mentions& m, std::size_t verb) {
  if (!one_of(tokens[verb].text, {"bought", "sold", "imported", "exported", "took", "taken", "purchased",
                                  "shipped", "supplied", "buys", "sells", "takes", "sent", "received"}))
    return nullptr;
  std::size_t at = verb;
  while (at > 1 && one_of(tokens[at - 1].text, {"has", "had", "have", "also", "then", "now", "still"})) --at;
  // "Iraq, which bought"
  const bool relative = at > 1 && one_of(tokens[at - 1].text, {"which", "who"});
  if (relative) --at;
  if (at < 2 || tokens[at - 1].text != ",") return nullptr;
  for (const auto& p : m.parties) {
    if (p.reports || !p.preposition.empty() || p.possessive || p.end >= at || tokens[p.end].text != ",")
      continue;
    if (relative) {
      if (p.end + 1 == at) return &p;
      continue;
    }
    const auto commas =
        std::count_if(tokens.begin() + static_cast<std::ptrdiff_t>(p.end),
                      tokens.begin() + static_cast<std::ptrdiff_t>(at), [](const Token& token) {
                        return one_of(token.text, {",", ";", ":"});
                      });
    const bool money = std::any_of(m.amounts.begin(), m.amounts.end(),
                                   [&](const Amount& a) { return a.begin > p.end && a.end < at; });
    if (commas == 2 && !money) return &p;
  }
  return nullptr;
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

bool opens_figure(const std::vector<Token>& tokens, const Mentions& m, const FlowWord& flow,
                  const Amount& amount) {
  constexpr std::size_t kReach = 8;  // tokens
  if (flow.at >= amount.begin || flow.at + kReach < amount.begin) return false;
  for (const auto& p : m.parties)
    if (!p.reports && !p.possessive) return false;
  for (std::size_t k = flow.at + 1; k < amount.begin; ++k)
    if (one_of(tokens[k].text, {"to", "from", "with"}) && k + 1 < amount.begin) return false;
  return std::none_of(m.flows.begin(), m.flows.end(), [&](const FlowWord& f) {
    return f.at != flow.at && f.at > flow.at && f.at < amount.end + 3;
  });
}

}  // namespace sogdia::claims
