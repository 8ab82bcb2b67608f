#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/reader/reader.h"

// Sentences that go on where the one before ended: "imports from the former", "that is 6.7 percent more",
// "exports stood at".

namespace sogdia::claims {
namespace {

bool is_end_of_phrase(const std::vector<Token>& tokens, std::size_t k, Span sentence) {
  return k >= sentence.end || tokens[k].kind != Token::Kind::word ||
         one_of(tokens[k].text,
                {"was",      "were",     "came",     "had",      "is",        "took",     "bought",  "sold",
                 "for",      "at",       "by",       "in",       "and",       "rose",     "fell",    "grew",
                 "stood",    "to",       "amounted", "reached",  "alone",     "with",     "shipped", "from",
                 "while",    "supplied", "exports",  "imports",  "accounted", "but",      "made",    "has",
                 "totalled", "bought",   "exported", "imported", "dropped",   "increased"});
}

// "the country's exports", "the turnover of the country", of which "the" stands at k; not "the country's
// customs office".
bool is_side(const std::vector<Token>& tokens, Span sentence, std::size_t k) {
  if (tokens[k + 1].possessive)
    return !holds(tokens, {k + 2, std::min(k + 5, sentence.end)},
                  {"customs", "statistics", "statistical", "ministry", "office", "bank", "government"});
  return k > sentence.begin && tokens[k - 1].text == "of";
}

// The one period that a sentence tells of, where it is a year; else nullptr.
const Period* only_year(const Mentions& m) {
  const Period* when = nullptr;
  for (const auto& p : m.periods) {
    if (p.compared || p.deadline || p.day || p.shift != 0) continue;
    if (when) return nullptr;
    when = &p;
  }
  return when && when->is_year() ? when : nullptr;
}

}  // namespace

void Reader::take_former(Mentions& m, Span sentence) const {
  for (std::size_t k = sentence.begin; k + 1 < sentence.end; ++k) {
    if (tokens[k].text != "the" || !one_of(tokens[k + 1].text, {"former", "latter"})) continue;
    if (!tokens[k + 1].possessive && !is_end_of_phrase(tokens, k + 2, sentence)) continue;
    // Of the two that were named last: in this sentence, else in the one before.
    std::vector<std::string> two;
    for (const auto& p : m.parties)
      if (!p.reports && p.end <= k && std::find(two.begin(), two.end(), p.code) == two.end() &&
          tokens[p.begin].text != "the")
        two.push_back(p.code);
    if (two.size() < 2) two = named_before;
    if (two.size() < 2) continue;
    PartyMention party;
    party.code = tokens[k + 1].text == "former" ? two[two.size() - 2] : two.back();
    if (k > sentence.begin &&
        one_of(tokens[k - 1].text, {"to", "from", "with", "into", "between", "and", "by", "of"}))
      party.preposition = tokens[k - 1].text;
    party.possessive = tokens[k + 1].possessive;
    party.begin = k;
    party.end = k + 2;
    m.parties.insert(
        std::find_if(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) { return p.begin > k; }),
        std::move(party));
  }
}

