#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>

#include "sogdia/claims/judge/events/event_parts.h"
#include "sogdia/claims/judge/judge.h"

namespace sogdia::claims {
namespace {

// A whole number at token k, in digits or a small one in words; 0 where none stands there.
int members_said(const std::vector<Token>& tokens, std::size_t k) {
  static constexpr std::array<std::string_view, 14> kSmall{"zero", "one",    "two",    "three",   "four",
                                                           "five", "six",    "seven",  "eight",   "nine",
                                                           "ten",  "eleven", "twelve", "thirteen"};
  if (tokens[k].kind == Token::Kind::number)
    return tokens[k].value == std::floor(tokens[k].value) && tokens[k].value < 200
               ? static_cast<int>(tokens[k].value)
               : 0;
  const auto small = std::find(kSmall.begin(), kSmall.end(), tokens[k].text);
  return small == kSmall.end() ? 0 : static_cast<int>(small - kSmall.begin());
}

// "members", "full members", "member states", "member countries": the token behind; k where none stands
// there.
std::size_t members_end(const std::vector<Token>& tokens, std::size_t k, std::size_t end) {
  std::size_t at = k;
  if (at < end && tokens[at].text == "full") ++at;
  if (at < end && one_of(tokens[at].text, {"members", "member"})) {
    const bool plural = tokens[at].text == "members";
    ++at;
    if (at < end && one_of(tokens[at].text, {"states", "countries", "nations", "economies"})) return at + 1;
    if (plural) return at;
  }
  return k;
}

struct CountSaid {
  std::string group;
  int count = 0;
  std::size_t begin = 0, end = 0;
};

// "the ten members of G", "G's ten members", "G has ten members", "G, with its ten members".
CountSaid count_at(const std::vector<Token>& tokens, Span sentence, std::size_t k, const Pack& pack) {
  const int count = members_said(tokens, k);
  const std::size_t behind = count > 1 ? members_end(tokens, k + 1, sentence.end) : k + 1;
  if (behind == k + 1 || k == sentence.begin) return {};
  const auto& before = tokens[k - 1];
  if (one_of(before.text, {"the", "all", "its", "these"}) && behind + 1 < sentence.end &&
      tokens[behind].text == "of") {
    const auto group = group_from(tokens, behind + 1, std::min(sentence.end, behind + 3), pack);
    const std::size_t next = group.end;
    // "the three members of ASEAN that", "the two members of the EU with"
    if (!group.code.empty() &&
        !(next < sentence.end && one_of(tokens[next].text, {"that", "which", "who", "with", "in", "on"})))
      return {group.code, count, k - 1, group.end};
    return {};
  }
  const auto named_before = [&](std::size_t end) {
    GroupMention last;
    for (std::size_t at = sentence.begin; at < end;) {
      const auto group = group_from(tokens, at, end, pack);
      if (group.code.empty()) break;
      last = group;
      at = group.end;
    }
    return last;
  };
  const auto group = named_before(k);
  if (group.code.empty()) return {};
  if (group.end == k && before.possessive) return {group.code, count, group.begin, behind};
  std::size_t verb = k;
  while (verb > group.end && one_of(tokens[verb - 1].text, {"now", "today", "had", "only", "just", "its",
                                                            "currently", "still", "exactly"}))
    --verb;
  if (verb == group.end) verb = k;
  const std::size_t at = verb > group.end ? verb - 1 : verb;
  const bool has = one_of(tokens[at].text, {"has", "had", "have", "counts", "counted", "comprises",
                                            "comprised", "numbers", "unites", "united", "with"}) ||
                   tokens[verb].text == "had";
  // "ASEAN, with Timor-Leste, has"
  const bool aside =
      at > group.end && tokens[group.end].text == "," && tokens[at - 1].text == "," && at < group.end + 8;
  const bool beside = at <= group.end + 1 || tokens[verb].text == "had";
  if (!has || !(aside || beside)) return {};
  return {group.code, count, group.begin, behind};
}

// How many full members the group had in a year: the least and the most, by when in it some joined and by
// what is disputed.
std::pair<int, int> members_in(const Pack& pack, const std::string& group, int year) {
  const std::string list = whole_list(group);
  int full = 0, joined = 0, disputed = 0;
  for (const auto& each : pack.memberships) {
    if (each.group != list || each.from.empty() || each.from.front() > year ||
        (each.to != 0 && each.to <= year))
      continue;
    full += each.full();
    joined += each.full() && each.from.front() == year;
    disputed += each.status == "disputed";
  }
  return {full - joined, full + disputed};
}

// How many joined in a year: the least and the most, by what is disputed.
std::pair<int, int> joined_in(const Pack& pack, const std::string& group, int year) {
  const std::string list = whole_list(group);
  int joined = 0, disputed = 0;
  for (const auto& each : pack.memberships) {
    if (each.group != list || each.from.empty() || each.from.front() != year) continue;
    joined += each.full();
    disputed += each.status == "disputed";
  }
  return {joined, joined + disputed};
}

// "BRICS admitted five new members on 1 January 2022": in a year in which none joined, where so many did in
// another.
std::optional<EventClaim> judge_new_members(const std::vector<Token>& tokens, const Mentions& m,
                                            Span sentence, const Pack& pack) {
  if (!holds(tokens, sentence, {"admitted", "accepted", "welcomed", "took", "gained", "received", "joined"}))
    return std::nullopt;
  const Period* when = nullptr;
  for (const auto& p : m.periods)
    if (!p.compared && !p.deadline && p.shift == 0 && p.from / 12 == p.to / 12) when = when ? nullptr : &p;
  const GroupMention group = group_from(tokens, sentence.begin, sentence.end, pack);
  if (!when || group.code.empty() || group.code == "BRI") return std::nullopt;
  for (std::size_t k = sentence.begin; k + 2 < sentence.end; ++k) {
    const int count = members_said(tokens, k);
    if (count < 2 || tokens[k + 1].text != "new" ||
        !one_of(tokens[k + 2].text, {"members", "countries", "states"}))
      continue;
    const auto fits = [&](int year) {
      const auto [least, most] = joined_in(pack, group.code, year);
      return count >= least && count <= most;
    };
    constexpr int kFirst = 1950, kLast = 2030;
    std::vector<int> years;
    for (int year = kFirst; year <= kLast; ++year)
      if (fits(year)) years.push_back(year);
    const int said = when->year();
    if (years.empty()) return std::nullopt;
    EventClaim told{{}, k, k + 3, nullptr};
    Claim& claim = told.claim;
    claim.kind = "count";
    claim.reading = fmt::format("new members of {}", group.code);
    claim.period = fmt::format("{}", said);
    const double number = count;
    claim.printed = {number, "countries", number, number};
    claim.note = fmt::format("{} joined in {}", joined_in(pack, group.code, said).second, said);
    const std::string list = whole_list(group.code);
    for (const auto& each : pack.memberships)
      if (each.group == list && !each.from.empty() && each.from.front() == years.back() &&
          claim.evidence.empty())
        claim.evidence.push_back({each.source, claim.note, fmt::format("{}", years.back()), each.table,
                                  number, "countries", "observed"});
    const bool none = joined_in(pack, group.code, said).second == 0;
    claim.verdict = fits(said)                  ? Verdict::consistent
                    : none && years.size() == 1 ? Verdict::likely_error
                                                : Verdict::ambiguous;
    if (claim.verdict == Verdict::likely_error)
      claim.edit = Edit{"year", fmt::format("{}", years.front()), claim.note};
    return told;
  }
  return std::nullopt;
}

}  // namespace

std::vector<EventClaim> judge_member_counts(const std::vector<Token>& tokens, const Mentions& m,
                                            Span sentence, const Pack& pack, const Recounted& before) {
  constexpr int kFirst = 2000, kLast = 2030;
  std::vector<EventClaim> found;
  if (!holds(tokens, sentence, {"members", "member"}) ||
      holds(tokens, sentence, {"would", "will", "could", "if", "not", "than", "candidate", "candidates"}))
    return found;
  if (auto told = judge_new_members(tokens, m, sentence, pack)) {
    found.push_back(std::move(*told));
    return found;
  }
  for (std::size_t k = sentence.begin; k + 1 < sentence.end; ++k) {
    const CountSaid said = count_at(tokens, sentence, k, pack);
    if (said.group.empty() || said.group == "BRI" || said.group == "GCC") continue;
    const Period* when = nullptr;
    // "ten members since Belarus joined in 2024" is not of that year alone.
    for (const auto& p : m.periods)
      if (!p.compared && !p.deadline && p.shift == 0 && p.from / 12 == p.to / 12 &&
          !(p.begin >= said.end && holds(tokens, {said.end, p.begin}, {"since"})))
        when = &p;
    const int dated = when ? when->year() : before.now >= 0 ? before.now / 12 : 0;
    EventClaim told{{}, said.begin, said.end, nullptr};
    Claim& claim = told.claim;
    claim.kind = "count";
    claim.reading = fmt::format("members of {}", said.group);
    if (when) claim.period = fmt::format("{}", dated);
    claim.printed = {static_cast<double>(said.count), "countries", static_cast<double>(said.count),
                     static_cast<double>(said.count)};
    // Without a year of its own any year may be meant.
    bool fits = false;
    std::pair<int, int> right{0, 0};
    for (int year = dated ? dated : kFirst; year <= (dated ? dated : kLast); ++year) {
      right = members_in(pack, said.group, year);
      fits = fits || (said.count >= right.first && said.count <= right.second);
    }
    if (right.second == 0) continue;
    claim.note =
        fmt::format("{} members on record{}", right.second, dated ? fmt::format(" in {}", dated) : "");
    for (const auto& each : pack.memberships)
      if (each.group == said.group && claim.evidence.empty())
        claim.evidence.push_back({each.source, claim.note, claim.period, each.table,
                                  static_cast<double>(right.second), "countries", "observed"});
    claim.verdict = fits ? Verdict::consistent : Verdict::likely_error;
    if (!fits) claim.edit = Edit{"figure", fmt::format("{}", right.second), claim.note};
    found.push_back(std::move(told));
  }
  return found;
}

}  // namespace sogdia::claims
