#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sogdia/claims/evidence/tolerance.h"
#include "sogdia/claims/judge/judge.h"
#include "sogdia/claims/meaning/subject.h"
#include "sogdia/claims/prose/periods/period_parts.h"
#include "sogdia/claims/reader/left_open/open_parts.h"
#include "sogdia/claims/reader/reader.h"

// Reports that say "this year" and "in the first ten months" and print no day of their own: a figure of
// theirs that an office has printed of just that flow is of the year it was printed of. It confirms and never
// calls one wrong, nor tells the figures behind it when they are.

namespace sogdia::claims {
namespace {

constexpr double kTellsYear = 100, kTellsMonths = 1000;  // of the last digit
constexpr double kCoarse = 0.006;                        // half of a figure's last digit, as a part of it

bool prints_year(const Period& p) {
  return !p.relative && !p.guessed && !p.compared && !p.day && !p.deadline;
}

const Figure* figure_of_any_year(const Amount& amount, const Subject& subject,
                                 const std::vector<std::pair<int, int>>& months, const Pack& pack) {
  const Figure* found = nullptr;
  for (const auto& f : pack.figures.about(subject)) {
    if (f.reporter.empty() || f.estimated || std::isnan(f.printed) || code_of(amount) != f.currency) continue;
    // "$1 billion" is no ground for $949.7 million.
    if (f.half_digit > kCoarse * std::fabs(amount.value)) continue;
    const int from = f.period.from % 12;
    const bool named = std::find(months.begin(), months.end(),
                                 std::pair{from, from + f.period.to - f.period.from}) != months.end();
    const bool free = months.empty() && (f.period.is_year() || amount.value >= kTellsMonths * amount.unit);
    if (!named && !free) continue;
    const auto both = compared(amount, f, pack.rates, true);
    if (both && both->range.holds(both->value) && (!found || f.period.to > found->period.to)) found = &f;
  }
  return found;
}

}  // namespace

std::vector<std::pair<int, int>> months_named(const std::vector<Token>& tokens, Span sentence,
                                              const Mentions& m) {
  const SentenceReader r{tokens, sentence};
  std::vector<std::pair<int, int>> found;
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    if (const int first = month_at(r, k)) {
      const std::size_t to = r.is(k + 1, {"."}) ? k + 2 : k + 1;
      const int last = r.is(to, {"-", "--", "to", "through", "and", "until"}) ? month_at(r, to + 1) : 0;
      if (last > first) found.emplace_back(first - 1, last - 1), k = to + 1;
    } else if (r.is(k, {"first", "opening"}) && r.has(k + 1)) {
      const int count = count_of(tokens[k + 1]);
      if (count > 0 && r.is(k + 2, {"months"})) found.emplace_back(0, count - 1);
      if (count > 0 && r.is(k + 2, {"quarters"})) found.emplace_back(0, 3 * count - 1);
      if (r.is(k + 1, {"half"})) found.emplace_back(0, 5);
      if (r.is(k + 1, {"quarter"})) found.emplace_back(0, 2);
    }
  }
  for (const auto& p : m.periods)
    if (!p.compared && !p.day && !p.deadline && p.shift == 0)
      found.emplace_back(p.from % 12, p.from % 12 + p.to - p.from);
  if (found.empty())
    for (const auto& month : m.months)
      if (month.day == 0) found.emplace_back(month.month - 1, month.month - 1);
  return found;
}

std::optional<Subject> subject_of_claim(const Claim& claim) {
  const bool total = claim.flow == "trade", buys = claim.flow == "imports";
  if (claim.parties.empty() || (!total && !buys && claim.flow != "exports")) return std::nullopt;
  if (claim.parties.size() == 2) return Subject{total, claim.parties[0], claim.parties[1]};
  return buys ? Subject{false, "", claim.parties[0]} : Subject{total, claim.parties[0], ""};
}

void Reader::keep_context(const Mentions& m, Span sentence) {
  SentenceContext here;
  here.span = sentence;
  here.names_month = !m.months.empty();
  if (tokens[sentence.end - 1].text == "?" && m.flows.size() == 1) here.asked = m.flows.front().kind;
  const auto put = [](std::vector<std::string>& codes, const std::string& code) {
    if (!code.empty() && std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
  };
  for (const auto& p : m.parties) put(here.parties, p.code);
  for (const std::string& code : {m.topic, m.focus, dateline, m.its}) put(here.about, code);
  const auto printed = [](const Period& p) {
    return !p.day && !p.deadline && !p.guessed && !p.since && p.shift == 0 && p.to - p.from < 12;
  };
  for (const auto& p : m.periods)
    if (printed(p) && !p.compared && !p.of_base) here.periods.push_back(p);
  // "had been $475.6 billion in 2022"; "16.4 percent more than in January-April 2022" is of the year after.
  if (here.periods.empty())
    for (const auto& p : m.periods) {
      if (!printed(p)) continue;
      Period own = p;
      if (p.compared) own.from += 12, own.to += 12;
      here.periods.push_back(own);
    }
  if (here.periods.empty()) here.months = months_named(tokens, sentence, m);
  contexts.push_back(std::move(here));
}

void Reader::read_undated(const Mentions& m, Span sentence) {
  if (now >= 0 || std::any_of(m.periods.begin(), m.periods.end(), prints_year)) return;
  const auto months = months_named(tokens, sentence, m);
  // "Trade reached $190.3 billion" of a text that speaks of no time at all stays open.
  of_some_year = of_some_year || !months.empty() ||
                 holds(tokens, sentence, {"year", "month", "months", "quarter", "half", "period", "annual"});
  if (!of_some_year) return;
  const auto open = [&](std::size_t at) {
    return at < claims.size() &&
           (claims[at].verdict == Verdict::ambiguous || claims[at].verdict == Verdict::not_checkable);
  };
  for (const auto& [begin, at] : levels_here) {
    if (!open(at) || claims[at].kind != "amount") continue;
    const auto amount = std::find_if(m.amounts.begin(), m.amounts.end(),
                                     [&, first = begin](const Amount& a) { return a.begin == first; });
    const auto subject = subject_of_claim(claims[at]);
    if (amount == m.amounts.end() || !subject || amount->value < kTellsYear * amount->unit) continue;
    const Figure* figure = figure_of_any_year(*amount, *subject, months, pack);
    if (!figure) continue;
    Claim& claim = claims[at];
    claim.parties.clear();
    claim.evidence = {cited(*figure, pack.lexicon)};
    tell_subject(claim, *subject, &figure->period, claim.reporter, pack);
    claim.verdict = Verdict::consistent;
    claim.note = money_text(*figure) + " " + by_whom(*figure, pack.lexicon) + " in " +
                 to_text(figure->period) + "; the text prints no year";
    undated.push_back(figure->period);
  }
  for (const auto& [rate, at] : rates_here) {
    if (!open(at) || claims[at].kind != "growth") continue;
    const auto subject = subject_of_claim(claims[at]);
    for (auto period = undated.rbegin(); subject && period != undated.rend(); ++period) {
      Claim tried = claims[at];
      tried.parties.clear();
      tried.evidence.clear();
      tried.verdict = Verdict::not_checkable;
      tell_subject(tried, *subject, &*period, "", pack);
      tried.reading = "growth of " + tried.reading;
      judge_growth(tried, rate, *subject, &*period, {}, pack);
      if (tried.verdict != Verdict::consistent) continue;
      tried.note += "; the text prints no year";
      claims[at] = std::move(tried);
      break;
    }
  }
}

}  // namespace sogdia::claims
