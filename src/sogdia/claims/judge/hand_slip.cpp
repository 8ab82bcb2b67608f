#include "sogdia/claims/judge/hand_slip.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/judge/level_edits.h"

namespace sogdia::claims {
namespace {

constexpr double kTwoOf = 20, kThreeOf = 100, kFourOf = 1000;  // of the last digit
constexpr double kTenth = 0.1;
constexpr double kRevised = 0.015, kCoarser = 3;

std::string printed_digits(const Amount& a, double value) {
  const double step = std::min(1.0, a.unit / a.scale);
  const int decimals = step < 1 ? static_cast<int>(std::lround(-std::log10(step))) : 0;
  return fmt::format("{:.{}f}", value / a.scale, decimals);
}

}  // namespace

bool places_changed(const Amount& amount, double figure) {
  const std::string printed = printed_digits(amount, amount.value), meant = printed_digits(amount, figure);
  if (printed.size() != meant.size() || printed == meant) return false;
  std::vector<std::size_t> off;
  for (std::size_t k = 0; k < printed.size(); ++k)
    if (printed[k] != meant[k]) off.push_back(k);
  return off.size() == 2 && off[1] - off[0] <= 2 && printed[off[0]] == meant[off[1]] &&
         printed[off[1]] == meant[off[0]];
}

// The same digits in another order: "$673.2 billion" for 632.7.
bool digits_mixed(const Amount& amount, double figure) {
  std::string printed = printed_digits(amount, amount.value), meant = printed_digits(amount, figure);
  if (printed == meant || printed.find('.') != meant.find('.')) return false;
  std::sort(printed.begin(), printed.end());
  std::sort(meant.begin(), meant.end());
  return printed == meant;
}

std::optional<Edit> hand_slip(const Amount& amount, const Figure& figure, bool exact, const Pack& pack) {
  const double digits = std::fabs(amount.value) / amount.unit;
  // The last zero of "$160 billion" is a digit, too, where it changed places.
  const bool four = digits >= kFourOf, three = digits >= kThreeOf,
             whole = std::fabs(amount.printed) >= kThreeOf && amount.unit <= kTenth * std::fabs(amount.value);
  const std::string says = fmt::format("{} {}", money_text(figure), by_whom(figure, pack.lexicon));
  if (digits < kTwoOf && !whole) return std::nullopt;
  if (!amount.currency.empty() && amount.currency != figure.currency) {
    Amount read_as = amount;
    read_as.currency = figure.currency;
    const auto both = four ? compared(read_as, figure, pack.rates, true) : std::nullopt;
    if (!both || !both->range.holds(both->value)) return std::nullopt;
    return Edit{"currency", figure.currency,
                fmt::format("it fits when read as {}; {}", amount_text(read_as), says)};
  }
  for (const auto& [factor, words] :
       {std::pair{1e3, "a thousand times too small"}, std::pair{1e-3, "a thousand times too large"},
        std::pair{10.0, "ten times too small"}, std::pair{0.1, "ten times too large"}}) {
    // A point that stands one digit off tells less.
    if (!three && factor > 1e-2 && factor < 1e2) continue;
    const Amount other = scaled(amount, factor);
    if (figure.half_digit > kCoarser * other.unit) continue;
    const auto both = compared(other, figure, pack.rates, true);
    if (both && both->range.holds(both->value))
      return Edit{"scale", amount_text(other), fmt::format("printed {}; {}", words, says)};
  }
  // A figure that was rounded coarser has not these digits.
  if (!(three || whole) || figure.half_digit > kCoarser * amount.unit || amount.hedge != Hedge::none)
    return std::nullopt;
  if (four && digits_mixed(amount, figure.printed)) {
    Amount meant = amount;
    meant.value = figure.printed;
    return Edit{"digit", amount_text(meant), fmt::format("its digits have changed places; {}", says)};
  }
  const auto one = digit_slip(amount, figure);
  const bool changed = exact && four && std::fabs(amount.value / figure.printed - 1) > kRevised;
  if (!one || !(changed || places_changed(amount, figure.printed))) return std::nullopt;
  return Edit{"digit", *one, fmt::format("one digit off; {} in {}", says, to_text(figure.period))};
}

}  // namespace sogdia::claims
