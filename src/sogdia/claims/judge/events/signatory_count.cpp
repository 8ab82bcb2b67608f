#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "sogdia/claims/judge/events/event_parts.h"
#include "sogdia/claims/judge/judge.h"

// How many countries are said to have joined the Belt and Road, against the list of those that signed.

namespace sogdia::claims {
namespace {

// Lists of signatories differ, and are told at any day of a year: 137 or 140 at the end of 2019.
constexpr double kListsDiffer = 0.07;
// "More than 100 countries have joined" is true for long, but nobody says so of 250.
constexpr double kFewer = 0.6;

struct SignatoriesSaid {
  int count = 0;
  bool more_than = false, about = false;
  std::size_t begin = 0, end = 0;
};

// "more than 150 countries", "some 140 states"; no "15 more countries", no "52 African countries".
SignatoriesSaid countries_said(const std::vector<Token>& tokens, Span sentence, std::size_t k) {
  SignatoriesSaid said;
  const Token& number = tokens[k];
  if (number.kind != Token::Kind::number || number.value != std::floor(number.value) || number.value < 5 ||
      number.value > 1000 || k + 1 >= sentence.end ||
      !one_of(tokens[k + 1].text, {"countries", "states", "nations", "economies"}))
    return said;
  said = {static_cast<int>(number.value), false, false, k, k + 2};
  const auto is = [&](std::size_t back, Words words) {
    return k >= sentence.begin + back && one_of(tokens[k - back].text, words);
  };
  if (is(1, {"than"}) && is(2, {"more"})) {
    said.more_than = true;
    said.begin = k - 2;
  } else if (is(1, {"over"})) {
    said.more_than = true;
    said.begin = k - 1;
  } else if (is(1, {"some", "about", "around", "roughly", "nearly", "almost"})) {
    said.about = true;
    said.begin = k - 1;
  } else if (is(1, {"another", "further", "other", "of", "than", "to"}) ||
             (is(1, {"the"}) && is(2, {"of"}))) {
    return {};
  }
  return said;
}

// Whether the words around say that these have joined: "have signed up to", "China has signed documents
// with".
bool are_signatories(const std::vector<Token>& tokens, Span sentence, const SignatoriesSaid& said) {
  constexpr std::size_t kReach = 9;  // tokens
  const Words verbs{"joined", "signed", "inked", "acceded"};
  bool behind = false, ahead = false;
  for (std::size_t k = said.end; k < std::min(sentence.end, said.end + kReach); ++k) {
    if (one_of(tokens[k].text, {".", ";", "which", "but"})) break;
    behind = behind || one_of(tokens[k].text, verbs);
  }
  for (std::size_t k = said.begin; k > sentence.begin && k + kReach + 4 > said.begin; --k)
    if (one_of(tokens[k - 1].text, verbs)) ahead = k < said.begin && tokens[said.begin - 1].text == "with";
  return behind || ahead;
}

}  // namespace

std::vector<EventClaim> judge_signatory_counts(const std::vector<Token>& tokens, const Mentions& m,
                                               Span sentence, const Pack& pack, const Recounted& before) {
  std::vector<EventClaim> found;
  if (!holds(tokens, sentence, {"joined", "signed", "inked", "acceded"}) ||
      holds(tokens, sentence,
            {"would", "will", "could", "if", "not", "forum", "summit", "declaration", "statement", "visa",
             "treaty"}))
    return found;
  bool road = before.initiative && holds(tokens, sentence, {"initiative"});
  for (GroupMention group; !road; road = group.code == "BRI") {
    group = group_from(tokens, std::max(group.end, sentence.begin), sentence.end, pack);
    if (group.code.empty()) break;
  }
  if (!road) return found;
  // Of a part of the world the list is another.
  for (const auto& p : m.parties)
    if (!one_of(p.code, {"CHN", "BRI"})) return found;
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    const SignatoriesSaid said = countries_said(tokens, sentence, k);
    if (said.count == 0 || !are_signatories(tokens, sentence, said)) continue;
    const Period* when = nullptr;
    for (const auto& p : m.periods)
      if (!p.compared && p.shift == 0) when = &p;
    constexpr int kFirst = 2013;
    int last = kFirst;
    for (const auto& each : pack.memberships)
      if (each.group == "BRI" && !each.from.empty()) last = std::max(last, each.from.front());
    const int dated = when ? when->year() : before.now >= 0 ? before.now / 12 : 0;
    const auto signed_by = [&](int year) { return static_cast<int>(pack.members("BRI", year).size()); };
    const auto fits = [&](int year) {
      const double least = signed_by(year - 1) * (1 - kListsDiffer),
                   most = signed_by(year) * (1 + kListsDiffer);
      return said.count <= most && said.count >= (said.more_than ? kFewer * least : least);
    };
    const int year = std::clamp(dated ? dated : last, kFirst, last);
    const int right = signed_by(year);
    if (right == 0) continue;
    EventClaim told{{}, said.begin, said.end, nullptr};
    Claim& claim = told.claim;
    claim.kind = "count";
    claim.parties = {"BRI"};
    claim.reading = "countries that joined the Belt and Road";
    if (when) claim.period = fmt::format("{}", dated);
    const double count = said.count;
    claim.printed = {count, "countries", said.about ? count * (1 - kListsDiffer) : count,
                     said.more_than || said.about ? count * (1 + kListsDiffer) : count};
    claim.note = fmt::format("{} on the list of those that signed by the end of {}", right, year);
    for (const auto& each : pack.memberships)
      if (each.group == "BRI" && claim.evidence.empty())
        claim.evidence.push_back({each.source, claim.note, fmt::format("{}", year), each.table,
                                  static_cast<double>(right), "countries", "observed"});
    // Without a year of its own an older one may be meant, but none has more than the last.
    bool earlier = false;
    for (int at = kFirst; !dated && at < last; ++at) earlier = earlier || fits(at);
    claim.verdict = fits(year)                                                    ? Verdict::consistent
                    : earlier || (before.now < 0 && !dated && said.count < right) ? Verdict::ambiguous
                                                                                  : Verdict::likely_error;
    if (claim.verdict == Verdict::likely_error)
      claim.edit = Edit{"figure", fmt::format("{}", right), claim.note};
    found.push_back(std::move(told));
  }
  return found;
}

}  // namespace sogdia::claims
