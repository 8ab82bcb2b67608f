#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/reader/whole_text/whole_text.h"

// Rates of growth that their sentence leaves open, by the level that they stand beside.

namespace sogdia::claims {
namespace {

constexpr double kTellingPoints = 10;  // of a rate's last digit
constexpr double kFineGrowth = 0.012, kFineOfGrowth = 0.08;

Range ends_of(const Figure& f) { return {f.printed - f.half_digit, f.printed + f.half_digit}; }

}  // namespace

bool WholeText::grew(std::size_t n, const OpenFlow& flow, const Period& period, const Period& before) {
  const Amount& rate = number(n).amount;
  const Range said{rate.value - half_digit_of(rate), rate.value + half_digit_of(rate)};
  const auto& bases = figures_at(flow, before, true);
  if (bases.empty()) return false;
  for (const Figure& now : figures_at(flow, period, true))
    for (const Figure& base : bases) {
      if (!base.by_same(now)) continue;
      const Range a = ends_of(now), b = ends_of(base);
      if (!(a.low > 0) || !(b.low > 0)) continue;
      const Range implied{a.low / b.high - 1, a.high / b.low - 1};
      if (implied.high - implied.low > std::max(kFineGrowth, kFineOfGrowth * std::fabs(rate.value))) continue;
      if (said.low > implied.high || said.high < implied.low) continue;
      confirm(n, flow, now,
              fmt::format("{:+.1f} % from {} to {} {}", 100 * (now.printed / base.printed - 1),
                          to_text(before), to_text(period), by_whom(now, pack().lexicon)));
      return true;
    }
  return false;
}

bool WholeText::printed_rate(std::size_t n, const OpenFlow& flow, const Period& period) {
  if (flow.is_balance()) return false;
  const Amount& rate = number(n).amount;
  for (const auto* rows :
       {&pack().figures.about(flow.subject()), &pack().figures.growth_about(flow.subject())})
    for (const Figure& f : *rows) {
      if (!f.period.same_months(period) || std::isnan(f.growth) || f.reporter.empty()) continue;
      if (std::fabs(rate.value - f.growth) > std::max(half_digit_of(rate), f.half_growth) * (1 + 1e-9))
        continue;
      confirm(n, flow, f,
              fmt::format("{} {} in {}{}", rate_text(f), by_whom(f, pack().lexicon), to_text(period),
                          f.currency == "USD" ? "" : ", measured in " + f.currency));
      return true;
    }
  return false;
}

void WholeText::settle_together(std::size_t r) {
  constexpr double kThree = 100;  // of the level's last digit
  const auto of = level[r];
  if (!of || !open(*of) || known[*of] || claim_of(r).verdict == Verdict::likely_error) return;
  const Amount &money = number(*of).amount, &rate = number(r).amount;
  // Both together tell: three digits and two, or four and one.
  const double digits = std::fabs(money.value) / money.unit;
  if (digits < kThree || digits * std::fabs(rate.value) / rate.unit < kThree * kTellingPoints) return;
  const auto& periods = context(*of).periods;
  for (const OpenFlow& flow : readings(*of)) {
    if (flow.is_balance()) continue;
    for (const Figure& f : pack().figures.about(flow.subject())) {
      if (f.reporter.empty() || std::isnan(f.growth) || f.currency != code_of(money)) continue;
      if (!agree(money, f)) continue;
      if (std::fabs(rate.value - f.growth) > std::max(half_digit_of(rate), f.half_growth) * (1 + 1e-9))
        continue;
      if (!periods.empty() && std::none_of(periods.begin(), periods.end(),
                                           [&](const Period& p) { return p.same_months(f.period); }))
        continue;
      const auto& months = context(*of).months;
      if (!months.empty() && std::none_of(months.begin(), months.end(), [&](const auto& named) {
            return f.period.from % 12 == named.first &&
                   f.period.to - f.period.from == named.second - named.first;
          }))
        continue;
      confirm_level(*of, flow, f);
      if (std::none_of(all.begin(), all.end(), [&](const Period& p) { return p.same_months(f.period); }))
        all.push_back(f.period);
      if (std::find(years.begin(), years.end(), f.period.year()) == years.end())
        years.push_back(f.period.year());
      return;
    }
  }
}

void WholeText::settle_rate(std::size_t n) {
  const Amount& rate = number(n).amount;
  const Claim& claim = claim_of(n);
  const bool of_known = level[n] && known[*level[n]];
  // What a table of the year before contradicts may be of the month before.
  const bool of_month_before = of_known && !open(n) && !number(n).aside &&
                               claim.verdict == Verdict::ambiguous &&
                               known[*level[n]]->second.from == known[*level[n]]->second.to;
  if (!open(n) && !of_month_before) return;
  if (std::fabs(rate.value) < kTellingPoints * rate.unit && !of_known) return;
  std::vector<std::pair<OpenFlow, Period>> tried;
  if (of_known) {
    tried.push_back(*known[*level[n]]);
  } else if (!level[n]) {
    constexpr std::size_t kFewMonths = 4;  // more fit too much
    const auto near = periods_near(n);
    const auto flows = readings(n);
    if (near.size() > kFewMonths || flows.empty() || (claim.parties.empty() && context(n).about.empty()))
      return;
    for (const Period& p : near) tried.emplace_back(flows.front(), p);
  }
  for (const auto& [flow, period] : tried) {
    const int months = period.to - period.from + 1;
    if (!of_month_before) {
      if (printed_rate(n, flow, period)) return;
      if (grew(n, flow, period, months_from(period.from - 12, period.to - 12))) return;
    }
    if ((months == 1 || months == 3) &&
        grew(n, flow, period, months_from(period.from - months, period.to - months)))
      return;
  }
}

}  // namespace sogdia::claims
