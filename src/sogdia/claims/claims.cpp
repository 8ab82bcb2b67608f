#include "sogdia/claims/claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "sogdia/claims/judge.h"
#include "sogdia/claims/plain/plain_text.h"
#include "sogdia/claims/prose/asides.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/subject.h"
#include "sogdia/claims/tolerance.h"
#include "sogdia/core/error.h"

namespace sogdia {

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::consistent:
      return "consistent";
    case Verdict::likely_error:
      return "likely error";
    case Verdict::ambiguous:
      return "ambiguous";
    case Verdict::not_checkable:
      return "not checkable";
  }
  return "";
}

namespace claims {
namespace {

// Reads one text, sentence after sentence.
struct Reader {
  std::string_view text;
  const Pack& pack;
  std::vector<Token> tokens;
  int now = -1;                        // month in which the text was written
  std::vector<std::string> last_pair;  // the two countries that the text spoke of last
  std::optional<Period> last_period;   // the period that the sentences before spoke of
  std::optional<FlowWord> last_flow;   // its kind alone: "it", "the figure"
  std::vector<Claim> claims;

  Reader(std::string_view input, const Pack& evidence, int month)
      : text(input), pack(evidence), tokens(tokenize(input)), now(month) {}

  void read(Span sentence);
  void read_amount(const Mentions& m, Amount amount, Span sentence);
  void read_percent(const Mentions& m, Amount amount, Span sentence);
  void read_share(const Mentions& m, const Amount& amount, const FlowWord& of_flow, const std::string& of,
                  const Period* period);
  const FlowWord* carried_flow(Span sentence) const;
  Claim& add(std::string kind, std::size_t begin, std::size_t end);
  void take_date(const Mentions& m, Span sentence);
  void read_multiple(const Mentions& m, const FlowWord& flow, Span sentence);
  void read_rank(const Mentions& m, Span sentence);
  bool tells_record(std::size_t k, Span sentence) const;

