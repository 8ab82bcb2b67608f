#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/judge/level_edits.h"
#include "sogdia/claims/judge/mirror.h"
#include "sogdia/claims/meaning/subject.h"

namespace sogdia::claims {
namespace {

constexpr double kComputedGrowthSlack = 0.005;
constexpr double kDirection = 0.01;  // smaller changes have no direction to speak of
constexpr double kNearGrowth = 0.01, kFarGrowth = 0.05;
constexpr double kFarBesideLevel = 0.02;  // of a level that fits the same print: it tells of what it is
constexpr double kOtherMoney = 0.1;
constexpr double kFarTimes = 1.4;        // over several years, as a multiple of what it was
constexpr double kTellingDigit = 0.005;  // "44 percent" fits much; a decimal tells more

// A rate over the year before, as its customs printed it or as two of their levels have it.
struct Growth {
  double value, low, high;
  bool revised, printed;
  const Figure* figure;
};

const Figure* year_before(const Figure& f, const std::vector<Figure>& known) {
  for (const auto& other : known)
    if (other.period.from == f.period.from - 12 && other.period.to == f.period.to - 12 && other.by_same(f))
      return &other;
  return nullptr;
}

std::optional<Growth> growth_of(const Figure& f, const std::vector<Figure>& known, bool printed) {
  if (f.reporter.empty() || (printed && std::isnan(f.growth))) return std::nullopt;
  const bool asked = !std::isnan(f.value) && (!printed || f.revised);
  const Figure* before = asked ? year_before(f, known) : nullptr;
  const double ratio = before ? f.printed / before->printed - 1 : kNoNumber;
  if (printed) {
    Growth g{f.growth, f.growth - f.half_growth, f.growth + f.half_growth, f.revised, true, &f};
    // Between the two first prints and the printed rate all is told by the same customs.
    if (f.revised && before) {
      g.low = std::min(g.low, ratio - f.half_growth);
      g.high = std::max(g.high, ratio + f.half_growth);
    }
    return g;
  }
  if (!before) return std::nullopt;
  const double digits = f.half_digit / f.printed + before->half_digit / before->printed;
  const double slack = kComputedGrowthSlack + digits * (1 + ratio);
  // Two levels of three digits tell less than the rate that was printed with them.
  if (!std::isnan(f.growth) && slack > kNearGrowth) return std::nullopt;
  return Growth{ratio, ratio - slack, ratio + slack, false, false, &f};
}

// All that is known of the growth of a subject, printed rates first; of other currencies only where the text
// names none. `wanted` picks the periods.
template <class Wanted>
std::vector<Growth> growths(const Subject& subject, const std::string& currency, const Pack& pack,
                            const Wanted& wanted) {
  std::vector<Growth> found;
  const auto& levels = pack.figures.about(subject);
  for (const bool printed : {true, false})
    for (const auto* list : {&levels, &pack.figures.growth_about(subject)})
      for (const auto& f : *list)
        if (wanted(f.period) && (currency.empty() || f.currency == currency))
          if (const auto g = growth_of(f, levels, printed)) found.push_back(*g);
  return found;
}

// Growth is held by its size; the sign is in the verb.
bool fits(const Amount& amount, const Growth& g) {
  Amount size = amount;
  size.value = std::fabs(amount.value);
  size.low = std::min(std::fabs(amount.low), size.value);
  const Range range = stands_for(size, 1, true);
  const double low = amount.value < 0 ? -g.high : g.low, high = amount.value < 0 ? -g.low : g.high;
  return range.low <= high && range.high >= low;
}

std::string measured_in(const Figure& f) { return f.currency == "USD" ? "" : ", measured in " + f.currency; }

EvidenceItem line_of(const Growth& g, const PartyLexicon& lexicon) {
  const Figure& f = *g.figure;
  EvidenceItem item;
  item.source = f.source;
  item.figure = fmt::format("{}: {:+.1f} % {}{}", describe(f.subject, lexicon), 100 * g.value,
                            by_whom(f, lexicon), measured_in(f));
  item.period = to_text(f.period);
  item.table = f.table;
  item.value = g.value;
  item.unit = "fraction";
  item.status = f.estimated ? "estimated" : "observed";
  return item;
}

// "between 2014 and 2022": from the first year's figure to the last's. True where the pack has both.
bool over_years(Claim& claim, const Amount& amount, const Subject& subject, const Period& period,
                const Pack& pack) {
  if (period.to - period.from <= 12 || !period.is_whole_years()) return false;
  const auto& known = pack.figures.about(subject);
  for (const auto& last : known) {
    if (last.reporter.empty() || last.period.to != period.to || !last.period.is_year()) continue;
    for (const auto& first : known) {
      if (!first.by_same(last) || !first.period.same_months(year_period(period.from / 12))) continue;
      const double value = last.printed / first.printed - 1;
      const Growth g{value, value - kComputedGrowthSlack, value + kComputedGrowthSlack, false, false, &last};
      claim.evidence.push_back(line_of(g, pack.lexicon));
      const double times = (1 + amount.value) / (1 + value);
      const bool far = amount.hedge == Hedge::none && (times > kFarTimes || times * kFarTimes < 1);
      claim.verdict = fits(amount, g) ? Verdict::consistent
                      : far           ? Verdict::likely_error
                                      : Verdict::ambiguous;
      claim.note = fmt::format("{:+.1f} % from {} to {} {}", 100 * g.value, to_text(first.period),
                               to_text(last.period), by_whom(last, pack.lexicon));
      if (claim.verdict == Verdict::likely_error)
        claim.edit = Edit{"figure", fmt::format("{:+.0f} percent", 100 * value), claim.note};
      return true;
    }
  }
  return false;
}

// The edits of the first kind that has any: the growth of another flow, of another year, of other months.
std::vector<Candidate> edits_of(const Amount& amount, const Subject& subject, const Period& period,
                                const std::string& currency, const std::string& was, const Pack& pack) {
  std::vector<Candidate> found;
  const auto matches = [&](const Growth& g) {
    return (g.printed || std::isnan(g.figure->growth)) && fits(amount, g);
  };
  const auto same_months = [&](const Period& p) { return p.same_months(period); };
  for (const auto& other : other_flows(subject))
    for (const auto& g : growths(other, currency, pack, same_months))
      if (matches(g)) {
        found.push_back({"flow", describe(other, pack.lexicon),
                         fmt::format("that is the growth of {}; {}", describe(other, pack.lexicon), was),
                         g.figure});
        break;
      }
  if (!found.empty()) return found;
  for (const bool year : {true, false}) {
    const auto beside = [&](const Period& p) {
      const bool same_span = p.to - p.from == period.to - period.from && (p.from - period.from) % 12 == 0;
      return year ? same_span : p.year() == period.year();
    };
    for (const auto& g : growths(subject, currency, pack, beside)) {
      const Period& p = g.figure->period;
      if (!matches(g)) continue;
      const std::string when = year ? fmt::format("{}", p.year()) : to_text(p);
      found.push_back({year ? "year" : "period", when,
                       fmt::format("that is the growth of {}; {}", to_text(p), was), g.figure});
      return found;
    }
  }
  return found;
}

}  // namespace

bool digits_change_places(const Amount& amount, double rate) {
  const double step = amount.unit < kTellingDigit ? 1000 : 100;
  auto said = fmt::format("{}", std::lround(std::fabs(amount.value) * step));
  auto was = fmt::format("{}", std::lround(std::fabs(rate) * step));
  if (amount.hedge != Hedge::none || amount.value * rate <= 0 || said == was || said.size() < 2 ||
      said.size() > 3)
    return false;
  std::sort(said.begin(), said.end());
  std::sort(was.begin(), was.end());
  return said == was;
}

bool rate_fits(const Amount& amount, const Figure& figure, const Pack& pack) {
  const auto g = growth_of(figure, pack.figures.about(figure.subject), true);
  return g && fits(amount, *g);
}

bool grew_so(const Amount& amount, const Subject& subject, const std::vector<Period>& periods,
             const Pack& pack) {
  constexpr int kYears = 1;
  const auto all = growths(subject, "", pack, [&](const Period& of) {
    return std::any_of(periods.begin(), periods.end(), [&](const Period& p) {
      return of.to - of.from == p.to - p.from && std::abs(of.year() - p.year()) <= kYears;
    });
  });
  return std::any_of(all.begin(), all.end(), [&](const Growth& g) { return fits(amount, g); });
}

std::string rate_text(const Figure& figure) { return fmt::format("{:+.1f} %", 100 * figure.growth); }

void judge_growth(Claim& claim, const Amount& amount, const Subject& subject, const Period* period,
                  const Rate& rate, const Pack& pack) {
  const std::string &currency = rate.currency, &actor = rate.actor;
  const bool of_sure_level = rate.of_sure_level;
  if (!period) {
    claim.note = "no period is printed for the growth";
    return;
  }
  const std::vector<Growth> own =
      growths(subject, currency, pack, [&](const Period& p) { return p.same_months(*period); });
  if (!own.empty()) claim.evidence.push_back(line_of(own.front(), pack.lexicon));
  for (const auto& g : own)
    if (fits(amount, g)) {
      if (&g != &own.front()) claim.evidence.push_back(line_of(g, pack.lexicon));
      claim.verdict = Verdict::consistent;
      claim.note = fmt::format("{:+.1f} % {} in {}{}{}", 100 * g.value, by_whom(*g.figure, pack.lexicon),
                               to_text(*period), measured_in(*g.figure),
                               g.revised ? ", over a revised figure of the year before" : "");
      return;
    }
  if (over_years(claim, amount, subject, *period, pack)) return;
  if (own.empty()) {
    claim.note =
        fmt::format("the pack has no growth for {} in {}", describe(subject, pack.lexicon), to_text(*period));
    return;
  }
  const Growth& first = own.front();
  const auto was =
      fmt::format("{} changed by {:+.1f} % in {} {}{}", describe(subject, pack.lexicon), 100 * first.value,
                  to_text(*period), by_whom(*first.figure, pack.lexicon), measured_in(*first.figure));
  claim.verdict = Verdict::ambiguous;
  claim.note = was;
  // Printed beside its own level, a rate that differs from its print in one digit, not the last, is a slip.
  if (of_sure_level && amount.hedge == Hedge::none && amount.unit < kTellingDigit)
    for (const auto& g : own) {
      const double points = std::fabs(100 * (amount.value - g.value));
      const bool whole = points > 0.5 && std::fabs(points - std::round(points)) < 1e-6;
      const double rest = points >= 9.5 ? points / 10 : points;
      const bool changed_places = digits_change_places(amount, g.value);
      if (g.printed && !g.figure->estimated &&
          ((whole && rest < 9.5 && std::fabs(rest - std::round(rest)) < 1e-6) || changed_places) &&
          amount.value * g.value > 0 && std::none_of(own.begin(), own.end(), [&](const Growth& other) {
            return !other.printed && std::fabs(other.value - g.value) > kNearGrowth / 2;
          })) {
        claim.verdict = Verdict::likely_error;
        claim.edit = Edit{"digit", fmt::format("{:+.1f} %", 100 * g.value), was};
        return;
      }
    }
  // So near to one of them that it is rounding or a revision, not a slip.
  for (const auto& g : own)
    if (std::fabs(amount.value - g.value) < std::max(kNearGrowth, 0.03 * std::fabs(g.value))) {
      claim.note = "near, but " + was;
      return;
    }
  // Of months, what two levels make of a rate confirms it and no more: offices print rates over what they
  // have revised.
  std::vector<const Figure*> told;
  for (const auto& g : own)
    if (g.printed || period->to - period->from >= 11) told.push_back(g.figure);
  if (told.empty() || only_the_mirror(told, pack.figures.about(subject), *period, actor)) return;
  // Whose statistics count in euros may mean a rate in euros: only one that the words can mean is ground for
  // an alarm.
  const auto of_level = [&](const Growth& g) {
    return !rate.level.empty() && g.figure->currency == rate.level;
  };
  const auto may_mean = [&](const Growth& g) {
    return !currency.empty() || g.figure->currency == rate.spoken || of_level(g) ||
           g.figure->currency == statistics_currency(actor.empty() ? g.figure->reporter : actor);
  };
  if (std::none_of(own.begin(), own.end(), may_mean)) return;
  const auto error = [&](const Edit& edit) {
    claim.verdict = Verdict::likely_error;
    claim.note = edit.explanation;
    claim.edit = edit;
  };
  // The same size with the other sign: it fell and did not rise.
  for (const auto& g : own) {
    const Growth mirrored{-g.value, -g.high, -g.low, g.revised, g.printed, g.figure};
    const bool plain = of_sure_level && g.printed && amount.unit < kTellingDigit;
    if (std::fabs(g.value) > (plain ? kDirection / 2 : kDirection) && fits(amount, mirrored))
      return error({"direction", g.value > 0 ? "rose" : "fell", was});
  }
  if (amount.unit < kTellingDigit) {
    const auto edits = edits_of(amount, subject, *period, first.figure->currency, was, pack);
    if (!edits.empty()) {
      for (const auto& c : edits) claim.evidence.push_back(cited(*c.figure, pack.lexicon));
      return error({edits.front().kind, edits.front().value, edits.front().explanation});
    }
  }
  // What customs printed, its digits in another order.
  for (const auto& g : own)
    if (g.printed && (!g.figure->estimated || g.figure->table == "customs") && may_mean(g) &&
        digits_change_places(amount, g.value))
      return error({"digit", fmt::format("{:+.1f} %", 100 * g.value), was});
  // Far from every rate that customs printed themselves: no other table would tell it so.
  const auto counts_in = [&](const Growth& g) {
    return statistics_currency(actor.empty() ? g.figure->reporter : actor);
  };
  const bool far = std::all_of(own.begin(), own.end(), [&](const Growth& g) {
    // Beside a level in dollars it may be a rate in the office's own money, which moves by so much in a year.
    if (currency.empty() && of_level(g) && g.figure->currency != counts_in(g))
      return std::fabs(amount.value - g.value) > kOtherMoney;
    return of_sure_level ? std::fabs(amount.value - g.value) > kFarBesideLevel + 0.03 * std::fabs(g.value)
                         : std::fabs(amount.value - g.value) > kFarGrowth + 0.25 * std::fabs(g.value);
  });
  if (far && first.printed && amount.hedge == Hedge::none &&
      (period->is_whole_years() || of_sure_level || first.figure->currency == counts_in(first)))
    error({"figure", fmt::format("{:+.1f} %", 100 * first.value), was});
}

}  // namespace sogdia::claims
