#include "sogdia/claims/judge/level_edits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/mirror.h"
#include "sogdia/claims/meaning/subject.h"

namespace sogdia::claims {
namespace {

constexpr double kFarFromOwn = 0.05, kFarFromAll = 0.35;  // of the customs named; of all where none is
constexpr double kFarFromWorld = 0.08;
constexpr double kFarConverted = 0.05;  // and where a rate of exchange stands between
constexpr int kYearsAway = 10;          // how far another year's figure is looked for

// What follows from printed totals and rates of customs is known nearly as well as what they printed.
bool is_guess(const Figure& f) { return f.estimated && f.table != "customs"; }

struct Scale {
  double factor;
  std::string_view words;
  bool rupees = false;  // between lakh, crore and lakh crore
};
constexpr std::array kScales{Scale{1e3, "a thousand times too small"},
                             Scale{1e-3, "a thousand times too large"},
                             Scale{10.0, "ten times too small"},
                             Scale{0.1, "ten times too large"},
                             Scale{1e6, "a million times too small"},
                             Scale{1e-6, "a million times too large"},
                             Scale{1e5, "a lakh times too small", true},
                             Scale{1e-5, "a lakh times too large", true},
                             Scale{100, "a hundred times too small", true},
                             Scale{0.01, "a hundred times too large", true}};

std::vector<Candidate> other_scale(const Level& level) {
  std::vector<Candidate> found;
  for (const Scale& scale : kScales) {
    if (scale.rupees && level.amount.currency != "INR") continue;
    for (const auto* f : level.own)
      if (found.empty() && level.fits(*f, scaled(level.amount, scale.factor), true))
        found.push_back({"scale", amount_text(scaled(level.amount, scale.factor)),
                         fmt::format("printed {}; {}", scale.words, level.says(*f)), f});
  }
  return found;
}

// A target between the two, printed as if it had been reached.
std::vector<Candidate> target_as_outcome(const Level& level) {
  std::vector<Candidate> found;
  if (!level.period || level.own.empty()) return found;
  const std::set<std::string> parties{level.subject.from, level.subject.to};
  Amount exact = level.amount;
  exact.hedge = Hedge::none;
  const auto rate = level.rate_in(level.period->year());
  for (const auto& p : level.pack.pledges) {
    if (!found.empty() || !rate || !stands_for(exact, *rate, true).holds(p.target)) continue;
    if (std::set<std::string>(p.parties.begin(), p.parties.end()) != parties ||
        (p.flow == "trade" && !level.subject.total))
      continue;
    found.push_back(
        {"reading", money_text(*level.own.front()),
         fmt::format("{} is the target set on {}{}, not the outcome; {} in {}", money_text(p.target), p.date,
                     p.by_year ? fmt::format(" for {}", p.by_year) : "", level.says(*level.own.front()),
                     to_text(level.own.front()->period)),
         level.own.front()});
  }
  return found;
}

std::vector<Candidate> other_flow(const Level& level) {
  std::vector<Candidate> found;
  if (level.period && !level.own.empty())
    for (const auto& other : other_flows(level.subject))
      for (const auto& f : level.pack.figures.about(other))
        if (!is_guess(f) && level.same_currency(f) && f.period.same_months(*level.period) &&
            (level.reporter.empty() || f.reporter == level.reporter) &&
            f.reporter.empty() == level.own.front()->reporter.empty() && level.fits(f, level.amount, true)) {
          found.push_back(
              {"flow", describe(other, level.pack.lexicon),
               fmt::format("that is {}; {} was {}", describe(other, level.pack.lexicon),
                           describe(level.subject, level.pack.lexicon), level.says(*level.own.front())),
               &f});
          break;
        }
  return found;
}

// The same months of another year, the nearest of them; and other months of the same year.
struct OtherDates {
  std::vector<Candidate> year, months;
};
OtherDates other_dates(const Level& level) {
  OtherDates found;
  auto& [year, months] = found;
  if (level.period)
    for (const auto& f : level.pack.figures.about(level.subject)) {
      const int shift = f.period.from - level.period->from;
      const bool of_year = shift % 12 == 0 && f.period.to - level.period->to == shift;
      if (shift == 0 && of_year) continue;
      // What is asked of most rows first.
      if (of_year ? level.own.empty() || std::abs(shift) > 12 * kYearsAway
                  : f.period.year() != level.period->year() || !months.empty())
        continue;
      if (f.reporter.empty() || is_guess(f) || !level.same_currency(f)) continue;
      if (!level.reporter.empty() && f.reporter != level.reporter) continue;
      if (!level.fits(f, level.amount, true)) continue;
      if (of_year) {
        Candidate c{"year", fmt::format("{}", f.period.year()),
                    fmt::format("that is the figure of {}; {} was {} in {}", to_text(f.period),
                                describe(level.subject, level.pack.lexicon), level.says(*level.own.front()),
                                to_text(level.own.front()->period)),
                    &f};
        // The nearest year stands for all.
        if (year.empty())
          year.push_back(c);
        else if (std::abs(shift) < std::abs(year.front().figure->period.from - level.period->from))
          year.front() = c;
      } else {
        months.push_back(
            {"period", to_text(f.period),
             level.own.empty()
                 ? fmt::format("that is the figure of {}: {}", to_text(f.period), level.says(f))
                 : fmt::format("that is the figure of {}; {} was {} in {}", to_text(f.period),
                               describe(level.subject, level.pack.lexicon), level.says(*level.own.front()),
                               to_text(level.own.front()->period)),
             &f});
      }
    }
  return found;
}

std::vector<Candidate> mirror_figure(const Level& level) {
  std::vector<Candidate> found;
  for (const auto* f : level.elsewhere)
    if (found.empty() && level.fits(*f, level.amount, true))
      found.push_back({"mirror", fmt::format("{}'s customs", level.pack.lexicon.display(f->reporter)),
                       fmt::format("that is the figure of {}'s customs; {}",
                                   level.pack.lexicon.display(f->reporter), level.says(*level.own.front())),
                       f});
  return found;
}

// Whether one slip of the hand makes `printed` of `meant`: a digit changed, two swapped, one lost
// or doubled.
bool one_slip(const std::string& printed, const std::string& meant) {
  if (printed.size() < 2 || meant.size() < 2 || printed == meant) return false;
  if (printed.size() == meant.size()) {
    // The last may be rounded otherwise.
    if (printed.size() >= 4 && std::abs(printed.back() - meant.back()) == 1) {
      std::string whole = printed;
      whole.back() = meant.back();
      if (whole.substr(0, 2) != meant.substr(0, 2) && one_slip(whole, meant)) return true;
    }
    std::size_t differing = 0, first = 0, last = 0;
    for (std::size_t k = 0; k < printed.size(); ++k)
      if (printed[k] != meant[k]) {
        if (differing++ == 0) first = k;
        last = k;
      }
    return differing == 1 ||
           (differing == 2 && printed[first] == meant[last] && printed[last] == meant[first]);
  }
  const std::string &longer = printed.size() > meant.size() ? printed : meant,
                    &shorter = printed.size() > meant.size() ? meant : printed;
  if (longer.size() != shorter.size() + 1) return false;
  for (std::size_t k = 0; k < longer.size(); ++k)
    if (longer.substr(0, k) + longer.substr(k + 1) == shorter) return true;
  return false;
}

// Of the figure in the printed currency.
std::vector<Candidate> other_digit(const Level& level) {
  std::vector<Candidate> found;
  for (const auto* f : level.own) {
    if (f->reporter.empty() || !found.empty() || !level.same_currency(*f)) continue;
    if (const auto right = digit_slip(level.amount, *f))
      found.push_back(
          {"digit", *right, fmt::format("one digit off; {} in {}", level.says(*f), to_text(f->period)), f});
  }
  return found;
}

// How far other offices count from those on record: of a pair whose two offices have told the same periods,
// somewhat more than they ever lay apart. Periods of one year or two tell little: a newspaper prints one
// office's figure as the other's.
double far_of_pair(const Level& level) {
  constexpr double kTimes = 2.5, kLeast = 0.1;
  constexpr std::size_t kYears = 3;
  std::set<int> years;
  const Subject both{true, level.subject.from, level.subject.to};
  double apart = 0;
  for (const auto& [a, b] : told_by_two(level.pack.figures.about(both))) {
    apart = std::max(apart, std::fabs(a->value / b->value - 1));
    years.insert(a->period.year());
  }
  return years.size() < kYears ? kFarFromAll : std::clamp(kTimes * apart, kLeast, kFarFromAll);
}

// Far from every figure on record, of this flow and its mirror: then it is wrong whatever was meant.
std::vector<Candidate> other_figure(const Level& level) {
  std::vector<Candidate> found;
  const bool named = !level.reporter.empty();
  // What a country trades with the world all offices count within some percent.
  const bool with_world = level.subject.from.empty() || level.subject.to.empty();
  const double far = named ? kFarFromOwn : with_world ? kFarFromWorld : far_of_pair(level);
  // Yen are what Japan's own statistics print.
  const std::string& money = level.amount.currency;
  const bool own_money =
      !money.empty() && money != "USD" &&
      std::any_of(level.own.begin(), level.own.end(), [&](const Figure* f) {
        return !f->reporter.empty() && f->currency == money && money_of(f->reporter) == money;
      });
  // Many times as much or little, and not a thousandfold, no slip makes of it: it is of something else.
  constexpr double kOtherThing = 6, kThousandfold = 300;
  for (const auto* f : level.own) {
    if (own_money && f->currency != money) continue;
    const auto both = compared(level.amount, *f, level.pack.rates, false);
    if (!both) return {};
    const double times = std::max(both->amount / both->value, both->value / both->amount);
    if (!f->reporter.empty() && times > kOtherThing && times < kThousandfold) return {};
    // "Exceeded $32 billion" is no less true of 70.
    if ((level.amount.hedge == Hedge::more_than && both->value > both->amount) ||
        (level.amount.hedge == Hedge::less_than && both->value < both->amount))
      return {};
    const double room = (own_money ? kFarFromOwn : far) + (both->converted ? kFarConverted : 0);
    if (both->value > both->range.low / (1 + room) && both->value < both->range.high * (1 + room)) return {};
    // Across a rate of exchange nothing is far enough to tell a slip from another way to count.
    if (!f->reporter.empty() && !both->converted && found.empty())
      found.push_back(
          {"figure", money_text(*f), fmt::format("{} in {}", level.says(*f), to_text(f->period)), f});
  }
  return found;
}

}  // namespace

// With the same number of digits as printed, and three of them or more.
std::optional<std::string> digit_slip(const Amount& a, double figure) {
  const double step = a.unit / a.scale;
  const int decimals = step < 1 ? static_cast<int>(std::lround(-std::log10(step))) : 0;
  const std::string printed = fmt::format("{:.{}f}", a.printed, decimals);
  const std::string meant = fmt::format("{:.{}f}", figure / a.scale, decimals);
  // Of three digits without a point ("$402 billion") only two that changed places.
  const bool whole = printed.size() == 3 && meant.size() == 3;
  if (whole) {
    const auto change_places = [&](std::size_t k, std::size_t l) {
      std::string turned = printed;
      std::swap(turned[k], turned[l]);
      return turned == meant && printed != meant;
    };
    if (a.hedge != Hedge::none || !(change_places(0, 1) || change_places(1, 2))) return std::nullopt;
  } else if (a.hedge != Hedge::none || printed.size() < 4 || !one_slip(printed, meant)) {
    return std::nullopt;
  }
  Amount right = a;
  right.value = std::strtod(meant.c_str(), nullptr) * a.scale;
  return amount_text(right);
}

std::optional<std::string> digit_slip(const Amount& a, const Figure& figure) {
  if (std::fabs(a.value - figure.printed) < 2 * figure.half_digit) return std::nullopt;
  return digit_slip(a, figure.printed);
}

std::optional<double> Level::rate_in(int year) const {
  return pack.rates.usd_per_unit(amount.currency, year);
}

std::optional<double> Level::ratio(const Figure& figure) const {
  const auto both = compared(amount, figure, pack.rates, true);
  return both ? std::optional(both->amount / both->value) : std::nullopt;
}

bool Level::same_currency(const Figure& figure) const {
  return amount.currency.empty() || amount.currency == figure.currency;
}

bool Level::fits(const Figure& figure, const Amount& read_as, bool tight) const {
  if (figure.unreported()) return false;
  const auto both = compared(read_as, figure, pack.rates, tight);
  if (!both) return false;
  // An edit is looked for among first prints alone, or too much would fit.
  return both->range.holds(both->value) ||
         (!tight && both->range.low <= figure.restated_high && both->range.high >= figure.restated_low);
}

std::string Level::says(const Figure& figure) const {
  return fmt::format("{} {}", money_text(figure), by_whom(figure, pack.lexicon));
}

std::vector<Candidate> other_currency(const Level& level) {
  std::vector<Candidate> found;
  if (level.amount.currency.empty()) return found;  // none is printed that could be wrong
  // Four digits of what the office printed in its own money, where it printed another figure in the claim's.
  constexpr double kTelling = 1000;
  if (std::fabs(level.amount.value) >= kTelling * level.amount.unit)
    for (const auto* f : level.own_money) {
      Amount read_as = level.amount;
      read_as.currency = f->currency;
      if (found.empty() && !f->estimated && level.fits(*f, read_as, true))
        found.push_back({"currency", f->currency,
                         fmt::format("it fits when read as {}; {}", amount_text(read_as), level.says(*f)),
                         f});
    }
  if (!found.empty()) return found;
  // A currency that nobody would print there is no edit.
  for (const auto* f : level.own)
    for (const std::string& code : {f->currency, money_of(level.subject.from), money_of(level.subject.to)}) {
      if (code == level.amount.currency || (code == "USD" && level.amount.currency.empty()) || !found.empty())
        continue;
      Amount read_as = level.amount;
      read_as.currency = code;
      if (level.fits(*f, read_as, true))
        found.push_back({"currency", code,
                         fmt::format("it fits when read as {}; {}", amount_text(read_as), level.says(*f)),
                         f});
    }
  return found;
}

std::vector<Candidate> nested_period(const Level& level) {
  constexpr double kTelling = 100;    // three digits
  constexpr double kClearPart = 0.1;  // months that make so much of a difference
  std::vector<Candidate> found;
  const Amount& a = level.amount;
  if (!level.period || a.hedge == Hedge::more_than || a.hedge == Hedge::less_than || a.percent ||
      std::fabs(a.value) < kTelling * a.unit)
    return found;
  const Period& said = *level.period;
  const auto holds = [](const Period& whole, const Period& part) {
    return whole.from <= part.from && whole.to >= part.to;
  };
  const auto length = [](const Period& p) { return static_cast<double>(p.to - p.from + 1); };
  for (const auto& f : level.pack.figures.about(level.subject)) {
    if (f.reporter.empty() || is_guess(f) || !level.same_currency(f)) continue;
    if (!level.reporter.empty() && f.reporter != level.reporter) continue;
    const bool within = holds(f.period, said), around = holds(said, f.period);
    if (within == around) continue;
    const double part = within ? length(said) / length(f.period) : length(f.period) / length(said);
    if (part > 1 - kClearPart) continue;
    const auto both = compared(a, f, level.pack.rates, true);
    if (!both) continue;
    if (level.fits(f, a, true))
      return {{"period", to_text(f.period),
               fmt::format("that is the figure of {}: {}", to_text(f.period), level.says(f)), &f}};
    // Another customs may count more; only far beyond the whole is a part wrong whoever counts.
    const double room = 1 + (level.reporter.empty() ? kFarFromAll : kFarFromOwn);
    if (within && both->range.low > both->value * room && found.empty()) {
      if (level.fits(f, scaled(a, 1e-3), true)) continue;
      found.push_back({"figure", "less than " + money_text(f),
                       fmt::format("more than in the whole of {}: {}", to_text(f.period), level.says(f)),
                       &f});
    }
  }
  return found;
}

std::vector<Candidate> the_other_way(const Level& level) {
  constexpr double kTelling = 100;
  const Amount& a = level.amount;
  const Subject &said = level.subject, other{false, said.to, said.from};
  if (!level.period || said.from.empty() || said.to.empty() || a.hedge != Hedge::none ||
      std::fabs(a.value) < kTelling * a.unit)
    return {};
  // Exports as large as the trade both ways are that.
  const Subject both{true, said.from, said.to};
  std::vector<Subject> others{other, both};
  if (said.total) others = {{false, said.from, said.to}, other};
  for (const Subject& each : others)
    for (const auto& f : level.pack.figures.about(each))
      if (!f.reporter.empty() && !is_guess(f) && level.same_currency(f) &&
          f.period.same_months(*level.period) && level.fits(f, a, true))
        return {{"flow", describe(each, level.pack.lexicon),
                 fmt::format("that is {}: {}", describe(each, level.pack.lexicon), level.says(f)), &f}};
  return {};
}

std::vector<Candidate> year_beside(const Level& level) {
  constexpr double kTelling = 300, kEstimateApart = 0.05;
  constexpr int kYearsBeside = 3;
  const Amount& a = level.amount;
  if (!level.period || a.hedge != Hedge::none || std::fabs(a.value) < kTelling * a.unit) return {};
  for (const auto* f : level.own) {
    const auto ratio = level.ratio(*f);
    if (!ratio || std::fabs(*ratio - 1) < kEstimateApart) return {};
  }
  for (const auto& f : level.pack.figures.about(level.subject)) {
    const int shift = f.period.from - level.period->from;
    if (f.reporter.empty() || is_guess(f) || !level.same_currency(f) || shift == 0 || shift % 12 != 0 ||
        f.period.to - level.period->to != shift || std::abs(shift) > 12 * kYearsBeside ||
        !level.fits(f, a, true))
      continue;
    if (!level.reporter.empty() && f.reporter != level.reporter) continue;
    return {{"year", fmt::format("{}", f.period.year()),
             fmt::format("that is the figure of {}: {}", to_text(f.period), level.says(f)), &f}};
  }
  return {};
}

std::vector<Candidate> cheapest_edits(const Level& level) {
  for (const auto find : {other_scale, target_as_outcome, other_flow})
    if (auto found = find(level); !found.empty()) return found;
  OtherDates dates = other_dates(level);
  if (!dates.year.empty()) return dates.year;
  if (!dates.months.empty()) return dates.months;
  if (auto found = mirror_figure(level); !found.empty()) return found;
  // A slip of one digit tells more than what fits across a rate of exchange.
  auto currency = other_currency(level);
  const bool converted = !currency.empty() && currency.front().value != currency.front().figure->currency;
  if (!currency.empty() && !converted) return currency;
  if (auto digit = other_digit(level); !digit.empty()) return digit;
  return converted ? currency : other_figure(level);
}

}  // namespace sogdia::claims