  // Where the sentence prints no period, the one before may lend its own, but only to agree.
  template <class Judge>
  void judge_or_lend(Claim& claim, const Period* period, const Judge& judge) const {
    if (!period && last_period) {
      Claim lent = claim;
      judge(lent, &*last_period);
      if (lent.verdict == Verdict::consistent) {
        lent.note += "; the period is that of the sentence before";
        claim = std::move(lent);
        return;
      }
    }
    judge(claim, period);
  }
};

Claim& Reader::add(std::string kind, std::size_t begin, std::size_t end) {
  // Words that belong to the first one: "bilateral trade", "in the first half".
  for (int words = 0; words < 2 && begin > 0 && tokens[begin - 1].kind == Token::Kind::word &&
                      one_of(tokens[begin - 1].text, {"bilateral", "trade", "total", "annual", "the", "in",
                                                      "between", "from", "during", "mutual"});
       ++words)
    --begin;
  Claim claim;
  claim.kind = std::move(kind);
  claim.start = tokens[begin].start;
  claim.end = tokens[end - 1].end;
  claim.text = text.substr(claim.start, claim.end - claim.start);
  claims.push_back(std::move(claim));
  return claims.back();
}

// "it was $240.1 billion", "the figure": of the flow spoken of last.
const FlowWord* Reader::carried_flow(Span sentence) const {
  if (!last_flow || last_pair.size() != 2) return nullptr;
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    if (one_of(tokens[k].text, {"it", "that"})) return &*last_flow;
    if (one_of(tokens[k].text, {"figure", "total", "volume", "value", "number"})) return &*last_flow;
  }
  return nullptr;
}

// Whose customs the words name; a flow with all the world has no mirror.
std::string reporter_of(const Mentions& m, const Subject& subject) {
  std::string reporter;
  for (const auto& p : m.parties)
    if (p.reports) reporter = p.code;
  return subject.from.empty() || subject.to.empty() ? std::string() : reporter;
}

// What the claim was taken to mean, for a reader and for programs.
void tell_subject(Claim& claim, const Subject& subject, const Period* period, const std::string& reporter,
                  const Pack& pack) {
  for (const auto& code : {subject.from, subject.to})
    if (!code.empty()) claim.parties.push_back(code);
  claim.flow = subject.total ? "trade" : subject.from.empty() ? "imports" : "exports";
  claim.period = period ? to_text(*period) : "";
  claim.reporter = reporter;
  claim.reading = describe(subject, pack.lexicon);
  if (period) claim.reading += ", " + claim.period;
  if (!reporter.empty()) claim.reading += fmt::format(", by {}'s customs", pack.lexicon.display(reporter));
}

void tell_printed(Claim& claim, const Amount& amount) {
  const Range range = stands_for(amount, 1, false);
  claim.printed = {amount.value,
                   amount.percent            ? "fraction"
                   : amount.currency.empty() ? "USD"
                                             : amount.currency,
                   range.low, range.high};
}

bool Reader::tells_record(std::size_t k, Span sentence) const {
  return tokens[k].text == "record" ||
         (tokens[k].text == "high" && k > sentence.begin + 2 && tokens[k - 1].text == "time");
}

// The amount that a record is said of: the one just behind the word, else the last one before it.
std::size_t record_of(const Mentions& m, std::size_t k) {
  std::size_t before = 0;
  for (const auto& a : m.amounts) {
    if (a.percent) continue;
    if (a.begin > k) return a.begin <= k + 10 && (before == 0 || a.begin <= k + 4) ? a.begin : before;
    before = a.begin;
  }
  return before;
}

void Reader::read_amount(const Mentions& m, Amount amount, Span sentence) {
  const FlowWord* flow = flow_near(tokens, m, amount);
  if (!flow) flow = carried_flow(sentence);
  const Reading reading = reading_of(tokens, m, amount, sentence);
  bool far = false;
  const Period* period = period_near(tokens, m, amount.begin, amount.end, reading == Reading::pledge, &far);
  const bool base = is_base(tokens, amount, sentence);
  const bool here = flow && flow->at >= sentence.begin && flow->at < sentence.end;
  const auto [begin, end] = extent(m, amount, here ? flow : nullptr, period);
  // "between 2014 and 2022 from $95 billion to $190 billion"
  Period endpoint;
  std::optional<Period> of_base;
  bool lent = false;
  if (period && period->to - period->from > 12 && period->is_whole_years() && amount.begin > sentence.begin) {
    endpoint = year_period(base ? period->from / 12 : period->year());
    period = &endpoint;
  } else if (base) {
    of_base = period_of_base(tokens, m, amount, period);
    lent = !of_base;
    if (!of_base && period) {
      of_base = *period;
      of_base->from -= 12;
      of_base->to -= 12;
    }
    period = of_base ? &*of_base : nullptr;
  }
  Claim& claim = add(reading == Reading::pledge ? "target" : "amount", begin, end);
  tell_printed(claim, amount);
  if (const std::string why = aside_of(tokens, m, amount, here ? flow : nullptr, sentence); !why.empty()) {
    claim.note = why;
    return;
  }
  if (reading == Reading::pledge) {
    judge_target(claim, amount, m, period, last_pair, pack);
    return;
  }
  if (reading == Reading::at_least) amount.hedge = Hedge::more_than;
  if (reading == Reading::short_of) amount.hedge = Hedge::less_than;
  if (!flow) {
    claim.note = "no flow of trade is named";
    return;
  }
  Meant meant = here ? subject_of(tokens, m, *flow, last_pair, sentence) : Meant{};
  if (!here) {
    const bool others =
        std::any_of(m.parties.begin(), m.parties.end(), [](const auto& p) { return !p.reports; });
    meant = {flow->kind == FlowKind::total     ? Subject{true, last_pair[0], last_pair[1]}
             : flow->kind == FlowKind::exports ? Subject{false, last_pair[0], last_pair[1]}
                                               : Subject{false, last_pair[1], last_pair[0]},
             flow->kind == FlowKind::total && !others};
  }
  const Subject& subject = meant.subject;
  if (subject.from.empty() && subject.to.empty()) {
    claim.note = "no country is named";
    return;
  }
  const std::string reporter = reporter_of(m, subject);
  tell_subject(claim, subject, period, reporter, pack);
  if (flow->kind == FlowKind::surplus || flow->kind == FlowKind::deficit) {
    claim.kind = "balance";
    judge_balance(claim, amount, meant, flow->kind == FlowKind::surplus, period, pack);
    return;
  }
  judge_or_lend(claim, period, [&](Claim& judged, const Period* when) {
    judge_level(judged, amount, subject, when, reporter, pack);
  });
  // A reading that the sentence does not settle is no ground for an alarm; nor is one of short-of, whose
  // words may be of a target.
  // "and Vietnam's about $2 billion": the flow of another, left out.
  std::size_t previous = sentence.begin;
  for (const auto& other : m.amounts)
    if (other.end <= amount.begin) previous = std::max(previous, other.end);
  const bool of_another = std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
    return !p.reports && here && p.begin > flow->at && p.begin >= previous && p.end <= amount.begin &&
           p.code != subject.from && p.code != subject.to;
  });
  const bool open = of_another || !meant.sure || lent || far || reading == Reading::short_of;
  if (claim.verdict == Verdict::likely_error && open) {
    claim.verdict = Verdict::ambiguous;
    claim.note = "not sure enough what it is a figure of; " + claim.note;
    claim.edit.reset();
  }
  if (period && meant.sure && !lent && !far && reading == Reading::outcome)
    for (std::size_t k = sentence.begin; k < sentence.end; ++k)
      if (tells_record(k, sentence) && record_of(m, k) == amount.begin) {
        const std::string what = claim.reading;
        Claim& record = add("rank", k, std::min(sentence.end, k + 2));
        tell_subject(record, subject, period, reporter, pack);
        record.reading = "a record of " + what;
        judge_record(record, subject, *period, pack);
        if (record.note.empty()) claims.pop_back();
        break;
      }
}

