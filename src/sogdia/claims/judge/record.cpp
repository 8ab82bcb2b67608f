#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "sogdia/claims/judge/judge.h"
#include "sogdia/core/names.h"

namespace sogdia::claims {
namespace {

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
  if (holds(tokens, part, {"abstained", "abstain", "abstains", "abstention", "abstaining"})) return "abstain";
  if (holds(tokens, part, {"against", "opposed", "rejected", "oppose"})) return "no";
  if (holds(tokens, part,
            {"backed", "supported", "favour", "favor", "approved", "condemned", "endorsed", "condemn"}))
    return "yes";
  const std::size_t voted = place_of(tokens, part, {"voted", "voting", "vote", "votes"});
  if (voted + 1 < part.end && one_of(tokens[voted + 1].text, {"for", "yes"})) return "yes";
  return "";
}

// The vote that is told last before token `end`.
std::string vote_before(const std::vector<Token>& tokens, Span sentence, std::size_t end) {
  for (std::size_t k = end; k > sentence.begin; --k)
    if (std::string said = vote_said(tokens, {k - 1, std::min(k + 1, end)}); !said.empty()) return said;
  return "";
}

// "five against: Russia, Belarus and Eritrea", "35 abstained, among them China and India", "65 abstained,
// China and India among them", "Nicaragua was one of them": the vote of a country that stands in such a list;
// empty where it stands in none.
std::string vote_of_list(const std::vector<Token>& tokens, const Mentions& m, Span sentence,
                         const PartyMention& party) {
  const auto names = [&](std::size_t k) {
    return one_of(tokens[k].text, {",", "and", "the", "only"}) ||
           std::any_of(m.parties.begin(), m.parties.end(),
                       [&](const PartyMention& p) { return k >= p.begin && k < p.end; }) ||
           (tokens[k].capital && tokens[k].kind == Token::Kind::word);
  };
  std::size_t first = party.begin, last = party.end;
  while (first > sentence.begin && names(first - 1)) --first;
  while (last < sentence.end && names(last)) ++last;
  if (first > sentence.begin + 1 &&
      (tokens[first - 1].text == ":" ||
       (tokens[first - 1].text == "them" && one_of(tokens[first - 2].text, {"among", "of"})) ||
       tokens[first - 1].text == "including"))
    return vote_before(tokens, {first > sentence.begin + 6 ? first - 6 : sentence.begin, first}, first - 1);
  // "among those who abstained were China, India and Kazakhstan"
  if (first > sentence.begin + 2 && one_of(tokens[first - 1].text, {"were", "was", "are"})) {
    const Span who{first > sentence.begin + 6 ? first - 6 : sentence.begin, first - 1};
    if (holds(tokens, who, {"those", "countries", "states"}) &&
        holds(tokens, who, {"who", "that", "abstaining"}))
      if (std::string said = vote_said(tokens, who); !said.empty()) return said;
  }
  const auto them = [&](std::size_t k) {
    return k + 1 < sentence.end && one_of(tokens[k].text, {"among", "of"}) && tokens[k + 1].text == "them";
  };
  const bool was = last + 2 < sentence.end && one_of(tokens[last].text, {"was", "were", "is"});
  if (them(last) || (was && (them(last + 1) || (tokens[last + 1].text == "one" && them(last + 2)))))
    return vote_before(tokens, sentence, first);
  return "";
}

const char* words_of_vote(const std::string& vote) {
  return vote == "yes"       ? "voted for it"
         : vote == "no"      ? "voted against it"
         : vote == "abstain" ? "abstained"
                             : "did not vote";
}

}  // namespace

bool tells_of_war(const std::vector<Token>& tokens, Span sentence);

// Months at most, of which the day of the text may tell the year.
bool prints_no_year(const Mentions& m) {
  return std::all_of(m.periods.begin(), m.periods.end(), [](const Period& p) { return p.inferred; });
}

std::vector<const Resolution*> resolutions_of(const std::vector<Token>& tokens, const Mentions& m,
                                              Span sentence, const Pack& pack) {
  std::vector<const Resolution*> found;
  // "In October 2022 143 countries declared the annexations void"
  const bool condemned = holds(tokens, sentence, {"annexation", "annexations", "withdrawal", "withdraw"}) &&
                         holds(tokens, sentence, {"countries", "states", "nations"});
  if (!condemned && !holds(tokens, sentence,
                           {"resolution", "assembly", "un", "nations", "vote", "votes", "voted", "council",
                            "favour", "favor", "abstained"}))
    return found;
  for (const auto& p : m.periods) {
    if (p.to != p.from || p.inferred) continue;
    const int day = day_of(tokens, p, sentence);
    for (const auto& r : pack.resolutions) {
      const std::string month = fmt::format("{:04}-{:02}", p.from / 12, p.from % 12 + 1);
      if (!r.date.starts_with(month)) continue;
      if (day && r.date != fmt::format("{}-{:02}", month, day)) continue;
      found.push_back(&r);
    }
  }
  if (!prints_no_year(m)) return found;
  // "Russia's suspension from the Human Rights Council"
  if (found.empty() && m.months.empty() && holds(tokens, sentence, {"rights"}) &&
      holds(tokens, sentence, {"council"}) &&
      holds(tokens, sentence, {"suspension", "suspend", "suspended", "suspending", "suspends"})) {
    for (const auto& r : pack.resolutions)
      if (r.name.find("Human Rights Council") != std::string::npos) found.push_back(&r);
    return found;
  }
  // "In March 141 countries had demanded a withdrawal": of that month of any year.
  for (const auto& when : m.months)
    for (const auto& r : pack.resolutions)
      if (std::atoi(r.date.c_str() + 5) == when.month &&
          (when.day == 0 || std::atoi(r.date.c_str() + 8) == when.day))
        found.push_back(&r);
  return found;
}

