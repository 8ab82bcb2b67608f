#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "sogdia/claims/judge.h"
#include "sogdia/claims/prose/asides.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/reader.h"
#include "sogdia/claims/subject.h"

namespace sogdia::claims {

// "doubled", "more than tripled", "rose fivefold", "halved", with both of its periods.
void Reader::read_multiple(const Mentions& m, const FlowWord& flow, Span sentence) {
  static const std::map<std::string, double, std::less<>> kFactors{
      {"doubled", 2},  {"tripled", 3},   {"trebled", 3},   {"quadrupled", 4}, {"quintupled", 5},
      {"halved", 0.5}, {"twofold", 2},   {"threefold", 3}, {"fourfold", 4},   {"fivefold", 5},
      {"sixfold", 6},  {"sevenfold", 7}, {"tenfold", 10}};
  std::size_t limit = sentence.end;
  for (const auto& f : m.flows)
    if (f.at > flow.at) limit = std::min(limit, f.at);
  for (std::size_t k = flow.at; k < limit; ++k) {
    const auto factor = kFactors.find(tokens[k].text);
    if (factor == kFactors.end()) continue;
    double low = factor->second * 0.93, high = factor->second * 1.12;
    const auto before = [&](std::size_t back, Words words) {
      return k >= sentence.begin + back && one_of(tokens[k - back].text, words);
    };
    if (before(1, {"than"}) && before(2, {"more"})) low = factor->second * 0.99, high = factor->second * 1.6;
    if (before(1, {"nearly", "almost", "nigh"})) low = factor->second * 0.85, high = factor->second * 1.02;
    if (factor->second < 1) high = factor->second * 1.12;
    // "between 2020 and 2023", "from 2020 to 2023", "since 2020 ... in 2023", "in 2023 from 2022"
    std::optional<Period> first, last;
    for (const auto& p : m.periods) {
      if (p.deadline || p.shift != 0) continue;
      if (p.to - p.from > 12 && p.is_whole_years()) {
        first = year_period(p.from / 12);
        last = year_period(p.year());
      } else if (p.begin > sentence.begin && one_of(tokens[p.begin - 1].text, {"since", "from"})) {
        first = p;
      } else if (!last || p.compared) {
        (p.compared ? first : last) = p;
      }
    }
    if (!first && !last) return;
    const Meant meant = subject_of(tokens, m, flow, last_pair, sentence);
    Claim& claim = add("multiple", flow.at, k + 1);
    claim.printed = {factor->second, "times", low, high};
    Amount none;
    none.begin = k;
    none.end = k + 1;
    none.percent = true;
    const std::string why = aside_of(tokens, m, none, &flow, sentence);
    if (!why.empty() || !first || !last || meant.subject.from.empty() || meant.subject.to.empty()) {
      claim.note = !why.empty()      ? why
                   : !first || !last ? "no two periods are printed"
                                     : "no two countries are named";
      return;
    }
    tell_subject(claim, meant.subject, &*last, "", pack);
    claim.reading += fmt::format(" over {}", to_text(*first));
    judge_multiple(claim, low, high, meant, *first, *last, pack);
    return;
  }
}

// "China is Russia's largest trading partner", "bought more from Russia than from any other country".
void Reader::read_rank(const Mentions& m, Span sentence) {
  std::vector<const PartyMention*> named;
  for (const auto& p : m.parties)
    if (!p.reports && p.code.size() == 3 && (named.empty() || named.back()->code != p.code))
      named.push_back(&p);
  if (named.size() != 2) return;
  const Period* period = nullptr;
  for (const auto& p : m.periods)
    if (p.is_year() && !p.compared && !p.deadline && p.shift == 0) period = &p;
  std::size_t at = sentence.end, end = sentence.end;
  std::string of, partner;
  FlowKind flow = FlowKind::total;
  for (std::size_t k = sentence.begin; k + 1 < sentence.end; ++k) {
    if (one_of(tokens[k].text, {"largest", "biggest", "top", "main", "leading"})) {
      // "second-largest", "one of the largest"
      if (k > sentence.begin + 1 &&
          (tokens[k - 1].text == "-" ||
           one_of(tokens[k - 1].text, {"second", "third", "fourth", "fifth", "sixth"}) ||
           one_of(tokens[k - 2].text, {"of"})))
        return;
      std::size_t noun = k + 1;
      while (noun < sentence.end && noun < k + 4 &&
             one_of(tokens[noun].text, {"trading", "trade", "single", "export", "import", "foreign", "and",
                                        "economic", "overall"}))
        ++noun;
      if (noun >= sentence.end) return;
      if (one_of(tokens[noun].text, {"partner"}))
        flow = FlowKind::total;
      else if (one_of(tokens[noun].text, {"supplier", "seller"}))
        flow = FlowKind::imports;
      else if (one_of(tokens[noun].text, {"buyer", "customer", "market", "destination"}))
        flow = FlowKind::exports;
      else
        continue;
      // Of whom: the possessor just before the word, or "of X" behind the noun.
      for (std::size_t p = 0; p < 2; ++p)
        if ((named[p]->possessive && named[p]->end <= k && k - named[p]->end <= 1) ||
            (named[p]->begin > noun && named[p]->begin <= noun + 2 &&
             one_of(named[p]->preposition, {"of", "for"}))) {
          of = named[p]->code;
          partner = named[1 - p]->code;
        }
      at = k;
      end = noun + 1;
      break;
    }
    if (tokens[k].text == "than" && k + 3 < sentence.end &&
        one_of(tokens[k + 1].text, {"from", "to", "with", "any"}) &&
        (tokens[k + 1].text == "any" || tokens[k + 2].text == "any") && !m.flows.empty()) {
      flow = m.flows.front().kind;
      if (flow != FlowKind::total && flow != FlowKind::exports && flow != FlowKind::imports) return;
      const Subject said = subject_of(tokens, m, m.flows.front(), last_pair, sentence).subject;
      of = flow == FlowKind::imports ? said.to : said.from;
      partner = flow == FlowKind::imports ? said.from : said.to;
      at = m.flows.front().at;
      end = std::min(k + 5, sentence.end);
      break;
    }
  }
  if (of.empty() || partner.empty()) return;
  Amount none;
  none.begin = at;
  none.end = end;
  none.percent = true;
  Claim& claim = add("rank", std::min(at, named[0]->begin), std::max(end, period ? period->end : end));
  if (const std::string why = aside_of(tokens, m, none, nullptr, sentence); !why.empty()) {
    claim.note = why;
    return;
  }
  judge_rank(claim, of, partner, flow, period ? period->year() : 2023, pack);
  // Without a year it may be of any; then a rank is confirmed or left alone.
  if (!period && claim.verdict == Verdict::likely_error) {
    claim.verdict = Verdict::ambiguous;
    claim.edit.reset();
  }
}

}  // namespace sogdia::claims
