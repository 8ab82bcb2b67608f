#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/reader/left_open/open_parts.h"
#include "sogdia/claims/reader/reader.h"

// "China accounted for $10.2 billion, Russia for $9.6 billion and Kazakhstan for $3.4 billion": where the
// others of a list fit the same flow of one country over the same months, so is the one that fits nothing.

namespace sogdia::claims {
namespace {

constexpr std::size_t kOthers = 2;  // of a list that must fit

// What the levels of a sentence that fit have in common: one country, its flow and the months.
struct Common {
  Subject one;  // of the first of them
  std::string period, country;
  std::size_t count = 1;
  std::vector<std::string> named = {};  // both sides of all of them

  // False where another is of something else.
  bool take(const Subject& two, const std::string& when) {
    if (two.to.empty() || two.total != one.total || when != period || same_two(one, two)) return false;
    std::string both;
    for (const auto& code : {two.from, two.to})
      if (code == one.from || code == one.to) both = code;
    if (both.empty() || (!country.empty() && both != country)) return false;
    if (!one.total && (both == one.from) != (both == two.from)) return false;
    country = both;
    ++count;
    return true;
  }
  Subject with(const std::string& partner) const {
    return one.total || one.from == country ? Subject{one.total, country, partner}
                                            : Subject{false, partner, country};
  }
};

}  // namespace

void Reader::read_slips_in_lists(const Mentions& m, Span sentence) {
  std::optional<Common> common;
  for (const auto& level : levels_here) {
    if (level.second >= claims.size()) continue;
    const Claim& claim = claims[level.second];
    const auto subject = subject_of_claim(claim);
    if (claim.kind != "amount" || claim.verdict != Verdict::consistent || claim.period.empty() || !subject ||
        subject->from.empty() || subject->to.empty())
      continue;
    if (!common)
      common = Common{*subject, claim.period, ""};
    else if (!common->take(*subject, claim.period))
      return;
    common->named.insert(common->named.end(), {subject->from, subject->to});
  }
  if (!common || common->count < kOthers || levels_here.size() != common->count + 1) return;
  for (const auto& [begin, at] : levels_here) {
    if (at >= claims.size()) continue;
    Claim& claim = claims[at];
    const bool open = claim.verdict == Verdict::ambiguous || claim.verdict == Verdict::not_checkable;
    if (claim.kind != "amount" || !open) continue;
    const auto amount = std::find_if(m.amounts.begin(), m.amounts.end(),
                                     [&, first = begin](const Amount& a) { return a.begin == first; });
    if (amount == m.amounts.end() || amount->hedge != Hedge::none) continue;
    auto beside = parties_beside(m, *amount, sentence);
    // "Russia for $9.6 billion and Kazakhstan for": the one that has no figure yet.
    std::erase_if(beside, [&](const std::string& code) {
      return std::find(common->named.begin(), common->named.end(), code) != common->named.end();
    });
    if (beside.size() != 1) continue;
    const Subject subject = common->with(beside.front());
    const auto& known = pack.figures.about(subject);
    const auto figure = std::find_if(known.begin(), known.end(), [&](const Figure& f) {
      return !f.reporter.empty() && to_text(f.period) == common->period;
    });
    if (figure == known.end()) continue;
    Claim tried = claim;
    tried.parties.clear();
    tried.evidence.clear();
    tried.edit.reset();
    tried.verdict = Verdict::not_checkable;
    tell_subject(tried, subject, &figure->period, "", pack);
    judge_level(tried, *amount, subject, &figure->period, "", pack);
    if (tried.verdict != Verdict::likely_error) continue;
    tried.note += "; the others of the list fit so";
    claim = std::move(tried);
  }
}

}  // namespace sogdia::claims
