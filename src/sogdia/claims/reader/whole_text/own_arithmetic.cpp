#include "sogdia/claims/reader/whole_text/own_arithmetic.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

#include "sogdia/claims/claims.h"
#include "sogdia/claims/evidence/pack.h"
#include "sogdia/claims/evidence/tolerance.h"

namespace sogdia::claims {
namespace {

constexpr int kApart = 6;                // sentences between parts of one sum
constexpr std::size_t kNearest = 6;      // candidates on either side: what follows is linear in the text
constexpr double kFineSum = 0.03;        // width of a sum as a part of it, both what is said and what follows
constexpr double kFineBalance = 0.08;    // and of a difference
constexpr double kFineRate = 0.012;      // of a rate, a fraction
constexpr double kFineRates = 0.02;      // of levels brought back by their rates
constexpr double kFineOfRate = 0.08;     // or a part of it
constexpr double kFewestDigits = 20;     // of a whole, in units of its last one
constexpr double kRevisedFlow = 0.0006;  // offices round the parts of a sum apart

constexpr const char* kChange = "a change, not a level";

bool is_balance(FlowKind kind) { return kind == FlowKind::surplus || kind == FlowKind::deficit; }

// What its printed digits stand for, and no more.
Range range_of(const Amount& a) {
  constexpr double kRoundZeros = 0.025;  // most that the zeros of "200 billion" may hide
  const bool decimals = a.unit < 0.999 * a.scale;
  double half = 0.5 * a.unit;
  if (!decimals) half = std::min(half, a.percent ? 0.5 * a.scale : kRoundZeros * std::fabs(a.value));
  return {a.value - half, a.value + half};
}
double width(const Range& r) { return r.high - r.low; }
bool meet(const Range& a, const Range& b) { return a.low <= b.high && b.low <= a.high; }

bool fine_rate(const Range& implied, double rate) {
  return width(implied) <= std::max(kFineRate, kFineOfRate * std::fabs(rate));
}

std::string said(const Amount& a) {
  return a.percent ? fmt::format("{:+.6g} %", 100 * a.value) : amount_text(a);
}

struct Arithmetic {
  std::vector<Claim>& claims;
  const std::vector<ToldNumber>& numbers;
  const std::vector<Token>& tokens;
  std::vector<std::size_t> money, rates;          // places in numbers
  std::vector<std::optional<std::size_t>> level;  // of each number that is a rate: the money it is of

  const Claim& claim_of(std::size_t n) const { return claims[numbers[n].claim]; }
  const Amount& amount(std::size_t n) const { return numbers[n].amount; }
  FlowKind flow(std::size_t n) const { return numbers[n].flow; }

  bool wrong(std::size_t n) const { return claim_of(n).verdict == Verdict::likely_error; }
  // What a table contradicts is not borne out by a sum, nor what the text itself takes back.
  bool closed(std::size_t n) const {
    const Claim& claim = claim_of(n);
    return (claim.verdict != Verdict::ambiguous && claim.verdict != Verdict::not_checkable) ||
           claim.note.starts_with("no single edit") || claim.note.find("correction") != std::string::npos ||
           claim.note.find("itself says") != std::string::npos;
  }
  void confirm(const std::vector<std::size_t>& which, const std::string& line) {
    if (std::any_of(which.begin(), which.end(), [&](std::size_t n) { return wrong(n); })) return;
    for (const std::size_t n : which) {
      if (closed(n)) continue;
      Claim& claim = claims[numbers[n].claim];
      claim.evidence.push_back(
          own_line(line, amount(n).value, amount(n).percent ? "fraction" : code_of(amount(n))));
      claim.edit.reset();
      claim.verdict = Verdict::consistent;
      claim.note = line + ", by the text's own figures";
    }
  }

