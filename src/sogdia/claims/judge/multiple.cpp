#include <fmt/format.h>

#include "sogdia/claims/judge/judge.h"

namespace sogdia::claims {

namespace {
constexpr double kOff = 0.12;  // beyond the words' own range: other customs differ by less
}  // namespace

void judge_multiple(Claim& claim, double low, double high, const Meant& meant, const Period& first,
                    const Period& last, const Pack& pack) {
  const auto& known = pack.figures.about(meant.subject);
  std::string found;
  bool off = true;  // by every customs that printed both
  for (const auto& end : known) {
    if (!end.period.same_months(last) || end.reporter.empty() || end.estimated) continue;
    for (const auto& begin : known) {
      if (!begin.period.same_months(first) || !begin.by_same(end) || begin.estimated) continue;
      const double ratio = end.printed / begin.printed;
      claim.evidence.push_back(cited(begin, pack.lexicon));
      claim.evidence.push_back(cited(end, pack.lexicon));
      const std::string line = fmt::format("{:.2f} times from {} to {} {}", ratio, to_text(first),
                                           to_text(last), by_whom(end, pack.lexicon));
      if (ratio >= low && ratio <= high) {
        claim.verdict = Verdict::consistent;
        claim.note = line;
        return;
      }
      off = off && (ratio < low * (1 - kOff) || ratio > high * (1 + kOff));
      found = line;
    }
  }
  if (found.empty()) {
    claim.note = "the pack has not printed figures of both periods";
    return;
  }
  claim.verdict = off && meant.sure ? Verdict::likely_error : Verdict::ambiguous;
  claim.note = found;
  if (claim.verdict == Verdict::likely_error) claim.edit = Edit{"figure", found, "it grew " + found};
}

}  // namespace sogdia::claims