void Reader::take_meant(Mentions& m, Span sentence) {
  // Whose text it is: of the city of its dateline, else of whom all figures are; of two, the one not named.
  std::string ours = dateline;
  if (ours.empty() && in_common.size() == 1) ours = in_common.front();
  if (ours.empty() && in_common.size() == 2)
    for (const auto& p : m.parties)
      if (!p.reports && ours.empty()) ours = other_of(in_common, p.code);
  // Who speaks has been told by "bought from us".
  if (ours.empty()) ours = speaker;
  std::string group;
  for (const auto& code : recent)
    if (group.empty() && (code.size() > 3 || code == "EU")) group = code;
  for (std::size_t k = sentence.begin; k + 1 < sentence.end; ++k) {
    PartyMention party;
    party.begin = k;
    party.end = k + 1;
    const std::string_view before = k > sentence.begin ? std::string_view(tokens[k - 1].text) : "";
    if (one_of(before, {"to", "from", "with", "between", "and", "by", "of", "into"}))
      party.preposition = before;
    const std::string_view next = tokens[k + 1].text;
    if (one_of(tokens[k].text, {"our", "us", "we"}) && !(tokens[k].text == "us" && tokens[k].capital)) {
      party.possessive = tokens[k].text == "our";
      // "our neighbour Kazakhstan", "our customers": no more than that.
      const bool nation = one_of(next, {"country", "nation", "republic"});
      if (party.possessive && !nation &&
          !one_of(next, {"exports", "imports", "trade", "foreign", "shipments", "sales", "purchases",
                         "deliveries", "surplus", "deficit", "total", "commerce", "turnover"}))
        continue;
      party.code = ours;
      if (!ours.empty()) speaker = ours;
      if (party.possessive && nation) party.end = k + 2;
    } else if (tokens[k].text == "the" && one_of(next, {"people", "people's"}) && tokens[k + 1].capital &&
               std::find(recent.begin(), recent.end(), "CHN") != recent.end()) {
      // "the People's Republic", of a text that has named China
      std::size_t end = k + 2;
      while (end < sentence.end && end < k + 4 && !one_of(tokens[end].text, {"republic"})) ++end;
      if (end >= sentence.end || tokens[end].text != "republic" ||
          (end + 1 < sentence.end && tokens[end + 1].text == "of"))
        continue;
      party.code = "CHN";
      party.possessive = tokens[end].possessive;
      party.end = end + 1;
    } else if (tokens[k].text == "the" && next == "country" && !topic.empty() &&
               is_side(tokens, sentence, k)) {
      // "the turnover of the country", under its heading
      party.possessive = tokens[k + 1].possessive;
      party.code = topic;
      party.end = k + 2;
    } else if (tokens[k].text == "the" && one_of(next, {"continent", "region", "bloc"})) {
      // "trade with the continent", "the bloc's exports": of the group named last.
      party.possessive = tokens[k + 1].possessive;
      const bool sided = one_of(party.preposition, {"to", "from", "with", "into"});
      if (!sided && !party.possessive) continue;
      party.code = group;
      party.end = k + 2;
    }
    if (party.code.empty()) continue;
    m.parties.insert(
        std::find_if(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) { return p.begin > k; }),
        std::move(party));
  }
}

bool Reader::goes_on(const Mentions& m, const Subject& subject, Span sentence) const {
  if (!last_said || !last_said->confirmed || said_age > 1 || !last_said->period ||
      !same_two(subject, last_said->subject))
    return false;
  // Not where the sentence before told of several, nor behind "compared with $115.5 billion the year before".
  if (!last_period || !last_period->same_months(*last_said->period) ||
      std::any_of(said_before.begin(), said_before.end(), [&](const Said& said) {
        return said.period && !said.period->same_months(*last_said->period);
      }))
    return false;
  return m.periods.empty() && m.months.empty() &&
         std::all_of(m.parties.begin(), m.parties.end(),
                     [&](const PartyMention& p) { return p.code == subject.from || p.code == subject.to; }) &&
         !holds(tokens, sentence, {"year",       "end",      "half",    "mid",       "now",      "today",
                                   "then",       "ago",      "earlier", "later",     "once",     "currently",
                                   "previously", "since",    "monthly", "day",       "week",     "month",
                                   "quarter",    "so",       "average", "before",    "formerly", "until",
                                   "originally", "previous", "first",   "last",      "years",    "decade",
                                   "initially",  "total",    "overall", "worldwide", "global",   "expected"});
}

Meant Reader::as_taken(Meant meant, const Mentions& m, const FlowWord& flow) const {
  // "less than to Germany, which took $17 billion": from the one who sold what was told just before.
  if (flow.kind != FlowKind::imports || flow.at < 2 || !one_of(tokens[flow.at - 1].text, {"which", "who"}) ||
      said_here.empty())
    return meant;
  const Said& before = said_here.back();
  if (!before.confirmed || before.flow != FlowKind::exports) return meant;
  for (const auto& p : m.parties)
    if (!p.reports && p.preposition == "to" && p.end + 2 == flow.at && tokens[p.end].text == "," &&
        p.code != before.actor)
      return {Subject{false, before.actor, p.code}, true, false};
  return meant;
}

