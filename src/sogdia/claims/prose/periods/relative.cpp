#include <algorithm>

#include "sogdia/claims/prose/periods/period_parts.h"

// Periods that are told by another: "last year", "a year later", "the same period".

namespace sogdia::claims {
namespace {

// "a year later", "the year after", "two years later", "the following year": from the year spoken of.
std::optional<Period> years_later(const SentenceReader& r, std::size_t k) {
  int years = 0;
  std::size_t end = k;
  if (r.is(k, {"a", "one"}) && r.is(k + 1, {"year"}) && r.is(k + 2, {"later", "after", "on"})) {
    years = 1;
    end = k + 3;
  } else if ((r.is(k, {"year"}) && r.is(k + 1, {"after", "later"})) ||
             (r.is(k, {"following", "next", "subsequent"}) && r.is(k + 1, {"year"}))) {
    years = 1;
    end = k + 2;
  } else if (r.has(k) && r.is(k + 1, {"years"}) && r.is(k + 2, {"later", "on"})) {
    years = count_of(r.tokens[k]);
    end = k + 3;
  }
  // "Two years before, it had been", "two years earlier exports were"
  if (r.has(k) && r.is(k + 1, {"years"}) && r.is(k + 2, {"before", "earlier", "previously"}) &&
      k <= r.span.begin + 1 && (r.is(k + 3, {",", "it", "they", "exports", "imports", "trade", "that"}))) {
    years = -count_of(r.tokens[k]);
    end = k + 3;
  }
  // "a year after the war began" is of something else.
  const auto& of = r.spoken;
  const bool after_what = r.is(end - 1, {"after"}) && r.is(end, {"the", "that", "its", "his", "their"});
  if (years == 0 || !of || of->to - of->from > 11 || after_what) return std::nullopt;
  Period period;
  period.from = of->from + 12 * years;
  period.to = of->to + 12 * years;
  period.begin = k;
  period.end = end;
  period.relative = true;
  // Of a month or a half it may be the whole year.
  period.guessed = of->to - of->from < 11;
  return period;
}

}  // namespace

std::optional<Period> relative_period(const SentenceReader& r, std::size_t k) {
  const auto before = [&](std::size_t end) {
    Period period;
    period.shift = -12;
    period.compared = true;
    period.begin = k;
    period.end = end;
    return period;
  };
  if (r.is(k, {"a", "one"}) && r.is(k + 1, {"year"}) && r.is(k + 2, {"earlier", "ago", "before", "prior"})) {
    // "in 2024 it was $13.8 billion; a year before that it was"
    if (r.is(k + 2, {"before"}) && r.is(k + 3, {"that"}) && r.spoken) {
      Period period = *r.spoken;
      period.from -= 12;
      period.to -= 12;
      period.relative = true;
      period.label = period.deadline = period.day = false;
      period.begin = k;
      period.end = k + 4;
      return period;
    }
    return before(k + 3);
  }
  if (r.is(k, {"previous", "preceding", "prior"}) && r.is(k + 1, {"year"})) return before(k + 2);
  if (r.is(k, {"year"}) && r.is(k + 1, {"before", "earlier"})) return before(k + 2);
  // "in the same period": the one spoken of, where nothing is compared with it.
  if (r.before && r.is(k, {"same", "reporting", "said", "that"}) && r.is(k + 1, {"period"}) &&
      !r.is(k + 2, {"of", "in", "last"}) && !year_after(r, k + 2)) {
    // "in the same period", not "than in the same period" nor "a high for the same period".
    std::size_t at = k;
    if (at > r.span.begin && r.is(at - 1, {"the"})) --at;
    bool compared = at == r.span.begin || !r.is(at - 1, {"in", "over", "during"});
    for (std::size_t back = 2; back <= 4 && at >= r.span.begin + back; ++back)
      compared = compared || r.is(at - back, {"than", "compared", "against", "from", "versus"});
    if (!compared) {
      Period period = *r.before;
      period.relative = true;
      period.label = period.compared = period.deadline = false;
      period.begin = k;
      period.end = k + 2;
      return period;
    }
  }
  // "A year ago, in the same eleven months"
  if (r.before && r.is(k, {"same"}) && r.has(k + 1) && r.is(k + 2, {"months"}) &&
      count_of(r.tokens[k + 1]) == r.before->to - r.before->from + 1 && !r.is(k + 3, {"of", "last"})) {
    bool compared = false, earlier = false;
    for (std::size_t back = 1; back <= 7 && k >= r.span.begin + back; ++back) {
      compared = compared || r.is(k - back, {"than", "against", "compared", "over", "from"});
      earlier = earlier || (r.is(k - back, {"ago", "earlier", "before"}) && r.is(k - back - 1, {"year"}));
    }
    if (!compared) {
      Period period = *r.before;
      if (earlier) period.from -= 12, period.to -= 12;
      period.relative = true;
      period.label = period.compared = period.deadline = period.guessed = false;
      period.begin = k;
      period.end = k + 3;
      return period;
    }
  }
  if (r.is(k, {"same", "corresponding", "like", "comparable", "similar", "equivalent"}) &&
      r.is(k + 1, {"period", "months", "month", "quarter"})) {
    std::size_t end = k + 2;
    if (const auto year = year_after(r, end))
      end = year->second;
    else if (r.is(end, {"of", "in"}) && r.is(end + 1, {"last", "the"}))
      end = std::min(end + 3, r.span.end);
    return before(end);
  }
  if (auto later = years_later(r, k)) return later;
  if (auto half = by_mid_year(r, k)) return half;
  // "in that month", "the same month": the one spoken of.
  if (r.spoken && r.spoken->from == r.spoken->to && r.is(k, {"that", "same"}) && r.is(k + 1, {"month"}) &&
      k > r.span.begin && (r.is(k - 1, {"in", "during", "of"}) || r.is(k - 2, {"in", "during", "of"}))) {
    Period period = *r.spoken;
    period.relative = true;
    period.label = period.compared = period.deadline = period.day = false;
    period.begin = k;
    period.end = k + 2;
    return period;
  }
  // "had hoped for $100 billion by 2023; what came about that year was"
  if (r.due && r.is(k, {"that"}) && r.is(k + 1, {"year"})) {
    Period period = months(r.due->year(), 1, r.due->year(), 12, k, k + 2);
    period.relative = true;
    return period;
  }
  // "that year", "in the same year": the one spoken of.
  if (r.spoken && r.is(k, {"that", "same"}) && r.is(k + 1, {"year"})) {
    if (r.is(k + 2, {","}) && year_at(r, k + 3)) return std::nullopt;  // "in the same year, 2023"
    if (r.spoken->to - r.spoken->from == 11) {
      Period period = months(0, 1, 0, 1, k, k + 2);
      period.from = r.spoken->from;
      period.to = r.spoken->to;
      period.relative = true;
      return period;
    }
    Period period = months(r.spoken->year(), 1, r.spoken->year(), 12, k, k + 2);
    period.relative = true;
    return period;
  }
  // "For the year, trade was": the one spoken of.
  if (r.spoken && r.is(k, {"the"}) && k > r.span.begin && r.is(k - 1, {"for", "over"})) {
    const std::size_t at = r.is(k + 1, {"whole", "full", "entire"}) ? k + 2 : k + 1;
    if (r.is(at, {"year"}) && (r.is(at + 1, {","}) || (at == k + 2 && !r.is(at + 1, {"of", "to"})))) {
      Period period = months(r.spoken->year(), 1, r.spoken->year(), 12, k, at + 1);
      period.relative = true;
      period.guessed = r.spoken->to - r.spoken->from != 11;
      return period;
    }
  }
  if (r.is(k, {"last", "this"}) && r.is(k + 1, {"year"}) && r.now >= 0) {
    const bool last = r.is(k, {"last"});
    if (!last && k > r.span.begin && r.is(k - 1, {"far"})) return std::nullopt;
    Period period = months(r.now / 12 - last, 1, r.now / 12 - last, 12, k, k + 2);
    period.relative = true;
    return period;
  }
  return std::nullopt;
}

}  // namespace sogdia::claims
