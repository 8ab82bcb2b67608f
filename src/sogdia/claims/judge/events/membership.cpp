#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "sogdia/claims/judge/events/event_parts.h"
#include "sogdia/claims/judge/judge.h"

namespace sogdia::claims {

GroupMention group_from(const std::vector<Token>& tokens, std::size_t k, std::size_t end, const Pack& pack) {
  for (; k < end; ++k) {
    if (!tokens[k].capital) continue;
    const GroupName* longest = nullptr;
    for (const auto& name : pack.group_names) {
      std::size_t at = k, matched = 0;
      while (at < end && matched < name.words.size() && tokens[at].text == name.words[matched])
        ++at, ++matched;
      if (matched == name.words.size() && (!longest || name.words.size() > longest->words.size()))
        longest = &name;
    }
    if (!longest) continue;
    GroupMention found{longest->code, k, k + longest->words.size()};
    // "BRICS+" is another list than "BRICS".
    if (found.end < end && tokens[found.end].text == "+") found.code += "+";
    return found;
  }
  return {};
}

namespace {

// The country's row; of the first five and the later members of the BRICS the later list knows both.
const Membership* row_of(const Pack& pack, const std::string& group, const std::string& iso3) {
  const std::string list = whole_list(group);
  const auto row =
      std::find_if(pack.memberships.begin(), pack.memberships.end(),
                   [&](const Membership& each) { return each.group == list && each.iso3 == iso3; });
  return row == pack.memberships.end() ? nullptr : &*row;
}

// A partner of a group is no member of it, though many a text says so.
bool only_beside(Claim& claim, const Membership& row) {
  if (row.status == "member") return false;
  claim.verdict = Verdict::ambiguous;
  claim.note = row.status == "partner" ? "a partner on record, no member" : "its membership is " + row.status;
  return true;
}

EvidenceItem line_of(const Membership& row, const std::string& line) {
  const int from = row.from.empty() ? 0 : row.from.front();
  return {row.source, line,      fmt::format("{}", from), row.table, static_cast<double>(from),
          "year",     "observed"};
}

// "X joined G in 2019", "X became a member of G in 2019", "a member since 2019".
void judge_accession(Claim& claim, const Membership* row, int year) {
  if (!row || row->from.empty()) {
    claim.note = "the pack has no year for it";
    return;
  }
  std::vector<std::string> years;
  int away = 100;
  for (const int from : row->from) {
    years.push_back(fmt::format("{}", from));
    away = std::min(away, std::abs(from - year));
  }
  claim.note = fmt::format("{}: {}", claim.reading, fmt::join(years, ", by another list "));
  claim.evidence.push_back(line_of(*row, claim.note));
  if (only_beside(claim, *row)) return;
  claim.verdict = away == 0 ? Verdict::consistent : away > 1 ? Verdict::likely_error : Verdict::ambiguous;
  if (claim.verdict == Verdict::likely_error) claim.edit = Edit{"year", years.front(), claim.note};
}

// The year of a group's first members.
int founded(const Pack& pack, const std::string& group) {
  int first = 3000;
  for (const auto& each : pack.memberships)
    if (each.group == group && !each.from.empty()) first = std::min(first, each.from.front());
  return first;
}

// "X, a member of G", "a founding member", of a group whose members are all on record.
void judge_belonging(Claim& claim, const Membership* row, const std::string& group, int year, bool founding,
                     const Pack& pack) {
  const bool whole = !pack.ever_members(group).empty();
  if (row && founding && !row->from.empty() && row->from.front() > founded(pack, row->group) + 1) {
    claim.verdict = Verdict::likely_error;
    claim.note =
        fmt::format("a member since {}, of a group of {}", row->from.front(), founded(pack, row->group));
    claim.edit = Edit{"reading", "no founding member", claim.note};
    claim.evidence.push_back(line_of(*row, claim.note));
  } else if (row && row->to == 0) {
    claim.verdict = Verdict::consistent;
    claim.note =
        fmt::format("a member{}", row->from.empty() ? "" : fmt::format(" since {}", row->from.front()));
    claim.evidence.push_back(line_of(*row, claim.note));
    only_beside(claim, *row);
  } else if (row) {
    claim.verdict = year > row->to ? Verdict::likely_error : Verdict::ambiguous;
    claim.note = fmt::format("a member until {}", row->to);
    claim.evidence.push_back(line_of(*row, claim.note));
    if (year > row->to) claim.edit = Edit{"reading", "no member any more", claim.note};
  } else if (whole) {
    claim.verdict = Verdict::likely_error;
    claim.note = fmt::format("not among the members of {} on record", group);
    claim.edit = Edit{"reading", "no member", claim.note};
  } else {
    claim.note = "the pack has no complete list of its members";
  }
}

// The countries whose membership a phrase at token `at` tells of: "X, a member", "X and Y are both members".
std::vector<const PartyMention*> members_before(const std::vector<Token>& tokens, const Mentions& m,
                                                Span sentence, std::size_t at) {
  std::vector<const PartyMention*> found;
  std::size_t k = at;
  while (k > sentence.begin) {
    const auto party = std::find_if(m.parties.begin(), m.parties.end(),
                                    [&](const PartyMention& p) { return p.end == k && !p.reports; });
    if (party != m.parties.end()) {
      // "Trade with Norway, a member of" is of Norway; "Norway's" is of what is its.
      if (party->possessive && tokens[party->end - 1].possessive) break;
      if (party->code.size() == 3) found.push_back(&*party);
      k = party->begin;
      // An apposition is of the one before it; only a verb is of several.
      if (found.size() == 1 && tokens[at - 1].text == ",") break;
      continue;
    }
    if (!one_of(
            tokens[k - 1].text,
            {",",       "and",    "both",  "are",      "is",    "was", "were", "has",    "have",   "been",
             "a",       "an",     "full",  "founding", "which", "who", "also", "now",    "became", "become",
             "remains", "remain", "still", "the",      "one",   "of",  "new",  "itself", "all",    "long"}))
      break;
    --k;
  }
  return found;
}

// "a member of ASEAN since 1995 and of the CPTPP since 2019": the year right behind a group; null where none
// stands there.
const Period* period_behind(const Mentions& m, const GroupMention& group) {
  constexpr std::size_t kReach = 2;  // tokens
  for (const auto& p : m.periods)
    if (!p.compared && !p.deadline && p.shift == 0 && p.from / 12 == p.to / 12 && p.begin >= group.end &&
        p.begin <= group.end + kReach)
      return &p;
  return nullptr;
}

// "It belongs to BRICS", "and it has been a member of": of the first that the sentence names before, else of
// whom the sentence before was. Without a code where no "it" stands there.
PartyMention it_before(const std::vector<Token>& tokens, const Mentions& m, Span sentence, std::size_t at) {
  std::size_t k = at;
  while (k > sentence.begin && one_of(tokens[k - 1].text, {"is", "was", "has", "had", "been", "also",
                                                           "itself", "remains", "still", "became", "now"}))
    --k;
  PartyMention it;
  if (k == sentence.begin || tokens[k - 1].text != "it") return it;
  it.begin = k - 1;
  it.end = k;
  for (const auto& p : m.parties)
    if (p.end <= it.begin && it.code.empty() && !p.reports && p.preposition.empty() && !p.possessive)
      it.code = p.code;
  if (it.code.empty() && tokens[sentence.begin].text == "it") it.code = m.its;
  if (it.code.size() != 3) it.code.clear();
  return it;
}

// "Kazakhstan did so in 2015, Portugal in 2018 and Luxembourg in 2019": the year behind each country with
// nothing but small words between.
const Period* year_behind(const std::vector<Token>& tokens, const Mentions& m, const PartyMention& party) {
  for (const auto& p : m.periods) {
    const std::size_t reach = tokens[party.end].text == "," ? 9 : 6;
    if (p.begin < party.end || p.begin > party.end + reach || p.compared || p.deadline || p.shift != 0 ||
        p.from / 12 != p.to / 12)
      continue;
    for (std::size_t k = party.end; k < p.begin; ++k)
      if (!one_of(tokens[k].text,
                  {"did",  "so",    "in",   ",",    "followed", "joined",  "signed",    "only",
                   "as",   "early", "late", "came", "already",  "which",   "who",       "had",
                   "on",   "other", "hand", "too",  "also",     "however", "meanwhile", "has",
                   "suit", "the",   "same", "up",   "acceded"}))
        return nullptr;
    return &p;
  }
  return nullptr;
}

}  // namespace

std::string group_named(const std::vector<Token>& tokens, Span sentence, const Pack& pack) {
  std::string last;
  for (std::size_t k = sentence.begin; k < sentence.end;) {
    const GroupMention group = group_from(tokens, k, sentence.end, pack);
    if (group.code.empty()) break;
    last = group.code;
    k = group.end;
  }
  return last;
}

std::vector<EventClaim> judge_memberships(const std::vector<Token>& tokens, const Mentions& m, Span sentence,
                                          const Pack& pack, const Recounted& before) {
  std::vector<EventClaim> found;
  if (holds(tokens, sentence,
            {"not", "never", "forum", "summit", "plans", "wants", "talks", "bid", "candidate", "observer",
             "observers", "if", "former", "applied", "asked", "seeks", "would", "no"}))
    return found;
  const Period* when = nullptr;
  for (const auto& p : m.periods)
    if (!p.compared && !p.deadline && p.shift == 0 && !when) when = &p;
  const bool dated = when && when->from / 12 == when->to / 12;
  const Period* first = when;
  const auto tell = [&](const PartyMention& party, const GroupMention& group, std::size_t at, bool joins) {
    Claim claim;
    claim.kind = "event";
    claim.parties = {party.code};
    const std::string name = group.code == "BRI" ? "the Belt and Road" : group.code;
    claim.reading =
        fmt::format("{} {} {}", pack.lexicon.display(party.code), joins ? "joins" : "is a member of", name);
    const Membership* row = row_of(pack, group.code, party.code);
    if (joins) {
      claim.period = fmt::format("{}", when->year());
      // "China joined ASEAN in 1995": nobody who is not among its members did.
      if (!row && when->begin <= group.end + 1)
        judge_belonging(claim, row, group.code, when->year(), false, pack);
      else
        judge_accession(claim, row, when->year());
    } else {
      judge_belonging(claim, row, group.code, dated ? when->year() : 0,
                      at > sentence.begin && tokens[at - 1].text == "founding", pack);
    }
    found.push_back({std::move(claim), std::min(party.begin, at),
                     std::max(group.end, joins ? std::max(at + 1, when->end) : at + 1), nullptr});
  };
  // "Kazakhstan did so in 2015, Portugal in 2018", behind a sentence about those who joined
  const bool so = std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
    return p.end + 1 < sentence.end && !p.reports &&
           ((tokens[p.end].text == "did" && tokens[p.end + 1].text == "so") ||
            holds(tokens, {p.end, std::min(p.end + (tokens[p.end].text == "," ? 8 : 4), sentence.end)},
                  {"followed", "joined", "signed", "acceded"}));
  });
  // "Italy, which had signed in 2019", in a text about the initiative
  const bool signs =
      before.initiative && std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) {
        return !p.reports &&
               holds(tokens, {p.end, std::min(p.end + (tokens[p.end].text == "," ? 8 : 5), sentence.end)},
                     {"signed", "joined"});
      });
  if ((!before.group.empty() || signs) && so && group_named(tokens, sentence, pack).empty())
    for (const auto& party : m.parties)
      if (const Period* own =
              party.reports || party.code.size() != 3 ? nullptr : year_behind(tokens, m, party)) {
        // Of the group named last, or of the initiative: the one on whose list the country is.
        const std::string group = row_of(pack, before.group, party.code)                 ? before.group
                                  : before.initiative && row_of(pack, "BRI", party.code) ? "BRI"
                                                                                         : "";
        if (group.empty()) continue;
        when = own;
        tell(party, {group, party.begin, party.end}, party.begin, true);
      }
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    const std::string_view word = tokens[k].text;
    const bool passive = k > sentence.begin && one_of(tokens[k - 1].text, {"was", "were", "been", "being"});
    // "The SCO admitted Iran in July 2023 and Belarus in July 2024", "BRICS took in Egypt and Iran in 2024"
    if ((word == "admitted" && !passive) ||
        (word == "took" && k + 1 < sentence.end && tokens[k + 1].text == "in")) {
      constexpr std::size_t kReach = 3;  // tokens
      const GroupMention group = group_from(tokens, sentence.begin, k, pack);
      if (group.code.empty() || k > group.end + kReach) continue;
      for (const auto& party : m.parties) {
        if (party.reports || party.begin <= k || party.code.size() != 3) continue;
        when = year_behind(tokens, m, party);
        for (const auto& p : m.periods)
          if (!when && p.begin >= party.end && !p.compared && !p.deadline && p.from / 12 == p.to / 12)
            when = &p;
        if (when) tell(party, {group.code, party.begin, party.end}, party.begin, true);
      }
      continue;
    }
    // "The BRICS were joined by the Emirates in 2024"
    if (word == "joined" && passive && k + 1 < sentence.end && tokens[k + 1].text == "by") {
      const GroupMention group = group_from(tokens, sentence.begin, k, pack);
      for (const auto& party : m.parties) {
        if (group.code.empty() || party.reports || party.begin <= k || party.code.size() != 3) continue;
        when = year_behind(tokens, m, party);
        if (when) tell(party, {group.code, party.begin, party.end}, party.begin, true);
      }
      continue;
    }
    if (one_of(word, {"joined", "joining", "acceded", "signed"}) || (word == "admitted" && passive)) {
      GroupMention group = group_from(tokens, k, sentence.end, pack);
      when = first;
      if (const Period* own = period_behind(m, group)) when = own;
      // "joined in 2019, as the only one of the G7": of the group or the initiative that the text is of.
      if (std::any_of(
              m.periods.begin(), m.periods.end(),
              [&](const Period& p) { return p.begin > k && p.begin <= k + 2 && p.end < group.begin; }) &&
          holds(tokens, {k, group.begin}, {"of"}) &&
          holds(tokens, {k, group.begin}, {"one", "member", "only", "first"}))
        group.code = before.initiative ? "BRI" : before.group;
      // "Italy, which had signed in 2019, quit the Belt and Road in December 2023"
      for (const auto& p : m.periods)
        if (p.begin > k && p.begin <= k + (tokens[k + 1].text == "up" ? 3 : 2) && p.end <= group.begin &&
            !p.compared && p.shift == 0)
          when = &p;
      if (group.code.empty() || !dated || (word == "signed" && group.code != "BRI")) continue;
      bool told = false;
      for (const auto& party : m.parties)
        if (!party.reports && party.begin <= k && party.code.size() == 3 &&
            !(party.code == "CHN" && group.code == "BRI")) {
          tell(party, group, k, true);
          told = true;
        }
      // "and it signed up to the Belt and Road in 2015"
      const PartyMention it = told ? PartyMention{} : it_before(tokens, m, sentence, k);
      if (!it.code.empty() && !(it.code == "CHN" && group.code == "BRI")) tell(it, group, k, true);
      for (const auto& party : m.parties)
        if (const Period* own = party.begin > group.end ? year_behind(tokens, m, party) : nullptr;
            own && party.preposition != "in" && party.code.size() == 3) {
          when = own;
          tell(party, {group.code, party.begin, party.end}, party.begin, true);
        }
      continue;
    }
    // "has been in the EU since 2013"
    if (word == "been" && k + 1 < sentence.end && tokens[k + 1].text == "in") {
      const GroupMention group = group_from(tokens, k + 1, std::min(sentence.end, k + 5), pack);
      const bool since_then =
          dated && !group.code.empty() && when->begin == group.end + 1 && tokens[group.end].text == "since";
      std::size_t subject = k;
      while (subject > sentence.begin && one_of(tokens[subject - 1].text, {"has", "have", "had", "also"}))
        --subject;
      if (since_then)
        for (const auto* party : members_before(tokens, m, sentence, subject)) tell(*party, group, k, true);
      continue;
    }
    const bool belongs = one_of(word, {"belongs", "belong", "belonged", "signatory", "signatories"});
    if (!belongs &&
        !(one_of(word, {"member", "members"}) && k + 1 < sentence.end && tokens[k + 1].text == "of"))
      continue;
    const GroupMention group = group_from(tokens, k, std::min(sentence.end, k + 8), pack);
    if (group.code.empty()) continue;
    when = first;
    if (const Period* own = period_behind(m, group)) when = own;
    const bool since =
        when && when->from / 12 == when->to / 12 && when->begin >= group.end &&
        when->begin <= group.end + 2 &&
        (one_of(tokens[when->begin - 1].text, {"since"}) || word == "belonged" ||
         holds(tokens, {k > sentence.begin + 5 ? k - 5 : sentence.begin, k}, {"became", "become"}));
    std::size_t article = k;
    while (article > sentence.begin &&
           one_of(tokens[article - 1].text, {"a", "an", "full", "founding", "new"}))
      --article;
    for (const auto* party : members_before(tokens, m, sentence, article)) tell(*party, group, k, since);
    // "Uzbekistan signed up to it in 2015 and belongs to": of the one that the sentence is of.
    if (belongs && article > sentence.begin && tokens[article - 1].text == "and")
      if (const auto& head = m.parties.empty() ? PartyMention{} : m.parties.front();
          head.code.size() == 3 && head.begin <= sentence.begin + 1 && !head.possessive && !head.reports &&
          members_before(tokens, m, sentence, article).empty())
        tell(head, group, k, since);
    const PartyMention it = it_before(tokens, m, sentence, article);
    if (!it.code.empty()) tell(it, group, k, since);
    // "It belongs to the SCO and to the EAEU"
    for (std::size_t at = group.end; belongs && !it.code.empty() && at + 1 < sentence.end; ++at) {
      if (!one_of(tokens[at].text, {"and", "to", "the", ","})) break;
      const GroupMention other = group_from(tokens, at + 1, std::min(sentence.end, at + 4), pack);
      if (other.code.empty() || other.begin != at + 1) continue;
      tell(it, other, k, false);
      break;
    }
  }
  return found;
}

}  // namespace sogdia::claims
