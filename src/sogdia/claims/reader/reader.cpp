#include "sogdia/claims/reader/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/judge/own_sums.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/prose/near.h"

namespace sogdia::claims {

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

void Reader::place(Claim claim, std::size_t begin, std::size_t end) {
  Claim& placed = add(claim.kind, begin, end);
  claim.start = placed.start;
  claim.end = placed.end;
  claim.text = placed.text;
  placed = std::move(claim);
}

void Reader::read_conversion(const Mentions& m, const Amount& amount, const Amount& repeated) {
  const Period* period = period_near(tokens, m, repeated.begin, amount.end, false);
  if (!period && last_period) period = &*last_period;
  Claim& claim = add("amount", repeated.begin, amount.end);
  tell_printed(claim, amount);
  judge_conversion(claim, amount, repeated, period, pack.rates);
}

// "it was $240.1 billion", "the figure": of the flow spoken of last.
const FlowWord* Reader::carried_flow(Span sentence) const {
  if (!last_flow || last_pair.size() != 2) return nullptr;
  if (under_heading) return &*last_flow;
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    if (one_of(tokens[k].text, {"it", "that", "they"})) return &*last_flow;
    if (one_of(tokens[k].text, {"figure", "total", "volume", "value", "number", "sum"})) return &*last_flow;
  }
  return nullptr;
}

std::string reporter_of(const Mentions& m, const Subject& subject, std::size_t at, std::size_t figure_end) {
  // The last before the flow, else the first after it.
  std::string reporter, after;
  for (const auto& p : m.parties) {
    if (!p.reports) continue;
    if (p.begin < at)
      reporter = p.code;
    else if (after.empty())
      after = p.code;
  }
  if (reporter.empty()) reporter = after;
  // "$171.9 billion by Hanoi's count and $229.8 billion by Beijing's": whose name stands right behind.
  for (const auto& p : m.parties)
    if (p.reports && figure_end > 0 && p.begin >= figure_end && p.begin <= figure_end + 2 &&
        p.preposition == "by")
      reporter = p.code;
  return subject.from.empty() || subject.to.empty() ? std::string() : reporter;
}

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

// "BEIJING, Jan 12, 2024 -", "Moscow (January 12, 2024)": the day on which the text was written.
void Reader::take_date(const Mentions& m, Span sentence) {
  if (m.periods.empty()) return;
  const Period& first = m.periods.front();
  // "date 2023-11-08 (MENAFN)", "Published: 8 November 2023"
  std::size_t head = sentence.begin;
  while (head < first.begin && head < sentence.begin + 4 &&
         one_of(tokens[head].text,
                {"date", "dated", "published", "updated", "posted", "created", ":", "on", "at", "last"}))
    ++head;
  if (first.day && head > sentence.begin && sentence_number <= 3 &&
      (head == first.begin || (head + 1 == first.begin && tokens[head].kind == Token::Kind::number))) {
    now = first.from;
    return;
  }
  // "August 21, 2024 Trade between China and Africa rose"
  if (now < 0 && first.day && sentence_number <= 3 && first.begin <= sentence.begin + 1 &&
      first.end < sentence.end && tokens[first.end].kind == Token::Kind::word && tokens[first.end].capital &&
      (first.begin == sentence.begin || tokens[sentence.begin].kind == Token::Kind::number)) {
    now = first.from;
    return;
  }
  // "2023-05-09 Chinese customs data showed": the page's own day.
  if (first.day && first.begin == sentence.begin && first.end == first.begin + 5) {
    now = first.from;
    return;
  }
  // "Remarks to the chamber of commerce, Tashkent, 20 November 2024 (as delivered)": a title's day.
  std::size_t day = first.begin;
  if (day > sentence.begin && tokens[day - 1].kind == Token::Kind::number && tokens[day - 1].value <= 31)
    --day;
  if (sentence_number == 1 && first.from == first.to && day > sentence.begin && m.amounts.empty() &&
      (day < first.begin || first.day) && one_of(tokens[day - 1].text, {",", "(", "|", "-", "--"}) &&
      !one_of(tokens[sentence.end - 1].text, {".", "?", "!"})) {
    now = first.from;
    return;
  }
  const bool byline = tokens[sentence.begin].text == "by" && first.begin <= sentence.begin + 12;
  if (first.from != first.to || (first.begin > sentence.begin + 6 && !byline)) return;
  const bool opens =
      first.end < sentence.end && one_of(tokens[first.end].text, {"-", "--", ")", "(", "/", "|", ":"});
  // "12 October 2022: 143 states declare": an entry of a chronicle.
  const bool alone_before = day == sentence.begin && first.day && first.end + 1 < sentence.end;
  if (alone_before && tokens[first.end].text == ":") return;
  for (std::size_t k = sentence.begin; k < first.begin; ++k)
    if (tokens[k].kind == Token::Kind::word && !tokens[k].capital && !byline) return;
  const bool alone = first.end == sentence.end ||
                     (first.end + 1 == sentence.end && tokens[first.end].text == "." && first.day);
  if ((opens && !byline) || alone) now = first.from;
}

