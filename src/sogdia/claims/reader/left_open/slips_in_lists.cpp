#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/reader/left_open/open_parts.h"
#include "sogdia/claims/reader/reader.h"

// "China accounted for $10.2 billion, Russia for $9.6 billion and Kazakhstan for $3.4 billion": where the
// others of a list fit the same flow of one country over the same months, so is the one that fits nothing.

namespace sogdia::claims {
namespace {

constexpr std::size_t kOthers = 2;  // of a list that must fit

// What the levels of the sentence that fit have in common: one country, its flow and the months.
struct Common {
  Said said;
  std::string country;
  std::size_t count = 0;
};

std::optional<Common> common_of(const std::vector<Said>& levels) {
  std::optional<Common> found;
  for (const auto& said : levels) {
    if (!said.confirmed || !said.period || said.subject.from.empty() || said.subject.to.empty()) continue;
    if (!found) {
      found = Common{said, "", 1};
      continue;
    }
    const Subject &one = found->said.subject, &two = said.subject;
    std::string both;
    for (const auto& code : {two.from, two.to})
      if (code == one.from || code == one.to) both = code;
    const bool alike = one.total == two.total && said.period->same_months(*found->said.period) &&
                       !same_two(one, two) && (one.total || (both == one.from) == (both == two.from));
    if (both.empty() || !alike || (!found->country.empty() && both != found->country)) return std::nullopt;
    found->country = both;
    ++found->count;
  }
  return found && found->count >= kOthers ? found : std::nullopt;
}

}  // namespace

void Reader::read_slips_in_lists(const Mentions& m, Span sentence) {
  const auto common = common_of(said_here);
  if (!common || levels_here.size() != common->count + 1) return;
  for (const auto& [begin, at] : levels_here) {
    if (at >= claims.size()) continue;
    Claim& claim = claims[at];
    const bool open = claim.verdict == Verdict::ambiguous || claim.verdict == Verdict::not_checkable;
    if (claim.kind != "amount" || !open) continue;
    const auto amount = std::find_if(m.amounts.begin(), m.amounts.end(),
                                     [&, first = begin](const Amount& a) { return a.begin == first; });
    if (amount == m.amounts.end() || amount->hedge != Hedge::none) continue;
    const auto beside = parties_beside(m, *amount, sentence);
    if (beside.size() != 1 || beside.front() == common->country) continue;
    const Subject& of = common->said.subject;
    const Subject subject = of.total                     ? Subject{true, common->country, beside.front()}
                            : of.from == common->country ? Subject{false, common->country, beside.front()}
                                                         : Subject{false, beside.front(), common->country};
    Claim tried = claim;
    tried.parties.clear();
    tried.evidence.clear();
    tried.edit.reset();
    tried.verdict = Verdict::not_checkable;
    tell_subject(tried, subject, &*common->said.period, "", pack);
    judge_level(tried, *amount, subject, &*common->said.period, "", pack);
    if (tried.verdict != Verdict::likely_error) continue;
    tried.note += "; the others of the list fit so";
    claim = std::move(tried);
  }
}

}  // namespace sogdia::claims