void Reader::read_share(const Mentions& m, const Amount& amount, const FlowWord& of_flow,
                        const std::string& of, const Period* period) {
  std::string partner;
  std::size_t others = 0;
  for (const auto& p : m.parties)
    if (!p.reports && p.code != of) {
      others += partner != p.code;
      if (partner.empty()) partner = p.code;
    }
  if (partner.empty()) partner = other_of(last_pair, of);
  const auto [begin, end] = extent(m, amount, &of_flow, period);
  Claim& claim = add("share", begin, end);
  tell_printed(claim, amount);
  if (const std::string why =
          aside_of(tokens, m, amount, &of_flow, {amount.begin > 6 ? amount.begin - 6 : 0, end});
      !why.empty()) {
    claim.note = why;
    return;
  }
  if (partner.empty() || others > 1) {
    claim.note = "no partner is named";
    return;
  }
  tell_subject(claim,
               of_flow.kind == FlowKind::exports   ? Subject{false, of, partner}
               : of_flow.kind == FlowKind::imports ? Subject{false, partner, of}
                                                   : Subject{true, of, partner},
               period, "", pack);
  claim.reading = "share in the " + claim.reading;
  judge_share(claim, amount, of, partner, of_flow.kind, period, pack);
}

void Reader::read_percent(const Mentions& m, Amount amount, Span sentence) {
  const FlowWord* flow = flow_near(tokens, m, amount);
  if (!flow) return;  // a percentage of something else
  const Period* period = period_near(tokens, m, amount.begin, amount.end, false);
  // "38 percent of Russia's imports"
  if (amount.end < sentence.end && tokens[amount.end].text == "of") {
    const FlowWord* of_flow = nullptr;
    for (const auto& f : m.flows)
      if (f.at > amount.end && f.at <= amount.end + 5 && !of_flow) of_flow = &f;
    const PartyMention* of = nullptr;
    if (of_flow)
      for (const auto& p : m.parties)
        if (!p.reports && p.begin >= amount.end && p.begin <= of_flow->at + 3 && !of) of = &p;
    if (of) return read_share(m, amount, *of_flow, of->code, period);
    return;  // of something that is no flow of a country
  }
  int direction = 0;
  for (std::size_t k = amount.begin; k-- > sentence.begin && amount.begin - k <= 8 && direction == 0;)
    direction = direction_of(tokens[k].text);
  for (std::size_t k = amount.end; k < std::min(sentence.end, amount.end + 3) && direction == 0; ++k)
    direction = direction_of(tokens[k].text);
  if (direction == 0) return;
  // "fell by more than half": a printed sign stands for itself.
  amount.value *= direction;
  amount.low *= direction;
  amount.high *= direction;
  // "29.3 percent more than in 2021": of the year after the one that it is compared with.
  std::optional<Period> after;
  if (!period)
    for (const auto& p : m.periods)
      if (p.compared && p.shift == 0 && p.is_year() && p.begin >= amount.end) {
        after = p;
        after->from += 12;
        after->to += 12;
      }
  const Meant meant = subject_of(tokens, m, *flow, last_pair, sentence);
  const auto [begin, end] = extent(m, amount, flow, period);
  Claim& claim = add("growth", begin, end);
  tell_printed(claim, amount);
  std::string why = aside_of(tokens, m, amount, flow, sentence);
  if (why.empty()) why = other_measure(tokens, sentence);
  if (!why.empty()) {
    claim.note = why;
    return;
  }
  const Subject& subject = meant.subject;
  if (subject.from.empty() && subject.to.empty()) {
    claim.note = "no country is named";
    return;
  }
  if (flow->kind == FlowKind::surplus || flow->kind == FlowKind::deficit) {
    claim.note = "growth of a balance is not on record";
    return;
  }
  tell_subject(claim, subject, after ? &*after : period, "", pack);
  claim.reading = "growth of " + claim.reading;
  // The levels of the sentence itself come first: they need no table.
  if (judge_own_growth(claim, amount, m, tokens, sentence)) return;
  if (after)
    judge_growth(claim, amount, subject, &*after, pack);
  else
    judge_or_lend(claim, period, [&](Claim& judged, const Period* when) {
      judge_growth(judged, amount, subject, when, pack);
    });
  if (claim.verdict == Verdict::likely_error && (!meant.sure || after)) {
    claim.verdict = Verdict::ambiguous;
    claim.edit.reset();
  }
}