  // The nearest other money of a kind within reach, nearest first.
  template <class Fits>
  std::vector<std::size_t> near(std::size_t n, int reach, const Fits& fits) const {
    std::vector<std::size_t> found;
    const auto here = std::lower_bound(money.begin(), money.end(), n);
    auto back = here;
    auto ahead = here != money.end() && *here == n ? here + 1 : here;
    std::size_t steps = 4 * kNearest;
    while (found.size() < 2 * kNearest && steps-- > 0 && (back != money.begin() || ahead != money.end())) {
      if (back != money.begin() && *--back != n &&
          std::abs(numbers[*back].sentence - numbers[n].sentence) <= reach && fits(*back))
        found.push_back(*back);
      if (ahead != money.end()) {
        if (std::abs(numbers[*ahead].sentence - numbers[n].sentence) <= reach && fits(*ahead))
          found.push_back(*ahead);
        ++ahead;
      }
    }
    return found;
  }
  std::vector<std::size_t> rates_near(std::size_t n, int reach) const {
    std::vector<std::size_t> found;
    const auto here = std::lower_bound(rates.begin(), rates.end(), n);
    const auto within = [&](std::size_t r) {
      return std::abs(numbers[r].sentence - numbers[n].sentence) <= reach;
    };
    for (auto back = here; back != rates.begin() && within(*(back - 1)) && found.size() < kNearest;)
      found.push_back(*--back);
    for (auto ahead = here; ahead != rates.end() && within(*ahead) && found.size() < 2 * kNearest; ++ahead)
      found.push_back(*ahead);
    return found;
  }
  std::vector<std::size_t> near_of(std::size_t n, FlowKind kind) const {
    auto found = near(n, kApart, [&](std::size_t other) {
      return flow(other) == kind && same_money(amount(n), amount(other));
    });
    if (found.size() > kNearest) found.resize(kNearest);
    return found;
  }

