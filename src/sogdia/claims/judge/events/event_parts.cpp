#include "sogdia/claims/judge/events/event_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

namespace sogdia::claims {

const Event* forum_named(const std::vector<Token>& tokens, Span sentence, const Pack& pack) {
  constexpr std::size_t kReach = 7;  // tokens from the ordinal to its noun
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    if (!is_ordinal(tokens[k].text)) continue;
    const Span behind{k + 1, std::min(k + kReach, sentence.end)};
    if (!holds(tokens, behind, {"forum"}) || !holds(tokens, behind, {"belt"})) continue;
    for (const auto& e : pack.events)
      if (e.kind == "forum" && e.words.contains(tokens[k].text) &&
          e.title.find("Belt and Road Forum") != std::string::npos)
        return &e;
  }
  return nullptr;
}

std::string whole_list(const std::string& group) { return group == "BRICS" ? group + "+" : group; }

namespace {

// "115 countries" for 151.
bool digits_turned(int said, int right) {
  std::string a = fmt::format("{}", said), b = fmt::format("{}", right);
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return said != right && said >= 100 && a == b;
}

}  // namespace

std::optional<EventClaim> judge_attendance(const Event& e, const std::vector<Token>& tokens, Span sentence,
                                           const Pack& pack) {
  // Counts of countries are printed as "more than": only far beyond all of them is one wrong.
  constexpr double kFarAbove = 1.25, kFarBelow = 0.6, kLeadersOff = 0.1;
  for (std::size_t k = sentence.begin; !e.attendance.empty() && k + 1 < sentence.end; ++k) {
    if (tokens[k].kind != Token::Kind::number) continue;
    std::size_t noun = k + 1;
    while (noun < sentence.end && noun < k + 3 && one_of(tokens[noun].text, {"foreign", "world", "other"}))
      ++noun;
    // "in the end 151 were represented"
    const bool came = noun + 1 < sentence.end && tokens[noun].text == "were" &&
                      one_of(tokens[noun + 1].text, {"represented", "present"});
    if (noun >= sentence.end || !(came || one_of(tokens[noun].text, {"countries", "nations", "states",
                                                                     "leaders", "heads", "presidents"})))
      continue;
    const bool leaders = one_of(tokens[noun].text, {"leaders", "heads", "presidents"}) ||
                         (k > sentence.begin + 1 && tokens[k - 1].text == "of" &&
                          one_of(tokens[k - 2].text, {"leaders", "presidents", "state", "government"}));
    const int said = static_cast<int>(tokens[k].value);
    const char* unit = leaders ? "leaders" : "countries";
    EventClaim found{{}, k, noun + 1, nullptr};
    Claim& claim = found.claim;
    claim.kind = "count";
    claim.period = e.date;
    claim.reading = fmt::format("{} at {}", unit, e.title);
    claim.printed = {static_cast<double>(said), unit, static_cast<double>(said), static_cast<double>(said)};
    std::vector<std::string> counts;
    bool named = false, off = true, turned = false;
    int told = 0;
    for (const auto& count : e.attendance) {
      if (count.leaders != leaders) continue;
      named = named || count.number == said;
      off = off && (leaders ? std::abs(said - count.number) > std::max(1.0, kLeadersOff * count.number)
                            : said > kFarAbove * count.number || said < kFarBelow * count.number);
      if (told == 0 || count.when == "present") told = count.number;
      turned = turned || (count.when == "present" && digits_turned(said, count.number));
      counts.push_back(fmt::format("{} ({})", count.number, count.when));
      claim.evidence.push_back({e.source,
                                fmt::format("{}: {} {} {}", e.title, count.number, unit, count.when), e.date,
                                "forums", static_cast<double>(count.number), unit, "observed"});
    }
    if (counts.empty()) return std::nullopt;
    claim.note = fmt::format("{} {}", fmt::join(counts, ", "), unit);
    // The number of another forum, to the digit, is that one's.
    constexpr double kApart = 0.1;
    for (const auto& other : pack.events)
      for (const auto& count : other.attendance)
        if (!named && other.kind == e.kind && other.date != e.date && count.leaders == leaders &&
            count.when == "present" && count.number == said && std::abs(said - told) > kApart * told) {
          // "The first drew 29 leaders, and the second 37": it is said of the other.
          for (std::size_t at = sentence.begin; at < sentence.end; ++at)
            if (is_ordinal(tokens[at].text) && other.words.contains(tokens[at].text)) return std::nullopt;
          off = true;
          claim.note += fmt::format("; {} is that of {}", said, other.title);
        }
    off = off || turned;
    claim.verdict = named ? Verdict::consistent : off ? Verdict::likely_error : Verdict::ambiguous;
    if (claim.verdict == Verdict::likely_error)
      claim.edit = Edit{"figure", fmt::format("{}", told), claim.note};
    return found;
  }
  return std::nullopt;
}

