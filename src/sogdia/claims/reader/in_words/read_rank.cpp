#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/prose/asides.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/reader/reader.h"

namespace sogdia::claims {

// "more than doubled, from $50.6 billion to $76.1 billion": a multiple that the sentence's own levels do not
// make. True where it told one.
bool Reader::read_own_multiple(const Mentions& m, const FlowWord& flow,
                               const std::pair<double, double>& factor, std::size_t at, Span sentence) {
  std::vector<const Amount*> levels;
  for (const auto& a : m.amounts)
    if (!a.percent) levels.push_back(&a);
  if (levels.size() != 2 || levels[0]->currency != levels[1]->currency) return false;
  const auto led_by = [&](const Amount& a, std::string_view word) {
    for (std::size_t k = a.begin; k > sentence.begin && k + 4 > a.begin; --k)
      if (tokens[k - 1].text == word) return true;
    return false;
  };
  // "rose to A in 2023 from B in 2019; they thus doubled"
  const bool before = levels[1]->end <= at && led_by(*levels[0], "to") && led_by(*levels[1], "from");
  if (before) std::swap(levels[0], levels[1]);
  if (!before && (levels[0]->begin < at || !led_by(*levels[0], "from") || !led_by(*levels[1], "to")))
    return false;
  const Range from = stands_for(*levels[0], 1, true), to = stands_for(*levels[1], 1, true);
  if (!(from.low > 0)) return false;
  if (to.high / from.low >= factor.first && to.low / from.high <= factor.second) return false;
  const double ratio = levels[1]->value / levels[0]->value;
  Claim& claim = add("multiple", std::min(flow.at, at), std::max(at + 1, levels[1]->end));
  claim.printed = {0.5 * (factor.first + factor.second), "times", factor.first, factor.second};
  claim.reading = "the multiple of the sentence's own levels";
  claim.note =
      fmt::format("from {} to {} is {:.2f} times", amount_text(*levels[0]), amount_text(*levels[1]), ratio);
  claim.verdict = Verdict::likely_error;
  claim.edit = Edit{"arithmetic", fmt::format("{:.2f} times", ratio), claim.note};
  claim.evidence.push_back({"", claim.note, "", "text", ratio, "times", "observed"});
  return true;
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
    auto factor = kFactors.find(tokens[k].text);
    // "has grown five times"
    if (tokens[k].text == "times" && k > flow.at + 1 &&
        holds(tokens, {k > flow.at + 4 ? k - 4 : flow.at, k},
              {"grown", "grew", "increased", "risen", "multiplied"}))
      for (const auto& [word, times] : {std::pair{"two", "doubled"},
                                        {"three", "tripled"},
                                        {"four", "quadrupled"},
                                        {"five", "quintupled"},
                                        {"six", "sixfold"},
                                        {"ten", "tenfold"}})
        if (tokens[k - 1].text == word) factor = kFactors.find(times);
    if (factor == kFactors.end()) continue;
    double low = factor->second * 0.93, high = factor->second * 1.12;
    const auto before = [&](std::size_t back, Words words) {
      return k >= sentence.begin + back && one_of(tokens[k - back].text, words);
    };
    if (before(1, {"than"}) && before(2, {"more"})) low = factor->second * 0.99, high = factor->second * 1.6;
    if (before(1, {"nearly", "almost", "nigh"})) low = factor->second * 0.85, high = factor->second * 1.02;
    if (factor->second < 1) high = factor->second * 1.12;
    if (read_own_multiple(m, flow, {low, high}, k, sentence)) return;
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
    // "Over the years from 2016 to 2024 trade has grown threefold. Exports have quadrupled."
    if (!first && !last && m.periods.empty() && last_period && last_period->to - last_period->from > 12 &&
        last_period->is_whole_years()) {
      first = year_period(last_period->from / 12);
      last = year_period(last_period->year());
    }
    // "Over those same two years"
    if (!first && !last && last_periods.size() == 2 && m.periods.empty())
      for (std::size_t at = sentence.begin; at + 2 < sentence.end; ++at)
        if (one_of(tokens[at].text, {"those", "these", "same"}) && tokens[at + 1].text == "two" &&
            tokens[at + 2].text == "years" && last_periods[0].is_year() && last_periods[1].is_year()) {
          const bool in_order = last_periods[0].from < last_periods[1].from;
          first = last_periods[in_order ? 0 : 1];
          last = last_periods[in_order ? 1 : 0];
        }
    if (!first && !last) return;
    Meant meant = subject_of(tokens, m, flow, last_pair, sentence);
    // "Trade had thus more than doubled", "deliveries from China": of the two that all figures were of.
    const bool sided = std::any_of(m.parties.begin(), m.parties.end(), [](const PartyMention& p) {
      return !p.reports && one_of(p.preposition, {"to", "from"});
    });
    if (!meant.sure && (meant.subject.total || sided) && of_one_pair(m, meant.subject)) meant.sure = true;
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

namespace {

// "largest", "most important": where the superlative ends; 0 where none begins at k.
std::size_t superlative_end(const std::vector<Token>& tokens, std::size_t k, std::size_t end) {
  if (one_of(tokens[k].text, {"largest", "biggest", "top", "main", "leading", "chief"})) return k + 1;
  if (tokens[k].text == "most" && k + 1 < end && tokens[k + 1].text == "important") return k + 2;
  return 0;
}

struct Rank {
  std::string of, partner;
  FlowKind flow = FlowKind::none;
  std::size_t begin = 0, end = 0;
  std::size_t place = 1;    // "third-largest"
  std::string behind = {};  // "ranked behind China": the other of the two, where only they are compared
  bool in_front = false;    // "ahead of China"
};

// "supplier", "export market", "trading partner": what the noun at k says of the flow.
FlowKind flow_of_noun(std::string_view word) {
  return one_of(word, {"partner", "partners"})                                       ? FlowKind::total
         : one_of(word, {"supplier", "seller", "suppliers", "source"})               ? FlowKind::imports
         : one_of(word, {"buyer", "customer", "market", "destination", "customers"}) ? FlowKind::exports
                                                                                     : FlowKind::none;
}

// "third" -> 3; 0 where the word is no place.
std::size_t place_of(std::string_view word) {
  static constexpr std::array<std::string_view, 9> kPlaces{"second",  "third",  "fourth", "fifth", "sixth",
                                                           "seventh", "eighth", "ninth",  "tenth"};
  const auto found = std::find(kPlaces.begin(), kPlaces.end(), word);
  return found == kPlaces.end() ? 0 : static_cast<std::size_t>(found - kPlaces.begin()) + 2;
}

// "Mexico ranked behind China as a supplier of the United States".
Rank order_of_two(const std::vector<Token>& tokens, const std::vector<const PartyMention*>& named,
                  Span sentence) {
  Rank rank;
  for (std::size_t k = sentence.begin + 1; k + 1 < sentence.end; ++k) {
    const bool front = (tokens[k].text == "ahead" && tokens[k + 1].text == "of") ||
                       one_of(tokens[k].text, {"overtook", "surpassed", "overtaken", "outranked"});
    if (!front && tokens[k].text != "behind") continue;
    const PartyMention *one = nullptr, *two = nullptr, *of = nullptr;
    for (const auto* p : named) {
      if (p->end <= k && k - p->end <= 4) one = p;
      if (p->begin > k && p->begin <= k + 3 && !two) two = p;
    }
    if (!one || !two || one->code == two->code) continue;
    for (std::size_t noun = two->end; noun < sentence.end && noun <= two->end + 8; ++noun) {
      rank.flow = flow_of_noun(tokens[noun].text);
      if (rank.flow == FlowKind::none) continue;
      for (const auto* p : named)
        if (p != one && p != two &&
            ((p->possessive && p->end <= noun && noun - p->end <= 4) ||
             (p->begin > noun && p->begin <= noun + 3 && one_of(p->preposition, {"of", "for", "to"}))))
          of = p;
      if (!of) break;
      rank.of = of->code;
      rank.partner = one->code;
      rank.behind = two->code;
      rank.in_front = front;
      rank.begin = one->begin;
      rank.end = std::max(noun + 1, of->end);
      return rank;
    }
  }
  return {};
}

// "China is Russia's largest trading partner", "Germany's most important partner was China", "China overtook
// the United States as India's largest partner"; `named` are the countries of the sentence.
Rank superlative_rank(const std::vector<Token>& tokens, const std::vector<const PartyMention*>& named,
                      Span sentence) {
  Rank rank;
  for (std::size_t k = sentence.begin; k + 1 < sentence.end; ++k) {
    std::size_t noun = superlative_end(tokens, k, sentence.end);
    if (noun == 0) continue;
    // "second-largest", "one of the largest", "not the largest"
    const std::size_t before = k > sentence.begin + 1 && tokens[k - 1].text == "-" ? k - 2 : k - 1;
    const std::size_t place = k > sentence.begin ? place_of(tokens[before].text) : 0;
    if (place == 0 && k > sentence.begin + 1 &&
        (one_of(tokens[k - 1].text, {"-", "not"}) || one_of(tokens[k - 2].text, {"of", "not"})))
      return rank;
    const std::size_t last = noun + 3;
    while (noun < sentence.end && noun < last &&
           one_of(tokens[noun].text, {"trading", "trade", "single", "export", "import", "foreign", "and",
                                      "economic", "overall"}))
      ++noun;
    if (noun >= sentence.end) return rank;
    const FlowKind flow = flow_of_noun(tokens[noun].text);
    if (flow == FlowKind::none || tokens[noun].text.ends_with('s')) continue;
    const PartyMention* of = nullptr;
    for (const auto* p : named)
      if ((p->possessive && p->end <= k && k - p->end <= (place ? k - before + 1 : 1)) ||
          (p->begin > noun && p->begin <= noun + 3 && one_of(p->preposition, {"of", "for"})))
        of = p;
    if (!of) return rank;
    // Who it is: behind "was", else the first named before the rank.
    const PartyMention* partner = nullptr;
    for (std::size_t at = noun + 1; at < sentence.end && !partner && at <= noun + 9; ++at)
      if (one_of(tokens[at].text, {"was", "is", "remained", "were"}))
        for (const auto* p : named)
          if (!partner && p != of && p->begin > at && p->begin <= at + 3) partner = p;
    // "ASEAN has overtaken the United States to become", "China's top partner ... their fourth largest
    // partner Japan": said of another.
    const auto overtaken = [&](const PartyMention* p) {
      std::size_t at = p->begin;
      while (at > sentence.begin && one_of(tokens[at - 1].text, {"the"})) --at;
      return at > sentence.begin &&
             one_of(tokens[at - 1].text, {"overtook", "overtaken", "overtaking", "surpassed", "surpassing",
                                          "passed", "passing", "of", "replaced", "replacing", "ousted"});
    };
    for (const auto* p : named)
      if (!partner && p->code != of->code && p->end <= std::min(of->begin, k) && !overtaken(p) &&
          !one_of(p->preposition, {"in", "at", "of", "with", "to", "from"}))
        partner = p;
    if (!partner && named.size() == 2) partner = named[0] == of ? named[1] : named[0];
    if (partner && (overtaken(partner) || (partner->begin > noun + 9 && noun > 0))) return rank;
    if (!partner || partner->code == of->code) return rank;
    return {of->code,
            partner->code,
            flow,
            std::min({k, of->begin, partner->begin}),
            std::max(noun + 1, partner->end),
            std::max<std::size_t>(place, 1)};
  }
  return rank;
}

// "South Korea exported more to the United States than to China".
Rank more_than_with(const std::vector<Token>& tokens, const Mentions& m,
                    const std::vector<const PartyMention*>& named, Span sentence) {
  if (m.flows.size() != 1 || named.size() != 3 || !m.amounts.empty()) return {};
  const FlowWord& flow = m.flows.front();
  const std::string_view way = flow.kind == FlowKind::exports   ? "to"
                               : flow.kind == FlowKind::imports ? "from"
                               : flow.kind == FlowKind::total   ? "with"
                                                                : "";
  const auto &of = *named[0], &one = *named[1], &two = *named[2];
  if (way.empty() || of.end > flow.at || one.preposition != way || two.preposition != way ||
      one.begin < flow.at)
    return {};
  bool more = tokens[sentence.begin].text == "more", than = false;
  for (std::size_t k = flow.at; k < one.begin; ++k) more = more || tokens[k].text == "more";
  for (std::size_t k = one.end; k < two.begin; ++k) than = than || tokens[k].text == "than";
  if (!more || !than || sentence.end < two.end) return {};
  return {of.code, one.code, flow.kind, of.begin, two.end, 1, two.code, true};
}

// "Mexico bought more from the United States than Canada did".
Rank more_than_another(const std::vector<Token>& tokens, const Mentions& m,
                       const std::vector<const PartyMention*>& named, Span sentence) {
  if (m.flows.size() != 1 || named.size() != 3 || !m.amounts.empty()) return {};
  const FlowWord& flow = m.flows.front();
  const bool buys = flow.kind == FlowKind::imports;
  if (!buys && flow.kind != FlowKind::exports) return {};
  const auto &one = *named[0], &of = *named[1], &two = *named[2];
  if (one.end > flow.at || one.possessive || !one.preposition.empty() || of.begin < flow.at ||
      of.preposition != (buys ? "from" : "to") || two.begin > of.end + 2 || tokens[of.end].text != "than" ||
      two.possessive || !holds(tokens, {flow.at, of.begin}, {"more"}) || two.end >= sentence.end ||
      !one_of(tokens[two.end].text, {"did", "in", ".", ","}))
    return {};
  return {of.code,  one.code, buys ? FlowKind::exports : FlowKind::imports, one.begin, two.end, 1,
          two.code, true};
}

// "lost its place as", "is no longer", "was overtaken as": -1; "once", "formerly", of another time: 0;
// else 1.
int rank_told(const std::vector<Token>& tokens, Span words) {
  for (std::size_t k = words.begin; k < words.end; ++k) {
    const std::string& word = tokens[k].text;
    if (one_of(word, {"lost", "loses", "losing", "ceded", "ceding", "ceased", "slipped", "surrendered"}) ||
        (word == "longer" && k > words.begin && tokens[k - 1].text == "no") ||
        (k > words.begin && one_of(tokens[k - 1].text, {"was", "been", "being", "were"}) &&
         one_of(word, {"dethroned", "unseated", "toppled", "displaced", "ousted", "replaced", "overtaken",
                       "surpassed", "knocked"})))
      return -1;
    if (one_of(word, {"once", "formerly", "former", "previously"}) ||
        (word == "used" && k + 1 < words.end && tokens[k + 1].text == "to"))
      return 0;
  }
  return 1;
}

// "... in Africa", "within ASEAN": those that the rank is among, and whether the pack can tell them.
bool rank_among(const std::vector<Token>& tokens, const Mentions& m, Span sentence, int year,
                const Pack& pack, std::set<std::string>& among) {
  for (std::size_t k = sentence.begin + 1; k < sentence.end; ++k)
    if (one_of(tokens[k - 1].text, {"in", "within", "among", "the", "on", "latin", "south", "north", "east",
                                    "southeast", "central", "eastern", "western", "northern", "southern"}) &&
        one_of(tokens[k].text, {"asia", "europe", "america", "region", "continent", "bloc", "east", "west",
                                "gulf", "hemisphere", "oceania", "caucasus"}))
      return false;
  for (const auto& p : m.parties)
    if (p.code.size() != 3 && one_of(p.preposition, {"in", "of", "among", "within"})) {
      among = pack.members(p.code, year);
      return !among.empty();
    }
  return true;
}

}  // namespace

// "China is Russia's largest trading partner", "bought more from Russia than from any other country".
void Reader::read_rank(const Mentions& m, Span sentence) {
  std::vector<const PartyMention*> named;
  for (const auto& p : m.parties)
    if (!p.reports && p.code.size() == 3 && (named.empty() || named.back()->code != p.code))
      named.push_back(&p);
  if (named.size() < 2) return;
  const Period* period = nullptr;
  for (const auto& p : m.periods)
    if (p.to - p.from == 11 && !p.compared && !p.deadline && p.shift == 0) period = &p;
  Rank rank = superlative_rank(tokens, named, sentence);
  for (std::size_t k = sentence.begin; rank.of.empty() && named.size() == 2 && k + 3 < sentence.end; ++k) {
    if (tokens[k].text != "than" || !one_of(tokens[k + 1].text, {"from", "to", "with", "any"}) ||
        !(tokens[k + 1].text == "any" || tokens[k + 2].text == "any") || m.flows.empty())
      continue;
    rank.flow = m.flows.front().kind;
    if (rank.flow != FlowKind::total && rank.flow != FlowKind::exports && rank.flow != FlowKind::imports)
      return;
    const Subject said = subject_of(tokens, m, m.flows.front(), last_pair, sentence).subject;
    rank.of = rank.flow == FlowKind::imports ? said.to : said.from;
    rank.partner = rank.flow == FlowKind::imports ? said.from : said.to;
    rank.begin = std::min(m.flows.front().at, named[0]->begin);
    rank.end = std::min(k + 5, sentence.end);
  }
  if (rank.of.empty()) rank = order_of_two(tokens, named, sentence);
  if (rank.of.empty()) rank = more_than_with(tokens, m, named, sentence);
  if (rank.of.empty()) rank = more_than_another(tokens, m, named, sentence);
  if (rank.of.empty() || rank.partner.empty()) return;
  // Where it prints none, that of the figures just before.
  const bool of_before = !period && m.periods.empty() && last_said && last_said->confirmed && said_age <= 1 &&
                         last_said->period && last_said->period->is_year();
  const Period of_year = period ? *period : of_before ? *last_said->period : year_period(2023);
  std::set<std::string> among;
  if (!rank_among(tokens, m, sentence, of_year.year(), pack, among)) return;
  if (!among.empty() && !among.contains(rank.partner)) return;
  // "partner in research", "supplier for defence"
  if (rank.end + 1 < sentence.end && one_of(tokens[rank.end].text, {"in", "for"}) &&
      tokens[rank.end + 1].kind == Token::Kind::word && !tokens[rank.end + 1].capital &&
      !one_of(tokens[rank.end + 1].text, {"the", "value",  "terms",   "goods", "a",    "this",    "that",
                                          "its", "dollar", "dollars", "some",  "many", "several", "more",
                                          "all", "both",   "eight",   "seven", "nine", "five",    "six"}) &&
      std::none_of(m.periods.begin(), m.periods.end(),
                   [&](const Period& p) { return p.begin <= rank.end + 1 && p.end > rank.end + 1; }))
    return;
  Amount none;
  none.begin = rank.begin;
  none.end = rank.end;
  none.percent = true;
  Claim& claim = add("rank", rank.begin, std::max(rank.end, period ? period->end : rank.end));
  const int told = rank.behind.empty() ? rank_told(tokens, {rank.begin, rank.end}) : 1;
  claim.note = told == 0 ? "a rank of another time" : aside_of(tokens, m, none, nullptr, sentence);
  if (!claim.note.empty()) return;
  if (rank.behind.empty())
    judge_rank(claim, rank.of, rank.partner, rank.flow, rank.place, of_year, among, pack);
  else
    judge_order(claim, rank.of, rank.in_front ? rank.partner : rank.behind,
                rank.in_front ? rank.behind : rank.partner, rank.flow, of_year, pack);
  // What is denied of one who does have the rank may be told by other months or another office.
  if (told < 0 && claim.verdict == Verdict::likely_error) {
    claim.reading = "no longer " + claim.reading;
    claim.note = claim.edit->explanation;
    claim.verdict = Verdict::consistent;
    claim.edit.reset();
    return;
  }
  if (told < 0 && claim.verdict == Verdict::consistent) {
    claim.verdict = Verdict::ambiguous;
    // "having been overtaken by the United States", which was behind.
    for (const auto* p : named) {
      if (p->code == rank.of || p->code == rank.partner || !period || period->guessed ||
          m.periods.size() > 1 || p->begin == sentence.begin ||
          !(p->preposition == "by" || p->preposition == "to"))
        continue;
      Claim order = claim;
      order.evidence.clear();
      judge_order(order, rank.of, p->code, rank.partner, rank.flow, of_year, pack);
      if (order.verdict == Verdict::likely_error) claim = std::move(order);
    }
  }
  // "Japan is Korea's largest market", where another is more than twice as large: so of no late year.
  constexpr double kFarLarger = 2;
  constexpr int kLateYear = 2022;
  const bool plain = rank.end + 1 >= sentence.end && !holds(tokens, {rank.begin, rank.end}, {"partner"});
  const bool trading = rank.end + 1 >= sentence.end && rank.end > sentence.begin + 1 &&
                       one_of(tokens[rank.end - 2].text, {"trading", "trade"});
  if (m.periods.empty() && !of_before && claim.verdict == Verdict::likely_error && rank.place == 1 &&
      (plain || trading) && (now < 0 || now / 12 >= kLateYear) &&
      holds(tokens, {rank.begin, rank.end}, {"is", "remains"}) && claim.evidence.size() == 2 &&
      claim.evidence[1].value > kFarLarger * claim.evidence[0].value)
    return;
  // Without a year it may be of any, and so with several; then a rank is confirmed or left alone.
  if (((!period && !of_before) || (period && period->guessed) || m.periods.size() > 1) &&
      claim.verdict == Verdict::likely_error) {
    claim.verdict = Verdict::ambiguous;
    claim.edit.reset();
  }
}

}  // namespace sogdia::claims