// "BEIJING, Jan 12, 2024 -", "Moscow (January 12, 2024)": the day on which the text was written.
void Reader::take_date(const Mentions& m, Span sentence) {
  if (m.periods.empty()) return;
  const Period& first = m.periods.front();
  if (first.from != first.to || first.begin > sentence.begin + 6) return;
  const bool dateline =
      first.end < sentence.end && one_of(tokens[first.end].text, {"-", "--", ")", "/", "|", ":"});
  for (std::size_t k = sentence.begin; k < first.begin; ++k)
    if (tokens[k].kind == Token::Kind::word && !tokens[k].capital) return;
  if (dateline || first.end == sentence.end) now = first.from;
}

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
    if (factor->second < 1) std::swap(low, high), low = std::min(low, high), high = factor->second * 1.12;
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

void Reader::read(Span sentence) {
  Mentions m = find_mentions(text, tokens, sentence, pack.lexicon, now);
  const int before = now;
  take_date(m, sentence);
  if (now != before) {
    m = find_mentions(text, tokens, sentence, pack.lexicon, now);
    m.periods.erase(m.periods.begin());  // the dateline is no period of the text
  }
  // "data released on Jan. 12, 2024": the day of the text, where nothing else told it.
  if (now < 0)
    for (const auto& p : m.periods)
      if (p.day && p.begin > sentence.begin && now < 0)
        for (std::size_t k = p.begin > sentence.begin + 6 ? p.begin - 6 : sentence.begin; k < p.begin; ++k)
          if (one_of(tokens[k].text, {"released", "published", "said", "showed", "announced", "reported"}))
            now = p.from;
  if (now != before && before < 0 &&
      std::none_of(m.periods.begin(), m.periods.end(), [](const Period& p) { return p.relative; })) {
    const auto again = find_mentions(text, tokens, sentence, pack.lexicon, now);
    if (again.periods.size() > m.periods.size()) m = again;
  }
  std::vector<std::string> spoken;
  for (const auto& p : m.parties)
    if (!p.reports && std::find(spoken.begin(), spoken.end(), p.code) == spoken.end())
      spoken.push_back(p.code);
  for (const auto& amount : m.amounts) {
    if (amount.percent)
      read_percent(m, amount, sentence);
    else
      read_amount(m, amount, sentence);
  }
  for (const auto& flow : m.flows) read_multiple(m, flow, sentence);
  read_rank(m, sentence);
  auto told = judge_events(tokens, m, sentence, pack);
  for (const auto judge : {judge_votes, judge_memberships})
    for (auto& each : judge(tokens, m, sentence, pack)) told.push_back(std::move(each));
  for (auto& [claim, begin, end, event] : told) {
    Claim& placed = add(claim.kind, begin, end);
    claim.start = placed.start;
    claim.end = placed.end;
    claim.text = placed.text;
    placed = std::move(claim);
  }
  // Two countries named together are those that "the two" and "it" mean from here on.
  std::vector<std::string> pair = spoken;
  if (spoken.size() > 2) {
    // "China would not condemn Russia's actions in Ukraine" is of China and Russia.
    std::vector<std::string> actors;
    for (const auto& p : m.parties)
      if (!p.reports && !one_of(p.preposition, {"in", "at", "near", "on"}) &&
          std::find(actors.begin(), actors.end(), p.code) == actors.end())
        actors.push_back(p.code);
    pair = actors;
  }
  if (pair.size() > 2 && !m.flows.empty()) {
    const Subject said = subject_of(tokens, m, m.flows.front(), last_pair, sentence).subject;
    pair = {said.from, said.to};
    if (said.from.empty() || said.to.empty()) pair.clear();
  }
  if (pair.size() == 2) last_pair = pair;
  for (const auto& f : m.flows)
    if (f.kind == FlowKind::total || f.kind == FlowKind::exports || f.kind == FlowKind::imports)
      last_flow = FlowWord{f.kind, std::numeric_limits<std::size_t>::max()};
  for (const auto& p : m.periods)
    if (!p.deadline && !p.compared && !p.day && p.shift == 0) last_period = p;
}