void Reader::tell_other_way(Claim& claim, const Subject& subject, const Period& period,
                            const Amount& amount) const {
  const ToldFlow* told = told_flows.other_way(subject, period, amount);
  if (!told) return;
  claim.verdict = Verdict::likely_error;
  claim.note =
      fmt::format("the text has {} as {}", amount_text(told->amount), describe(told->subject, pack.lexicon));
  claim.edit = Edit{"flow", describe(told->subject, pack.lexicon), claim.note};
}

void Reader::read_differences(const Mentions& m, std::size_t first_claim) {
  constexpr double kFar = 0.15;  // revisions move a difference of two by so much
  for (const auto& a : m.amounts) {
    if (a.percent || a.end + 1 >= tokens.size() || tokens[a.end + 1].text != "than") continue;
    const int sign = one_of(tokens[a.end].text, {"more", "higher"})  ? 1
                     : one_of(tokens[a.end].text, {"less", "lower"}) ? -1
                                                                     : 0;
    const Said *one = nullptr, *two = nullptr;
    for (const auto& said : said_here) {
      if (said.end <= a.begin) one = &said;
      if (said.begin >= a.end && !two) two = &said;
    }
    const auto stands = [&](const Said* said) {
      return said && said->confirmed && said->claim < claims.size() &&
             claims[said->claim].verdict == Verdict::consistent;
    };
    if (sign == 0 || !stands(one) || !stands(two) || one->subject.total != two->subject.total ||
        (one->actor != two->actor && one->subject.from != two->subject.from &&
         one->subject.to != two->subject.to))
      continue;
    const Amount *level = nullptr, *other = nullptr;
    for (const auto& b : m.amounts) {
      if (b.begin == one->begin) level = &b;
      if (b.begin == two->begin) other = &b;
    }
    const auto claim = std::find_if(
        claims.begin() + static_cast<std::ptrdiff_t>(first_claim), claims.end(), [&](const Claim& c) {
          return c.end == tokens[a.end - 1].end && c.verdict == Verdict::not_checkable;
        });
    if (!level || !other || claim == claims.end() || !same_money(a, *level) || !same_money(*level, *other) ||
        level->hedge != Hedge::none || other->hedge != Hedge::none)
      continue;
    Amount right = a;
    right.value = sign * (level->value - other->value);
    if (right.value <= 0) continue;  // told by its order
    const double room = 0.5 * (a.unit + level->unit + other->unit);
    const double off = std::fabs(a.value - right.value);
    claim->note =
        fmt::format("{} and {} lie {} apart", amount_text(*level), amount_text(*other), amount_text(right));
    claim->verdict = off <= room                                                 ? Verdict::consistent
                     : off > kFar * right.value + room && a.hedge == Hedge::none ? Verdict::likely_error
                                                                                 : Verdict::ambiguous;
    if (claim->verdict == Verdict::likely_error)
      claim->edit = Edit{"arithmetic", amount_text(right), claim->note};
  }
}