  std::optional<std::pair<std::size_t, std::size_t>> parts_of(std::size_t whole) const;
  void sums();
  void rates_of_sums(std::size_t whole, std::size_t out, std::size_t in);
  void growths();
  void changes();
  void told_twice();
};

// The exports and imports that make up a total or a balance: of several the two that stand nearest to it.
std::optional<std::pair<std::size_t, std::size_t>> Arithmetic::parts_of(std::size_t whole) const {
  const bool balance = is_balance(flow(whole));
  const double size = std::fabs(amount(whole).value);
  if (size < kFewestDigits * amount(whole).unit) return std::nullopt;
  const Range w = range_of(amount(whole));
  std::optional<std::pair<std::size_t, std::size_t>> best;
  std::size_t nearest = 0;
  const auto distance = [&](std::size_t n) {
    const std::size_t a = amount(n).begin, b = amount(whole).begin;
    return a > b ? a - b : b - a;
  };
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  const auto sold = near_of(whole, FlowKind::exports), bought = near_of(whole, FlowKind::imports);
  for (const std::size_t out : sold) {
    for (const std::size_t in : bought) pairs.emplace_back(out, in);
    // "China's exports to America made up A and American exports to China B"
    for (const std::size_t back : sold) {
      const auto &one = claim_of(out).parties, &other = claim_of(back).parties;
      if (one.size() == 2 && other.size() == 2 && one[0] == other[1] && one[1] == other[0])
        pairs.emplace_back(out, back);
    }
  }
  for (const auto& [out, in] : pairs) {
    const Range a = range_of(amount(out)), b = range_of(amount(in));
    const double slack = kRevisedFlow * (a.high + b.high);
    Range made = balance ? Range{a.low - b.high, a.high - b.low} : Range{a.low + b.low, a.high + b.high};
    // Whose surplus it is, the words may leave to the partner's side.
    if (balance && made.high < 0) made = {-made.high, -made.low};
    if (made.low < 0 || width(w) + width(made) > (balance ? kFineBalance : kFineSum) * size) continue;
    if (!meet({made.low - slack, made.high + slack}, w)) continue;
    const std::size_t far = distance(out) + distance(in);
    if (!best || far < nearest) best = {out, in}, nearest = far;
  }
  return best;
}

void Arithmetic::sums() {
  for (const std::size_t whole : money) {
    const bool balance = is_balance(flow(whole));
    if ((!balance && flow(whole) != FlowKind::total) || amount(whole).hedge == Hedge::more_than) continue;
    const auto parts = parts_of(whole);
    if (!parts) continue;
    const auto [out, in] = *parts;
    confirm({whole, out, in}, balance ? fmt::format("exports of {} and imports of {} lie {} apart",
                                                    said(amount(out)), said(amount(in)), said(amount(whole)))
                                      : fmt::format("{} and {} make {}", said(amount(out)), said(amount(in)),
                                                    said(amount(whole))));
    rates_of_sums(whole, out, in);
  }
}

// Both flows and the whole, each with its rate: brought back by it, they must make up the year before, too.
void Arithmetic::rates_of_sums(std::size_t whole, std::size_t out, std::size_t in) {
  const auto rate_of = [&](std::size_t n) -> std::optional<std::size_t> {
    for (const std::size_t r : rates_near(n, 0))
      if (level[r] == n) return r;
    return std::nullopt;
  };
  const auto rw = rate_of(whole), ro = rate_of(out), ri = rate_of(in);
  if (!rw || !ro || !ri) return;
  const auto earlier = [&](std::size_t n, std::size_t r) {
    const Range a = range_of(amount(n)), g = range_of(amount(r));
    return Range{a.low / (1 + g.high), a.high / (1 + g.low)};
  };
  for (const std::size_t r : {*rw, *ro, *ri})
    if (amount(r).value < -0.9) return;
  const bool balance = is_balance(flow(whole));
  const Range w = earlier(whole, *rw), a = earlier(out, *ro), b = earlier(in, *ri);
  Range made = balance ? Range{a.low - b.high, a.high - b.low} : Range{a.low + b.low, a.high + b.high};
  if (balance && made.high < 0) made = {-made.high, -made.low};
  if (made.low <= 0 || width(made) + width(w) > (balance ? 2 * kFineBalance : kFineRates) * made.high) return;
  if (!meet(made, w)) return;
  confirm({*rw, *ro, *ri},
          fmt::format("levels that grew by {}, {} and {} {} in the year before, too", said(amount(*rw)),
                      said(amount(*ro)), said(amount(*ri)), balance ? "lie so far apart" : "add up"));
}

void Arithmetic::growths() {
  constexpr double kFarFromLevel = 100;  // of a rate that stands farther from its levels
  const auto of_one_kind = [&](std::size_t a, std::size_t b) {
    return same_money(amount(a), amount(b)) && amount(b).hedge == Hedge::none &&
           numbers[a].claim != numbers[b].claim && claim_of(b).note != kChange &&
           (flow(a) == flow(b) || flow(a) == FlowKind::none || flow(b) == FlowKind::none);
  };
  for (const std::size_t r : rates) {
    if (amount(r).hedge != Hedge::none) continue;
    std::vector<std::size_t> levels;
    if (level[r]) levels.push_back(*level[r]);
    if (std::fabs(amount(r).value) >= kFarFromLevel * amount(r).unit)
      for (const std::size_t n : near(r, 0, [&](std::size_t) { return true; }))
        if (!level[r] || n != *level[r]) levels.push_back(n);
    const Range g = range_of(amount(r));
    const auto leads = [&](std::size_t from, std::size_t to) {
      const Range a = range_of(amount(from)), b = range_of(amount(to));
      if (!(a.low > 0) || !(b.low > 0)) return false;
      const Range implied{b.low / a.high - 1, b.high / a.low - 1};
      if (!fine_rate(implied, amount(r).value) || !meet(implied, g)) return false;
      confirm({r, to, from},
              fmt::format("from {} to {} is {}", said(amount(from)), said(amount(to)), said(amount(r))));
      return true;
    };
    const auto settles = [&](std::size_t one) {
      if (amount(one).hedge == Hedge::more_than || claim_of(one).note == kChange) return false;
      for (const std::size_t other : near(one, 1, [&](std::size_t n) { return of_one_kind(one, n); }))
        if (leads(other, one) || leads(one, other)) return true;
      return false;
    };
    for (const std::size_t one : levels)
      if (settles(one)) break;
  }
}

// "dropped by $13.5 billion (11.3 percent) to $106.6 billion", "$62.6 billion, which is $12 billion more".
void Arithmetic::changes() {
  for (const std::size_t d : money) {
    if (claim_of(d).note != kChange) continue;
    const Range change = range_of(amount(d));
    const auto levels = near(d, 1, [&](std::size_t n) {
      return same_money(amount(n), amount(d)) && claim_of(n).note != kChange &&
             amount(n).value > amount(d).value && amount(n).hedge == Hedge::none;
    });
    for (const std::size_t now : levels) {
      const Range to = range_of(amount(now));
      for (const std::size_t r : rates_near(d, 1)) {
        const bool up = amount(r).value > 0;
        const Range from = up ? Range{to.low - change.high, to.high - change.low}
                              : Range{to.low + change.low, to.high + change.high};
        if (!(from.low > 0) || !(change.low > 0)) continue;
        Range implied{change.low / from.high, change.high / from.low};
        if (!up) implied = {-implied.high, -implied.low};
        if (!fine_rate(implied, amount(r).value) || !meet(implied, range_of(amount(r)))) continue;
        confirm({d, r, now}, fmt::format("a change of {} to {} is {}", said(amount(d)), said(amount(now)),
                                         said(amount(r))));
      }
      for (const std::size_t base : levels) {
        if (base == now || !(amount(now).value > amount(base).value)) continue;
        const Range from = range_of(amount(base)), apart{to.low - from.high, to.high - from.low};
        if (width(apart) + width(change) > kFineBalance * amount(d).value || !meet(apart, change)) continue;
        confirm({d, now, base}, fmt::format("{} and {} lie {} apart", said(amount(now)), said(amount(base)),
                                            said(amount(d))));
      }
    }
  }
}

// A heading's figure that the text tells again with all its digits, where one of them is borne out.
void Arithmetic::told_twice() {
  constexpr double kTellsAgain = 20;
  const auto same = [&](std::size_t a, std::size_t b) {
    if (amount(a).percent != amount(b).percent || !same_money(amount(a), amount(b))) return false;
    if (flow(a) != flow(b) && flow(a) != FlowKind::none && flow(b) != FlowKind::none) return false;
    if (std::fabs(amount(a).value) < kTellsAgain * amount(a).unit) return false;
    // A balance is no flow's figure.
    const auto is_balance = [&](std::size_t n) {
      return flow(n) == FlowKind::surplus || flow(n) == FlowKind::deficit;
    };
    if (is_balance(a) != is_balance(b)) return false;
    return range_of(amount(a)).holds(amount(b).value);
  };
  for (const auto* list : {&money, &rates})
    for (const std::size_t open : *list) {
      if (closed(open)) continue;
      const auto from = std::lower_bound(list->begin(), list->end(), open);
      const auto first = from - std::min<std::ptrdiff_t>(from - list->begin(), 4 * kNearest);
      const auto last = from + std::min<std::ptrdiff_t>(list->end() - from, 4 * kNearest);
      for (auto other = first; other != last; ++other)
        if (*other != open && claim_of(*other).verdict == Verdict::consistent && same(open, *other)) {
          confirm({open}, fmt::format("{} is told again and borne out", said(amount(*other))));
          break;
        }
    }
}

}  // namespace

// "fell 4.8 percent to $56.4 billion", "$56.4 billion, down 4.8 percent": with no other figure between.
std::vector<std::optional<std::size_t>> levels_of_rates(const std::vector<ToldNumber>& numbers,
                                                        const std::vector<Token>& tokens) {
  constexpr std::size_t kFarthest = 14;  // tokens
  std::vector<std::optional<std::size_t>> level(numbers.size());
  for (std::size_t r = 0; r < numbers.size(); ++r) {
    const Amount& rate = numbers[r].amount;
    if (!rate.percent) continue;
    std::optional<std::size_t> before, after;
    std::size_t floor = 0, ceiling = tokens.size();
    const auto look = [&](std::size_t n) {
      if (n == r || numbers[n].sentence != numbers[r].sentence) return;
      const Amount& a = numbers[n].amount;
      if (a.end <= rate.begin) floor = std::max(floor, a.end);
      if (a.begin >= rate.end) ceiling = std::min(ceiling, a.begin);
      if (a.percent) return;
      if (a.end <= rate.begin && (!before || a.end > numbers[*before].amount.end)) before = n;
      if (a.begin >= rate.end && (!after || a.begin < numbers[*after].amount.begin)) after = n;
    };
    // The numbers of one sentence stand side by side.
    for (std::size_t n = r; n-- > 0 && numbers[n].sentence == numbers[r].sentence;) look(n);
    for (std::size_t n = r + 1; n < numbers.size() && numbers[n].sentence == numbers[r].sentence; ++n)
      look(n);
    if (before &&
        (numbers[*before].amount.end < floor || rate.begin - numbers[*before].amount.end > kFarthest))
      before.reset();
    if (after &&
        (numbers[*after].amount.begin > ceiling || numbers[*after].amount.begin - rate.end > kFarthest))
      after.reset();
    const bool leads = after && holds(tokens, {rate.end, numbers[*after].amount.begin},
                                      {"to", "at", "reach", "reached", "reaching", "total", "totalled",
                                       "totaled", "totaling", "totalling", "amounted", "amounting", "hit",
                                       "hitting", "came", "stood", "exceeding"});
    level[r] = leads || !before ? after : before;
  }
  return level;
}

void confirm_by_own_arithmetic(std::vector<Claim>& claims, const std::vector<ToldNumber>& numbers,
                               const std::vector<Token>& tokens) {
  Arithmetic text{claims, numbers, tokens, {}, {}, {}};
  for (std::size_t n = 0; n < numbers.size(); ++n)
    (numbers[n].amount.percent ? text.rates : text.money).push_back(n);
  text.level = levels_of_rates(numbers, tokens);
  text.sums();
  text.growths();
  text.changes();
  text.told_twice();
}

}  // namespace sogdia::claims
