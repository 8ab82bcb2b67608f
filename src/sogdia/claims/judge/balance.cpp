#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/judge/level_edits.h"

namespace sogdia::claims {
namespace {

constexpr double kTellingBalance = 100;  // three digits tell a scale
constexpr double kFarBalance = 0.35, kFarOfFlows = 0.05;
constexpr double kFarOwn = 0.2, kFarOwnFlows = 0.02;  // by the statistics of the side whose balance it is
constexpr std::array kBalanceScales{
    std::pair{1e3, "a thousand times too small"}, std::pair{1e-3, "a thousand times too large"},
    std::pair{10.0, "ten times too small"}, std::pair{0.1, "ten times too large"}};

// Three digits in another order: "$259 billion" for 295.
std::optional<std::string> other_order(const Amount& a, double balance) {
  const double step = a.unit / a.scale;
  if (a.hedge != Hedge::none || !(step > 0) || std::fabs(a.printed / step) < 100 ||
      std::fabs(a.printed / step) >= 1000)
    return std::nullopt;
  const long was_at = std::lround(balance / a.scale / step);
  auto said = fmt::format("{}", std::lround(a.printed / step)), was = fmt::format("{}", was_at);
  if (said == was) return std::nullopt;
  std::sort(said.begin(), said.end());
  std::sort(was.begin(), was.end());
  if (said != was) return std::nullopt;
  Amount right = a;
  right.value = static_cast<double>(was_at) * step * a.scale;
  right.printed = right.value / a.scale;
  return amount_text(right);
}

std::string difference_text(const Figure& out, const Figure& in) {
  if (!std::isnan(out.value) && !std::isnan(in.value)) return money_text(std::fabs(out.value - in.value));
  Amount apart;
  apart.value = std::fabs(out.printed - in.printed);
  apart.currency = out.currency;
  return amount_text(apart);
}

}  // namespace

void judge_balance(Claim& claim, const Amount& amount, const Meant& meant, bool surplus, const Period* period,
                   const Pack& pack) {
  const Subject& sold = meant.subject;
  if (!period || sold.from.empty() || (sold.to.empty() && !meant.sure)) {
    claim.note = period ? "no partner is named" : "no period is printed for the balance";
    return;
  }
  claim.flow = surplus ? "surplus" : "deficit";
  claim.reading =
      fmt::format("{} of {} with {}, {}", claim.flow, pack.lexicon.display(sold.from),
                  sold.to.empty() ? "the world" : pack.lexicon.display(sold.to), to_text(*period));
  bool known = false, near = false, far = true;
  std::optional<Edit> slip;
  std::string nearest;
  for (const auto& out : pack.figures.about(sold)) {
    if (!out.period.same_months(*period) || out.reporter.empty()) continue;
    for (const auto& in : pack.figures.about({false, sold.to, sold.from})) {
      if (!in.period.same_months(*period) || !in.by_same(out)) continue;
      // In the printed currency where the claim has the same.
      const bool same = amount.currency.empty() || amount.currency == out.currency;
      const auto rate = same ? 1.0 : pack.rates.usd_per_unit(amount.currency, period->year());
      const double sold_value = same ? out.printed : out.value, bought = same ? in.printed : in.value;
      const double balance = (sold_value - bought) * (surplus ? 1 : -1);
      known = true;
      claim.evidence.push_back(cited(out, pack.lexicon));
      claim.evidence.push_back(cited(in, pack.lexicon));
      nearest = fmt::format("a {} of {} by {}'s customs", (balance < 0) == surplus ? "deficit" : "surplus",
                            difference_text(out, in), pack.lexicon.display(out.reporter));
      // The difference of two printed figures is known to the last digit of both.
      const double slack = kRevision * (sold_value + bought) + out.half_digit + in.half_digit;
      const Range range = rate ? stands_for(amount, *rate, false) : Range{0, 0};
      const auto holds = [&](double value) {
        return range.low - slack <= value && value <= range.high + slack;
      };
      const auto holds_scaled = [&](double value, double factor) {
        const Range scaled_range = stands_for(scaled(amount, factor), *rate, true);
        return scaled_range.low - slack <= value && value <= scaled_range.high + slack;
      };
      if (rate && holds(balance)) {
        claim.verdict = Verdict::consistent;
        claim.note = nearest;
        return;
      }
      near = near || (rate && holds(-balance));
      if (!rate) far = false;
      for (const auto& [factor, words] : kBalanceScales)
        if (rate && !slip && std::fabs(amount.value) >= kTellingBalance * amount.unit &&
            holds_scaled(balance, factor))
          slip = Edit{"scale", amount_text(scaled(amount, factor)),
                      fmt::format("printed {}; it was {}", words, nearest)};
      // Nearer than that to the difference of two flows, it is one of other prints of them.
      constexpr double kRevisedFlows = 0.006;
      if (same && !slip && balance > 0 &&
          std::fabs(amount.value - balance) > kRevisedFlows * (sold_value + bought))
        if (const auto digit = digit_slip(amount, balance))
          slip = Edit{"digit", *digit, "one digit off; it was " + nearest};
      if (same && !slip && balance > 0 && meant.sure && out.reporter == sold.from)
        if (const auto order = other_order(amount, balance))
          slip = Edit{"digit", *order, "digits changed places; it was " + nearest};
      // The difference of two large flows: only far off every one of them is it no other way to count.
      const bool own = meant.sure && out.reporter == sold.from && surplus == (sold_value > bought);
      const double room = (own ? kFarOwn : kFarBalance) * std::fabs(balance) +
                          (own ? kFarOwnFlows : kFarOfFlows) * (sold_value + bought);
      far = far && (range.low > balance + room || range.high < balance - room);
    }
  }
  if (!known) {
    claim.note = "the pack has not both flows of this pair and period by one customs";
    return;
  }
  // In a money that neither side nor its office counts in, it is of others than the words were taken for.
  const bool foreign = !amount.currency.empty() && amount.currency != "USD" &&
                       amount.currency != money_of(sold.from) && amount.currency != money_of(sold.to) &&
                       std::none_of(claim.evidence.begin(), claim.evidence.end(),
                                    [&](const EvidenceItem& e) { return e.unit == amount.currency; });
  if (foreign) {
    claim.verdict = Verdict::ambiguous;
    claim.note = "by the pack's figures it was " + nearest;
    return;
  }
  if (near && meant.sure) {
    claim.verdict = Verdict::likely_error;
    claim.edit = Edit{"direction", surplus ? "deficit" : "surplus", "it was " + nearest};
    claim.note = claim.edit->explanation;
    return;
  }
  if (meant.sure && !slip && far) slip = Edit{"figure", nearest, "it was " + nearest};
  if (meant.sure && slip) {
    claim.verdict = Verdict::likely_error;
    claim.edit = std::move(slip);
    claim.note = claim.edit->explanation;
    return;
  }
  claim.verdict = Verdict::ambiguous;
  claim.note = "by the pack's figures it was " + nearest;
}

}  // namespace sogdia::claims