bool Reader::read_bare_growth(const Mentions& m, const Amount& amount, Span sentence) {
  constexpr std::size_t kOpens = 5;  // tokens
  if (!last_said || !last_said->confirmed || said_age > 2 || m.amounts.size() != 1 || !m.parties.empty())
    return false;
  std::size_t word = sentence.end;
  for (std::size_t k = sentence.begin; k < std::min(sentence.end, sentence.begin + kOpens); ++k)
    if (tokens[k].text == "growth" && word == sentence.end) word = k;
  // "Then growth ended. In 2024 it was no more than 1.9 percent."
  if (word == sentence.end && !contexts.empty() && holds(tokens, contexts.back().span, {"growth"}) &&
      money_before == 0 && holds(tokens, {sentence.begin, amount.begin}, {"it"}))
    for (std::size_t k = sentence.begin; k + 1 < amount.begin; ++k)
      if (tokens[k].text == "it" && one_of(tokens[k + 1].text, {"was", "came", "is"})) word = k;
  if (word >= amount.begin || word + 1 >= sentence.end ||
      one_of(tokens[word + 1].text, {"in", "of", "forecast", "target", "rate", "for", "rates"}) ||
      (word > sentence.begin && tokens[word].text == "growth" &&
       !one_of(tokens[word - 1].text, {"the", "this", "that", "trade", "annual"})) ||
      holds(tokens, sentence,
            {"economic", "economy", "gdp", "output", "expected", "forecast", "negative", "than", "from",
             "below", "above", "average"}))
    return false;
  // "In yuan, growth came to 11.6 percent": over the year of the figure before.
  const Period* when = only_year(m);
  if (!when && m.periods.empty() && m.months.empty() && last_said->period && last_said->period->is_year())
    when = &*last_said->period;
  if (!when) return false;
  Claim& claim = add("growth", amount.begin, amount.end);
  tell_printed(claim, amount);
  tell_subject(claim, last_said->subject, when, "", pack);
  claim.reading = "growth of " + claim.reading;
  judge_growth(claim, amount, last_said->subject, when, {"", last_said->actor, false, last_money}, pack);
  // Whose growth it is, the words do not say: only what is plain is wrong.
  if (claim.verdict == Verdict::likely_error && !one_of(claim.edit->kind, {"digit", "direction", "scale"})) {
    claim.verdict = Verdict::ambiguous;
    claim.edit.reset();
  }
  return true;
}

bool Reader::read_rate_of_it(const Mentions& m, Amount amount, Span sentence) {
  constexpr int kOfOnePair = 4;  // figures that fit
  if (m.amounts.size() != 1 || !m.flows.empty() || !m.months.empty() ||
      std::any_of(m.parties.begin(), m.parties.end(), [](const PartyMention& p) { return !p.reports; }))
    return false;
  // "it shrank by": nothing but small words between the three.
  int direction = 0;
  std::size_t verb = amount.begin;
  for (std::size_t k = amount.begin; k-- > sentence.begin && amount.begin - k <= 3 && direction == 0;)
    if (direction = direction_of(tokens[k].text); direction != 0) verb = k;
  std::size_t it = verb;
  while (it > sentence.begin && one_of(tokens[it - 1].text, {"then", "even", "only", "had", "has"})) --it;
  if (direction == 0 || it == sentence.begin || tokens[it - 1].text != "it") return false;
  // "In yuan, growth came to 11.6 percent": over the year of the figure before.
  const Period* when = only_year(m);
  if (!when && m.periods.empty() && m.months.empty() && last_said->period && last_said->period->is_year())
    when = &*last_said->period;
  if (!when) return false;
  Subject subject;
  if (last_said && last_said->confirmed && said_age <= 1)
    subject = last_said->subject;
  else if (in_common.size() == 2 && fitted >= kOfOnePair && last_flow && last_flow->kind == FlowKind::total)
    subject = {true, in_common[0], in_common[1]};
  if (subject.from.empty() && subject.to.empty()) return false;
  for (double* value : {&amount.value, &amount.low, &amount.high}) *value *= direction;
  Claim& claim = add("growth", verb, amount.end);
  tell_printed(claim, amount);
  tell_subject(claim, subject, when, "", pack);
  claim.reading = "growth of " + claim.reading;
  judge_growth(claim, amount, subject, when, {"", "", false, last_money}, pack);
  // Whose growth it is, the words do not say: only what is plain is wrong.
  if (claim.verdict == Verdict::likely_error && !one_of(claim.edit->kind, {"digit", "direction", "scale"})) {
    claim.verdict = Verdict::ambiguous;
    claim.edit.reset();
  }
  return true;
}

