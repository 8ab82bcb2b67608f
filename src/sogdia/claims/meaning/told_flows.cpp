#include "sogdia/claims/meaning/told_flows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sogdia/claims/evidence/pack.h"
#include "sogdia/claims/evidence/tolerance.h"

namespace sogdia::claims {
namespace {

constexpr std::size_t kKept = 8, kRemembered = 32;
constexpr int kFarthest = 3;             // sentences back
constexpr double kBalanceSlack = 0.002;  // of the larger flow: a difference of two revised figures

Subject turned(const Subject& s) { return {false, s.to, s.from}; }

bool same_flow(const Subject& a, const Subject& b) {
  return a == b || (a.total && b.total && a.from == b.to && a.to == b.from);
}

bool hedged(const Amount& a) { return a.hedge == Hedge::more_than || a.hedge == Hedge::less_than; }

void tell(Claim& claim, const Amount& said, double right, bool fits, const std::string& line) {
  claim.evidence.push_back(own_line(line, right, code_of(said)));
  claim.verdict = fits ? Verdict::consistent : Verdict::likely_error;
  claim.note = fits ? line + ", as printed" : line;
  if (fits) {
    claim.edit.reset();
    return;
  }
  Amount meant = said;
  meant.value = right;
  claim.edit = Edit{"arithmetic", amount_text(meant), line};
}

}  // namespace

void ToldFlows::put(ToldFlow flow) {
  if (all_.size() == kRemembered) all_.erase(all_.begin());
  all_.push_back(flow);
  if (flow.subject.total) {
    // A total of the same two stands between them without harm.
    if (!last_.empty() &&
        (flow.subject.from == last_.back().subject.from || flow.subject.from == last_.back().subject.to))
      return;
  }
  if (last_.size() == kKept) last_.erase(last_.begin());
  last_.push_back(std::move(flow));
}

std::optional<BothFlows> ToldFlows::both_ways(int sentence) const {
  if (last_.size() < 2) return std::nullopt;
  const ToldFlow& newer = last_.back();
  for (std::size_t k = last_.size() - 1; k-- > 0;) {
    const ToldFlow& older = last_[k];
    if (newer.subject.total || older.subject.total || older.sentence < sentence - kFarthest)
      return std::nullopt;
    // Nothing but other years of the same two stands between them.
    if (older.subject == newer.subject && !older.period.same_months(newer.period)) continue;
    if (older.subject != turned(newer.subject)) return std::nullopt;
    if (!older.period.same_months(newer.period)) continue;
    if (!same_money(older.amount, newer.amount)) return std::nullopt;
    const bool sells = newer.subject.from == newer.actor;
    return sells ? BothFlows{newer, older} : BothFlows{older, newer};
  }
  return std::nullopt;
}

bool ToldFlows::told_later(const BothFlows& both) const {
  return std::any_of(all_.begin(), all_.end(), [&](const ToldFlow& told) {
    return same_two(told.subject, both.out.subject) && told.period.from > both.out.period.from &&
           told.period.to > both.out.period.to && told.sentence >= both.out.sentence - kFarthest;
  });
}

bool ToldFlows::lie_apart(const Subject& pair, const Amount& said) const {
  for (const ToldFlow& out : all_)
    for (const ToldFlow& in : all_) {
      if (out.subject.total || in.subject != turned(out.subject) || !in.period.same_months(out.period) ||
          !same_two(out.subject, pair) || !same_money(said, out.amount) || !same_money(said, in.amount))
        continue;
      const double room = said.unit + out.amount.unit + in.amount.unit;
      if (std::fabs(std::fabs(out.amount.value - in.amount.value) - said.value) <= room) return true;
    }
  return false;
}

const ToldFlow* ToldFlows::other_way(const Subject& subject, const Period& period,
                                     const Amount& amount) const {
  constexpr double kTelling = 100;
  if (subject.total || (subject.from.empty() && subject.to.empty()) || amount.value < kTelling * amount.unit)
    return nullptr;
  for (const auto& told : last_)
    if (told.subject == turned(subject) && told.period.same_months(period) &&
        same_money(told.amount, amount) && told.amount.value == amount.value)
      return &told;
  return nullptr;
}

const ToldFlow* ToldFlows::at(const Subject& subject, const Period& period) const {
  for (auto told = all_.rbegin(); told != all_.rend(); ++told)
    if (same_flow(told->subject, subject) && told->period.same_months(period)) return &*told;
  return nullptr;
}

const ToldFlow* ToldFlows::latest(const Subject& subject) const {
  const ToldFlow* found = nullptr;
  for (const auto& told : all_)
    if (same_flow(told.subject, subject) && (!found || told.period.to > found->period.to)) found = &told;
  return found;
}

const ToldFlow* ToldFlows::before(const Subject& subject, const Period& period, int sentence) const {
  for (auto told = all_.rbegin(); told != all_.rend() && told->sentence >= sentence; ++told)
    if (same_flow(told->subject, subject) && told->period.to < period.to &&
        told->period.to - told->period.from == period.to - period.from)
      return &*told;
  return nullptr;
}

std::optional<std::pair<ToldFlow, ToldFlow>> ToldFlows::of_both(const std::string& one,
                                                                const std::string& two, int sentence) const {
  const auto third = [](const Subject& s, const std::string& code) {
    return s.from == code ? s.to : s.to == code ? s.from : std::string();
  };
  for (auto a = all_.rbegin(); a != all_.rend() && a->sentence >= sentence; ++a)
    for (auto b = all_.rbegin(); b != all_.rend() && b->sentence >= sentence; ++b) {
      const std::string of = third(a->subject, one);
      if (of.empty() || of == two || of != third(b->subject, two) || !a->period.same_months(b->period) ||
          a->subject.total != b->subject.total ||
          (!a->subject.total && (a->subject.from == of) != (b->subject.from == of)))
        continue;
      return std::pair{*a, *b};
    }
  return std::nullopt;
}

void judge_told_total(Claim& claim, const Amount& said, const std::vector<Amount>& sentence,
                      const Amount& out, const Amount& in) {
  if (!same_money(said, out) || !same_money(said, in) || hedged(out) || hedged(in)) return;
  const Range a = stands_for(out, 1, false), b = stands_for(in, 1, false), c = stands_for(said, 1, false);
  const auto is_sum = [&](const Range& of) {
    return a.low + b.low <= of.high * (1 + kSumSlack) && a.high + b.high >= of.low * (1 - kSumSlack);
  };
  // "trade rose to $240.1 billion, which beat the record of the year before, $190.3 billion": the first is
  // it.
  for (const Amount& other : sentence)
    if (!other.percent && other.begin < said.begin && same_money(other, said) &&
        is_sum(stands_for(other, 1, false)))
      return;
  Amount sum = said;
  sum.value = out.value + in.value;
  // "the negative balance of turnover amounted to": what lies between the two is not their sum.
  const double gap = std::fabs(out.value - in.value);
  if (c.holds(gap))
    return tell(claim, said, gap, true,
                fmt::format("{} and {} lie so far apart", amount_text(out), amount_text(in)));
  tell(claim, said, sum.value, is_sum(c),
       fmt::format("{} and {} make {}", amount_text(out), amount_text(in), amount_text(sum)));
}

void judge_told_balance(Claim& claim, const Amount& said, const Amount& out, const Amount& in) {
  if (!same_money(said, out) || !same_money(said, in) || hedged(out) || hedged(in)) return;
  const Range a = stands_for(out, 1, false), b = stands_for(in, 1, false), c = stands_for(said, 1, false);
  Amount apart = said;
  apart.value = std::fabs(out.value - in.value);
  const double room = 0.5 * (a.high - a.low + b.high - b.low) + kBalanceSlack * std::max(out.value, in.value);
  const bool fits = apart.value + room >= c.low && apart.value - room <= c.high;
  tell(claim, said, apart.value, fits,
       fmt::format("{} and {} lie {} apart", amount_text(out), amount_text(in), amount_text(apart)));
}

}  // namespace sogdia::claims