// A heading that names one country, "India's trade: five numbers", says of whom what follows is; so does the
// city of a dateline, as a guess.
void Reader::take_topic(const Mentions& m, Span sentence) {
  const std::size_t kLongest = sentence_number == 1 ? 24 : 16;  // tokens; a title may be longer
  const std::string& last = tokens[sentence.end - 1].text;
  std::vector<std::string> named;
  for (const auto& p : m.parties)
    if (std::find(named.begin(), named.end(), p.code) == named.end()) named.push_back(p.code);
  const bool money =
      std::any_of(m.amounts.begin(), m.amounts.end(), [](const Amount& a) { return !a.percent; });
  // "Tashkent, March 2024", a line of its own
  const bool dated = !m.periods.empty() && named.empty() && !m.names.empty() &&
                     m.names.front().begin == sentence.begin && sentence_number <= 4;
  if (!money && !dated && sentence.end - sentence.begin <= kLongest && !one_of(last, {".", "?", "!", ","})) {
    if (named.size() == 1) topic = named.front();
    if (named.size() > 1) topic.clear();
    if (!named.empty()) topic_headed = named.size() == 1;
    return;
  }
  // A dateline stands at the head of a text: "Iraq, which bought" further down is none.
  constexpr int kHead = 4;  // sentences
  if (m.names.empty() || m.names.front().begin != sentence.begin || sentence_number > kHead) return;
  const std::size_t end = m.names.front().end;
  if (end + 1 < sentence.end && one_of(tokens[end + 1].text, {"which", "who", "where", "whose"})) return;
  if (end < sentence.end && one_of(tokens[end].text, {",", "-", "--", "(", "|", ":"}))
    dateline = pack.lexicon.match(tokens, sentence.begin, sentence.end).code;
  if (topic.empty()) topic = dateline;
}

// The aims on record that "the mark that both had set for 2024" may be of: of the two whose figure stands in
// the sentence, or that it names, else of those of the aim told last.
std::vector<const Pledge*> Reader::aims_of(const Mentions& m, Span sentence) const {
  constexpr int kReach = 2;  // sentences
  std::vector<std::string> two;
  std::vector<std::string> named;
  for (const auto& p : m.parties)
    if (!p.reports) named.push_back(p.code);
  if (!said_here.empty() && !said_here.back().subject.to.empty())
    two = {said_here.back().subject.from, said_here.back().subject.to};
  else if (named.size() == 2)
    two = named;
  else if (named.empty() && last_target && target_age < kReach)
    two = last_target->parties;
  else if (named.empty() && holds(tokens, sentence, {"goal", "target", "mark", "aim", "objective", "there"}))
    two = last_pair;
  std::vector<const Pledge*> aims;
  if (two.size() != 2) return aims;
  for (const auto& p : pack.pledges)
    if (p.parties.size() == 2 && same_two({false, p.parties[0], p.parties[1]}, {false, two[0], two[1]}) &&
        p.by_year > 0)
      aims.push_back(&p);
  return aims;
}

void Reader::read_target_told(const Mentions& m, Span sentence, std::size_t first_claim) {
  constexpr int kReach = 2;  // sentences
  const Pledge* here = nullptr;
  bool aim = false;
  for (std::size_t k = first_claim; k < claims.size(); ++k) {
    aim = aim || claims[k].kind == "target";
    if (const Pledge* pledge = pledge_of(claims[k], pack)) here = pledge;
  }
  if (aim) {
    last_target = here;
    target_age = 0;
    // "$300 billion within three years, and it was kept"
    const std::size_t floor = claims.size() > first_claim ? claims.back().end : 0;
    for (std::size_t k = sentence.begin; here && k + 2 < sentence.end; ++k)
      if (tokens[k].start >= floor && tokens[k].text == "it" && one_of(tokens[k + 1].text, {"was", "has"}))
        if (auto told = judge_target_told(tokens, m, {k, sentence.end}, *here, nullptr, pack)) {
          place(std::move(told->claim), told->begin, told->end);
          break;
        }
    return;
  }
  if (auto told = judge_aim_year(tokens, m, sentence, aims_of(m, sentence), pack))
    place(std::move(told->claim), told->begin, told->end);
  if (!last_target || ++target_age > kReach) return;
  const Period* year = nullptr;
  for (const auto& p : m.periods)
    if (!p.compared && !p.day && p.shift == 0) year = &p;
  if (!year && last_period && last_period->year() != last_target->by_year) year = &*last_period;
  if (auto told = judge_target_told(tokens, m, sentence, *last_target, year, pack))
    place(std::move(told->claim), told->begin, told->end);
}