void Reader::take_about(Mentions& m) const {
  if (about.empty() || !m.parties.empty() || m.flows.empty()) return;
  const FlowWord& flow = m.flows.front();
  const std::string& own = m.topic.empty() ? m.focus : m.topic;
  if (std::any_of(m.periods.begin(), m.periods.end(), [](const Period& p) { return !p.is_year(); })) return;
  if (flow.kind != FlowKind::total || own.empty() || own == about || flow.at + 1 >= tokens.size()) return;
  PartyMention with;
  with.code = about;
  with.preposition = "with";
  with.begin = with.end = flow.at + 1;
  m.parties.push_back(std::move(with));
}

void Reader::take_those(Mentions& m, Span sentence) const {
  if (!last_said || !last_said->confirmed || last_said->actor.empty() || said_age > 2) return;
  const std::string_view way = last_said->flow == FlowKind::exports   ? "to"
                               : last_said->flow == FlowKind::imports ? "from"
                                                                      : "";
  for (std::size_t k = sentence.begin; k + 1 < sentence.end; ++k) {
    if (tokens[k].text != "those" || tokens[k + 1].text != way) continue;
    const bool named = std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
      return p.begin > k && p.begin <= k + 3 && p.preposition == way && p.code != last_said->actor;
    });
    if (!named || std::any_of(m.flows.begin(), m.flows.end(),
                              [&](const FlowWord& f) { return f.at < k && tokens[f.at].text != "those"; }))
      continue;
    m.flows.insert(std::find_if(m.flows.begin(), m.flows.end(), [&](const FlowWord& f) { return f.at > k; }),
                   FlowWord{last_said->flow, k});
    PartyMention whose;
    whose.code = last_said->actor;
    whose.possessive = true;
    whose.begin = whose.end = k;
    m.parties.insert(
        std::find_if(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) { return p.begin >= k; }),
        std::move(whose));
  }
}

bool Reader::read_that_rate(const Mentions& m, Amount amount, Span sentence) {
  if (!last_said || !last_said->confirmed || !last_said->period || said_age > 1 || amount.end >= sentence.end)
    return false;
  std::size_t k = sentence.begin;
  while (k < amount.begin && tokens[k].kind == Token::Kind::mark) ++k;
  if (k + 1 >= amount.begin || !one_of(tokens[k].text, {"that", "this", "it"}) ||
      !one_of(tokens[k + 1].text,
              {"is", "was", "represents", "represented", "marks", "marked", "means", "meant"}))
    return false;
  const Period& when = *last_said->period;
  const bool alone =
      std::all_of(m.amounts.begin(), m.amounts.end(), [](const Amount& a) { return a.percent; }) &&
      std::none_of(m.parties.begin(), m.parties.end(), [](const PartyMention& p) { return !p.reports; });
  bool year_before = false;
  for (const auto& p : m.periods) {
    const bool shifted = p.shift == -12 || (p.compared && p.from == when.from - 12 && p.to == when.to - 12);
    if (!shifted && !p.same_months(when)) return false;
    year_before = year_before || shifted;
  }
  int direction = one_of(tokens[amount.end].text, {"more", "above", "higher", "up"})             ? 1
                  : one_of(tokens[amount.end].text, {"less", "below", "lower", "fewer", "down"}) ? -1
                                                                                                 : 0;
  for (std::size_t back = amount.begin; back-- > k + 1 && direction == 0;)
    direction = direction_of(tokens[back].text);
  if (!alone || !year_before || direction == 0) return false;
  amount.value *= direction;
  amount.low *= direction;
  amount.high *= direction;
  Claim& claim = add("growth", amount.begin, std::min(amount.end + 1, sentence.end));
  tell_printed(claim, amount);
  const Subject& subject = last_said->subject;
  tell_subject(claim, subject, &when, "", pack);
  claim.reading = "growth of " + claim.reading;
  const std::string currency = last_money == "USD" ? std::string() : last_money;
  judge_growth(claim, amount, subject, &when, {currency, last_said->actor, true, last_money}, pack);
  return true;
}

}  // namespace sogdia::claims
