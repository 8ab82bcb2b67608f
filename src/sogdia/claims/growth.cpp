#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "sogdia/claims/judge.h"
#include "sogdia/claims/level_edits.h"
#include "sogdia/claims/subject.h"
#include "sogdia/claims/tolerance.h"

namespace sogdia::claims {
namespace {

constexpr double kGrowthSlack = 0.0005, kComputedGrowthSlack = 0.005;
constexpr double kDirection = 0.01;  // smaller changes have no direction to speak of
constexpr double kNearGrowth = 0.01, kFarGrowth = 0.05;

}  // namespace

void judge_growth(Claim& claim, const Amount& amount, const Subject& subject, const Period* period,
                  const Pack& pack) {
  const auto& known = pack.figures.about(subject);
  const auto find = [&](const std::string& reporter, int from, int to) -> const Figure* {
    for (const auto& f : known)
      if (f.reporter == reporter && f.period.from == from && f.period.to == to) return &f;
    return nullptr;
  };
  struct Growth {
    double value, low, high;
    bool revised = false;
  };
  const auto around = [](double value, double slack) { return Growth{value, value - slack, value + slack}; };
  const auto growth_of = [&](const Figure& f, bool may_print) -> std::optional<Growth> {
    if (f.reporter.empty()) return std::nullopt;
    const Figure* before = find(f.reporter, f.period.from - 12, f.period.to - 12);
    const double ratio = before ? f.value / before->value - 1 : kNoNumber;
    if (may_print && !std::isnan(f.growth)) {
      Growth printed = around(f.growth, kGrowthSlack);
      // Between the two first prints and the printed rate all is told by the same customs.
      if (f.revised && before) {
        printed.low = std::min(printed.low, ratio - kGrowthSlack);
        printed.high = std::max(printed.high, ratio + kGrowthSlack);
      }
      printed.revised = f.revised;
      return printed;
    }
    if (!before) return std::nullopt;
    return around(ratio, kComputedGrowthSlack);
  };
  const auto fits = [&](const Growth& g) {
    // Growth is held by its size; the sign is in the verb.
    Amount size = amount;
    const double sign = amount.value < 0 ? -1 : 1;
    size.value = std::fabs(amount.value);
    size.low = std::min(std::fabs(amount.low), size.value);
    const Range range = stands_for(size, 1, true);
    const double low = sign > 0 ? g.low : -g.high, high = sign > 0 ? g.high : -g.low;
    return range.low <= high && range.high >= low;
  };
  const auto line = [&](const Figure& f, double growth) {
    return EvidenceItem{f.source,
                        fmt::format("{}: {:+.1f} % {}", describe(f.subject, pack.lexicon), 100 * growth,
                                    by_whom(f, pack.lexicon)),
                        to_text(f.period),
                        f.reporter.empty() ? "trade" : "customs",
                        growth,
                        "fraction",
                        f.estimated ? "estimated" : "observed"};
  };
  if (!period) {
    claim.note = "no period is printed for the growth";
    return;
  }
  std::optional<Growth> own;
  const Figure* own_figure = nullptr;
  for (const auto& f : known) {
    if (!f.period.same_months(*period)) continue;
    for (const bool print : {true, false})
      if (const auto g = growth_of(f, print)) {
        if (!own) {
          own = g;
          own_figure = &f;
          claim.evidence.push_back(line(f, g->value));
        }
        if (fits(*g)) {
          claim.verdict = Verdict::consistent;
          claim.note =
              fmt::format("{:+.1f} % {} in {}{}", 100 * g->value, by_whom(f, pack.lexicon), to_text(f.period),
                          g->revised ? ", over a revised figure of the year before" : "");
          return;
        }
      }
  }
  // "between 2014 and 2022": from the first year's figure to the last's.
  if (period->to - period->from > 12 && period->from % 12 == 0 && period->to % 12 == 11)
    for (const auto& last : known) {
      if (last.reporter.empty() || last.period.to != period->to || !last.period.is_year()) continue;
      if (const Figure* first = find(last.reporter, period->from, period->from + 11)) {
        const Growth g = around(last.value / first->value - 1, kComputedGrowthSlack);
        claim.evidence.push_back(line(last, g.value));
        claim.verdict = fits(g) ? Verdict::consistent : Verdict::ambiguous;
        claim.note = fmt::format("{:+.1f} % from {} to {} {}", 100 * g.value, to_text(first->period),
                                 to_text(last.period), by_whom(last, pack.lexicon));
        return;
      }
    }
  if (!own) {
    claim.note =
        fmt::format("the pack has no growth for {} in {}", describe(subject, pack.lexicon), to_text(*period));
    return;
  }
  const auto was = fmt::format("{} changed by {:+.1f} % in {} {}", describe(subject, pack.lexicon),
                               100 * own->value, to_text(*period), by_whom(*own_figure, pack.lexicon));
  // So near that it is rounding or a revision, not a slip.
  if (std::fabs(amount.value - own->value) < std::max(kNearGrowth, 0.03 * std::fabs(own->value))) {
    claim.verdict = Verdict::ambiguous;
    claim.note = "near, but " + was;
    return;
  }
  // The same size with the other sign: it fell and did not rise.
  Growth mirrored = *own;
  mirrored.value = -own->value;
  mirrored.low = -own->high;
  mirrored.high = -own->low;
  if (std::fabs(own->value) > kDirection && fits(mirrored)) {
    claim.verdict = Verdict::likely_error;
    claim.edit = Edit{"direction", own->value > 0 ? "rose" : "fell", was};
    claim.note = was;
    return;
  }
  // "44 percent" fits much; a decimal tells more.
  const bool telling = amount.unit < 0.005;
  std::vector<Candidate> found;
  const auto decide = [&] {
    if (found.empty() || !telling) return false;
    for (const auto& c : found) claim.evidence.push_back(line(*c.figure, growth_of(*c.figure, true)->value));
    claim.verdict = Verdict::likely_error;
    claim.note = found.front().explanation;
    claim.edit = Edit{found.front().kind, found.front().value, found.front().explanation};
    return true;
  };
  for (const auto& other : other_flows(subject))
    for (const auto& f : pack.figures.about(other))
      if (f.period.same_months(*period))
        if (const auto g = growth_of(f, true); g && fits(*g)) {
          found.push_back({"flow", describe(other, pack.lexicon),
                           fmt::format("that is the growth of {}; {}", describe(other, pack.lexicon), was),
                           &f});
          break;
        }
  if (decide()) return;
  for (const auto& f : known)
    if (f.period.to - f.period.from == period->to - period->from &&
        (f.period.from - period->from) % 12 == 0 && found.empty())
      if (const auto g = growth_of(f, true); g && fits(*g))
        found.push_back({"year", fmt::format("{}", f.period.year()),
                         fmt::format("that is the growth of {}; {}", to_text(f.period), was), &f});
  if (decide()) return;
  for (const auto& f : known)
    if (f.period.year() == period->year() && found.empty())
      if (const auto g = growth_of(f, true); g && fits(*g))
        found.push_back({"period", to_text(f.period),
                         fmt::format("that is the growth of {}; {}", to_text(f.period), was), &f});
  if (decide()) return;
  claim.verdict = Verdict::ambiguous;
  claim.note = was;
  // Far from the rate that the customs printed themselves: no other table would tell it so.
  if (!std::isnan(own_figure->growth) && amount.hedge == Hedge::none && period->is_whole_years() &&
      std::fabs(amount.value - own->value) > kFarGrowth + 0.25 * std::fabs(own->value)) {
    claim.verdict = Verdict::likely_error;
    claim.edit = Edit{"figure", fmt::format("{:+.1f} %", 100 * own->value), was};
  }
}

}  // namespace sogdia::claims