void require_date(const std::string& date) {
  if (date.empty()) return;
  bool shaped = date.size() == 10 && date[4] == '-' && date[7] == '-';
  for (std::size_t k = 0; shaped && k < date.size(); ++k)
    shaped = k == 4 || k == 7 || (date[k] >= '0' && date[k] <= '9');
  const auto part = [&](std::size_t at, std::size_t length) {
    int value = 0;
    for (const char c : date.substr(at, length)) value = 10 * value + (c - '0');
    return value;
  };
  if (shaped && std::chrono::year_month_day(std::chrono::year(part(0, 4)),
                                            std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                            std::chrono::day(static_cast<unsigned>(part(8, 2))))
                    .ok())
    return;
  throw Error("`" + date + "` is no date", "the date of the text", "write year, month and day as 2024-01-12");
}

// From places in the prose to places in the input.
void place_in_input(std::vector<Claim>& claims, const PlainText& prose) {
  for (Claim& claim : claims) {
    claim.prose_start = claim.start;
    claim.prose_end = claim.end;
    claim.start = prose.input_start(claim.prose_start);
    claim.end = prose.input_end(claim.prose_end);
  }
  // The labels that a table's cell was given stand elsewhere, and are no claim at the cell.
  std::erase_if(claims, [](const Claim& claim) { return claim.start == claim.end; });
}

}  // namespace
}  // namespace claims

std::shared_ptr<const claims::Pack> prepare_evidence(const Evidence& evidence) {
  return std::make_shared<const claims::Pack>(evidence);
}

std::vector<Claim> check_claims(std::string_view text, const Evidence& evidence, const std::string& date) {
  claims::require_date(date);
  return check_claims(text, claims::Pack(evidence), date);
}

std::vector<Claim> check_claims(std::string_view text, const claims::Pack& pack, const std::string& date) {
  claims::require_date(date);
  const int month = date.empty() ? -1 : std::atoi(date.c_str()) * 12 + std::atoi(date.c_str() + 5) - 1;
  const claims::PlainText prose = claims::plain_text(text);
  claims::Reader reader(prose.text, pack, month);
  for (const auto& sentence : claims::sentences(prose.text, reader.tokens)) reader.read(sentence);
  claims::place_in_input(reader.claims, prose);
  std::stable_sort(reader.claims.begin(), reader.claims.end(),
                   [](const Claim& a, const Claim& b) { return a.start < b.start; });
  return std::move(reader.claims);
}

}  // namespace sogdia