// Whether the words are of the war that all resolutions on record are about.
bool tells_of_war(const std::vector<Token>& tokens, Span sentence) {
  return holds(tokens, sentence,
               {"withdraw", "withdrawal", "invasion", "aggression", "ukraine", "russia", "russian", "moscow",
                "annexation", "annexations", "war"});
}

namespace {

EvidenceItem item_of(const Resolution& r, const std::string& line) {
  return {r.source,  fmt::format("{}, {}: {}", r.id, r.name, line), r.date, "un_votes", std::nan(""), "vote",
          "observed"};
}

}  // namespace

std::vector<EventClaim> judge_votes(const std::vector<Token>& tokens, const Mentions& m, Span sentence,
                                    const Pack& pack, const Recounted& before) {
  std::vector<EventClaim> found;
  const std::size_t verb =
      place_of(tokens, sentence,
               {"voted",   "demanded",   "abstained", "backed",   "supported", "opposed",  "rejected",
                "voting",  "abstaining", "against",   "favour",   "favor",     "votes",    "adopted",
                "passed",  "carried",    "suspended", "approved", "condemned", "declared", "demand",
                "declare", "condemn",    "vote",      "abstain",  "abstains",  "got"});
  if (verb == sentence.end) return found;
  auto resolutions = resolutions_of(tokens, m, sentence, pack);
  // "Kazakhstan abstained, as did China": on the resolution of the sentence before.
  const bool condemned = holds(tokens, sentence, {"condemned", "condemn"}) &&
                         holds(tokens, sentence, {"countries", "states", "nations"});
  if (resolutions.empty() && m.periods.empty() &&
      (condemned || holds(tokens, sentence,
                          {"voted", "abstained", "abstaining", "abstains", "abstain", "against", "vote",
                           "votes", "favour", "favor"})) &&
      !holds(tokens, sentence,
             {"first", "second", "third", "other", "another", "later", "former", "latter", "next"}) &&
      std::none_of(m.amounts.begin(), m.amounts.end(), [](const Amount& a) { return !a.percent; }))
    resolutions = before.resolutions;
  if (resolutions.empty()) return found;
  const auto close = [&](Claim claim, std::size_t begin, std::size_t end) {
    begin = std::min(begin, verb);
    end = std::max(end, verb + 1);
    found.push_back({std::move(claim), begin, end, nullptr});
  };
  // Counts: "141 countries voted in favour, five against and 35 abstained".
  static constexpr std::array<std::string_view, 20> kSmall{
      "zero",     "one",     "two",     "three",     "four",     "five",    "six",
      "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
      "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
  // A count at token k, or -1.
  const auto count_at = [&](std::size_t k) {
    if (k >= sentence.end) return -1;
    const auto small = std::find(kSmall.begin(), kSmall.end(), tokens[k].text);
    const bool number =
        tokens[k].kind == Token::Kind::number && tokens[k].value == std::floor(tokens[k].value);
    if (!number && small == kSmall.end()) return -1;
    const int count = number ? static_cast<int>(tokens[k].value) : static_cast<int>(small - kSmall.begin());
    const bool dated = std::any_of(m.periods.begin(), m.periods.end(),
                                   [&](const Period& p) { return k + 1 >= p.begin && k < p.end; });
    return dated || count > 193 ? -1 : count;
  };
  // "by 93 votes to 24", "by 93 to 24, with 58 abstentions"
  std::size_t against = sentence.end;
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    const int count = count_at(k);
    // "one of the five countries that voted against" is of one of them.
    const bool part = k + 1 < sentence.end && tokens[k + 1].text == "of" && tokens[k].text == "one";
    if (count < 0 || part) continue;
    std::size_t end = k + 1;
    while (end < sentence.end && end < k + 9 && !one_of(tokens[end].text, {",", ";", "and", "with", "while"}))
      ++end;
    std::size_t other = k + 1;
    if (other < sentence.end && tokens[other].text == "votes") ++other;
    const bool to = other + 1 < sentence.end && one_of(tokens[other].text, {"to", "against", "-"}) &&
                    count_at(other + 1) >= 0 && k > sentence.begin &&
                    (other > k + 1 || one_of(tokens[k - 1].text, {"by", "voted", "vote", "of"}));
    std::string said = to ? "yes" : k == against ? "no" : vote_said(tokens, {k, end});
    // "was backed by 143 countries"
    if (said.empty() && k > sentence.begin + 1 && tokens[k - 1].text == "by" && end < sentence.end + 1)
      said = vote_said(tokens, {k - 2, k - 1});
    // "had got 141."
    if (said.empty() && k > sentence.begin && one_of(tokens[k - 1].text, {"got", "received", "won"}) &&
        (k + 1 >= sentence.end || tokens[k + 1].kind == Token::Kind::mark))
      said = "yes";
    // "got 93 votes"
    if (said.empty() && k > sentence.begin && k + 1 < sentence.end && tokens[k + 1].text == "votes" &&
        !(k + 2 < sentence.end && one_of(tokens[k + 2].text, {"against", "to"})) &&
        one_of(tokens[k - 1].text, {"got", "received", "won", "gained"}))
      said = "yes";
    // "141 countries had demanded a withdrawal"
    if (said.empty() && k + 1 < end &&
        one_of(tokens[k + 1].text, {"countries", "states", "nations", "members"}) &&
        holds(tokens, {k, end},
              {"demanded", "called", "deplored", "urged", "declared", "demand", "call", "declare"}))
      said = "yes";
    // "35, China and India among them, abstained"
    for (std::size_t at = end + 1; said.empty() && at + 2 < std::min(sentence.end, end + 12); ++at)
      if (tokens[at].text == "among" && tokens[at + 1].text == "them" && tokens[at + 2].text == ",")
        said = vote_said(tokens, {at + 3, std::min(sentence.end, at + 5)});
    if (to) {
      end = other;
      against = other + 1;
    }
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
    // Of several on the war in that month the count fits none.
    const bool of_one_day = std::all_of(resolutions.begin(), resolutions.end(), [&](const Resolution* r) {
      return r->date == resolutions.front()->date;
    });
    const bool plain = of_one_day || (prints_no_year(m) && tells_of_war(tokens, sentence));
    claim.verdict = fits ? Verdict::consistent : plain ? Verdict::likely_error : Verdict::ambiguous;
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
  // Countries: each up to the vote that is said of it; "it" is the one that the text was of.
  std::vector<PartyMention> voters = m.parties;
  if (tokens[sentence.begin].text == "it" && m.its.size() == 3 && verb <= sentence.begin + 2) {
    PartyMention it;
    it.code = m.its;
    it.begin = sentence.begin;
    it.end = sentence.begin + 1;
    voters.insert(voters.begin(), it);
  }
  for (const auto& party : voters) {
    if (party.reports || party.code.size() != 3) continue;
    std::string listed = vote_of_list(tokens, m, sentence, party);
    // "voted against it, and so did Hungary"
    if (listed.empty() && party.begin > sentence.begin + 1 && tokens[party.begin - 1].text == "did" &&
        one_of(tokens[party.begin - 2].text, {"so", "as"}))
      listed = vote_before(tokens, sentence, party.begin - 2);
    if (listed.empty() && party.begin > verb && holds(tokens, {verb, party.begin}, {"on", "against", "of"}) &&
        party.begin > verb)
      continue;
    // "called on Russia to withdraw": of whom the others spoke.
    if (listed.empty() && party.begin > sentence.begin && party.end < sentence.end &&
        (tokens[party.begin - 1].text == "on" || tokens[party.end].text == "to"))
      continue;
    std::size_t end = party.end;
    while (end < sentence.end && tokens[end].text != ";" && vote_said(tokens, {party.end, end}).empty())
      ++end;
    if (end < sentence.end) ++end;
    const std::string said =
        listed.empty() ? vote_said(tokens, {party.end, std::min(end + 1, sentence.end)}) : listed;
    if (!listed.empty()) end = party.end;
    // "demanded that Russia withdraw, with 141 votes in favour": of those who voted.
    bool counted = false;
    for (std::size_t k = party.end; k < end; ++k)
      counted = counted || (count_at(k) >= 0 && k + 1 < end &&
                            one_of(tokens[k + 1].text, {"votes", "in", "were", "voted"}));
    if (said.empty() || counted) continue;
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
    // Of several on one day, where it voted so on none that its vote is on record of.
    const bool all_known = std::all_of(resolutions.begin(), resolutions.end(), [&](const Resolution* r) {
      return r->date == resolutions.front()->date && r->votes.contains(party.code);
    });
    if (known) {
      claim.verdict = fits                                   ? Verdict::consistent
                      : resolutions.size() == 1 || all_known ? Verdict::likely_error
                                                             : Verdict::ambiguous;
      if (claim.verdict == Verdict::likely_error)
        claim.edit = Edit{"figure", words_of_vote(right), claim.note};
    }
    // Up to the words of the vote.
    const bool first = std::none_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
      return p.begin < party.begin && p.end > verb;
    });
    found.push_back({std::move(claim), first ? std::min(party.begin, verb) : party.begin,
                     std::max(party.end, std::min(end, sentence.end)), nullptr});
  }
  return found;
}

}  // namespace sogdia::claims