std::optional<EventClaim> judge_anniversary(const std::vector<Token>& tokens, const Mentions& m,
                                            Span sentence, const std::vector<EventClaim>& told,
                                            const Pack& pack) {
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    if (!one_of(tokens[k].text, {"anniversary", "decade"})) continue;
    int years = 0;
    std::size_t begin = k;
    for (std::size_t back = 1; back <= 4 && k >= sentence.begin + back; ++back) {
      const Token& token = tokens[k - back];
      for (int number = 1; number <= 19; ++number)
        if (token.text == ordinal_word(number)) years = number;
      if (token.text == "ten") years = 10;
      if (token.text == "five") years = 5;
      if (token.kind == Token::Kind::number && token.value < 100) years = static_cast<int>(token.value);
      if (years) {
        begin = k - back;
        break;
      }
    }
    bool road = false;
    for (std::size_t at = sentence.begin; at + 2 < sentence.end; ++at)
      road = road || (tokens[at].text == "belt" && tokens[at + 2].text == "road") ||
             (tokens[at].text == "silk" && one_of(tokens[at + 1].text, {"road", "roads"}));
    if (!years || !road) return std::nullopt;
    int now = 0;
    for (const auto& each : told)
      if (each.claim.verdict == Verdict::consistent && each.claim.evidence.size() == 1)
        now = std::atoi(each.claim.evidence.front().period.c_str());
    for (const auto& p : m.periods)
      if (now == 0 && !p.compared && !p.deadline && p.shift == 0 && p.from / 12 == p.to / 12) now = p.year();
    const auto launch = std::find_if(pack.events.begin(), pack.events.end(), [](const Event& e) {
      return e.title.find("proposes a Silk Road Economic Belt") != std::string::npos;
    });
    if (!now || launch == pack.events.end()) return std::nullopt;
    EventClaim found{{}, begin, k + 1, nullptr};
    Claim& claim = found.claim;
    claim.kind = "event";
    claim.reading = "the years since the launch of the Belt and Road";
    claim.printed = {static_cast<double>(years), "years", static_cast<double>(years),
                     static_cast<double>(years)};
    claim.evidence.push_back(
        {launch->source, launch->title, launch->date, "events", std::nan(""), "date", "observed"});
    const int since = now - launch->month / 12;
    claim.verdict = since == years                ? Verdict::consistent
                    : std::abs(since - years) > 1 ? Verdict::likely_error
                                                  : Verdict::ambiguous;
    if (claim.verdict == Verdict::likely_error)
      claim.edit = Edit{"figure", fmt::format("{} years", since),
                        fmt::format("{} was on {}", launch->title, launch->date)};
    claim.note = fmt::format("{} years from {}: {}", since, launch->date, launch->title);
    return found;
  }
  return std::nullopt;
}

// "adopted its nineteenth package on Thursday": the month of the text, or the one before it.
std::optional<Period> day_of_news(const std::vector<Token>& tokens, const Mentions& m, Span sentence,
                                  const Recounted& before) {
  if (before.now < 0 || !m.periods.empty() || !m.months.empty() ||
      holds(tokens, sentence, {"said", "told", "says", "noted", "since", "after", "when", "already"}))
    return std::nullopt;
  std::size_t day = sentence.end, verb = sentence.end, package = sentence.end;
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    if (one_of(tokens[k].text, {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
                                "today", "yesterday"}))
      day = std::min(day, k);
    if (one_of(tokens[k].text, {"adopted", "approved", "agreed", "imposed", "passed", "adopt", "approve"}))
      verb = std::min(verb, k);
    if (tokens[k].text == "package") package = std::min(package, k);
  }
  if (day == sentence.end || verb == sentence.end || package == sentence.end || verb > package)
    return std::nullopt;
  Period when;
  when.from = before.now - 1;
  when.to = before.now;
  when.begin = day;
  when.end = day + 1;
  return when;
}

}  // namespace sogdia::claims
