#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "sogdia/claims/judge.h"
#include "sogdia/core/names.h"

namespace sogdia::claims {
namespace {

bool holds(const std::vector<Token>& tokens, Span span, Words words) {
  for (std::size_t k = span.begin; k < span.end; ++k)
    if (one_of(tokens[k].text, words)) return true;
  return false;
}

std::size_t place_of(const std::vector<Token>& tokens, Span span, Words words) {
  for (std::size_t k = span.begin; k < span.end; ++k)
    if (one_of(tokens[k].text, words)) return k;
  return span.end;
}

// The day of a period that is one month: the number beside the month's name, 0 where none is printed.
int day_of(const std::vector<Token>& tokens, const Period& p, Span sentence) {
  for (std::size_t k = p.begin; k < p.end; ++k)
    if (tokens[k].kind == Token::Kind::number && tokens[k].value <= 31)
      return static_cast<int>(tokens[k].value);
  if (p.begin > sentence.begin && tokens[p.begin - 1].kind == Token::Kind::number &&
      tokens[p.begin - 1].value <= 31)
    return static_cast<int>(tokens[p.begin - 1].value);
  return 0;
}

// "yes", "no", "abstain", or "" where the words leave it open.
std::string vote_said(const std::vector<Token>& tokens, Span part) {
  if (holds(tokens, part, {"abstained", "abstain", "abstention", "abstaining"})) return "abstain";
  if (holds(tokens, part, {"against", "opposed", "rejected", "oppose"})) return "no";
  if (holds(tokens, part, {"backed", "supported", "favour", "favor", "approved"})) return "yes";
  const std::size_t voted = place_of(tokens, part, {"voted", "voting", "vote"});
  if (voted + 1 < part.end && one_of(tokens[voted + 1].text, {"for", "yes"})) return "yes";
  return "";
}

const char* words_of_vote(const std::string& vote) {
  return vote == "yes"       ? "voted for it"
         : vote == "no"      ? "voted against it"
         : vote == "abstain" ? "abstained"
                             : "did not vote";
}

std::vector<const Resolution*> resolutions_of(const std::vector<Token>& tokens, const Mentions& m,
                                              Span sentence, const Pack& pack) {
  std::vector<const Resolution*> found;
  if (!holds(tokens, sentence, {"resolution", "assembly", "un", "nations", "vote", "votes"})) return found;
  for (const auto& p : m.periods) {
    if (p.to != p.from) continue;
    const int day = day_of(tokens, p, sentence);
    for (const auto& r : pack.resolutions) {
      const std::string month = fmt::format("{:04}-{:02}", p.from / 12, p.from % 12 + 1);
      if (!r.date.starts_with(month)) continue;
      if (day && r.date != fmt::format("{}-{:02}", month, day)) continue;
      found.push_back(&r);
    }
  }
  return found;
}

EvidenceItem item_of(const Resolution& r, const std::string& line) {
  return {r.source,  fmt::format("{}, {}: {}", r.id, r.name, line), r.date, "un_votes", std::nan(""), "vote",
          "observed"};
}

}  // namespace

std::vector<EventClaim> judge_votes(const std::vector<Token>& tokens, const Mentions& m, Span sentence,
                                    const Pack& pack) {
  std::vector<EventClaim> found;
  const std::size_t verb = place_of(tokens, sentence,
                                    {"voted", "abstained", "backed", "supported", "opposed", "rejected",
                                     "voting", "abstaining", "against", "favour", "favor"});
  if (verb == sentence.end) return found;
  const auto resolutions = resolutions_of(tokens, m, sentence, pack);
  if (resolutions.empty()) return found;
  const auto close = [&](Claim claim, std::size_t begin, std::size_t end) {
    begin = std::min(begin, verb);
    end = std::max(end, verb + 1);
    found.push_back({std::move(claim), begin, end, nullptr});
  };
  // Counts: "141 countries voted in favour, five against and 35 abstained".
  static constexpr std::array<std::string_view, 13> kSmall{"zero", "one",    "two",   "three", "four",
                                                           "five", "six",    "seven", "eight", "nine",
                                                           "ten",  "eleven", "twelve"};
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    const auto small = std::find(kSmall.begin(), kSmall.end(), tokens[k].text);
    const bool number =
        tokens[k].kind == Token::Kind::number && tokens[k].value == std::floor(tokens[k].value);
    if (!number && small == kSmall.end()) continue;
    const int count = number ? static_cast<int>(tokens[k].value) : static_cast<int>(small - kSmall.begin());
    const bool dated = std::any_of(m.periods.begin(), m.periods.end(),
                                   [&](const Period& p) { return k + 1 >= p.begin && k < p.end; });
    if (dated || count > 193) continue;
    std::size_t end = k + 1;
    while (end < sentence.end && end < k + 9 && !one_of(tokens[end].text, {",", ";", "and", "with", "while"}))
      ++end;
    const std::string said = vote_said(tokens, {k, end});
    if (said.empty()) continue;
    Claim claim;
    claim.kind = "count";
    claim.printed = {static_cast<double>(count), "countries", static_cast<double>(count),
                     static_cast<double>(count)};
    bool fits = false;
    std::string line;
    for (const auto* r : resolutions) {
      const int right = said == "yes" ? r->yes : said == "no" ? r->no : r->abstain;
      line = fmt::format("{} for, {} against, {} abstained", r->yes, r->no, r->abstain);
      claim.evidence.push_back(item_of(*r, line));
      fits = fits || right == count;
    }
    claim.reading = fmt::format("votes on {}", resolutions.front()->id);
    claim.verdict = fits                      ? Verdict::consistent
                    : resolutions.size() == 1 ? Verdict::likely_error
                                              : Verdict::ambiguous;
    claim.note = line;
    if (claim.verdict == Verdict::likely_error) {
      const auto* r = resolutions.front();
      claim.edit = Edit{"figure",
                        fmt::format("{}", said == "yes"  ? r->yes
                                          : said == "no" ? r->no
                                                         : r->abstain),
                        line};
    }
    close(std::move(claim), k, end);
  }
  // Countries: each up to the vote that is said of it.
  for (const auto& party : m.parties) {
    if (party.reports || party.code.size() != 3) continue;
    if (party.begin > verb && holds(tokens, {verb, party.begin}, {"on", "against", "of"}) &&
        party.begin > verb)
      continue;
    std::size_t end = party.end;
    while (end < sentence.end && tokens[end].text != ";" && vote_said(tokens, {party.end, end}).empty())
      ++end;
    if (end < sentence.end) ++end;
    const std::string said = vote_said(tokens, {party.end, std::min(end + 1, sentence.end)});
    if (said.empty()) continue;
    Claim claim;
    claim.kind = "event";
    claim.parties = {party.code};
    claim.period = resolutions.front()->date;
    bool known = false, fits = false;
    std::string right;
    for (const auto* r : resolutions) {
      const auto vote = r->votes.find(party.code);
      if (vote == r->votes.end()) continue;
      known = true;
      fits = fits || vote->second == said;
      right = vote->second;
      claim.evidence.push_back(
          item_of(*r, fmt::format("{} {}", pack.lexicon.display(party.code), words_of_vote(right))));
    }
    claim.reading =
        fmt::format("the vote of {} on {}", pack.lexicon.display(party.code), resolutions.front()->id);
    claim.note = known ? fmt::format("{} {}", pack.lexicon.display(party.code), words_of_vote(right))
                       : "the pack has no vote of this country on it";
    if (known) {
      claim.verdict = fits                      ? Verdict::consistent
                      : resolutions.size() == 1 ? Verdict::likely_error
                                                : Verdict::ambiguous;
      if (claim.verdict == Verdict::likely_error)
        claim.edit = Edit{"figure", words_of_vote(right), claim.note};
    }
    close(std::move(claim), party.begin, party.end);
  }
  return found;
}