// What the next sentences may go on from; what this one tells itself is read before it.
void Reader::recount(const Mentions& m, Span sentence) {
  constexpr int kReach = 3;  // sentences
  recounted.now = now;
  const auto fades = [](int& age) { return ++age > kReach; };
  if (fades(counted_age)) recounted.counted.clear();
  if (const Event* forum = forum_named(tokens, sentence, pack)) recounted.attended = forum, attended_age = 0;
  if (fades(voted_age)) recounted.resolutions.clear();
  if (fades(joined_age)) recounted.group.clear();
  if (holds(tokens, sentence, {"forum", "forums"})) recounted.counted = {"forum"}, counted_age = 0;
  if (holds(tokens, sentence, {"packages", "package"})) recounted.counted = {"sanction"}, counted_age = 0;
  if (auto voted = resolutions_of(tokens, m, sentence, pack); !voted.empty())
    recounted.resolutions = std::move(voted), voted_age = 0;
  if (std::string named = group_named(tokens, sentence, pack); !named.empty()) {
    recounted.initiative = recounted.initiative || named == "BRI";
    group_of_text = std::move(named);
  }
  for (std::size_t k = sentence.begin; k + 1 < sentence.end; ++k)
    recounted.initiative = recounted.initiative || (tokens[k].text == "silk" && tokens[k].capital &&
                                                    one_of(tokens[k + 1].text, {"road", "roads"}));
  if (recounted.initiative && group_of_text.empty()) group_of_text = "BRI";
  // "Italy was leaving the initiative, which it had joined in 2019. Panama followed": left, too.
  const bool leaves =
      holds(tokens, sentence, {"leaving", "left", "leave", "withdrew", "withdrawal", "quit", "exit"});
  if (leaves) recounted.group.clear();
  if (!leaves &&
      holds(tokens, sentence, {"signed", "joined", "members", "memorandum", "join", "signatories"}) &&
      !group_of_text.empty())
    recounted.group = group_of_text, joined_age = 0;
}

namespace {

bool holds_last_year(const std::vector<Token>& tokens, Span sentence) {
  for (std::size_t k = sentence.begin; k + 1 < sentence.end; ++k)
    if (tokens[k].text == "last" && tokens[k + 1].text == "year") return true;
  return false;
}

}  // namespace