std::vector<EventClaim> judge_memberships(const std::vector<Token>& tokens, const Mentions& m, Span sentence,
                                          const Pack& pack) {
  std::vector<EventClaim> found;
  const std::size_t verb = place_of(tokens, sentence, {"joined", "joining", "acceded", "signed"});
  if (verb == sentence.end) return found;
  if (holds(tokens, sentence, {"not", "never", "forum", "summit", "plans", "wants", "talks", "bid"}))
    return found;
  // The group after the verb: the Belt and Road, or a bloc by its code.
  std::string group;
  for (std::size_t k = verb; k + 3 < sentence.end && group.empty(); ++k)
    if (tokens[k].text == "belt" && tokens[k + 1].text == "and" && tokens[k + 2].text == "road")
      group = "BRI";
  if (holds(tokens, {verb, sentence.end}, {"bri"})) group = "BRI";
  if (group.empty() && tokens[verb].text != "signed") {
    for (const auto& p : m.parties)
      if (p.begin > verb && p.code.size() != 3 && group.empty()) {
        group = p.code;
        // "BRICS+" is another list than "BRICS".
        if (p.end < sentence.end && tokens[p.end].text == "+") group += "+";
      }
    for (std::size_t k = verb; k < sentence.end && group.empty(); ++k)
      for (const auto& each : pack.memberships)
        if (tokens[k].capital && fold(each.group) == tokens[k].text) {
          group = each.group;
          // "BRICS+" is another list than "BRICS".
          if (k + 1 < sentence.end && tokens[k + 1].text == "+") group += "+";
          break;
        }
    for (const auto& p : m.parties)
      if (group.empty() && p.begin > verb && p.code == "EU") group = "EU";
  }
  if (group.empty()) return found;
  const Period* when = nullptr;
  for (const auto& p : m.periods)
    if (!p.compared && !p.deadline && p.shift == 0 && !when) when = &p;
  if (!when || when->from / 12 != when->to / 12) return found;
  const int year = when->year();
  for (const auto& party : m.parties) {
    if (party.reports || party.begin > verb || party.code.size() != 3 || party.code == "CHN") continue;
    const auto row =
        std::find_if(pack.memberships.begin(), pack.memberships.end(),
                     [&](const Membership& each) { return each.group == group && each.iso3 == party.code; });
    Claim claim;
    claim.kind = "event";
    claim.parties = {party.code};
    claim.period = fmt::format("{}", year);
    claim.reading = fmt::format("{} joins {}", pack.lexicon.display(party.code),
                                group == "BRI" ? "the Belt and Road" : group);
    if (row == pack.memberships.end() || row->from.empty()) {
      claim.note = "the pack has no year for it";
    } else {
      std::vector<std::string> years;
      for (const int from : row->from) years.push_back(fmt::format("{}", from));
      const std::string line = fmt::format("{}: {}", claim.reading, fmt::join(years, ", by another list "));
      claim.evidence.push_back({row->source, line, years.front(), row->table,
                                static_cast<double>(row->from.front()), "year", "observed"});
      claim.note = line;
      const bool fits = std::find(row->from.begin(), row->from.end(), year) != row->from.end();
      int away = 100;
      for (const int from : row->from) away = std::min(away, std::abs(from - year));
      claim.verdict = fits ? Verdict::consistent : away > 1 ? Verdict::likely_error : Verdict::ambiguous;
      if (claim.verdict == Verdict::likely_error) claim.edit = Edit{"year", years.front(), line};
    }
    found.push_back({std::move(claim), party.begin, std::max(verb + 1, when->end), nullptr});
  }
  return found;
}

}  // namespace sogdia::claims