void Reader::read(Span sentence) {
  both_told = told_flows.both_ways(++sentence_number);
  const bool other_union = times_named.contains("EAEU") || times_named.contains("AFRICA");
  SpokenOf spoken_of{now,
                     last_period ? &*last_period : nullptr,
                     other_union,
                     many_years,
                     last_month,
                     year_of_day,
                     both_told.has_value()};
  Mentions m = find_mentions(text, tokens, sentence, pack.lexicon, spoken_of);
  const int before = now;
  take_date(m, sentence);
  spoken_of.now = now;
  if (now != before) {
    m = find_mentions(text, tokens, sentence, pack.lexicon, spoken_of);
    m.periods.erase(m.periods.begin());  // the dateline is no period of the text
  }
  // "data released on Jan. 12, 2024", "jumped last year, customs said in January 2026": the day of the text,
  // where nothing else told it.
  const bool last_year = now < 0 && holds_last_year(tokens, sentence);
  if (now < 0)
    for (const auto& p : m.periods)
      if ((p.day || (last_year && p.from == p.to)) && p.begin > sentence.begin && now < 0) {
        const std::size_t reach = p.day ? 6 : 2;  // tokens
        for (std::size_t k = p.begin > sentence.begin + reach ? p.begin - reach : sentence.begin; k < p.begin;
             ++k)
          if (one_of(tokens[k].text, {"released", "published", "said", "showed", "announced", "reported"}))
            now = p.from;
      }
  if (now != before && before < 0 &&
      std::none_of(m.periods.begin(), m.periods.end(), [](const Period& p) { return p.relative; })) {
    spoken_of.now = now;
    const auto again = find_mentions(text, tokens, sentence, pack.lexicon, spoken_of);
    if (again.periods.size() > m.periods.size()) m = again;
  }
  settle_periods(m, sentence);
  take_former(m, sentence);
  take_meant(m, sentence);
  take_those(m, sentence);
  std::vector<std::string> spoken;
  for (const auto& p : m.parties)
    if (!p.reports && std::find(spoken.begin(), spoken.end(), p.code) == spoken.end())
      spoken.push_back(p.code);
  take_topic(m, sentence);
  // "The United States is the best customer by far. It took": of the one that the short sentence was of.
  m.its = !about.empty() && tokens[sentence.begin].text == "it" ? about : last_actor;
  m.topic = topic;
  m.topic_headed = topic_headed;
  m.named = last_named;
  m.recent = recent;
  m.pair_fitted = pair_fitted;
  if (in_common.size() == 1) m.focus = in_common.front();
  if (in_common.size() == 2 && last_said && last_said->confirmed) m.focus = last_said->actor;
  // Of two the one whose own customs the figures are of.
  if (in_common.size() == 2 && (fitted >= 3 || (last_said && last_said->subject.total))) {
    const bool first = offices.contains(in_common[0]), second = offices.contains(in_common[1]);
    if (first != second) m.focus = in_common[first ? 0 : 1];
  }
  take_about(m);
  m.in_turn = periods_in_turn(m, sentence);
  // "China's trade with Russia:" and then items that name a year and an amount alone.
  under_heading =
      (heading_before || under_heading) && spoken.empty() && m.flows.empty() && !m.periods.empty();
  heading_before = sentence.end > sentence.begin && tokens[sentence.end - 1].text == ":";
  const std::size_t first = claims.size();
  // Levels first: a rate is of the level that it stands beside.
  said_before = std::exchange(said_here, {});
  money_before = std::exchange(
      money_here, static_cast<std::size_t>(std::count_if(m.amounts.begin(), m.amounts.end(),
                                                         [](const Amount& a) { return !a.percent; })));
  levels_here.clear();
  rates_here.clear();
  last_direction = 0;
  claims_before = first;
  read_untold(m, sentence);
  for (const auto& amount : m.amounts) {
    if (amount.percent) continue;
    if (const Amount* repeated = converted_from(tokens, m, amount))
      read_conversion(m, amount, *repeated);
    else
      read_level(m, amount, sentence);
  }
  read_turned(m);
  read_differences(m, first);
  for (const auto& amount : m.amounts)
    if (amount.percent) read_percent(m, amount, sentence);
  read_slips_in_lists(m, sentence);
  read_slips_in_context(m, sentence);
  read_rates_in_context(m, sentence);
  for (const auto& [rate, at] : rates_here)
    if (claims[at].verdict == Verdict::likely_error && claims[at].edit)
      take_back_rate(claims[at], m, rate, nullptr, nullptr, sentence);
  take_in_verbs(sentence);
  read_undated(m, sentence);
  // What adds up wrong is told once: by the figure that is wrong where that is known.
  const bool told_wrong = std::any_of(claims.begin() + static_cast<std::ptrdiff_t>(first), claims.end(),
                                      [](const Claim& c) { return c.verdict == Verdict::likely_error; });
  if (!told_wrong)
    for (const auto judge : {judge_own_total, judge_own_order, judge_own_places, judge_own_shares,
                             judge_own_part, judge_own_difference, judge_own_times})
      if (auto sum = judge(tokens, m, sentence)) place(std::move(sum->claim), sum->begin, sum->end);
  for (const auto& flow : m.flows) read_multiple(m, flow, sentence);
  read_times_told(m, sentence);
  read_side_told(m, sentence);
  const std::size_t ranks = claims.size();
  read_rank(m, sentence);
  if (claims.size() == ranks) read_order_told(m, sentence);
  read_record(m, sentence);
  read_record_told(m, sentence);
  recount(m, sentence);
  auto told = judge_events(tokens, m, sentence, pack, recounted);
  for (const auto judge :
       {judge_votes, judge_memberships, judge_member_counts, judge_signatory_counts, judge_arms})
    for (auto& each : judge(tokens, m, sentence, pack, recounted)) told.push_back(std::move(each));
  if (++attended_age > 2) recounted.attended = nullptr;
  for (const auto& each : told)
    if (each.attended && each.attended->kind == "forum") recounted.attended = each.attended, attended_age = 0;
  for (auto& [claim, begin, end, event] : told) place(std::move(claim), begin, end);
  read_target_told(m, sentence, first);
  keep_untold(m);
  keep_context(m, sentence);
  remember(m, spoken, sentence);
}

}  // namespace sogdia::claims
